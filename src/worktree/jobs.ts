import { loadHasher } from '#hashing/hasher.js';
import { type IngestSettings, type IngestSteps, openIngestJob } from './ingest-job.js';

/** What a lane works on; plain data, for it crosses threads. */
export type JobSettings = IngestSettings;

/** The steps of every job. Synchronous: a thread has nothing else to do. */
export type JobSteps = IngestSteps;
export type JobStep = keyof JobSteps;

export interface Job {
  readonly steps: JobSteps;
  /** Releases what an unfinished job holds. */
  close(): void;
}

export async function openJob(settings: JobSettings): Promise<Job> {
  return openIngestJob(settings, { hasher: await loadHasher(), packHasher: await loadHasher() });
}
