import { loadHasher } from '#hashing/hasher.js';
import { type IngestSettings, type IngestSteps, openIngestJob } from './ingest-job.js';
import { openPlaceJob, type PlaceSettings, type PlaceSteps } from './place-job.js';

/** What lanes can work on: the settings, plain data that crosses threads, and the steps, synchronous, of each job. */
export interface Jobs {
  readonly ingest: { readonly settings: IngestSettings; readonly steps: IngestSteps };
  readonly place: { readonly settings: PlaceSettings; readonly steps: PlaceSteps };
}

export type JobName = keyof Jobs;
export type JobSettings = Jobs[JobName]['settings'];

export interface Job {
  readonly steps: Readonly<Record<string, (input: never) => unknown>>;
  /** Releases what the job holds. */
  close(): void;
}

export async function openJob(settings: JobSettings): Promise<Job> {
  const hasher = await loadHasher();
  const job =
    settings.job === 'place'
      ? openPlaceJob(settings, hasher)
      : openIngestJob(settings, { hasher, packHasher: await loadHasher() });
  return { steps: { ...job.steps }, close: () => job.close() };
}

export function stepOf(job: Job, name: string): (input: never) => unknown {
  const step = job.steps[name];
  if (step === undefined) throw new Error(`no step '${name}'`);
  return step;
}
