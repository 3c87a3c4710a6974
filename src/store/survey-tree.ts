import { throwIfInterrupted, type PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreeRoot } from '#model/tree-root.js';
import type { ObjectStore } from './object-store.js';
import { brokenIn, isUnreadable } from './tree-objects.js';
import { readTreePages, readTreeRoot } from './tree-reader.js';

/** A part of a tree: its root, a page with its entries, or a root or page that cannot be read. */
export type TreePart =
  | { readonly kind: 'root'; readonly digest: Digest; readonly root: TreeRoot }
  | { readonly kind: 'page'; readonly digest: Digest; readonly entries: readonly TreeEntry[] }
  | { readonly kind: 'broken'; readonly digest: Digest; readonly error: PixelisError };

/** The parts of a tree, as far as it can be read: a page that cannot hides no other. Pages that `skips` names are left out. */
export async function* surveyTree(
  store: ObjectStore,
  digest: Digest,
  { skips, ...options }: TaskOptions & { readonly skips?: ((page: Digest) => boolean) | undefined } = {},
): AsyncGenerator<TreePart, void, undefined> {
  let root: TreeRoot;
  try {
    root = await readTreeRoot(store, digest, options);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    yield { kind: 'broken', digest, error };
    return;
  }
  yield { kind: 'root', digest, root };
  let indexes = [...root.pages.keys()].filter((index) => skips?.(pageOf(root, index)) !== true);
  while (indexes.length > 0) {
    throwIfInterrupted(options.signal);
    let done = 0;
    try {
      for await (const { info, entries } of readTreePages(store, root, { indexes, ...options })) {
        done += 1;
        yield { kind: 'page', digest: info.digest, entries };
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      const page = pageOf(root, indexes[done] as number);
      yield { kind: 'broken', digest: brokenIn(page, error), error };
      done += 1;
    }
    indexes = indexes.slice(done);
  }
}

function pageOf(root: TreeRoot, index: number): Digest {
  return (root.pages[index] as TreeRoot['pages'][number]).digest;
}
