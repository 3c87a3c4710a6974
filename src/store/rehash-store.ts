import { randomInt } from 'node:crypto';
import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import type { StoredObject } from './object-store.js';
import type { Pack, PackedObject } from './pack-index.js';
import { type Rehashed, rehashObject, type RehashOptions, rehashPack } from './rehash.js';

/** Files of a store, to be read. */
export interface FilesToRehash {
  readonly packs: readonly Pack[];
  readonly large: readonly StoredObject[];
}

/** A pack or an object whose bytes are wrong, or cannot be read. */
export interface DamagedFile {
  readonly key: string;
  readonly pack: Pack | undefined;
  /** The objects whose bytes are wrong, as far as that is known. */
  readonly bad: readonly StoredObject[];
  readonly reason: string;
  /** Why it cannot be read, where that is all that is known. */
  readonly error: PixelisError | undefined;
}

export interface RehashedFiles {
  readonly damaged: readonly DamagedFile[];
  /** What was read to its end: objects and bytes of files. */
  readonly done: Extent;
  readonly all: Extent;
}

interface Extent {
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Reads whole packs and large objects and hashes every byte, in bounded memory. What must end early reads them in a random
 * order, so that the next time reads others.
 */
export async function rehashFiles(
  store: BucketStore,
  { packs, large }: FilesToRehash,
  options: RehashOptions = {},
): Promise<RehashedFiles> {
  const work: Work[] = [
    ...large.map((object) => ({ key: objectKey(object.digest), object, bytes: object.size })),
    ...packs.map((pack) => ({ key: packKey(pack.digest), pack, bytes: pack.size })),
  ];
  if (options.mustStop !== undefined) shuffle(work);
  const damaged: DamagedFile[] = [];
  const done = { objects: 0, bytes: 0 };
  const all = { objects: large.length, bytes: 0 };
  const counts = objectsByPack(store);
  for (const { digest } of packs) all.objects += counts.get(digest) ?? 0;
  for (const { bytes } of work) all.bytes += bytes;
  for (const { key, object, pack, bytes } of work) {
    if (options.mustStop?.() === true) break;
    const found =
      pack === undefined
        ? await rehashObject(store, { ...(object as StoredObject), place: undefined }, options)
        : await rehashPack(store, pack, options);
    if (found.kind === 'stopped') break;
    noteDamage(damaged, { key, pack, object }, found);
    done.objects += pack === undefined ? 1 : (counts.get(pack.digest) ?? 0);
    done.bytes += bytes;
  }
  return { damaged, done, all };
}

/** Reads so many objects, chosen at random, of which each is as likely as every other. */
export async function rehashSample(
  store: BucketStore,
  {
    large,
    packed,
    count,
  }: { readonly large: readonly StoredObject[]; readonly packed: number; readonly count: number },
  options: RehashOptions = {},
): Promise<RehashedFiles & { readonly badObjects: number }> {
  const chosen = [...chooseRandom(large.length + packed, count)];
  const numbers = new Set(chosen);
  const objects: (StoredObject & { readonly place: PackedObject | undefined })[] = [];
  for (const number of numbers)
    if (number < large.length) objects.push({ ...(large[number] as StoredObject), place: undefined });
  let number = large.length;
  for (const { digest, ...place } of store.catalogue.objects()) {
    if (numbers.has(number++)) objects.push({ digest, size: place.size, place });
  }
  const damaged: DamagedFile[] = [];
  const done = { objects: 0, bytes: 0 };
  const all = { objects: objects.length, bytes: objects.reduce((sum, { size }) => sum + size, 0) };
  let badObjects = 0;
  for (const object of inReadingOrder(objects, options)) {
    if (options.mustStop?.() === true) break;
    const found = await rehashObject(store, object, options);
    if (found.kind === 'stopped') break;
    const { place, ...plain } = object;
    const key = place === undefined ? objectKey(plain.digest) : packKey(place.pack.digest);
    if (noteDamage(damaged, { key, pack: place?.pack, object: plain }, found)) badObjects += 1;
    done.objects += 1;
    done.bytes += object.size;
  }
  return { damaged, done, all, badObjects };
}

interface Work {
  readonly key: string;
  readonly pack?: Pack;
  readonly object?: StoredObject;
  readonly bytes: number;
}

function noteDamage(
  damaged: DamagedFile[],
  {
    key,
    pack,
    object,
  }: Pick<Work, 'key'> & { readonly pack: Pack | undefined; readonly object: StoredObject | undefined },
  found: Rehashed,
): boolean {
  if (found.kind === 'damaged') damaged.push({ key, pack, bad: found.bad, reason: found.reason, error: undefined });
  else if (found.kind === 'unreadable') {
    const bad = object === undefined ? [] : [object];
    damaged.push({ key, pack, bad, reason: found.error.message, error: found.error });
  } else return false;
  return true;
}

/** Neighbours in a pack are read one after the other, unless not all may be read: then the order must be random. */
function inReadingOrder<O extends { readonly place: PackedObject | undefined }>(
  objects: O[],
  { mustStop }: RehashOptions,
): O[] {
  if (mustStop !== undefined) return shuffle(objects);
  return objects.sort((a, b) => {
    const [one, other] = [a.place?.pack.digest ?? '', b.place?.pack.digest ?? ''];
    return one === other ? (a.place?.offset ?? 0) - (b.place?.offset ?? 0) : one < other ? -1 : 1;
  });
}

function objectsByPack({ catalogue }: BucketStore): ReadonlyMap<Digest, number> {
  const counts = new Map<Digest, number>();
  for (const { pack } of catalogue.objects()) counts.set(pack.digest, (counts.get(pack.digest) ?? 0) + 1);
  return counts;
}

/** So many different numbers below `population` (Floyd's algorithm). */
function chooseRandom(population: number, count: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  for (let top = population - Math.min(count, population); top < population; top++) {
    const number = randomInt(top + 1);
    chosen.add(chosen.has(number) ? top : number);
  }
  return chosen;
}

function shuffle<Item>(items: Item[]): Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}
