import { digestBytes, digestFromBytes } from '#model/digest.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { mostBad } from '#model/sample-confidence.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Hashed, VerifiedStore } from '#schema/index.js';
import type { BucketStore } from '#store/bucket-store.js';
import { smallObjectLimit } from '#store/limits.js';
import { isLocalStore } from '#store/local-store.js';
import { lookForObjects } from '#store/look-for-objects.js';
import type { NeededObjects } from '#store/needed-objects.js';
import type { StoredObject } from '#store/object-store.js';
import type { Pack } from '#store/pack-index.js';
import { proveFiles } from '#store/prove-files.js';
import { type DamagedFile, type PlacedObject, rehashFiles, rehashSample } from '#store/rehash-store.js';
import { type StoreSurvey, surveyStore } from '#store/survey-store.js';
import type { FaultList } from './verify-faults.js';
import { type SampleSize, sampleCount } from './verify-request.js';

export interface StoreQuestion {
  readonly needed: NeededObjects;
  /** Whether all that is in the store is looked at, or only what is needed. */
  readonly extent: 'all' | 'needed';
  /** How bytes are looked at: not at all, by being read, or by the checksums of a service against a store that has them. */
  readonly bytes: 'none' | 'read' | { readonly comparedWith: BucketStore };
  readonly sample: SampleSize | undefined;
  /** When to leave off reading, by `performance.now()`. */
  readonly deadlineMs: number | undefined;
}

export interface PresenceQuestion {
  readonly needed: NeededObjects;
  /** As many of the needed objects, the first ones, must be there; further ones may be absent. */
  readonly required: number;
  readonly faults: FaultList;
}

/**
 * Notes which needed objects a store lacks, or has in another size; and packs whose tables cannot be read.
 * @returns rows of those that are absent and may be
 */
export async function verifyPresence(
  store: BucketStore,
  { needed, required, faults }: PresenceQuestion,
  options: TaskOptions,
): Promise<readonly number[]> {
  const objects = needed.columns();
  let found = await lookForObjects(store, objects, options);
  if (found.absent.length > 0) {
    // Packs may have been merged while they were listed, or collected: what is said to be missing is looked for again.
    if (isLocalStore(store)) await store.missingRows(objects, options);
    found = await lookForObjects(store, objects, options);
  }
  const facts = (row: number): { digest: Digest; size: number | undefined } => {
    const size = objects.sizes[row] as number;
    return { digest: digestFromBytes(objects.digests, row * digestBytes), size: size < 0 ? undefined : size };
  };
  for (const [row, actual] of found.wrongSizes) {
    const { digest, size = 0 } = facts(row);
    // A pack that says of itself what it holds is good: who named the object is wrong.
    const file = store.catalogue.find(digest) === undefined ? objectKey(digest) : undefined;
    faults.add({ kind: 'damaged', digest, size, file, reason: `it has ${actual} bytes, not ${size}` });
  }
  const absent = found.absent.filter((row) => !found.wrongSizes.has(row));
  for (const row of absent) if (row < required) faults.add({ kind: 'missing', ...facts(row) });
  for (const [digest, error] of store.catalogue.damaged) {
    const pack = { digest, size: 0 };
    faults.add({ kind: 'damaged', file: packKey(digest), pack, reason: error.message, error });
  }
  return absent.filter((row) => row >= required);
}

