import { join } from 'node:path';
import { isPixelisError, PixelisError } from '#errors/index.js';
import { tombstonePath } from '#format/tombstone.js';
import { compareEntries } from '#model/file-change.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { Tombstone } from '#model/tombstone.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import type { FileChange } from '#schema/index.js';
import type { LocalStore } from '#store/object-store.js';
import { hashTree, writeTree } from '#store/tree-writer.js';
import { hashFiles, ingestFiles } from '#worktree/ingest.js';
import type { ScannedEntry } from '#worktree/scan.js';
import type { IndexContent, IndexEntry } from '#worktree/worktree-index.js';
import { checkStoreLinks } from './check-store-links.js';
import { hasAllObjects } from './has-all-objects.js';
import type { SeenPath } from './look-at-path.js';
import { objectPurged, type Tombstones } from './known-tombstones.js';
import { isChosen, mergeWithBase } from './merge-with-base.js';
import { readPinnedTree, readTreeEntries } from './read-tree-entries.js';
import { refuseContradictions } from './refuse-contradictions.js';

/** The bytes at a tracked path, as a version would have them. */
export interface Content {
  readonly digest: Digest;
  readonly size: number;
  /** Folders only. */
  readonly files?: number;
  /** Files only. */
  readonly executable?: true;
}

export interface StoredContent {
  readonly content: Content;
  /** The index to be written once the pointer says so; undefined where the one that is there will do. */
  readonly index: IndexContent | undefined;
  /** Against what the path was last made from; undefined where that is not at hand. */
  readonly changes: readonly FileChange[] | undefined;
  /** Files that were never pulled, and stay. */
  readonly keptFiles: number;
  readonly newObjects: number;
  readonly newBytes: number;
}

/** What a path was last made from, or added as. */
export interface Base {
  readonly path: RepositoryPath;
  readonly digest: Digest;
  readonly isFolder: boolean;
  /** What a pointer or a record says of it; undefined where none does. */
  readonly content: Content | undefined;
  /** Whether what is there counts even where it undoes what the base changed. */
  readonly isAsIs: boolean;
}

export interface ContentRequest {
  readonly seen: SeenPath;
  readonly base: Base | undefined;
  /** Paths to which the change is limited; everything else stays as in the base. */
  readonly only: readonly TreePath[] | undefined;
  /** Hashes, and stores nothing. */
  readonly dryRun: boolean;
  /** What must not come back. */
  readonly tombstones: Tombstones;
}

/**
 * Stores what lies at a path: blobs first, then the pages and the root of a folder, durable when this returns. What was
 * never pulled is kept from the base.
 * @throws `object.missing` where it takes the base's tree to know what was never pulled, and the cache lacks it;
 * `object.purged` where something there must not come back, `worktree.outdated` where it contradicts the base: nothing is
 * stored then
 */
export async function storeContent(
  cache: LocalStore,
  request: ContentRequest,
  options: TaskOptions,
): Promise<StoredContent> {
  const { seen, base, only, dryRun, tombstones } = request;
  const { scan, root } = seen;
  const unchanged = await unchangedContent(cache, request, options);
  if (unchanged !== undefined) return unchanged;
  const chosen = scan.entries.filter((entry) => isChosen(entry.path, only));
  await checkStoreLinks(cache, { root, entries: chosen }, options);
  if (tombstones.size > 0) await refusePurgedContent(cache, { ...request, chosen }, options);
  const isReadable = base?.isFolder === true && !tombstones.has(base.digest);
  const old = isReadable ? await readBase(cache, base.digest, request, options) : undefined;
  if (base !== undefined && old !== undefined) await refuseContradictions({ seen, base, only }, old, options);
  const { entries, storedObjects, storedBytes } = dryRun
    ? await hashFiles({ root, entries: chosen }, options)
    : await ingestFiles({ root, entries: await forgetLost(cache, chosen, options) }, cache, options);
  const counts = { newObjects: storedObjects, newBytes: storedBytes };
  if (scan.kind === 'file') return fileContent(entries, counts);

  // What was purged and never pulled belongs to no new version.
  const there = (old ?? []).filter((entry) => entry.kind === 'folder' || !tombstones.has(entry.digest));
  const merge = { seen, read: entries, base: there, only, isAsIs: base?.isAsIs === true };
  const { entries: merged, rows, keptFiles } = mergeWithBase(merge);
  const tree = dryRun ? await hashTree(merged) : await writeTree(cache, merged, options);
  return {
    content: { digest: tree.digest, size: tree.size, files: tree.files },
    index: { base: tree.digest, isComplete: isSameAs(rows, merged), entries: rows },
    changes: old === undefined ? undefined : compareEntries(old, merged),
    keptFiles,
    ...counts,
  };
}

