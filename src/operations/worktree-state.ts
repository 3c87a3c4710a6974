import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { compareEntries, countChanges, withRenames } from '#model/file-change.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';
import type { FileChange, StatusPath } from '#schema/index.js';
import type { LocalStore } from '#store/object-store.js';
import { hashFiles } from '#worktree/ingest.js';
import type { IndexEntry } from '#worktree/worktree-index.js';
import { ifPathIsFree } from './hold-path.js';
import type { TombstoneLookup } from './known-tombstones.js';
import type { SeenPath } from './look-at-path.js';
import { savePathIndex, stampOfPathIndex } from './path-index.js';
import { readTreeEntries } from './read-tree-entries.js';
import type { RepositoryContext } from './repository-context.js';
import type { PathTarget } from './select-targets.js';
import { isWithin } from './user-path.js';

export interface Comparison {
  readonly target: PathTarget;
  readonly seen: SeenPath;
  readonly tombstones: TombstoneLookup;
}

/** What a tracked path's worktree is against its pointer. */
export interface WorktreeState extends Pick<StatusPath, 'worktree' | 'notPulledFiles'> {
  readonly changes?: ReturnType<typeof countChanges>;
  readonly changedFiles: FileChange[];
  /** Whether the index alone proves that the worktree is as the pointer says. */
  readonly isUnchanged: boolean;
}

/** As many changed files are listed. */
const maxListed = 1000;

/**
 * Compares a path with its pointer, file by file, hashing only what the index cannot prove. What is learnt goes into the
 * index, so that the next look costs no hashing.
 */
export async function compareWithPointer(
  context: RepositoryContext,
  comparison: Comparison,
  options: TaskOptions,
): Promise<WorktreeState> {
  const { target, seen } = comparison;
  const { scan, index } = seen;
  const cache = await context.cache();
  const { pointer, only } = target;
  if (scan.kind === 'absent') return { worktree: 'absent', changedFiles: [], notPulledFiles: 0, isUnchanged: false };
  const isRightKind = pointer.files !== undefined || scan.entries[0]?.kind === kindOfFile(pointer);
  if (scan.isUnchanged && isRightKind && index?.isComplete === true && index.base === pointer.digest) {
    return { worktree: 'unchanged', changedFiles: [], notPulledFiles: 0, isUnchanged: true };
  }
  const wanted = await entriesOfPointer(cache, target, options);
  if (wanted === undefined) return { worktree: 'unknown', changedFiles: [], notPulledFiles: 0, isUnchanged: false };
  const { entries, hashedFiles } = await hashFiles({ root: seen.root, entries: scan.entries }, options);
  const purged = await purgedPaths(comparison, { wanted, entries });
  const notPulled = neverPulled(comparison, wanted, entries);
  for (const path of purged) notPulled.delete(path);
  const changes = compareEntries(wanted, entries).filter(
    ({ path, change }) =>
      !(change === 'removed' && (notPulled.has(path) || purged.has(path))) &&
      (only === undefined || only.some((chosen) => isWithin(path, chosen))),
  );
  if (hashedFiles > 0 || (changes.length === 0 && index?.base !== pointer.digest)) {
    await refreshIndex(context, comparison, {
      wanted,
      entries,
      isSame: changes.length === 0 && notPulled.size === 0 && only === undefined,
    });
  }
  const told = withRenames(changes);
  return {
    worktree: told.length > 0 ? 'modified' : notPulled.size > 0 ? 'partial' : 'unchanged',
    ...(told.length === 0 ? {} : { changes: countChanges(told) }),
    changedFiles: told.slice(0, maxListed),
    notPulledFiles: notPulled.size,
    isUnchanged: false,
  };
}

