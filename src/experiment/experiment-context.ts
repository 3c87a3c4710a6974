import { PixelisError } from '#errors/index.js';
import type { RunState } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RunResult, UsedVersion } from '#schema/index.js';
import type { RunOutcome } from '../runs.js';
import { type Artifact, ArtifactManager, type LargeArtifact, type UseArtifactOptions } from './artifact-manager.js';
import { type Checkpoint, type CheckpointJudge, checkpointJudge } from './checkpoints.js';
import type { ExperimentOptions } from './experiment-options.js';
import { failedBy, type RunScope } from './run-scope.js';
import { startScope } from './start-scope.js';
import { runInside, surroundingRun } from './surrounding-run.js';
import type { UsedArtifact } from './used-artifact.js';

/**
 * A run of code inside this program: what it uses, makes and measures is recorded, and how it ends.
 * @example
 * await ExperimentContext.run({ name: 'sft_training', inputs: ['dataset-cota_sft:v1'] }, async (run) => {
 *   run.logMetrics({ loss: 0.5 }, 1);
 *   await run.logArtifact({ name: `model-${run.id}`, type: 'model', filePath: 'model.pt' });
 * });
 */
export class ExperimentContext implements AsyncDisposable {
  /** What the run makes and uses. */
  readonly artifactManager: ArtifactManager;
  protected readonly scope: RunScope;
  readonly #judge: CheckpointJudge;
  #outcome: RunOutcome | undefined;
  #result: RunResult | undefined;

  /** Use {@link ExperimentContext.run} or {@link ExperimentContext.start}. */
  protected constructor(scope: RunScope, judge: CheckpointJudge) {
    this.scope = scope;
    this.#judge = judge;
    this.artifactManager = new ArtifactManager({}, scope);
  }

  /**
   * Calls `body` as a run, and answers what it answers. COMPLETED when it returns; FAILED when it throws, with the error,
   * which goes on; INTERRUPTED when `options.signal` is aborted or the process is told to end (see `handleSignals`).
   * @throws `interrupted`, without waiting for what `body` still does
   */
  static async run<T>(options: ExperimentOptions, body: (context: ExperimentContext) => T | Promise<T>): Promise<T> {
    const context = await ExperimentContext.start(options);
    return context.enclose(() => body(context));
  }

  /**
   * Begins a run. Bind it with `await using` and call {@link complete} where all is done: a block cannot tell how it was
   * left, and a run that nobody completed is FAILED.
   */
  static async start(options: ExperimentOptions = {}): Promise<ExperimentContext> {
    const judge = checkpointJudge(options.checkpoints);
    return new ExperimentContext(await startScope(options), judge);
  }

  /** The context in whose callback this code runs, however deep. @throws `run.not-active` */
  static current(): ExperimentContext {
    const context = surroundingRun()?.context;
    if (context instanceof ExperimentContext) return context;
    throw new PixelisError('run.not-active', 'there is no active run', {
      hint: 'call it inside ExperimentContext.run(options, async (run) => { … })',
    });
  }

  get id(): string {
    return this.scope.run.id;
  }

  get name(): string | undefined {
    return this.scope.run.name;
  }

  get state(): RunState {
    return this.scope.state;
  }

  /** Aborted when the run is interrupted: for what the program waits for itself. */
  get signal(): AbortSignal {
    return this.scope.signal;
  }

  /** For child processes, so that what they do belongs to the run. */
  get variables(): Readonly<Record<string, string>> {
    return this.scope.run.variables;
  }

  /** How the run ended, and what is worth knowing about it; undefined while it goes on. */
  get result(): RunResult | undefined {
    return this.#result;
  }

  logArtifact(artifact: Artifact, options?: TaskOptions): Promise<UsedVersion> {
    return this.artifactManager.logArtifact(artifact, options);
  }

  logLargeArtifact(artifact: LargeArtifact, options?: TaskOptions): Promise<UsedVersion> {
    return this.artifactManager.logLargeArtifact(artifact, options);
  }

  useArtifact(name: string, options?: UseArtifactOptions): Promise<UsedArtifact> {
    return this.artifactManager.useArtifact(name, options);
  }

  /**
   * Keeps the weights of a step or an epoch as `checkpoint_step_<n>` or `checkpoint_epoch_<n>`, and as a version of
   * `checkpoint_best`, as the options say. The metrics are in the metadata. @returns what was kept
   */
  async logModelCheckpoint(checkpoint: Checkpoint, options?: TaskOptions): Promise<readonly UsedVersion[]> {
    const { modelPath, step, epoch, metrics, metadata, aliases } = checkpoint;
    const facts = {
      type: 'checkpoint',
      filePath: modelPath,
      aliases,
      metadata: { ...(step === undefined ? { epoch } : { step }), ...(metrics && { metrics }), ...metadata },
    };
    const kept: UsedVersion[] = [];
    for (const name of this.#judge(checkpoint)) kept.push(await this.logArtifact({ name, ...facts }, options));
    return kept;
  }

  /** Appends to the series of the run: one line to a file, cheap enough for every step. */
  logMetrics(values: Readonly<Record<string, number>>, step?: number): void {
    this.scope.requireOpen();
    this.scope.run.logMetrics(values, { step });
  }

  setParams(params: Readonly<Record<string, unknown>>): void {
    this.scope.requireOpen();
    this.scope.run.setParams(params);
  }

  addTags(...tags: readonly string[]): void {
    this.scope.requireOpen();
    this.scope.run.addTags(tags);
  }

  /** The run has done what it was to do: it is COMPLETED when its scope is left. @returns `value` */
  complete(): void;
  complete<T>(value: T): T;
  complete<T>(value?: T): T | undefined {
    this.#outcome = { state: 'COMPLETED' };
    return value;
  }

  /** The run went wrong, for this reason: it is FAILED when its scope is left, though nothing was thrown. */
  fail(error: unknown): void {
    this.#outcome = failedBy(error);
  }

  /** Ends the run and writes its record. Only the first call does. */
  async close(): Promise<void> {
    const left: RunOutcome = { state: 'FAILED', reason: 'its scope was left before complete() was called' };
    this.#result = await this.scope.end(this.#outcome ?? left);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Calls `body` with this as the surrounding run, and ends the run as the call ended. */
  protected async enclose<T>(body: () => T | Promise<T>): Promise<T> {
    const { scope } = this;
    try {
      const value = await Promise.race([runInside({ scope, context: this }, async () => body()), scope.interruption]);
      this.#outcome ??= { state: 'COMPLETED' };
      await this.close();
      await this.#throwIfInterrupted();
      return value;
    } catch (error) {
      this.fail(error);
      // What went wrong first is what the caller must know.
      await this.close().catch(() => undefined);
      await this.#throwIfInterrupted();
      throw error;
    }
  }

  /** Where the process is about to end by a signal, the caller learns of it no sooner than all records are written. */
  async #throwIfInterrupted(): Promise<void> {
    if (this.scope.signal.aborted) await this.scope.interruption;
  }
}
