import { randomInt } from 'node:crypto';
import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
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
  /** What was read to its end: objects, and bytes of files. */
  readonly done: Extent;
  /** What there was to be read. */
  readonly all: Extent;
}

interface Extent {
  readonly objects: number;
  readonly bytes: number;
}

export interface RehashFilesOptions extends TaskOptions, Pick<RehashOptions, 'mustStop'> {}

/**
 * Reads whole packs and large objects and hashes every byte, in bounded memory. What must end early reads them in a random
 * order, so that the next time reads others.
 */
export async function rehashFiles(
  store: BucketStore,
  { packs, large }: FilesToRehash,
  { onProgress, ...others }: RehashFilesOptions = {},
): Promise<RehashedFiles> {
  const report = reporter(onProgress);
  const options = { ...others, onBytes: report.read };
  const seen = new Set(packs.map(({ digest }) => digest));
  let work = [...large.map(workOnLarge), ...workOnPacks(store, packs)];
  while (work.length > 0) {
    for (const { objects, bytes } of work) report.expect({ objects, bytes });
    if (options.mustStop !== undefined) shuffle(work);
    let arePacksGone = false;
    for (const item of work) {
      if (options.mustStop?.() === true) return report.result();
      const found = await (item.pack === undefined
        ? rehashObject(store, { ...item.object, place: undefined }, options)
        : rehashPack(store, item.pack, options));
      if (found.kind === 'stopped') return report.result();
      report.take(item, found);
      if (found.kind === 'gone' && item.pack !== undefined) arePacksGone = true;
    }
    // Packs were merged while others were read: what they became is read, too.
    if (arePacksGone) await store.catalogue.refresh(options);
    const fresh = arePacksGone ? [...store.catalogue.packs()].filter(({ digest }) => !seen.has(digest)) : [];
    for (const { digest } of fresh) seen.add(digest);
    work = workOnPacks(store, fresh);
  }
  return report.result();
}

/** An object, and where it lies in a pack. */
export interface PlacedObject extends StoredObject {
  readonly place: PackedObject | undefined;
}

/** Reads so many of these objects, chosen at random, of which each is as likely as every other. */
export async function rehashSample(
  store: BucketStore,
  {
    objects,
    population,
    count,
  }: { readonly objects: Iterable<PlacedObject>; readonly population: number; readonly count: number },
  { onProgress, ...others }: RehashFilesOptions = {},
): Promise<RehashedFiles> {
  const numbers = chooseRandom(population, count);
  const chosen: PlacedObject[] = [];
  let number = 0;
  for (const object of objects) if (numbers.has(number++)) chosen.push(object);
  const report = reporter(onProgress);
  const options = { ...others, onBytes: report.read };
  for (const { size } of chosen) report.expect({ objects: 1, bytes: size });
  for (const { place, ...object } of inReadingOrder(chosen, options)) {
    if (options.mustStop?.() === true) break;
    const found = await rehashObject(store, { ...object, place }, options);
    if (found.kind === 'stopped') break;
    const key = place === undefined ? objectKey(object.digest) : packKey(place.pack.digest);
    report.take({ key, pack: place?.pack, object, objects: 1, bytes: object.size }, found);
  }
  return report.result();
}

interface WorkItem extends Extent {
  readonly key: string;
  readonly pack: Pack | undefined;
  readonly object: StoredObject | undefined;
}

type Work = WorkItem & ({ readonly pack: Pack } | { readonly pack: undefined; readonly object: StoredObject });

function workOnLarge(object: StoredObject): Work {
  return { key: objectKey(object.digest), pack: undefined, object, objects: 1, bytes: object.size };
}

function workOnPacks(store: BucketStore, packs: readonly Pack[]): Work[] {
  if (packs.length === 0) return [];
  const counts = new Map<Digest, number>();
  for (const { pack } of store.catalogue.objects()) counts.set(pack.digest, (counts.get(pack.digest) ?? 0) + 1);
  return packs.map((pack) => {
    const objects = counts.get(pack.digest) ?? 0;
    return { key: packKey(pack.digest), pack, object: undefined, objects, bytes: pack.size };
  });
}

/** Collects what was found, and how far it came. */
function reporter(onProgress: TaskOptions['onProgress']) {
  let doneBytes = 0;
  const damaged: DamagedFile[] = [];
  const [done, all] = [
    { objects: 0, bytes: 0 },
    { objects: 0, bytes: 0 },
  ];
  const add = (sum: { objects: number; bytes: number }, { objects, bytes }: Extent, sign: 1 | -1): void => {
    sum.objects += sign * objects;
    sum.bytes += sign * bytes;
  };
  return {
    expect: (extent: Extent) => add(all, extent, 1),
    read: (bytes: number): void => {
      doneBytes += bytes;
      const [doneItems, totalItems, totalBytes] = [done.objects, all.objects, all.bytes];
      onProgress?.({ phase: 'verify', doneItems, totalItems, doneBytes, totalBytes });
    },
    take(item: WorkItem, found: Rehashed): void {
      if (found.kind === 'gone') {
        add(all, item, -1);
        return;
      }
      add(done, item, 1);
      const { key, pack, object } = item;
      if (found.kind === 'damaged') damaged.push({ key, pack, bad: found.bad, reason: found.reason, error: undefined });
      if (found.kind !== 'unreadable') return;
      const bad = object === undefined ? [] : [object];
      damaged.push({ key, pack, bad, reason: found.error.message, error: found.error });
    },
    result: (): RehashedFiles => ({ damaged, done, all }),
  };
}

/** Neighbours in a pack are read one after the other, unless not all may be read: then the order must be random. */
function inReadingOrder(objects: PlacedObject[], { mustStop }: RehashOptions): readonly PlacedObject[] {
  if (mustStop !== undefined) return shuffle(objects);
  return objects.sort((a, b) => {
    const [one, other] = [a.place?.pack.digest ?? '', b.place?.pack.digest ?? ''];
    return one === other ? (a.place?.offset ?? 0) - (b.place?.offset ?? 0) : one < other ? -1 : 1;
  });
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
