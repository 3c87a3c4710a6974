import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { ObjectStore } from '#store/object-store.js';
import { readTreePages, readTreeRoot } from '#store/tree-reader.js';

/** All entries of a tree at once, in the order of their paths. @throws as {@link readTreeRoot} */
export async function readTreeEntries(
  store: ObjectStore,
  root: Digest,
  options: TaskOptions,
): Promise<readonly TreeEntry[]> {
  const tree = await readTreeRoot(store, root, options);
  const entries: TreeEntry[] = [];
  for await (const page of readTreePages(store, tree, { ...options, indexes: [...tree.pages.keys()] })) {
    for (const entry of page.entries) entries.push(entry);
  }
  return entries;
}