/** Notes what does not belong among the objects, and reads the bytes that are asked for. */
export async function verifyBytes(
  store: BucketStore,
  { question, faults }: { readonly question: StoreQuestion; readonly faults: FaultList },
  options: TaskOptions,
): Promise<Pick<VerifiedStore, 'hashed' | 'checksums'>> {
  const { needed, extent, bytes, deadlineMs } = question;
  const { signal } = options;
  const survey = extent === 'all' ? await surveyStore(store, { signal }) : await neededFiles(store, needed, signal);
  for (const file of survey.foreign) faults.add({ kind: 'foreign', file });
  if (bytes === 'none') return {};
  const reading = { ...question, survey, faults };
  if (bytes === 'read') return { hashed: await readBytes(store, reading, options) };
  const { proven, unproven } = await proveFiles({ store, good: bytes.comparedWith }, survey, {
    signal,
    ...stopAt(deadlineMs),
  });
  const count = unproven.packs.length + unproven.large.length;
  // Where the service's checksums can be compared at all, those that are others are worth a look.
  if (proven === 0 || count === 0) return { checksums: { same: proven, unproven: count } };
  const hashed = await readBytes(store, { ...reading, survey: { ...survey, ...unproven }, sample: undefined }, options);
  return { checksums: { same: proven, unproven: 0 }, hashed };
}

interface Reading extends Pick<StoreQuestion, 'needed' | 'extent' | 'sample' | 'deadlineMs'> {
  readonly survey: StoreSurvey;
  readonly faults: FaultList;
}

async function readBytes(
  store: BucketStore,
  { survey, faults, needed, extent, sample, deadlineMs }: Reading,
  { signal, onProgress }: TaskOptions,
): Promise<Hashed> {
  const start = performance.now();
  const options = {
    signal,
    onProgress,
    ...stopAt(deadlineMs),
  };
  const packed = extent === 'all' ? store.catalogue.size : countPacked(store, needed);
  const population = survey.large.length + packed;
  const { damaged, done, all } =
    sample === undefined
      ? await rehashFiles(store, survey, options)
      : await rehashSample(
          store,
          {
            objects: placedObjects(store, { survey, needed: extent === 'all' ? undefined : needed }),
            population,
            count: sampleCount(sample, population),
          },
          options,
        );
  for (const file of damaged) noteFile({ faults, needed }, file);
  const drawn = { population, sampled: done.objects, bad: damaged.length };
  return {
    ...done,
    ofObjects: all.objects,
    ofBytes: all.bytes,
    seconds: Math.round(performance.now() - start) / 1000,
    ...(sample === undefined ? {} : { sample: { ...drawn, confidence: 0.95, atMostBad: mostBad(drawn) } }),
  };
}

/** All objects of a store, or those of them that are needed. */
function* placedObjects(
  { catalogue }: BucketStore,
  { survey, needed }: { readonly survey: StoreSurvey; readonly needed: NeededObjects | undefined },
): Generator<PlacedObject, void, undefined> {
  for (const object of survey.large) yield { ...object, place: undefined };
  for (const { digest, ...place } of catalogue.objects()) {
    if (needed?.has(digest) !== false) yield { digest, size: place.size, place };
  }
}

function countPacked({ catalogue }: BucketStore, needed: NeededObjects): number {
  let count = 0;
  for (const digest of needed.digests()) if (catalogue.find(digest) !== undefined) count += 1;
  return count;
}

/** The packs that hold needed objects, and the needed objects that are files by themselves; of the rest, what is foreign. */
async function neededFiles(
  store: BucketStore,
  needed: NeededObjects,
  signal: AbortSignal | undefined,
): Promise<StoreSurvey> {
  const { damagedPacks, foreign } = await surveyStore(store, { signal });
  const packs = new Set<Pack>();
  const large: StoredObject[] = [];
  for (const digest of needed.digests()) {
    const place = store.catalogue.find(digest);
    const size = needed.sizeOf(digest) ?? 0;
    if (place !== undefined) packs.add(place.pack);
    else if (size > smallObjectLimit) large.push({ digest, size });
  }
  return { packs: [...packs], damagedPacks, large, foreign };
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

/** Asked whether to leave off, where there is a time for it. */
function stopAt(deadlineMs: number | undefined): { readonly mustStop?: () => boolean } {
  return deadlineMs === undefined ? {} : { mustStop: () => performance.now() >= deadlineMs };
}
