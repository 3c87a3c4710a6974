import { interrupted, PixelisError } from '#errors/index.js';
import type { RunState } from '#model/run.js';
import type { RunResult } from '#schema/index.js';
import type { Repository } from '../repository.js';
import type { ActiveRun, RunOutcome } from '../runs.js';
import type { ExperimentOptions } from './experiment-options.js';
import type { Chosen } from './open-choice.js';
import { beforeTermination } from './process-signals.js';
import { openShelf } from './used-artifact.js';

/** A run of code inside this program: begun, interrupted where somebody wishes, and ended once. */
export class RunScope {
  readonly run: ActiveRun;
  readonly repository: Repository;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Rejects when the run was interrupted and its record has been written. */
  readonly interruption: Promise<never>;
  /** What the run uses is brought here, and goes with it. */
  readonly shelf = openShelf();
  state: RunState = 'RUNNING';
  readonly #chosen: Chosen;
  readonly #controller = new AbortController();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #lastSteps: (() => Promise<unknown>)[] = [];
  readonly #stopListening: () => void;
  readonly #stopWatching: () => void;
  #ending: Promise<RunResult | undefined> | undefined;
  #rejectInterruption: (error: PixelisError) => void = () => undefined;

  constructor(run: ActiveRun, chosen: Chosen, { signal, handleSignals = true }: ExperimentOptions) {
    this.run = run;
    this.repository = chosen.repository;
    this.signal = this.#controller.signal;
    this.interruption = new Promise((_, reject) => (this.#rejectInterruption = reject));
    this.interruption.catch(() => undefined); // It is well that nobody waits for it.
    this.#chosen = chosen;
    this.#stopListening = signal === undefined ? () => undefined : this.#listenTo(signal);
    this.#stopWatching = handleSignals ? this.#watchProcess() : () => undefined;
  }

  /** Does what belongs to the run, which does not end before it is done. @throws `run.ended` */
  async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.requireOpen();
    const pending = work(this.signal);
    this.#pending.add(pending);
    try {
      return await pending;
    } finally {
      this.#pending.delete(pending);
    }
  }

  get isOpen(): boolean {
    return this.#ending === undefined;
  }

  /** @throws `run.ended` */
  requireOpen(): void {
    if (this.isOpen) return;
    const { id, name = id } = this.run;
    throw new PixelisError('run.ended', `run '${name}' has ended`, {
      hint: 'call it inside the scope of the run, and wait for it there',
      data: { run: id },
    });
  }

  /** What is done before the run ends, however it ends. */
  beforeEnd(step: () => Promise<unknown>): void {
    this.#lastSteps.push(step);
  }

  /** Ends the run: the first outcome holds. Rejects where that failed; then the next command records the run as lost. */
  end(outcome: RunOutcome): Promise<RunResult | undefined> {
    return (this.#ending ??= this.#end(outcome));
  }

  async #end(outcome: RunOutcome): Promise<RunResult | undefined> {
    this.#stopListening();
    await Promise.allSettled(this.#pending);
    try {
      const failures = await this.#takeLastSteps();
      const [failure] = outcome.state === 'COMPLETED' ? failures : [];
      const ending = failure === undefined ? outcome : failedBy(failure);
      const result = await this.run.finish(ending);
      this.state = ending.state;
      if (failure !== undefined) throw failure;
      return result;
    } finally {
      this.#stopWatching();
      await this.shelf[Symbol.asyncDispose]();
      await this.#chosen.release();
    }
  }

  /** @returns what kept a step from being done */
  async #takeLastSteps(): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    for (const step of this.#lastSteps) await step().catch((error: unknown) => failures.push(error));
    return failures;
  }

  #watchProcess(): () => void {
    let error = interrupted();
    return beforeTermination({
      terminate: async (signal) => {
        error = new PixelisError('interrupted', `interrupted by ${signal}`, { data: { signal } });
        await this.#interrupt(error, `signal ${signal}`);
      },
      outlive: () => this.#rejectInterruption(error),
    });
  }

  #listenTo(signal: AbortSignal): () => void {
    const listener = () => {
      const error = interrupted(signal);
      void this.#interrupt(error, 'aborted').then(() => this.#rejectInterruption(error));
    };
    signal.addEventListener('abort', listener, { once: true });
    // Aborted while the run began.
    if (signal.aborted) queueMicrotask(listener);
    return () => signal.removeEventListener('abort', listener);
  }

  async #interrupt(cause: PixelisError, reason: string): Promise<void> {
    if (this.isOpen) this.#controller.abort(cause);
    await this.end({ state: 'INTERRUPTED', reason }).catch(() => undefined);
  }
}

/** How a run ended that ended by an error. */
export function failedBy(error: unknown): RunOutcome {
  const reason = error instanceof Error && error.message !== '' ? error.message : String(error);
  return { state: 'FAILED', reason };
}
