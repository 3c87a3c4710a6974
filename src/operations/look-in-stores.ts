import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Tombstone } from '#model/tombstone.js';
import type { ObjectCount, StatusPath } from '#schema/index.js';
import type { LocalStore, LookOptions, ObjectStore } from '#store/object-store.js';
import { listTreeObjects } from '#store/tree-objects.js';
import { readTreeRoot } from '#store/tree-reader.js';
import { hasAllObjects } from './has-all-objects.js';
import { purgeFacts, type TombstoneLookup, type Tombstones } from './known-tombstones.js';
import type { SeenPath } from './look-at-path.js';

interface Stores {
  readonly cache: LocalStore;
  /** Undefined where it is not asked. */
  readonly remote: ObjectStore | undefined;
  readonly tombstones: TombstoneLookup;
}

interface Subject {
  readonly pointer: Pointer;
  /** What lies at the path, where the index proves that it is what the pointer says: that saves reading the tree. */
  readonly seen: SeenPath | undefined;
}

/** Which of the objects that a pointer needs the stores lack. What was purged is not missing. */
export async function lookInStores(
  { cache, remote, tombstones }: Stores,
  subject: Subject,
  options: Pick<LookOptions, 'signal' | 'glance'>,
): Promise<Pick<StatusPath, 'cache' | 'missingInCache' | 'missingOnRemote' | 'purged'>> {
  const { pointer, seen } = subject;
  const here = (await tombstones.here()).get(pointer.digest);
  if (here !== undefined) return allPurged(here);
  if (remote === undefined && seen?.index !== undefined) {
    const base = { base: pointer.digest, objects: seen.index.objects, isFolder: pointer.files !== undefined };
    if (await hasAllObjects(cache, base, options))
      return { cache: 'complete', missingInCache: { objects: 0, bytes: 0 } };
  }
  const sizes = await sizesOfObjects(cache, subject, options);
  const look = { ...options, sizeOf: (digest: Digest) => sizes.get(digest) };
  const absent = new Set(await cache.missing(sizes.keys(), look));
  const absentThere = remote === undefined ? undefined : new Set(await remote.missing(sizes.keys(), look));
  let purged: Pick<StatusPath, 'purged'> = {};
  if (absent.size + (absentThere?.size ?? 0) > 0) {
    const all = await tombstones.everywhere();
    const whole = all.get(pointer.digest);
    if (whole !== undefined) return allPurged(whole);
    purged = withoutPurged([absent, ...(absentThere === undefined ? [] : [absentThere])], all);
  }
  const inCache = countMissing(absent, sizes);
  const state = inCache.objects === 0 ? 'complete' : inCache.objects === sizes.size ? 'absent' : 'partial';
  if (absentThere === undefined) return { cache: state, missingInCache: inCache, ...purged };
  return {
    cache: state,
    missingInCache: inCache,
    missingOnRemote: countMissing(absentThere, sizes),
    ...purged,
  };
}

function allPurged(tombstone: Tombstone) {
  return { cache: 'purged', missingInCache: { objects: 0, bytes: 0 }, purged: purgeFacts(tombstone) } as const;
}

/** Takes out of what is absent what was purged, and says how much that is. */
function withoutPurged(absent: readonly Set<Digest>[], tombstones: Tombstones): Pick<StatusPath, 'purged'> {
  const purged = new Map<Digest, Tombstone>();
  for (const digests of absent) {
    for (const digest of digests) {
      const tombstone = tombstones.get(digest);
      if (tombstone === undefined) continue;
      purged.set(digest, tombstone);
      digests.delete(digest);
    }
  }
  const [first] = purged.values();
  return first === undefined ? {} : { purged: purgeFacts(first, purged.size) };
}

/** Every object that a pointer needs, with its size; of a tree that is not here, the root alone stands for all. */
async function sizesOfObjects(
  cache: LocalStore,
  { pointer, seen }: Subject,
  options: TaskOptions,
): Promise<ReadonlyMap<Digest, number>> {
  if (pointer.files === undefined) return new Map([[pointer.digest, pointer.size]]);
  const sizes = new Map<Digest, number>();
  try {
    if (seen === undefined) {
      const { blobs, pages, roots } = await listTreeObjects(cache, [pointer.digest], options);
      for (const [digest, size] of blobs) sizes.set(digest, size);
      for (const digest of [...pages, ...roots]) sizes.set(digest, 0);
      return sizes;
    }
    for (const { digest, size } of seen.scan.entries) if (digest !== undefined) sizes.set(digest, size);
    for (const { digest } of (await readTreeRoot(cache, pointer.digest, options)).pages) sizes.set(digest, 0);
    return sizes.set(pointer.digest, 0);
  } catch (error) {
    if (!isPixelisError(error, 'object.missing') && !isPixelisError(error, 'object.corrupt')) throw error;
    return new Map([[pointer.digest, pointer.size]]);
  }
}

function countMissing(missing: ReadonlySet<Digest>, sizes: ReadonlyMap<Digest, number>): ObjectCount {
  let bytes = 0;
  for (const digest of missing) bytes += sizes.get(digest) ?? 0;
  return { objects: missing.size, bytes };
}
