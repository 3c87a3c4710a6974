import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ObjectStore } from './object-store.js';
import { readTreePages, readTreeRoot } from './tree-reader.js';

/** The objects of trees, in the order in which they must be stored: blobs, then pages, then roots. */
export interface TreeObjects {
  /** Their sizes by digest. */
  readonly blobs: ReadonlyMap<Digest, number>;
  readonly pages: ReadonlySet<Digest>;
  readonly roots: ReadonlySet<Digest>;
}

export interface TreeObjectsOptions extends TaskOptions {
  /** Roots of trees all of whose objects are known to be there: pages that they share are left out, with their blobs. */
  readonly skipPagesOf?: Iterable<Digest> | undefined;
}

/**
 * Every object of the trees with these roots, each once.
 * @throws `object.missing`, `object.corrupt`, `tree.invalid` where a root or a page cannot be read
 */
export async function listTreeObjects(
  store: ObjectStore,
  roots: Iterable<Digest>,
  { skipPagesOf = [], ...options }: TreeObjectsOptions = {},
): Promise<TreeObjects> {
  const known = await pagesOf(store, skipPagesOf, options);
  const blobs = new Map<Digest, number>();
  const pages = new Set<Digest>();
  const listed = new Set<Digest>();
  for (const digest of new Set(roots)) {
    const root = await readTreeRoot(store, digest, options);
    listed.add(digest);
    const isNew = (page: Digest): boolean => !known.has(page) && !pages.has(page);
    const indexes = [...root.pages.keys()].filter((index) => isNew((root.pages[index] as { digest: Digest }).digest));
    for await (const { info, entries } of readTreePages(store, root, { indexes, ...options })) {
      pages.add(info.digest);
      for (const entry of entries) if (entry.kind !== 'folder') blobs.set(entry.digest, entry.size);
    }
  }
  return { blobs, pages, roots: listed };
}

/** A known root that is not here saves nothing, and costs nothing. */
async function pagesOf(store: ObjectStore, roots: Iterable<Digest>, options: TaskOptions): Promise<Set<Digest>> {
  const pages = new Set<Digest>();
  for (const digest of roots) {
    try {
      for (const page of (await readTreeRoot(store, digest, options)).pages) pages.add(page.digest);
    } catch (error) {
      if (!isPixelisError(error, 'object.missing')) throw error;
    }
  }
  return pages;
}
