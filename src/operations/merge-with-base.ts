import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, type TreePath } from '#model/tree-path.js';
import { rowBefore, rowWithoutStamp } from '#worktree/applied.js';
import type { GoneEntry, ScannedEntry } from '#worktree/scan.js';
import { pathsIn } from '#worktree/sorted-paths.js';
import type { IndexEntry } from '#worktree/worktree-index.js';
import type { SeenPath } from './look-at-path.js';
import { isWithin } from './user-path.js';

export interface Merge {
  readonly seen: SeenPath;
  /** What was read in the worktree, of what was chosen. */
  readonly read: readonly IndexEntry[];
  /** The entries of what the path was last made from, or added as. */
  readonly base: readonly TreeEntry[];
  /** Paths to which the change is limited; undefined is all of them. */
  readonly only: readonly TreePath[] | undefined;
  /** Whether all that is there counts, also what nobody has touched since another version placed it. */
  readonly isAsIs: boolean;
}

export interface Merged {
  /** What a version has now. */
  readonly entries: readonly TreeEntry[];
  /** Rows of the index: what of it is, or was, in the worktree. */
  readonly rows: readonly IndexEntry[];
  /** Entries of the base that are not in the worktree. */
  readonly keptFiles: number;
}

/**
 * What a version has: what is in the worktree; and of the base what was not chosen, what was never placed here, and what
 * an older file still stands for because it could not be replaced. A file that could not be removed is none of it. All lists
 * are in the order of paths.
 */
export function mergeWithBase({ seen, read, base, only, isAsIs }: Merge): Merged {
  // A complete index knows every path of the base: what is absent was removed, and nothing is older than it should be.
  if (only === undefined && (base.length === 0 || seen.index?.isComplete === true)) {
    return { entries: asTreeEntries(read), rows: read, keptFiles: 0 };
  }
  const scanned = new Map(seen.scan.entries.map((entry) => [entry.path, entry]));
  // Without an index nothing is known to have been here, so nothing can have been removed.
  const gone = new Map(seen.scan.gone.map((entry) => [entry.path, entry]));
  const kept: TreeEntry[] = [];
  const keptRows: IndexEntry[] = [];
  const stale = new Set<string>();
  for (const entry of base) {
    const found = scanned.get(entry.path);
    if (!isChosen(entry.path, only)) {
      kept.push(entry);
      keptRows.push(...rowOf(entry, { seen, present: found ?? gone.get(entry.path) }));
    } else if (found === undefined) {
      if (!gone.has(entry.path)) kept.push(entry);
    } else if (isStale(found, entry)) {
      stale.add(entry.path);
      kept.push(entry);
      keptRows.push(found);
    }
  }
  const left = isAsIs ? [] : leftovers(seen, { base, only });
  for (const { path } of left) stale.add(path);
  const fresh = read.filter(({ path }) => !stale.has(path));
  const present = new Map(fresh.map((entry) => [entry.path, entry]));
  const foldersPresent = foldersAbove(fresh);
  // Where the user put a file in a folder's place, or the other way round, what was below it is gone.
  const fitting = kept.filter(({ path }) => !foldersPresent.has(path) && !liesBelow(path, present));
  const foldersKept = foldersAbove(fitting);
  const own = fresh.filter(({ path }) => !foldersKept.has(path));
  const stays = new Set<string>(fitting.map(({ path }) => path));
  const rows = [...own, ...keptRows.filter(({ path }) => stays.has(path))];
  const entries = [...asTreeEntries(own), ...fitting].sort(byPath);
  return {
    entries,
    rows: [...rows, ...left.map(rowBefore)].sort(byPath),
    keptFiles: entries.length - rows.length,
  };
}

export function isChosen(path: string, only: readonly TreePath[] | undefined): boolean {
  return only === undefined || only.some((chosen) => isWithin(path, chosen));
}

/** Whether a file is as Pixelis left it, and what belongs there could not be placed: that nobody changed it is no change. */
function isStale(found: ScannedEntry, entry: TreeEntry): boolean {
  return found.state === 'unchanged' && entry.kind !== 'folder' && found.digest !== entry.digest;
}

/** A row for what was not chosen: what was placed there, if anything was; without an index nobody knows better. */
function rowOf(
  entry: TreeEntry,
  { seen, present }: { readonly seen: SeenPath; readonly present: ScannedEntry | GoneEntry | undefined },
): readonly IndexEntry[] {
  if (present === undefined) return [];
  if (seen.index === undefined) return [rowWithoutStamp(entry)];
  return 'state' in present && present.state === 'unknown' ? [] : [rowBefore(present)];
}

/** What an earlier version placed, the base has not, and nobody has made anything of. */
function leftovers({ scan }: SeenPath, { base, only }: Pick<Merge, 'base' | 'only'>): readonly ScannedEntry[] {
  const inBase = pathsIn(base);
  return scan.entries.filter(
    ({ path, state }) =>
      (state === 'unchanged' || (state === 'touched' && !isChosen(path, only))) && inBase.find(path) === undefined,
  );
}

/** Rows of the index say all that a tree does, and more; the scan lets no other paths through. */
function asTreeEntries(rows: readonly IndexEntry[]): readonly TreeEntry[] {
  return rows as readonly object[] as readonly TreeEntry[];
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return comparePaths(left.path, right.path);
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

/** Whether something that is no folder stands where a folder above `path` would be. */
function liesBelow(path: string, present: ReadonlyMap<string, IndexEntry>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = present.get(path.slice(0, end));
    if (above !== undefined) return above.kind !== 'folder';
  }
  return false;
}
