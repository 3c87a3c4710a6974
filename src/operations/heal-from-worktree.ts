import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Catalog, PointerAt } from '#records/catalog.js';
import { hashTree, writeTree } from '#store/tree-writer.js';
import { hashFiles, ingestFiles } from '#worktree/ingest.js';
import type { ScannedEntry } from '#worktree/scan.js';
import { lookAtPath, type SeenPath } from './look-at-path.js';
import type { RepositoryContext } from './repository-context.js';

export interface WantedObjects {
  readonly catalog: Catalog;
  /** Objects that the cache lacks, with their sizes where these are known. */
  readonly objects: ReadonlyMap<Digest, number | undefined>;
  /** Of trees that lack their root, or a page. */
  readonly brokenRoots: ReadonlySet<Digest>;
}

/**
 * Takes from the worktree's tracked files those bytes that the cache lacks: each is hashed anew, and what is not wanted is
 * not stored. Where a tracked folder is as its pointer says, the list of its files is made anew from them.
 */
export async function healFromWorktree(
  context: RepositoryContext,
  wanted: WantedObjects,
  options: TaskOptions,
): Promise<void> {
  const sizes = new Set(wanted.objects.values());
  for (const at of (await wanted.catalog.pointers(options)).pointers) {
    const seen = await lookAtPath(context, at.path, options).catch((error: unknown) => {
      // What cannot be read there holds no copy.
      if (isPixelisError(error) && error.code !== 'interrupted') return undefined;
      throw error;
    });
    if (seen === undefined) continue;
    await healFiles(context, { seen, wanted, sizes }, options);
    await healTree(context, { at, seen, wanted }, options);
  }
}

interface Search {
  readonly seen: SeenPath;
  readonly wanted: WantedObjects;
  /** Sizes of the objects that are wanted; `undefined` among them where one is not known. */
  readonly sizes: ReadonlySet<number | undefined>;
}

async function healFiles(
  context: RepositoryContext,
  { seen: { root, scan }, wanted, sizes }: Search,
  options: TaskOptions,
): Promise<void> {
  const candidates = scan.entries
    .filter(({ kind, size, digest, isLostLink }) => {
      if (kind === 'folder' || isLostLink === true) return false;
      return digest === undefined ? sizes.has(size) : wanted.objects.has(digest);
    })
    .map(toBeRead);
  if (candidates.length === 0) return;
  const { entries } = await hashFiles({ root, entries: candidates }, options);
  const good = candidates.filter((_, at) => {
    const digest = entries[at]?.digest;
    return digest !== undefined && wanted.objects.has(digest);
  });
  if (good.length > 0) await ingestFiles({ root, entries: good }, await context.cache(), options);
}

async function healTree(
  context: RepositoryContext,
  { at: { pointer }, seen: { root, scan }, wanted }: { at: PointerAt; seen: SeenPath; wanted: WantedObjects },
  options: TaskOptions,
): Promise<void> {
  if (scan.kind !== 'folder' || !wanted.brokenRoots.has(pointer.digest)) return;
  const { entries } = await hashFiles({ root, entries: scan.entries }, options);
  const rows = entries as readonly object[] as readonly TreeEntry[];
  if ((await hashTree(rows, options)).digest === pointer.digest) await writeTree(await context.cache(), rows, options);
}

/** What the index says of it is not believed. */
function toBeRead(entry: ScannedEntry): ScannedEntry {
  return { ...entry, digest: undefined };
}
