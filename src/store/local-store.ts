import { lstat } from 'node:fs/promises';
import type { LocalBucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { onDisk } from '#bucket/durable-files.js';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { hashBytes } from '#hashing/hasher.js';
import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type BucketStore, type ObjectStoreOptions, openObjectStore } from './bucket-store.js';
import { buildPack, type PackBody } from './build-pack.js';
import { objectKey, packKey } from '#model/object-key.js';
import { packTargetSize } from './limits.js';
import { locateObjects } from './locate-objects.js';
import { lookForObjects } from './look-for-objects.js';
import { mergeSmallPacks } from './merge-packs.js';
import type { IncomingFiles, LocalStore, LookOptions, ObjectColumns } from './object-store.js';
import { readPackBodies } from './pack-bodies.js';
import type { Pack } from './pack-index.js';
import { pinFolder } from './pin-files.js';
import { pinSession } from './pins.js';
import { isGoodFile } from './reuse-check.js';
import { setAside } from './set-aside.js';
import { type Trash, trashOf } from './trash.js';

/** The cache, or any other store in a folder of this machine that this process may change. */
export interface LocalBucketStore extends BucketStore, LocalStore {
  readonly bucket: LocalBucket;
  /** What was collected here. What somebody looks for and that lies in it is brought back. */
  readonly trash: Trash;
  /** As `missing`, and leaves the trash alone. */
  missingHere(digests: Iterable<Digest>, options?: LookOptions): Promise<ReadonlySet<Digest>>;
  /** Ends the pins: every reference to what was pinned can be seen. The store can be used again. */
  close(): Promise<void>;
  /**
   * Moves a damaged large object, or a damaged pack, into quarantine: where it lies now. The good objects of a pack are
   * stored again before. Undefined where it is gone, or a pack that has nothing wrong.
   */
  putAside(digest: Digest, pack: Pack | undefined): Promise<string | undefined>;
}

/** So often an object is read that other programs move meanwhile. */
const attempts = 4;

export type LocalStoreOptions = Omit<ObjectStoreOptions, 'tableCache' | 'onDamage'>;

