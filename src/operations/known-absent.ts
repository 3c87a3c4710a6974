import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { ObjectStore } from '#store/object-store.js';
import { findTreeEntry } from '#store/tree-reader.js';

/** Whether the store proves that nothing is at a path of a tree; false where it lacks what would tell. */
export async function isKnownAbsent(
  store: ObjectStore,
  { digest, subpath }: { readonly digest: Digest; readonly subpath: TreePath },
  options: TaskOptions,
): Promise<boolean> {
  try {
    return (await findTreeEntry(store, digest, { ...options, path: subpath })) === undefined;
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return false;
    throw error;
  }
}
