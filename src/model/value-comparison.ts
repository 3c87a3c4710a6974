/**
 * Compares what was made a second time with what was made first, value by value: numbers by their relative deviation,
 * everything else exactly.
 */
export interface ValueComparison {
  /** Compares two values as JSON has them; `where` is their place: `metrics.loss[3]`. */
  compare(values: Pair<unknown>, where: string): void;
  /** Compares two texts, each of which may be a number. */
  compareTexts(texts: Pair<string>, where: string): void;
  /** Notes a difference that no tolerance covers. */
  differ(what: string): void;
  result(): ComparedValues;
}

export interface Pair<T> {
  readonly first: T;
  readonly made: T;
}

export interface ComparedValues {
  /** The largest relative deviation of a number. */
  readonly deviation: number;
  /** Differences beyond the tolerance. */
  readonly count: number;
  /** The first of them, for people: `loss: 0.51 instead of 0.5`. */
  readonly shown: readonly string[];
}

const maxShown = 3;
const maxShownLength = 40;

/** @param tolerance the largest relative deviation of a number that is none; 0: numbers must be equal */
export function valueComparison(tolerance: number): ValueComparison {
  let deviation = 0;
  let count = 0;
  const shown: string[] = [];
  const differ = (what: string): void => {
    count += 1;
    if (shown.length < maxShown) shown.push(what);
  };
  const compareNumbers = ({ first, made }: Pair<number>, where: string): void => {
    const by = relativeDeviation(first, made);
    deviation = Math.max(deviation, by);
    if (by > tolerance) differ(`${place(where)}${made} instead of ${first}`);
  };
  const compare: ValueComparison['compare'] = ({ first, made }, where) => {
    if (typeof first === 'number' && typeof made === 'number') compareNumbers({ first, made }, where);
    else if (Array.isArray(first) && Array.isArray(made)) compareLists({ first, made }, where);
    else if (isObject(first) && isObject(made)) compareObjects({ first, made }, where);
    else if (first !== made) differ(`${place(where)}${brief(made)} instead of ${brief(first)}`);
  };
  const compareLists = ({ first, made }: Pair<readonly unknown[]>, where: string): void => {
    if (first.length !== made.length) {
      differ(`${place(where)}${made.length} elements instead of ${first.length}`);
      return;
    }
    for (const [index, value] of first.entries()) compare({ first: value, made: made[index] }, `${where}[${index}]`);
  };
  const compareObjects = ({ first, made }: Pair<Readonly<Record<string, unknown>>>, where: string): void => {
    const inner = (key: string): string => (where === '' ? key : `${where}.${key}`);
    for (const key of Object.keys(first)) {
      if (Object.hasOwn(made, key)) compare({ first: first[key], made: made[key] }, inner(key));
      else differ(`${inner(key)} is missing`);
    }
    for (const key of Object.keys(made)) if (!Object.hasOwn(first, key)) differ(`${inner(key)} is new`);
  };
  return {
    compare,
    compareTexts({ first, made }, where) {
      if (first === made) return;
      const numbers = { first: numberOf(first), made: numberOf(made) };
      if (numbers.first === undefined || numbers.made === undefined) {
        differ(`${place(where)}${brief(made)} instead of ${brief(first)}`);
      } else {
        compareNumbers({ first: numbers.first, made: numbers.made }, where);
      }
    },
    differ,
    result: () => ({ deviation, count, shown }),
  };
}

/** |a − b| as a part of the larger of the two: 0 for equal numbers, up to 2 for such of other signs. */
function relativeDeviation(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** A finite number as programs write it; not `0x1f`, not `1_000`, not what is a name or a date. */
function numberOf(text: string): number | undefined {
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function place(where: string): string {
  return where === '' ? '' : `${where}: `;
}

function brief(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}
