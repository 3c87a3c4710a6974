import { rm } from 'node:fs/promises';
import { isPixelisError, PixelisError } from '#errors/index.js';
import type { UsedVersion } from '#schema/index.js';
import { type CheckpointJudge, checkpointJudge } from './checkpoints.js';
import { ExperienceBuffer, type TakenExperiences } from './experience-buffer.js';
import { ExperimentContext } from './experiment-context.js';
import type { ExperimentOptions } from './experiment-options.js';
import { failedBy, type RunScope } from './run-scope.js';
import { startScope } from './start-scope.js';
import { exactReference } from './used-artifact.js';

export interface TTRLOptions extends ExperimentOptions {
  /** When the experiences are kept as a version; what is left is kept when the run ends. */
  readonly buffer?: BufferPolicy | undefined;
}

/** Whichever comes first. */
export interface BufferPolicy {
  /** Default: 1000. */
  readonly everyExperiences?: number | undefined;
  /** Default: not by time. */
  readonly everySeconds?: number | undefined;
}

/**
 * A run that learns at test time: what it experiences is kept in buffers, which are among what its model is made from.
 * @example
 * await TTRLContext.run({ name: 'online_evolution', buffer: { everyExperiences: 500 } }, async (run) => {
 *   await run.recordExperience({ question, answer, reward });
 *   run.logOnlineUpdate({ reward });
 * });
 */
export class TTRLContext extends ExperimentContext {
  readonly #buffer = new ExperienceBuffer();
  readonly #everyExperiences: number;
  readonly #timer: NodeJS.Timeout | undefined;
  /** Taken out of the buffer, and not yet a version. */
  readonly #waiting = new Set<Snapshot>();
  #lastTime = 0;
  #updates = 0;

  protected constructor(
    scope: RunScope,
    judge: CheckpointJudge,
    { everyExperiences = 1000, everySeconds }: BufferPolicy,
  ) {
    super(scope, judge);
    this.#everyExperiences = everyExperiences;
    if (everySeconds !== undefined) {
      // What fails here is tried again when the run ends, and fails there for all to see.
      this.#timer = setInterval(() => void this.snapshot().catch(() => undefined), everySeconds * 1000).unref();
    }
    scope.beforeEnd(() => this.#flush());
  }

  /** As {@link ExperimentContext.run}. */
  static override async run<T>(options: TTRLOptions, body: (context: TTRLContext) => T | Promise<T>): Promise<T> {
    const context = await TTRLContext.start(options);
    return context.enclose(() => body(context));
  }

  /** As {@link ExperimentContext.start}. */
  static override async start(options: TTRLOptions = {}): Promise<TTRLContext> {
    const { buffer = {}, checkpoints } = options;
    checkPolicy(buffer);
    const judge = checkpointJudge(checkpoints);
    return new TTRLContext(await startScope(options), judge, buffer);
  }

  /** Puts an experience (anything that JSON can hold) into the buffer. Waits while a snapshot that is due is made. */
  async recordExperience(experience: unknown): Promise<void> {
    this.scope.requireOpen();
    this.#buffer.append(experience);
    if (this.#buffer.count >= this.#everyExperiences) await this.snapshot();
  }

  /** Metrics of an update while serving: each goes to the series `online_<name>`. */
  logOnlineUpdate(metrics: Readonly<Record<string, number>>, step = this.#updates + 1): void {
    const online = Object.entries(metrics).map(([name, value]) => [`online_${name}`, value]);
    this.logMetrics(Object.fromEntries(online) as Record<string, number>, step);
    this.#updates = step;
  }

  /**
   * Keeps the experiences since the last snapshot as `experience_buffer_<unix time>`, made from no other version; what the
   * run makes from now on is made from it. @returns undefined where there are none
   */
  async snapshot(): Promise<UsedVersion | undefined> {
    this.scope.requireOpen();
    const taken = this.#take();
    return taken === undefined ? undefined : this.scope.within((signal) => this.#keep(taken, signal));
  }

  #take(): Snapshot | undefined {
    const taken = this.#buffer.take();
    if (taken === undefined) return undefined;
    this.#lastTime = Math.max(this.#lastTime + 1, Math.floor(Date.now() / 1000));
    const snapshot = { ...taken, time: this.#lastTime };
    this.#waiting.add(snapshot);
    return snapshot;
  }

  async #keep(snapshot: Snapshot, signal?: AbortSignal): Promise<UsedVersion> {
    const { file, count, time } = snapshot;
    const { run } = this.scope;
    const artifact = {
      name: `experience_buffer_${time}`,
      type: 'experience_buffer',
      path: file,
      parents: [],
      metadata: { experiences: count },
    };
    const version = await run.logArtifact(artifact, { signal });
    this.#waiting.delete(snapshot);
    await rm(file);
    return run.use(exactReference({ ...version, role: 'experience' }), { signal });
  }

  async #flush(): Promise<void> {
    clearInterval(this.#timer);
    try {
      this.#take();
      for (const snapshot of this.#waiting) await this.#keep(snapshot);
    } catch (error) {
      const code = isPixelisError(error) ? error.code : 'disk.failed';
      throw new PixelisError(code, `the last experiences could not be kept: ${failedBy(error).reason}`, {
        hint: `they are left in '${this.#buffer.folder}'`,
        data: { folder: this.#buffer.folder },
        cause: error,
      });
    }
    this.#buffer.dispose();
  }
}

interface Snapshot extends TakenExperiences {
  /** Unix time in seconds. */
  readonly time: number;
}

function checkPolicy({ everyExperiences = 1, everySeconds = 1 }: BufferPolicy): void {
  const isUsable = Number.isSafeInteger(everyExperiences) && everyExperiences > 0 && everySeconds > 0;
  if (isUsable) return;
  throw new PixelisError('usage.invalid-argument', 'a buffer cannot be kept at that interval', {
    hint: 'give a whole number of experiences from 1, or a number of seconds above 0',
    data: { everyExperiences, everySeconds },
  });
}
