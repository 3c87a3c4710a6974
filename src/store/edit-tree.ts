import { throwIfInterrupted } from '#errors/index.js';
import { loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { isPageComplete } from '#model/tree-cut.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreeEdit } from '#model/tree-merge.js';
import { treeOrderChecker } from '#model/tree-order.js';
import { comparePaths } from '#model/tree-path.js';
import { pageIndexOf } from '#model/tree-root.js';
import type { LocalStore } from './object-store.js';
import { readTreePages, readTreeRoot } from './tree-reader.js';
import { treeBuilder, type WrittenTree } from './tree-writer.js';

/**
 * Stores the tree that these edits, which come in the order of their paths, make of another. It is the one that writing all
 * its entries would make; only pages in which something changes are read and written. With `dryRun` nothing is stored.
 * @throws `object.missing`, `object.corrupt`; `tree.invalid` where a file would lie below a file of the same page
 */
export async function editTree(
  store: LocalStore,
  {
    root,
    edits,
    dryRun = false,
  }: { readonly root: Digest; readonly edits: readonly TreeEdit[]; readonly dryRun?: boolean },
  options: TaskOptions = {},
): Promise<WrittenTree> {
  const tree = await readTreeRoot(store, root, options);
  const builder = treeBuilder(await loadHasher(), async (objects) => {
    if (!dryRun) await store.write(objects, options);
  });
  const checkOrder = treeOrderChecker();
  let page: TreeEntry[] = [];
  const append = async (entries: Iterable<TreeEntry>): Promise<void> => {
    for (const entry of entries) {
      checkOrder(entry.path);
      page.push(entry);
      if (!isPageComplete(page.length, entry.path)) continue;
      await builder.add(page);
      page = [];
    }
  };
  let next = 0;
  for (const [index, info] of tree.pages.entries()) {
    throwIfInterrupted(options.signal);
    const start = next;
    while (next < edits.length && (pageIndexOf(tree, edits[next]?.path as string) ?? 0) <= index) next += 1;
    // Cuts depend on what came since the last one: behind a complete page, a page without edits is cut as it was.
    if (next === start && page.length === 0) {
      builder.reuse(info);
      continue;
    }
    for await (const { entries } of readTreePages(store, tree, { indexes: [index], ...options })) {
      await append(withEdits(entries, edits.slice(start, next)));
    }
  }
  // Of an empty tree there is no page that they could fall into.
  await append(withEdits([], edits.slice(next)));
  if (page.length > 0) await builder.add(page);
  return builder.finish();
}

function withEdits(entries: readonly TreeEntry[], edits: readonly TreeEdit[]): readonly TreeEntry[] {
  if (edits.length === 0) return entries;
  const edited = new Set<string>(edits.map(({ path }) => path));
  return [
    ...entries.filter(({ path }) => !edited.has(path)),
    ...edits.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
  ].sort((left, right) => comparePaths(left.path, right.path));
}
