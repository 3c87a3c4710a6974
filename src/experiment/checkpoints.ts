import { PixelisError } from '#errors/index.js';

/** Which of the checkpoints that are logged are kept. */
export interface CheckpointPolicy {
  /** Those whose step or epoch is a multiple of this; default: each. */
  readonly every?: number | undefined;
  /** The best one so far as well, as a version of `checkpoint_best`. */
  readonly best?: BestBy | undefined;
}

export interface BestBy {
  /** Name of one of the metrics that are logged with each checkpoint. */
  readonly metric: string;
  /** Which value is better; default: the smaller one. */
  readonly mode?: 'min' | 'max' | undefined;
}

/** A checkpoint is of a step or of an epoch. */
export type Checkpoint = {
  /** File or folder of the weights. */
  readonly modelPath: string;
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
} & ({ readonly step: number; readonly epoch?: undefined } | { readonly epoch: number; readonly step?: undefined });

/** Under which names a checkpoint is to be kept: none, `checkpoint_step_1000`, `checkpoint_best`, or both. */
export type CheckpointJudge = (checkpoint: Checkpoint) => readonly string[];

/** Judges the checkpoints of one run, one after the other. @throws `usage.invalid-argument` */
export function checkpointJudge({ every = 1, best }: CheckpointPolicy = {}): CheckpointJudge {
  if (!isCount(every) || every === 0) throw unusable(`'every' is ${every}`, 'give a whole number from 1');
  let record: number | undefined;
  return (checkpoint) => {
    const kind = checkpoint.step === undefined ? 'epoch' : 'step';
    const number = checkpoint[kind];
    if (!isCount(number)) throw unusable(`the ${kind} of a checkpoint is ${number}`, 'count by whole numbers from 0');
    const names = number % every === 0 ? [`checkpoint_${kind}_${number}`] : [];
    if (best === undefined) return names;
    const value = checkpoint.metrics?.[best.metric];
    if (value === undefined) {
      throw unusable(
        `a checkpoint has no metric '${best.metric}', by which the best is chosen`,
        'log it with its metrics',
      );
    }
    if (!isBetter(value, record, best)) return names;
    record = value;
    return [...names, 'checkpoint_best'];
  };
}

function isBetter(value: number, record: number | undefined, { mode = 'min' }: BestBy): boolean {
  if (record === undefined) return !Number.isNaN(value);
  return mode === 'min' ? value < record : value > record;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function unusable(message: string, hint: string): PixelisError {
  return new PixelisError('usage.invalid-argument', message, { hint });
}