/** What a pointer says should be there; undefined where the list of a folder's files is not in the cache. */
async function entriesOfPointer(
  cache: LocalStore,
  { pointer }: PathTarget,
  options: TaskOptions,
): Promise<readonly (TreeEntry | IndexEntry)[] | undefined> {
  if (pointer.files === undefined) {
    return [{ path: '', kind: kindOfFile(pointer), size: pointer.size, stamp: undefined, digest: pointer.digest }];
  }
  try {
    return await readTreeEntries(cache, pointer.digest, options);
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}

function kindOfFile({ executable }: Pick<PathTarget['pointer'], 'executable'>): 'file' | 'executable' {
  return executable === true ? 'executable' : 'file';
}

/** Paths that are absent and were purged: nobody can bring them back. */
async function purgedPaths(
  { tombstones }: Comparison,
  {
    wanted,
    entries,
  }: { readonly wanted: readonly (TreeEntry | IndexEntry)[]; readonly entries: readonly IndexEntry[] },
): Promise<ReadonlySet<string>> {
  const here = new Set(entries.map(({ path }) => path));
  const absent = wanted.filter(({ path }) => !here.has(path));
  if (absent.length === 0) return new Set();
  const known = await tombstones.everywhere();
  const isPurged = (entry: TreeEntry | IndexEntry): boolean => known.has(digestOf(entry) as Digest);
  return new Set(absent.filter(isPurged).map(({ path }) => path));
}

/** Paths that are absent because they were never placed here, not because somebody removed them. */
function neverPulled(
  { target, seen }: Comparison,
  wanted: readonly { readonly path: string }[],
  entries: readonly IndexEntry[],
): Set<string> {
  // A worktree made from another version lacks what only the pointer's has: that is a difference.
  if (seen.index !== undefined && (seen.index.isComplete || seen.index.base !== target.pointer.digest))
    return new Set();
  const here = new Set(entries.map(({ path }) => path));
  const gone = new Set(seen.scan.gone.map(({ path }) => path));
  return new Set(wanted.map(({ path }) => path).filter((path) => path !== '' && !here.has(path) && !gone.has(path)));
}

interface Learnt {
  readonly wanted: readonly (TreeEntry | IndexEntry)[];
  readonly entries: readonly IndexEntry[];
  readonly isSame: boolean;
}

/**
 * Writes what was learnt into the index. A row speaks of what Pixelis put or saw, never of what a user made of it: the user's
 * own files have none, and that of a changed file proves nothing. What was removed stays known.
 */
async function refreshIndex(
  context: RepositoryContext,
  { target, seen }: Comparison,
  { wanted, entries, isSame }: Learnt,
): Promise<void> {
  const { index, scan } = seen;
  const belongs = new Map(wanted.map((entry) => [entry.path, entry]));
  const rows: IndexEntry[] = scan.gone.map((entry) => ({ ...entry, stamp: undefined }));
  for (const [at, entry] of entries.entries()) {
    const found = scan.entries[at];
    const known = isSame || index === undefined ? belongs.get(entry.path) : undefined;
    const [kind, digest] =
      known === undefined ? [found?.placedKind, found?.placedDigest] : [known.kind, digestOf(known)];
    if (kind === undefined) continue;
    const isAsPlaced = entry.kind === kind && entry.digest === digest;
    rows.push({ ...entry, kind, stamp: isAsPlaced ? entry.stamp : undefined, digest });
  }
  rows.sort((a, b) => comparePaths(a.path, b.path));
  const base = isSame ? target.pointer.digest : (index?.base ?? target.pointer.digest);
  const learnt = { base, isComplete: isSame || index?.isComplete === true, entries: rows };
  await ifPathIsFree(context, target.path, async () => {
    // What another command has put there meanwhile is not to be forgotten.
    if (stampOfPathIndex(context, target.path) === seen.indexStamp) await savePathIndex(context, target.path, learnt);
  });
}

function digestOf(entry: TreeEntry | IndexEntry | undefined): Digest | undefined {
  return entry === undefined || entry.kind === 'folder' ? undefined : entry.digest;
}
