import type { TaskOptions } from '#model/task-options.js';
import type { EnvironmentComparisonResult, EnvironmentResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** What commands run on: interpreters and their packages, the system, its GPUs. */
export interface Environments {
  /** Captures what a command would run on; writes and stages the record where there is none yet. */
  capture(options?: EnvironmentCaptureOptions & ChangeOptions): Promise<EnvironmentResult>;
  /**
   * A recorded environment, by its digest or by a run; without a reference, or with `.`, what this machine is now, which
   * writes nothing. @throws `environment.not-found`
   */
  show(reference?: string, options?: EnvironmentCaptureOptions): Promise<EnvironmentResult>;
  /** Where `to` differs from `from`, worst first. `.` is this machine. @throws `environment.not-found` */
  diff(from: string, to: string, options?: TaskOptions): Promise<EnvironmentComparisonResult>;
  /** Whether this machine satisfies a recorded environment, and what differs, worst first. @throws `environment.not-found` */
  check(reference: string, options?: TaskOptions): Promise<EnvironmentComparisonResult>;
}

export interface EnvironmentCaptureOptions extends TaskOptions {
  /** 1 basic, 2 standard, 3 complete; default: the setting `capture.level`. */
  readonly level?: number | undefined;
  /** Program and arguments; default: what is installed where the repository was opened. */
  readonly command?: readonly string[] | undefined;
}
