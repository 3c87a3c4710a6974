import type { MetricPoint } from '#model/metric-series.js';
import type { TaskOptions } from '#model/task-options.js';
import type { MetricsLogResult, MetricsResult } from '#schema/index.js';

/** Numbers that runs log while they go on. */
export interface Metrics {
  /**
   * Appends numbers to the series of the run inside which this program was started.
   * @throws `run.not-active`, `run.ended`; `usage.invalid-argument` for what is no metric
   */
  log(values: Readonly<Record<string, number>>, options?: MetricsLogOptions): Promise<MetricsLogResult>;
  /**
   * The metrics of a run, and how they went, in few enough points for a chart.
   * @throws `run.not-found`; `reference.not-found` for a metric that it has not got
   */
  show(id: string, options?: MetricsOptions): Promise<MetricsResult>;
  /** Every point, batch by batch. @throws `run.not-found`; when it is read, `object.missing` */
  read(id: string, options?: MetricsReadOptions): Promise<AsyncIterable<readonly MetricPoint[]>>;
}

export interface MetricsLogOptions {
  readonly step?: number | undefined;
  /** Seconds since 1970; default: now. */
  readonly time?: number | undefined;
}

export interface MetricsReadOptions extends TaskOptions {
  /** How the machine was used, instead of what was logged. */
  readonly hardware?: boolean | undefined;
  /** Only what the process of this rank logged. */
  readonly rank?: number | undefined;
  /** What was recorded at a revision of git, instead of the worktree. */
  readonly revision?: string | undefined;
}

export interface MetricsOptions extends MetricsReadOptions {
  /** Names; `*` stands for any part of one. Default: all, each with a hint of how it went. */
  readonly metrics?: readonly string[] | undefined;
  /** How many points of each, at most; default 200. */
  readonly points?: number | undefined;
}
