import { isPixelisError, PixelisError } from '#errors/index.js';
import { compareEntries } from '#model/file-change.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, type TreePath } from '#model/tree-path.js';
import type { FileChange } from '#schema/index.js';
import type { LocalStore } from '#store/object-store.js';
import { readTreeRoot } from '#store/tree-reader.js';
import { hashTree, writeTree } from '#store/tree-writer.js';
import { hashFiles, ingestFiles } from '#worktree/ingest.js';
import type { ScannedEntry } from '#worktree/scan.js';
import type { IndexContent, IndexEntry } from '#worktree/worktree-index.js';
import type { SeenPath } from './look-at-path.js';
import { readTreeEntries } from './read-tree-entries.js';
import { isWithin } from './user-path.js';

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
  readonly digest: Digest;
  readonly isFolder: boolean;
  /** What a pointer or a record says of it; undefined where none does. */
  readonly content: Content | undefined;
}

export interface ContentRequest {
  readonly seen: SeenPath;
  readonly base: Base | undefined;
  /** Paths to which the change is limited; everything else stays as in the base. */
  readonly only: readonly TreePath[] | undefined;
  /** Hashes, and stores nothing. */
  readonly dryRun: boolean;
}

/**
 * Stores what lies at a path: blobs first, then the pages and the root of a folder, durable when this returns. What was
 * never pulled is kept from the base.
 * @throws `object.missing` where it takes the base's tree to know what was never pulled, and the cache lacks it
 */
export async function storeContent(
  cache: LocalStore,
  request: ContentRequest,
  options: TaskOptions,
): Promise<StoredContent> {
  const { seen, base, only, dryRun } = request;
  const { scan, root } = seen;
  const unchanged = await unchangedContent(cache, request, options);
  if (unchanged !== undefined) return unchanged;
  const chosen = scan.entries.filter((entry) => isChosen(entry.path, only));
  const { entries, storedObjects, storedBytes } = dryRun
    ? await hashFiles({ root, entries: chosen }, options)
    : await ingestFiles({ root, entries: await forgetLost(cache, chosen, options) }, cache, options);
  const counts = { newObjects: storedObjects, newBytes: storedBytes };
  if (scan.kind === 'file') return fileContent(entries, counts);

  const old = base?.isFolder === true ? await readBase(cache, base.digest, request, options) : undefined;
  const { merged, rows } = mergeWithBase({ seen, entries, old: old ?? [], only });
  const tree = dryRun ? await hashTree(merged) : await writeTree(cache, merged, options);
  return {
    content: { digest: tree.digest, size: tree.size, files: tree.files },
    index: { base: tree.digest, isComplete: rows.length === merged.length, entries: rows },
    changes: old === undefined ? undefined : compareEntries(old, merged),
    keptFiles: merged.length - rows.length,
    ...counts,
  };
}

/** The base itself, where the index proves that nothing changed and the cache still has all of it. */
async function unchangedContent(
  cache: LocalStore,
  { seen: { scan, index }, base }: ContentRequest,
  options: TaskOptions,
): Promise<StoredContent | undefined> {
  if (base?.content === undefined || !scan.isUnchanged || index?.isComplete !== true || index.base !== base.digest)
    return undefined;
  const sizes = new Map<Digest, number>();
  for (const { digest, size } of scan.entries) if (digest !== undefined) sizes.set(digest, size);
  if (base.isFolder && !(await hasTree(cache, base.digest, options))) return undefined;
  const lost = await cache.missing(sizes.keys(), { ...options, sizeOf: (digest) => sizes.get(digest) });
  if (lost.size > 0) return undefined;
  return { content: base.content, index: undefined, changes: [], keptFiles: 0, newObjects: 0, newBytes: 0 };
}

/** Whether the root and every page are here. */
async function hasTree(cache: LocalStore, root: Digest, options: TaskOptions): Promise<boolean> {
  try {
    const { pages } = await readTreeRoot(cache, root, options);
    return (
      (
        await cache.missing(
          pages.map(({ digest }) => digest),
          { ...options, sizeOf: () => 0 },
        )
      ).size === 0
    );
  } catch (error) {
    if (isPixelisError(error, 'object.missing')) return false;
    throw error;
  }
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
  { seen, only }: ContentRequest,
  options: TaskOptions,
): Promise<readonly TreeEntry[] | undefined> {
  try {
    return await readTreeEntries(cache, digest, options);
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

interface Merge {
  readonly seen: SeenPath;
  /** What was read in the worktree, of what was chosen. */
  readonly entries: readonly IndexEntry[];
  readonly old: readonly TreeEntry[];
  readonly only: readonly TreePath[] | undefined;
}

/**
 * What a version has: what is in the worktree, and of the base what was not chosen or was never pulled. A row goes into the
 * index for all but the latter.
 */
function mergeWithBase({ seen, entries, old, only }: Merge): {
  readonly merged: readonly TreeEntry[];
  readonly rows: readonly IndexEntry[];
} {
  const here = new Map(entries.map((entry) => [entry.path, entry]));
  const gone = new Set(seen.scan.gone.map(({ path }) => path));
  // Without an index nothing is known to have been here, so nothing can have been removed.
  const isUnplaced = (path: string) => !here.has(path) && !gone.has(path);
  const kept = old.filter(({ path }) => !isChosen(path, only) || isUnplaced(path));
  if (kept.length === 0) return { merged: entries.map(toTreeEntry), rows: entries };

  const foldersHere = foldersAbove(entries);
  const fitting = kept.filter(({ path }) => !foldersHere.has(path) && !liesBelow(path, here));
  const foldersKept = foldersAbove(fitting);
  const own = entries.filter(({ path }) => !foldersKept.has(path));
  const seenByPath = new Map(seen.scan.entries.map((entry) => [entry.path, entry]));
  const rowOf = (entry: TreeEntry): IndexEntry | undefined => {
    const found = seenByPath.get(entry.path);
    if (found === undefined && !gone.has(entry.path)) return undefined;
    const digest = entry.kind === 'folder' ? undefined : entry.digest;
    const isSame = found !== undefined && found.kind === entry.kind && found.digest === digest;
    return {
      path: entry.path,
      kind: entry.kind,
      size: entry.kind === 'folder' ? 0 : entry.size,
      stamp: isSame ? found.stamp : undefined,
      digest,
    };
  };
  const byPath = (a: { readonly path: string }, b: { readonly path: string }) => comparePaths(a.path, b.path);
  return {
    merged: [...own.map(toTreeEntry), ...fitting].sort(byPath),
    rows: [...own, ...fitting.flatMap((entry) => rowOf(entry) ?? [])].sort(byPath),
  };
}

/** A row of the index says of an entry all that a tree does; the scan lets no other paths through. */
function toTreeEntry({ path, kind, size, digest }: IndexEntry): TreeEntry {
  return (kind === 'folder' ? { path, kind } : { path, kind, size, digest }) as TreeEntry;
}

function isChosen(path: string, only: readonly TreePath[] | undefined): boolean {
  return only === undefined || only.some((chosen) => isWithin(path, chosen));
}

/** Every folder in which an entry lies. */
function foldersAbove(entries: readonly { readonly path: string }[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path } of entries) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Whether something that is no folder, or is an empty one, stands where a folder above `path` would be. */
function liesBelow(path: string, here: ReadonlyMap<string, IndexEntry>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = here.get(path.slice(0, end));
    if (above !== undefined) return above.kind !== 'folder';
  }
  return false;
}
