import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { LocalStore, ObjectStore } from '#store/object-store.js';
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

/** The same of a tree that is about to be named: all of it is pinned, each part before it is looked for. */
export async function readPinnedTree(
  cache: LocalStore,
  root: Digest,
  options: TaskOptions,
): Promise<readonly TreeEntry[]> {
  await cache.pin([root]);
  const { pages } = await readTreeRoot(cache, root, options);
  await cache.pin(pages.map(({ digest }) => digest));
  const entries = await readTreeEntries(cache, root, options);
  await cache.pin(entries.flatMap((entry) => (entry.kind === 'folder' ? [] : [entry.digest])));
  return entries;
}
