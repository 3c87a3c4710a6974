import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { packKey } from '#model/object-key.js';
import { smallPackSize } from './limits.js';
import { repack } from './repack.js';

/** Small packs are merged when there are more than so many of them. */
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
  await repack(store, small, {
    onReplaced: ({ digest }) => store.bucket.delete(packKey(digest), { signal }),
    signal,
  });
  await store.catalogue.refresh({ signal });
}
