import { digestBytes, digestFromBytes } from '#model/digest.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { mostBad } from '#model/sample-confidence.js';
import type { Progress, TaskOptions } from '#model/task-options.js';
import type { Hashed } from '#schema/index.js';
import type { BucketStore } from '#store/bucket-store.js';
import { smallObjectLimit } from '#store/limits.js';
import { lookForObjects } from '#store/look-for-objects.js';
import type { NeededObjects } from '#store/needed-objects.js';
import type { StoredObject } from '#store/object-store.js';
import type { Pack } from '#store/pack-index.js';
import { type DamagedFile, rehashFiles, rehashSample } from '#store/rehash-store.js';
import { type StoreSurvey, surveyStore } from '#store/survey-store.js';
import type { FaultList } from './verify-faults.js';
import { type SampleSize, sampleCount } from './verify-request.js';

export interface StoreQuestion {
  readonly needed: NeededObjects;
  /** Whether all that is in the store is looked at, or only what is needed. */
  readonly extent: 'all' | 'needed';
  /** Whether bytes are read. */
  readonly reads: boolean;
  readonly sample: SampleSize | undefined;
  /** When to leave off reading, by `performance.now()`. */
  readonly deadlineMs: number | undefined;
}

/** Notes which needed objects a store lacks, or has in another size; and packs whose tables cannot be read. */
export async function verifyPresence(
  store: BucketStore,
  { needed, faults }: { readonly needed: NeededObjects; readonly faults: FaultList },
  options: TaskOptions,
): Promise<void> {
  const objects = needed.columns();
  let found = await lookForObjects(store, objects, options);
  // Packs may have been merged while they were listed: what is said to be missing is looked for again.
  if (found.absent.length > 0) found = await lookForObjects(store, objects, options);
  const facts = (row: number): { digest: Digest; size: number | undefined } => {
    const size = objects.sizes[row] as number;
    return { digest: digestFromBytes(objects.digests, row * digestBytes), size: size < 0 ? undefined : size };
  };
  for (const [row, actual] of found.wrongSizes) {
    const { digest, size = 0 } = facts(row);
    const pack = store.catalogue.find(digest)?.pack;
    const file = pack === undefined ? objectKey(digest) : packKey(pack.digest);
    faults.add({ kind: 'damaged', digest, size, file, pack, reason: `it has ${actual} bytes, not ${size}` });
  }
  for (const row of found.absent) if (!found.wrongSizes.has(row)) faults.add({ kind: 'missing', ...facts(row) });
  for (const [digest, error] of store.catalogue.damaged) {
    const pack = { digest, size: 0 };
    faults.add({ kind: 'damaged', file: packKey(digest), pack, reason: error.message, error });
  }
}

/** Notes what does not belong among the objects, and reads the bytes that are asked for. */
export async function verifyBytes(
  store: BucketStore,
  { question, faults }: { readonly question: StoreQuestion; readonly faults: FaultList },
  { signal, onProgress }: TaskOptions,
): Promise<Hashed | undefined> {
  const { needed, extent, reads, sample, deadlineMs } = question;
  const survey = extent === 'all' ? await surveyStore(store, { signal }) : await neededFiles(store, needed, signal);
  for (const file of survey.foreign) faults.add({ kind: 'foreign', file });
  if (!reads) return undefined;
  const start = performance.now();
  const progress = hashProgress(onProgress, sample === undefined ? sizeOfAll(survey) : undefined);
  const options = {
    signal,
    onBytes: progress,
    ...(deadlineMs === undefined ? {} : { mustStop: () => performance.now() >= deadlineMs }),
  };
  const seconds = (): number => Math.round(performance.now() - start) / 1000;
  if (sample === undefined) {
    const { damaged, done, all } = await rehashFiles(store, survey, options);
    for (const file of damaged) noteFile({ faults, needed }, file);
    return { ...done, ofObjects: all.objects, ofBytes: all.bytes, seconds: seconds() };
  }
  const packed = store.catalogue.size;
  const population = survey.large.length + packed;
  const count = sampleCount(sample, population);
  const { damaged, done, all, badObjects } = await rehashSample(store, { large: survey.large, packed, count }, options);
  for (const file of damaged) noteFile({ faults, needed }, file);
  const drawn = { population, sampled: done.objects, bad: badObjects };
  return {
    ...done,
    ofObjects: all.objects,
    ofBytes: all.bytes,
    seconds: seconds(),
    sample: { ...drawn, confidence: 0.95, atMostBad: mostBad(drawn) },
  };
}

/** The packs that hold needed objects, and the needed objects that are files by themselves. */
async function neededFiles(
  store: BucketStore,
  needed: NeededObjects,
  signal: AbortSignal | undefined,
): Promise<StoreSurvey> {
  await store.catalogue.refresh({ signal });
  const packs = new Set<Pack>();
  const large: StoredObject[] = [];
  for (const digest of needed.digests()) {
    const place = store.catalogue.find(digest);
    const size = needed.sizeOf(digest) ?? 0;
    if (place !== undefined) packs.add(place.pack);
    else if (size > smallObjectLimit) large.push({ digest, size });
  }
  const { damaged, foreign } = store.catalogue;
  return { packs: [...packs], damagedPacks: damaged, large, foreign };
}

function noteFile(
  { faults, needed }: { readonly faults: FaultList; readonly needed: NeededObjects },
  { key, pack, bad, reason, error }: DamagedFile,
): void {
  const about = { kind: 'damaged', file: key, pack, reason, error } as const;
  for (const { digest, size } of bad) {
    // A file that was cut off says nothing of what it was; the table of a pack does.
    faults.add({ ...about, digest, size: pack === undefined ? needed.sizeOf(digest) : size });
  }
  if (bad.length === 0) faults.add(about);
}

function sizeOfAll({ packs, large }: StoreSurvey): number {
  return [...packs, ...large].reduce((sum, { size }) => sum + size, 0);
}

function hashProgress(onProgress: TaskOptions['onProgress'], totalBytes: number | undefined) {
  let doneBytes = 0;
  return (bytes: number): void => {
    doneBytes += bytes;
    const fact: Progress = { phase: 'verify', doneItems: 0, doneBytes };
    onProgress?.(totalBytes === undefined ? fact : { ...fact, totalBytes });
  };
}
