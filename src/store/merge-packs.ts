import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Digest } from '#model/digest.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack, type PackBody } from './build-pack.js';
import { packKey } from '#model/object-key.js';
import { packTargetSize } from './limits.js';
import { readPackBodies } from './pack-bodies.js';
import type { Pack } from './pack-index.js';

/** Packs below this size are merged when there are more than so many of them. */
const smallPackSize = 1024 * 1024;
const smallPackCount = 50;

/**
 * Merges small packs into few when there are many, as every command that writes leaves one. The old ones go after the
 * new one is durable; who is just reading one of them finds its objects in the new one when it looks again.
 */
export async function mergeSmallPacks(store: BucketStore, options: TaskOptions = {}): Promise<void> {
  try {
    await mergeWhereMany(store, options);
  } catch (error) {
    // What was to be stored is stored, and merging is a favour that a full or failing disk need not do.
    if (!isPixelisError(error) || !error.code.startsWith('disk.')) throw error;
  }
}

async function mergeWhereMany(store: BucketStore, { signal }: TaskOptions): Promise<void> {
  const small = [...store.catalogue.packs()].filter(({ size }) => size < smallPackSize);
  if (small.length <= smallPackCount) return;
  let batch: Pack[] = [];
  let size = 0;
  for (const pack of small) {
    batch.push(pack);
    size += pack.size;
    if (size < packTargetSize) continue;
    await mergePacks(store, batch, { signal });
    [batch, size] = [[], 0];
  }
  if (batch.length > 1) await mergePacks(store, batch, { signal });
  await store.catalogue.refresh({ signal });
}

async function mergePacks(store: BucketStore, packs: readonly Pack[], { signal }: TaskOptions): Promise<void> {
  const bodies = new Map<Digest, PackBody>();
  const merged: Pack[] = [];
  for (const pack of packs) {
    const read = await readPackBodies(store, pack, { signal });
    // A damaged pack stays where it is until somebody needs what is in it.
    if (read === undefined || read.bad > 0) continue;
    for (const body of read.good) bodies.set(body.digest, body);
    merged.push(pack);
  }
  if (bodies.size === 0) return;
  const pack = buildPack([...bodies.values()], store.hashers.immediate);
  await store.bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes), { signal });
  store.catalogue.add(pack, pack.table);
  for (const { digest } of merged) {
    if (digest !== pack.digest) await store.bucket.delete(packKey(digest), { signal });
  }
}
