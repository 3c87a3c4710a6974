import type { CaptureLevel, EndState } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AddResult, RunResult, UsedVersion } from '#schema/index.js';
import type { AddOptions } from './change-options.js';
import type { RunHistory } from './run-history.js';

/** Executions, recorded: command, code, environment, inputs, outputs, metrics, output, and how they ended. */
export interface Runs extends RunHistory {
  /** Executes a command as a run. Its failure is a result, not an error. */
  execute(command: readonly string[], options?: ExecuteOptions): Promise<RunResult>;
  /**
   * Executes the command of a run again, in this worktree, as a run that goes on with it: with its inputs, parameters,
   * configuration and seed. The command finds the newest checkpoint of the first run at PIXELIS_CHECKPOINT, and its id in
   * PIXELIS_RESUMED_RUN_ID. @throws `run.not-found`, `run.not-reproducible`, `run.input-modified`
   */
  resume(id: string, options?: ResumeOptions): Promise<RunResult>;
  /** Begins a run of code inside this program. The caller finishes it, or binds it with `await using`. */
  start(options?: RunOptions): Promise<ActiveRun>;
  /** The run inside which this program was started. @throws `run.not-active` */
  active(options?: TaskOptions): Promise<ActiveRun>;
}

export interface RunOptions extends TaskOptions {
  readonly name?: string | undefined;
  /** Default: a fresh one. @throws `run.exists` */
  readonly id?: string | undefined;
  /** References or tracked paths of the versions that are used; `REF=ROLE` says as what. */
  readonly inputs?: readonly string[] | undefined;
  /** Paths that become versions when the run completes: `PATH`, or `PATH=NAME`. `{run_id}` and `{step}` are replaced. */
  readonly outputs?: readonly string[] | undefined;
  /** Configuration file, YAML or JSON; its values are recorded as parameters. */
  readonly config?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly seed?: number | undefined;
  /** Id of the run inside which this one is started; default: that of PIXELIS_RUN_ID. */
  readonly parent?: string | undefined;
  /** Default: the setting `capture.level`. */
  readonly captureLevel?: CaptureLevel | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Names of variables, parameters and files that are recorded though they look like secrets. */
  readonly allow?: readonly string[] | undefined;
  /** Commits the records when the run has ended. */
  readonly commit?: boolean | undefined;
  /** Samples the use of the machine, every so many seconds. */
  readonly monitorSeconds?: number | undefined;
}

export interface ExecuteOptions extends RunOptions {
  /** Says what would be executed, with what and for what, and executes nothing. */
  readonly dryRun?: boolean | undefined;
  /** What the command says, as it says it; default: nothing is passed on. A promise is waited for before it says more. */
  readonly onOutput?: ((chunk: Uint8Array, stream: 'stdout' | 'stderr') => void | Promise<void>) | undefined;
  /** Told when the command has been started. Aborting `signal` sends it SIGTERM once. */
  readonly onStart?: ((command: RunningCommand) => void) | undefined;
}

/** What may be another than for the run that is gone on with. Parameters are laid over its own; inputs and outputs replace them. */
export type ResumeOptions = Omit<ExecuteOptions, 'config' | 'captureLevel' | 'parent' | 'dryRun'>;

/** The command of a run, while it is executed. */
export interface RunningCommand {
  readonly run: string;
  /**
   * Passes on a signal that this program received, unless it reached the command by itself (Ctrl-C at a terminal).
   * @returns false where the command has ended for a while: then it was not meant for it
   */
  kill(signal: NodeJS.Signals): boolean;
}

/** A run that goes on. */
export interface ActiveRun extends AsyncDisposable {
  readonly id: string;
  readonly name: string | undefined;
  /** For child processes, so that what they do belongs to the run: PIXELIS_RUN_ID and friends. */
  readonly variables: Readonly<Record<string, string>>;
  /** Notes a version as an input. @throws `reference.not-found` */
  use(reference: string, options?: UseOptions): Promise<UsedVersion>;
  /** Puts paths under version, as made by this run from its inputs. */
  add(paths: readonly string[], options?: AddOptions): Promise<AddResult>;
  /** Keeps content as a version, without a pointer in the worktree: a checkpoint, a report, a table. */
  logArtifact(artifact: ArtifactContent, options?: TaskOptions): Promise<UsedVersion>;
  /** Appends numbers to the series of the run. Cheap: one line to a file. */
  logMetrics(values: Readonly<Record<string, number>>, options?: { readonly step?: number | undefined }): void;
  setParams(params: Readonly<Record<string, unknown>>): void;
  addTags(tags: readonly string[]): void;
  /** Ends the run and writes its record. A run that is only joined ({@link Runs.active}) is left to go on. */
  finish(outcome?: RunOutcome, options?: TaskOptions): Promise<RunResult | undefined>;
}

export interface UseOptions extends TaskOptions {
  readonly role?: string | undefined;
  /** Where it lies, from the top of the worktree. */
  readonly path?: string | undefined;
}

/** Content that becomes a version. Give one of `data` and `path`. */
export interface ArtifactContent {
  readonly name: string;
  readonly type?: string | undefined;
  /** Bytes and text are kept as they are, everything else as JSON. */
  readonly data?: unknown;
  /** A file or a folder, inside the worktree or not. */
  readonly path?: string | undefined;
  /** References; default: the inputs of the run. */
  readonly parents?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
}

/** How a run ended; default COMPLETED. */
export interface RunOutcome {
  readonly state: EndState;
  readonly reason?: string | undefined;
}
