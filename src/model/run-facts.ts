import type { RunRecord, RunState } from './run.js';

/** A run as far as it is known: the record of one that has ended, or what one that goes on says of itself by now. */
export interface RunFacts extends Omit<RunRecord, 'state' | 'ended'> {
  readonly state: RunState;
  /** Not yet, while it goes on. */
  readonly ended?: string;
  /** From its start to its end, or to this moment. */
  readonly seconds: number;
}

/** A run as it is listed: by itself, or for all processes of a distributed job. */
export interface ListedRun extends Omit<RunFacts, 'redacted' | 'series' | 'hardwareSeries' | 'stdout' | 'stderr'> {
  /** The processes of the job that have a run, where they are one row. */
  readonly ranks?: RankCounts;
}

export interface RankCounts {
  readonly count: number;
  /** How many are in each state. */
  readonly states: { readonly [state in RunState]?: number };
}
