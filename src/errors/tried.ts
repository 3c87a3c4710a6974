import { PixelisError } from './pixelis-error.js';

/** What one of several pieces of work came to. One that fails keeps nobody from the others. */
export type Tried<Value> = Value | PixelisError;

/** @throws what is more than a failure of this one piece: `interrupted`, and what is no {@link PixelisError} */
export async function tried<Value>(work: () => Promise<Value> | Value): Promise<Tried<Value>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PixelisError && error.kind !== 'interrupted') return error;
    throw error;
  }
}

export function valueOf<Value>(outcome: Tried<Value> | undefined): Value {
  if (outcome instanceof PixelisError) throw outcome;
  return outcome as Value;
}

/** Does `work` for one value after the other. */
export async function triedEach<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result> | Result,
): Promise<readonly Tried<Result>[]> {
  const results: Tried<Result>[] = [];
  for (const value of values) results.push(await tried(() => work(value)));
  return results;
}

/**
 * The next step for those that have not failed so far, all at once: `work` answers for each of them, in order. Where it
 * fails as a whole, each of them has failed.
 */
export async function goOn<Value, Result>(
  before: readonly Tried<Value>[],
  work: (values: readonly Value[]) => Promise<readonly Tried<Result>[]>,
): Promise<readonly Tried<Result>[]> {
  const values = before.filter((outcome) => !(outcome instanceof PixelisError)) as readonly Value[];
  const results = values.length === 0 ? [] : await tried(() => work(values));
  let next = 0;
  return before.map((outcome) => {
    if (outcome instanceof PixelisError) return outcome;
    return results instanceof PixelisError ? results : (results[next++] as Tried<Result>);
  });
}

/** A step, all at once, for those values that give it something to work on: the values, or why it failed for them. */
export async function triedSome<Value, Input>(
  values: readonly Value[],
  inputOf: (value: Value) => Input | undefined,
  work: (inputs: readonly Input[]) => Promise<readonly Tried<unknown>[]>,
): Promise<readonly Tried<Value>[]> {
  const inputs = values.map(inputOf);
  const given = inputs.filter((input) => input !== undefined);
  const outcomes = given.length === 0 ? [] : await work(given);
  let next = 0;
  return values.map((value, row) => {
    const outcome = inputs[row] === undefined ? undefined : outcomes[next++];
    return outcome instanceof PixelisError ? outcome : value;
  });
}

/** Each value together with what a step has come to for it. */
export function joinTried<Value, Result, Joined>(
  values: readonly Value[],
  outcomes: readonly Tried<Result>[],
  join: (value: Value, result: Result) => Joined,
): readonly Tried<Joined>[] {
  return values.map((value, row) => {
    const outcome = outcomes[row] as Tried<Result>;
    return outcome instanceof PixelisError ? outcome : join(value, outcome);
  });
}
