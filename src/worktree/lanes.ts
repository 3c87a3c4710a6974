import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type PackedError, unpackError } from './error-transfer.js';
import { type JobName, type Jobs, type JobSettings, openJob, stepOf } from './jobs.js';

/** Runs the steps of one job, one after the other, in a thread of its own or in this one. */
export interface Lane<N extends JobName> {
  call<S extends keyof Jobs[N]['steps']>(
    step: S,
    input: InputOf<Jobs[N]['steps'][S]>,
  ): Promise<OutputOf<Jobs[N]['steps'][S]>>;
  /** Ends the thread, whatever it is doing. */
  close(): Promise<void>;
}

type InputOf<F> = F extends (input: infer I) => unknown ? I : never;
type OutputOf<F> = F extends (input: never) => infer O ? O : never;

/** What a lane's thread is asked, and what it answers. */
export interface LaneRequest {
  readonly id: number;
  readonly step: string;
  readonly input: unknown;
}
export type LaneAnswer =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: PackedError };

/** Starting a thread costs 40 ms; so do some 2,000 small files, or 64 MiB. */
const itemsWorthAThread = 2_000;
const bytesWorthAThread = 64 * 1024 * 1024;
const maxLanes = 8;

/**
 * Lanes for `work`, as many as the machine has cores; one in this thread where there is too little to do.
 * The caller closes them.
 */
export async function openLanes<N extends JobName>(
  settings: Jobs[N]['settings'] & { readonly job: N },
  work: { readonly items: number; readonly bytes: number },
): Promise<ReadonlyArray<Lane<N>>> {
  const worth = Math.floor(Math.max(work.items / itemsWorthAThread, work.bytes / bytesWorthAThread));
  if (worth === 0) return [await localLane(settings)];
  return Array.from({ length: Math.min(worth + 1, availableParallelism(), maxLanes) }, () => threadLane(settings));
}

async function localLane<N extends JobName>(settings: JobSettings): Promise<Lane<N>> {
  const job = await openJob(settings);
  return {
    async call(step, input) {
      // Steps are synchronous: between them, a cancel or a line of progress gets its turn.
      await setImmediate();
      return stepOf(job, step as string)(input as never) as never;
    },
    close: async () => job.close(),
  };
}

function threadLane<N extends JobName>(settings: JobSettings): Lane<N> {
  const worker = new Worker(new URL('./worktree-worker.js', import.meta.url), {
    workerData: settings,
    // A worker keeps next to nothing; without a bound, garbage of short-lived names grows to tens of megabytes.
    resourceLimits: { maxYoungGenerationSizeMb: 3 },
  });
  const waiting = new Map<
    number,
    { readonly resolve: (value: never) => void; readonly reject: (error: unknown) => void }
  >();
  let nextId = 0;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.on('message', (answer: LaneAnswer) => {
    const request = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) request?.reject(unpackError(answer.error));
    else request?.resolve(answer.output as never);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a worker thread ended before its work')));
  return {
    call(step, input) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        const request: LaneRequest = { id: nextId++, step: step as string, input };
        waiting.set(request.id, { resolve, reject });
        worker.postMessage(request);
      });
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
