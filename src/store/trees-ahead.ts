import { isPixelisError } from '#errors/index.js';
import { decodeTreeRoot } from '#format/tree-root.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { ObjectStore } from './object-store.js';
import { readRanges } from './read-bodies.js';

/** A tree, and a store that has its root and pages in memory already, as far as they could be read with others. */
export interface TreeAhead {
  readonly root: Digest;
  /** Good until the next tree is asked for. */
  readonly reader: ObjectStore;
}

/** So many trees are read at once, or so many bytes. */
const groupLimit = { trees: 256, bytes: 16 * 1024 * 1024 };

/**
 * Trees in their order, of which roots and pages that lie near each other in a pack are read with one request: of a thousand
 * small folders each would otherwise take two. What cannot be read so is left to the store, which says why.
 */
export async function* treesAhead(
  store: ObjectStore,
  roots: Iterable<Digest>,
  { skips = () => false, signal }: TaskOptions & { readonly skips?: ((page: Digest) => boolean) | undefined } = {},
): AsyncGenerator<TreeAhead, void, undefined> {
  let group: Digest[] = [];
  for (const root of roots) {
    group.push(root);
    if (group.length < groupLimit.trees) continue;
    yield* readGroup(group);
    group = [];
  }
  yield* readGroup(group);

  async function* readGroup(trees: readonly Digest[]): AsyncGenerator<TreeAhead, void, undefined> {
    const held =
      isBucketStore(store) && trees.length > 0 ? await readAhead(store, trees, { skips, signal }) : undefined;
    const reader: ObjectStore =
      held === undefined
        ? store
        : { ...store, read: async (digest, options) => held.get(digest) ?? store.read(digest, options) };
    for (const root of trees) yield { root, reader };
  }
}

async function readAhead(
  store: BucketStore,
  trees: readonly Digest[],
  { skips, signal }: { readonly skips: (page: Digest) => boolean; readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<Digest, Uint8Array>> {
  let left = groupLimit.bytes;
  const fitting = (digests: Iterable<Digest>): readonly Digest[] =>
    [...new Set(digests)].filter((digest) => (left -= store.catalogue.find(digest)?.size ?? 0) >= 0);
  try {
    await store.catalogue.load({ signal });
    const roots = await readRanges(store, fitting(trees), { signal });
    const pages = [...roots.values()].flatMap(pagesOf).filter((page) => !skips(page));
    return new Map([...roots, ...(await readRanges(store, fitting(pages), { signal }))]);
  } catch (error) {
    if (!isPixelisError(error) || error.code === 'interrupted') throw error;
    return new Map();
  }
}

function pagesOf(root: Uint8Array): readonly Digest[] {
  try {
    return decodeTreeRoot(root).pages.map(({ digest }) => digest);
  } catch (error) {
    if (isPixelisError(error)) return [];
    throw error;
  }
}

function isBucketStore(store: ObjectStore): store is BucketStore {
  return 'catalogue' in store;
}
