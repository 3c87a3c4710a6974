import type { RunState } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RunsCompareResult, RunShowResult, RunsListResult } from '#schema/index.js';

/** Runs that have ended, and those of this worktree that go on. An id may be cut short, as long as it is that of one alone. */
export interface RunHistory {
  /** Newest first. @throws `expression.invalid`; `usage.invalid-argument` for a field that no run has */
  list(options?: RunListOptions): Promise<RunsListResult>;
  /** What is known of one. @throws `run.not-found`, `reference.ambiguous` */
  show(id: string, options?: RunShowOptions): Promise<RunShowResult>;
  /** Everything that its command wrote. @throws `run.not-found`; when it is read, `object.missing` */
  output(id: string, stream: 'stdout' | 'stderr', options?: RunHistoryOptions): Promise<RunOutput>;
  /** Two or more, side by side. @throws `run.not-found` */
  compare(ids: readonly string[], options?: RunHistoryOptions): Promise<RunsCompareResult>;
}

export interface RunHistoryOptions extends TaskOptions {
  /** What was recorded at a revision of git, instead of the worktree. */
  readonly revision?: string | undefined;
}

export interface RunListOptions extends RunHistoryOptions {
  /** JSONata over a run: `state = "COMPLETED" and metrics.loss < 0.1`; or a word to look for. */
  readonly filter?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  /** All of which a run must have. */
  readonly tags?: readonly string[] | undefined;
  /** A field, metric or parameter, from the least value on: `seconds`, `metrics.loss`, `max.acc`, `params.lr`, `lr`. */
  readonly sort?: string | undefined;
  readonly reverse?: boolean | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  /** What a table of them shows, instead of what tells them apart. */
  readonly columns?: readonly string[] | undefined;
  /** Every process of a distributed job by itself. */
  readonly ranks?: boolean | undefined;
}

export interface RunShowOptions extends RunHistoryOptions {
  /** Also how its code differed from its commit. */
  readonly diff?: boolean | undefined;
}

/** What the command of a run wrote, to be read once. */
export interface RunOutput {
  readonly run: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}
