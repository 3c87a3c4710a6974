import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';
import type { TreeRoot } from '#model/tree-root.js';
import type { ObjectStore } from './object-store.js';
import { readTreePages, readTreeRoot } from './tree-reader.js';

export type TreeChange =
  | { readonly change: 'added'; readonly after: TreeEntry }
  | { readonly change: 'removed'; readonly before: TreeEntry }
  | { readonly change: 'modified'; readonly before: TreeEntry; readonly after: TreeEntry };

/**
 * What differs between two trees, in the order of the paths; undefined is the tree of nothing. Pages that both have are
 * not read.
 */
export async function* diffTrees(
  store: ObjectStore,
  [before, after]: readonly [before: Digest | undefined, after: Digest | undefined],
  options: TaskOptions = {},
): AsyncGenerator<TreeChange, void, undefined> {
  if (before === after) return;
  const [old, now] = [await rootOf(before), await rootOf(after)];
  // A page that both trees have lists the same entries in both, and a path is in one page only.
  const left = entriesBeside(store, [old, now], options);
  const right = entriesBeside(store, [now, old], options);
  try {
    let [a, b] = [await left.next(), await right.next()];
    while (a.done !== true || b.done !== true) {
      const order = a.done === true ? 1 : b.done === true ? -1 : comparePaths(a.value.path, b.value.path);
      if (order < 0) yield { change: 'removed', before: a.value as TreeEntry };
      else if (order > 0) yield { change: 'added', after: b.value as TreeEntry };
      else if (!isSame(a.value as TreeEntry, b.value as TreeEntry)) {
        yield { change: 'modified', before: a.value as TreeEntry, after: b.value as TreeEntry };
      }
      if (order <= 0) a = await left.next();
      if (order >= 0) b = await right.next();
    }
  } finally {
    await left.return();
    await right.return();
  }

  async function rootOf(digest: Digest | undefined): Promise<TreeRoot> {
    return digest === undefined ? { files: 0, size: 0, pages: [] } : readTreeRoot(store, digest, options);
  }
}

/** The entries of a tree that are in pages which the other tree does not have. */
async function* entriesBeside(
  store: ObjectStore,
  [tree, other]: readonly [TreeRoot, TreeRoot],
  options: TaskOptions,
): AsyncGenerator<TreeEntry, void, undefined> {
  const shared = new Set(other.pages.map(({ digest }) => digest));
  const indexes = [...tree.pages.entries()].filter(([, { digest }]) => !shared.has(digest)).map(([index]) => index);
  for await (const { entries } of readTreePages(store, tree, { indexes, ...options })) yield* entries;
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  if (a.kind === 'folder' || b.kind === 'folder') return a.kind === b.kind;
  return a.kind === b.kind && a.digest === b.digest && a.size === b.size;
}
