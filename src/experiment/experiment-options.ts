import type { CaptureLevel } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Repository } from '../repository.js';
import type { CheckpointPolicy } from './checkpoints.js';

export interface ExperimentOptions extends TaskOptions, RepositoryChoice {
  readonly name?: string | undefined;
  /** Parameters, or the path of a YAML or JSON file that holds them. */
  readonly config?: string | object | undefined;
  /** Default: the setting `capture.level`. */
  readonly captureLevel?: CaptureLevel | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  /** References or tracked paths of the versions that are used from the start. */
  readonly inputs?: readonly string[] | undefined;
  /** Default: a fresh id. @throws `run.exists` */
  readonly runId?: string | undefined;
  /** Id of the run inside which it is started; default: that of the scope around it, if any. */
  readonly parentRunId?: string | undefined;
  /** Samples the use of the machine, every so many seconds. Default: not at all. */
  readonly monitorHardware?: number | false | undefined;
  /** Names of variables, parameters and files that are recorded though they look like secrets. */
  readonly allow?: readonly string[] | undefined;
  /** Commits the records when the run has ended. */
  readonly commit?: boolean | undefined;
  /** Which checkpoints are kept; default: each that is logged. */
  readonly checkpoints?: CheckpointPolicy | undefined;
  /**
   * Whether SIGINT, SIGTERM and SIGHUP end the run as INTERRUPTED before they end the process; default: yes. A program
   * that handles them itself says no and aborts `signal`.
   */
  readonly handleSignals?: boolean | undefined;
}

/** Where the records are. */
export interface RepositoryChoice {
  /** An open repository, which stays open. Default: the one around `folder`, opened and closed with the scope. */
  readonly repository?: Repository | undefined;
  /** Any folder of the worktree; default: the current one. */
  readonly folder?: string | undefined;
  /** Forbids the network; default: whether PIXELIS_OFFLINE_MODE is `true`. */
  readonly offline?: boolean | undefined;
}
