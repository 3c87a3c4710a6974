import { isPixelisError, type PixelisError } from '#errors/index.js';
import { type Digest, isDigest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { ObjectStore } from './object-store.js';
import { treesAhead } from './trees-ahead.js';
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
  /** Which entries to list the blobs of; default: all. */
  readonly wants?: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
  /**
   * Told of a tree that cannot be read, which is then left out of the roots; what was read of it is listed. Default: the
   * error is thrown.
   */
  readonly onUnreadable?: ((root: Digest, error: PixelisError) => void) | undefined;
}

/**
 * Every object of the trees with these roots, each once.
 * @throws `object.missing`, `object.corrupt`, `tree.invalid` where a root or a page cannot be read
 */
export async function listTreeObjects(
  store: ObjectStore,
  roots: Iterable<Digest>,
  { skipPagesOf = [], wants, onUnreadable, ...options }: TreeObjectsOptions = {},
): Promise<TreeObjects> {
  const known = await pagesOf(store, skipPagesOf, options);
  const blobs = new Map<Digest, number>();
  const pages = new Set<Digest>();
  const readable = new Set<Digest>();
  // Two trees that share a page may want different entries of it.
  const isListed = (page: Digest): boolean => known.has(page) || (wants === undefined && pages.has(page));
  for await (const { root: digest, reader } of treesAhead(store, new Set(roots), { ...options, skips: isListed })) {
    try {
      await listTree(reader, digest);
      readable.add(digest);
    } catch (error) {
      if (onUnreadable === undefined || !isUnreadable(error)) throw error;
      onUnreadable(digest, error);
    }
  }
  return { blobs, pages, roots: readable };

  async function listTree(reader: ObjectStore, digest: Digest): Promise<void> {
    const root = await readTreeRoot(reader, digest, options);
    const indexes = [...root.pages.entries()].filter(([, page]) => !isListed(page.digest)).map(([index]) => index);
    for await (const { info, entries } of readTreePages(reader, root, { indexes, ...options })) {
      pages.add(info.digest);
      for (const entry of entries) {
        if (entry.kind !== 'folder' && wants?.(entry, digest) !== false) blobs.set(entry.digest, entry.size);
      }
    }
  }
}

/** Whether the error says that a tree is not here, damaged, or no tree. */
export function isUnreadable(error: unknown): error is PixelisError {
  return (['object.missing', 'object.corrupt', 'tree.invalid', 'worktree.unsafe-path'] as const).some((code) =>
    isPixelisError(error, code),
  );
}

/** The object that an error of reading the tree with this root is about: the root, or one of its pages. */
export function brokenIn(root: Digest, error: PixelisError): Digest {
  const { digest } = error.data;
  return typeof digest === 'string' && isDigest(digest) ? digest : root;
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