/** Hashes, before anything is stored, what has the size of something that was purged. */
async function refusePurgedContent(
  cache: LocalStore,
  { chosen, ...request }: ContentRequest & { readonly chosen: readonly ScannedEntry[] },
  options: TaskOptions,
): Promise<void> {
  const { seen, tombstones } = request;
  const purged = [...tombstones.values()];
  const sizes = new Set(purged.flatMap(({ size, files }) => (files === undefined ? [size] : [])));
  const suspects = chosen.filter(({ kind, size }) => kind !== 'folder' && sizes.has(size));
  for (const { path, digest } of (await hashFiles({ root: seen.root, entries: suspects }, options)).entries) {
    const tombstone = digest === undefined ? undefined : tombstones.get(digest);
    if (tombstone !== undefined) throw comesBack(path === '' ? seen.root : join(seen.root, path), tombstone);
  }
  const files = chosen.filter(({ kind }) => kind !== 'folder');
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (!purged.some((tombstone) => tombstone.files === files.length && tombstone.size === bytes)) return;
  const { content } = await storeContent(cache, { ...request, dryRun: true, tombstones: new Map() }, options);
  const tombstone = tombstones.get(content.digest);
  if (tombstone !== undefined) throw comesBack(seen.root, tombstone);
}

function comesBack(path: string, tombstone: Tombstone): PixelisError {
  const error = objectPurged(`the content of '${path}'`, tombstone);
  return new PixelisError(error.code, error.message, {
    hint: `remove it; or, where the purge was a mistake: git rm ${tombstonePath(tombstone.digest)}`,
    data: error.data,
  });
}

/** The base itself, where the index proves that nothing changed and the cache still has all of it. */
async function unchangedContent(
  cache: LocalStore,
  { seen: { scan, index }, base, dryRun }: ContentRequest,
  options: TaskOptions,
): Promise<StoredContent | undefined> {
  if (base?.content === undefined || !scan.isUnchanged || index?.isComplete !== true || index.base !== base.digest)
    return undefined;
  const { objects } = index;
  const whole = { base: base.digest, objects, isFolder: base.isFolder, pins: !dryRun };
  if (!(await hasAllObjects(cache, whole, options))) return undefined;
  return { content: base.content, index: undefined, changes: [], keptFiles: 0, newObjects: 0, newBytes: 0 };
}

function fileContent(
  entries: readonly IndexEntry[],
  counts: { readonly newObjects: number; readonly newBytes: number },
): StoredContent {
  const [entry] = entries;
  if (entry?.digest === undefined) throw new PixelisError('bug', 'a tracked file has no digest');
  return {
    content: { digest: entry.digest, size: entry.size, ...(entry.kind === 'executable' ? { executable: true } : {}) },
    index: { base: entry.digest, isComplete: true, entries },
    changes: undefined,
    keptFiles: 0,
    ...counts,
  };
}

/** Entries that the index proves, whose objects the cache has lost, are to be read again. */
async function forgetLost(
  cache: LocalStore,
  entries: readonly ScannedEntry[],
  options: TaskOptions,
): Promise<readonly ScannedEntry[]> {
  const sizes = new Map<Digest, number>();
  for (const { digest, size } of entries) if (digest !== undefined) sizes.set(digest, size);
  if (sizes.size === 0) return entries;
  await cache.pin(sizes.keys());
  const lost = await cache.missing(sizes.keys(), { ...options, sizeOf: (digest) => sizes.get(digest) });
  if (lost.size === 0) return entries;
  return entries.map((entry) =>
    entry.digest !== undefined && lost.has(entry.digest) ? { ...entry, digest: undefined } : entry,
  );
}

/** The base's entries, where it takes them: to keep what was never pulled, and to say what changed. */
async function readBase(
  cache: LocalStore,
  digest: Digest,
  { seen, only, dryRun }: ContentRequest,
  options: TaskOptions,
): Promise<readonly TreeEntry[] | undefined> {
  try {
    return await (dryRun ? readTreeEntries : readPinnedTree)(cache, digest, options);
  } catch (error) {
    if (!isPixelisError(error, 'object.missing')) throw error;
    if (seen.index?.isComplete === true && seen.index.base === digest && only === undefined) return undefined;
    throw new PixelisError(
      'object.missing',
      `what was never pulled into '${seen.root}' cannot be told: its list of files is not in the cache`,
      {
        hint: 'fetch it first: pixelis fetch',
        data: { path: seen.root, digest },
        cause: error,
      },
    );
  }
}

/** Whether the index has a row for every entry, each with the entry's bytes. */
function isSameAs(rows: readonly IndexEntry[], entries: readonly TreeEntry[]): boolean {
  return (
    rows.length === entries.length &&
    rows.every(({ digest }, index) => {
      const entry = entries[index];
      return entry !== undefined && digest === (entry.kind === 'folder' ? undefined : entry.digest);
    })
  );
}
