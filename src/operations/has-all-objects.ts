import { isPixelisError } from '#errors/index.js';
import type { LocalStore, LookOptions } from '#store/object-store.js';
import { readTreeRoot } from '#store/tree-reader.js';
import type { WorktreeIndex } from '#worktree/worktree-index.js';

export interface BaseObjects extends Pick<WorktreeIndex, 'base' | 'objects'> {
  readonly isFolder: boolean;
  /** Whether the base is about to be named: each object is pinned before it is looked for. */
  readonly pins?: boolean | undefined;
}

/**
 * Whether the cache has every object of the base of a complete index, as seen now: the index has the files' digests, so
 * that no page of a folder's tree need be read.
 */
export async function hasAllObjects(
  cache: LocalStore,
  { base, objects, isFolder, pins }: BaseObjects,
  options: Pick<LookOptions, 'signal' | 'glance'>,
): Promise<boolean> {
  if (pins === true) await cache.pin(objects);
  if ((await cache.missingRows(objects, options)).length > 0) return false;
  if (!isFolder) return true;
  try {
    if (pins === true) await cache.pin([base]);
    const { pages } = await readTreeRoot(cache, base, options);
    const digests = pages.map(({ digest }) => digest);
    if (pins === true) await cache.pin(digests);
    return (await cache.missing(digests, { ...options, sizeOf: () => 0 })).size === 0;
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return false;
    throw error;
  }
}
