import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { diskError, isDiskError, isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { hashBytes } from '#hashing/hasher.js';
import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type BucketStore, type ObjectStoreOptions, openObjectStore } from './bucket-store.js';
import { buildPack, type PackBody } from './build-pack.js';
import { findLarge } from './find-large.js';
import { objectKey, packKey } from '#model/object-key.js';
import { packTargetSize, smallObjectLimit } from './limits.js';
import { mergeSmallPacks } from './merge-packs.js';
import type { IncomingFiles, LocalStore, LookOptions, ObjectColumns, ObjectLocation } from './object-store.js';
import { readPackBodies } from './pack-bodies.js';
import type { Pack } from './pack-index.js';
import { isGoodFile } from './reuse-check.js';

/** The cache, or any other store in a folder of this machine that this process may change. */
export interface LocalBucketStore extends BucketStore, LocalStore {
  readonly bucket: LocalBucket;
}

export type LocalStoreOptions = Omit<ObjectStoreOptions, 'tableCache' | 'onDamage'>;

/** Damaged bytes are moved into the bucket's `quarantine` folder when they are met; what is good in a pack stays. */
export async function openLocalStore(bucket: LocalBucket, options: LocalStoreOptions): Promise<LocalBucketStore> {
  const base = await openObjectStore(bucket, { ...options, onDamage: putAside });
  const { catalogue, hashers } = base;
  const verified = new Set<string>();
  const store: LocalBucketStore = {
    ...base,
    bucket,
    missingRows,
    write,
    locate,
    adopt,
    temporaryFolder: () => bucket.temporaryFolder(),
    async quarantine({ digest, file, isPacked }) {
      const pack = isPacked ? packOfFile(file) : undefined;
      if (pack !== undefined || !isPacked) await putAside(digest, pack);
    },
  };
  return store;

  async function missingRows({ digests, sizes }: ObjectColumns, task: TaskOptions = {}): Promise<readonly number[]> {
    await catalogue.refresh(task);
    const absent: number[] = [];
    const large = new Map<Digest, number>();
    for (const [row, size] of sizes.entries()) {
      const at = row * digestBytes;
      if (catalogue.has(digests, at) || isNone(digests, at)) continue;
      absent.push(row);
      if (size > smallObjectLimit) large.set(digestFromBytes(digests, at), size);
    }
    if (large.size === 0) return absent;
    const found = await findLarge(bucket, [...large.keys()], { ...task, sizeOf: (digest) => large.get(digest) });
    return absent.filter((row) => !found.has(digestFromBytes(digests, row * digestBytes)));
  }

  async function write(objects: readonly Uint8Array[], task: TaskOptions = {}): Promise<readonly Digest[]> {
    throwIfInterrupted(task.signal);
    const digests = objects.map((body) => hashBytes(body, hashers.immediate));
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
    if (!(await isGoodFile(bucket.pathOf(key), pack, { hashers, verified }))) await moveAside(key);
    await bucket.put(key, sourceOfBytes(pack.bytes), { signal });
    catalogue.add(pack, pack.table);
  }

  async function locate(
    digests: Iterable<Digest>,
    look: LookOptions = {},
  ): Promise<ReadonlyMap<Digest, ObjectLocation>> {
    await catalogue.refresh(look);
    const locations = new Map<Digest, ObjectLocation>();
    const files = new Map<Pack, string>();
    const notPacked: Digest[] = [];
    for (const digest of digests) {
      const place = catalogue.find(digest);
      if (place === undefined) {
        notPacked.push(digest);
        continue;
      }
      const { pack, offset, size } = place;
      const file = files.get(pack) ?? bucket.pathOf(packKey(pack.digest));
      files.set(pack, file);
      locations.set(digest, { digest, file, isPacked: true, offset, size });
    }
    for (const [digest, size] of await findLarge(bucket, notPacked, look)) {
      locations.set(digest, { digest, file: bucket.pathOf(objectKey(digest)), isPacked: false, offset: 0, size });
    }
    return locations;
  }

  async function adopt({ packs, objects }: IncomingFiles, task: TaskOptions = {}): Promise<void> {
    const incoming = [
      ...packs.map((pack) => ({ ...pack, key: packKey(pack.digest) })),
      ...objects.map((object) => ({ ...object, key: objectKey(object.digest) })),
    ];
    const sizes = new Map<Digest, number>();
    for (const { key, path, digest } of incoming) {
      throwIfInterrupted(task.signal);
      const { size } = await onDisk(path, () => lstat(path));
      sizes.set(digest, size);
      if (!(await isGoodFile(bucket.pathOf(key), { digest, size }, { hashers, verified }))) await moveAside(key);
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

  /** The good objects of a damaged pack are stored again before it is moved away. */
  async function putAside(digest: Digest, pack: Pack | undefined): Promise<void> {
    if (pack === undefined) {
      await moveAside(objectKey(digest));
      return;
    }
    const bodies = await readPackBodies(base, pack);
    if (bodies !== undefined && bodies.bad > 0) {
      if (bodies.good.length > 0) await putPack(bodies.good, {});
      await moveAside(packKey(pack.digest));
    }
    await catalogue.refresh();
  }

  /** Moves whatever has this key into quarantine; nothing where there is nothing. */
  async function moveAside(key: string): Promise<void> {
    const from = bucket.pathOf(key);
    const to = bucket.pathOf(`quarantine/${key.replaceAll('/', '-')}.${randomUUID()}`);
    await onDisk(from, async () => {
      await mkdir(dirname(to), { recursive: true });
      try {
        await rename(from, to);
      } catch (error) {
        if (!isDiskError(error, 'ENOENT')) throw error;
      }
    });
  }
}

function isNone(digests: Uint8Array, at: number): boolean {
  for (let index = 0; index < digestBytes; index++) if (digests[at + index] !== 0) return false;
  return true;
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, path);
  }
}