/** Damaged bytes are moved into the bucket's `quarantine` folder when they are met; what is good in a pack stays. */
export async function openLocalStore(bucket: LocalBucket, options: LocalStoreOptions): Promise<LocalBucketStore> {
  const base = await openObjectStore(bucket, {
    ...options,
    onDamage: async (digest, pack) => void (await putAside(digest, pack)),
  });
  const { catalogue, hashers } = base;
  const verified = new Set<string>();
  const trash = trashOf(bucket);
  const pins = pinSession(pinFolder(bucket));
  const store: LocalBucketStore = {
    ...base,
    bucket,
    trash,
    pin: (objects) => pins.pin(objects),
    close: () => pins.close(),
    missing,
    missingHere: (digests, look) => base.missing(digests, look),
    missingRows,
    read,
    stream,
    write,
    async locate(digests, look = {}) {
      const all = [...digests];
      const located = await locateObjects(base, all, look);
      const absent = all.filter((digest) => !located.has(digest));
      return (await missing(absent, look)).size === absent.length ? located : locateObjects(base, all, look);
    },
    adopt,
    temporaryFolder: () => bucket.temporaryFolder(),
    async quarantine({ digest, file, isPacked }) {
      const pack = isPacked ? packOfFile(file) : undefined;
      if (pack !== undefined || !isPacked) await putAside(digest, pack);
    },
    putAside,
  };
  return store;

  /**
   * What neither the store nor its trash has. While this looks here and there, other programs may move an object from where
   * it will look to where it has looked: what seems to be missing is so when another look sees the same.
   */
  async function missing(digests: Iterable<Digest>, look: LookOptions = {}): Promise<ReadonlySet<Digest>> {
    let absent = await base.missing(digests, look);
    for (let attempt = 1; attempt < attempts && absent.size > 0; attempt++) {
      const found = await trash.bringBack(absent, look);
      const before = { changes: catalogue.changes, absent: absent.size };
      absent = await base.missing(absent, { ...look, glance: undefined });
      if (found === 0 && catalogue.changes === before.changes && absent.size === before.absent) break;
    }
    return absent;
  }

  /** Takes one look: what is here and not seen is stored once more. */
  async function missingRows(objects: ObjectColumns, task: LookOptions = {}): Promise<readonly number[]> {
    const { absent } = await lookForObjects(base, objects, task);
    if (absent.length === 0 || trash.runs().length === 0) return absent;
    const sizes = new Map<Digest, number>();
    for (const row of absent)
      sizes.set(digestFromBytes(objects.digests, row * digestBytes), objects.sizes[row] as number);
    const found = await trash.bringBack(sizes.keys(), { ...task, sizeOf: (digest) => sizes.get(digest) });
    return found === 0 ? absent : (await lookForObjects(base, objects, { signal: task.signal })).absent;
  }

  async function read(digest: Digest, task: TaskOptions = {}): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await base.read(digest, task);
      } catch (error) {
        if (attempt === attempts || !(await isBack(digest, error, task))) throw error;
      }
    }
  }

  async function* stream(digest: Digest, task: TaskOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    for (let attempt = 1, isBegun = false; ; attempt++) {
      try {
        for await (const chunk of base.stream(digest, task)) {
          isBegun = true;
          yield chunk;
        }
        return;
      } catch (error) {
        if (isBegun || attempt === attempts || !(await isBack(digest, error, task))) throw error;
      }
    }
  }

  /** Whether an object that could not be read is worth another try. */
  async function isBack(digest: Digest, error: unknown, { signal }: TaskOptions): Promise<boolean> {
    // Its file went between the look and the first byte.
    if (isPixelisError(error, 'remote.bad-response')) return true;
    return isPixelisError(error, 'object.missing') && (await missing([digest], { signal })).size === 0;
  }

  async function write(objects: readonly Uint8Array[], task: TaskOptions = {}): Promise<readonly Digest[]> {
    throwIfInterrupted(task.signal);
    const digests = objects.map((body) => hashBytes(body, hashers.immediate));
    await pins.pin(digests);
    await catalogue.refresh(task);
    const fresh = new Map<Digest, Uint8Array>();
    for (const [index, digest] of digests.entries()) {
      const body = objects[index] as Uint8Array;
      if (!fresh.has(digest) && !(await isHeld(digest, body, task))) fresh.set(digest, body);
    }
    let part: PackBody[] = [];
    let size = 0;
    for (const [digest, body] of fresh) {
      part.push({ digest, body });
      size += body.length;
      if (size < packTargetSize) continue;
      await putPack(part, task);
      [part, size] = [[], 0];
    }
    if (part.length > 0) await putPack(part, task);
    await mergeSmallPacks(store, task);
    return digests;
  }

  /** Whether a pack has exactly these bytes for the object: a name alone is not believed. */
  async function isHeld(digest: Digest, body: Uint8Array, { signal }: TaskOptions): Promise<boolean> {
    if (catalogue.find(digest) === undefined) return false;
    try {
      return Buffer.compare(await base.read(digest, { signal }), body) === 0;
    } catch (error) {
      if (isPixelisError(error, 'object.corrupt') || isPixelisError(error, 'object.missing')) return false;
      throw error;
    }
  }

  async function putPack(bodies: readonly PackBody[], { signal }: TaskOptions): Promise<void> {
    const pack = buildPack(bodies, hashers.immediate);
    const key = packKey(pack.digest);
    // Under a name that is not in the catalogue there is nothing, or something damaged.
    if (!(await isGoodFile(bucket.pathOf(key), pack, { hashers, verified }))) await setAside(bucket, key);
    await bucket.put(key, sourceOfBytes(pack.bytes), { signal });
    catalogue.add(pack, pack.table);
  }

  async function adopt({ packs, objects }: IncomingFiles, task: TaskOptions = {}): Promise<void> {
    await pins.pin(objects.map(({ digest }) => digest));
    const incoming = [
      ...packs.map((pack) => ({ ...pack, key: packKey(pack.digest) })),
      ...objects.map((object) => ({ ...object, key: objectKey(object.digest) })),
    ];
    const sizes = new Map<Digest, number>();
    for (const { key, path, digest } of incoming) {
      throwIfInterrupted(task.signal);
      const { size } = await onDisk(path, () => lstat(path));
      sizes.set(digest, size);
      if (!(await isGoodFile(bucket.pathOf(key), { digest, size }, { hashers, verified }))) await setAside(bucket, key);
    }
    await bucket.adopt(incoming, task);
    if (packs.length === 0) return;
    await catalogue.load(task);
    for (const { digest } of packs) {
      const pack: Pack = { digest, size: sizes.get(digest) as number };
      const table = await base.tables.load(pack, task);
      if (table !== undefined) catalogue.add(pack, table);
    }
    await mergeSmallPacks(store, task);
  }

  function packOfFile(file: string): Pack | undefined {
    return [...catalogue.packs()].find(({ digest }) => bucket.pathOf(packKey(digest)) === file);
  }

  async function putAside(digest: Digest, pack: Pack | undefined): Promise<string | undefined> {
    if (pack === undefined) return setAside(bucket, objectKey(digest));
    const bodies = await readPackBodies(base, pack);
    let aside: string | undefined;
    if (bodies !== undefined && (bodies.bad > 0 || !bodies.isNamed)) {
      if (bodies.good.length > 0) await putPack(bodies.good, {});
      aside = await setAside(bucket, packKey(pack.digest));
    }
    await catalogue.refresh();
    return aside;
  }
}

/** Whether a store is one that this process may change by moving files. */
export function isLocalStore(store: BucketStore): store is LocalBucketStore {
  return 'adopt' in store;
}
