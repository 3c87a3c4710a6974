import { lstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { diskError, isDiskError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntryKind } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';
import { changedMeanwhile } from './changed-meanwhile.js';
import { type FolderRules, type IgnoreRules, ignoreFileName } from './ignore-rules.js';
import { joined, orderedNames, readFolder } from './read-folder.js';
import { type Sighting, type Stamp, sightingOf } from './stamp.js';
import { readStoreLink } from './store-link.js';
import type { IndexCursor, WorktreeIndex } from './worktree-index.js';

/** What lies at a tracked path. */
export interface ScannedWorktree {
  readonly kind: 'file' | 'folder' | 'symlink' | 'absent';
  /** In the order of their paths' bytes. A tracked file (or a symlink in its place) is one entry with path ''. */
  readonly entries: readonly ScannedEntry[];
  /** Rows that the index has and the worktree has not: deleted since. */
  readonly gone: readonly GoneEntry[];
  /** Whether there is an index, and every row of it was met unchanged, and nothing else. */
  readonly isUnchanged: boolean;
}

/** A file, a symlink, or a folder with nothing in it. */
export interface ScannedEntry {
  readonly path: string;
  readonly kind: TreeEntryKind;
  /** Bytes; of a symlink, of its target; 0 for a folder. */
  readonly size: number;
  readonly stamp: Stamp;
  /**
   * The digest of the bytes where the index proves it, or where it is that of an object that a link into the cache stands
   * for; undefined where they must be hashed, and for folders.
   */
  readonly digest: Digest | undefined;
  /**
   * Against the index: `unchanged` since Pixelis put or saw it, `touched` since, or `unknown` to it. An unchanged entry
   * whose digest is not that of the base is an older version of the path that could not be replaced.
   */
  readonly state: 'unchanged' | 'touched' | 'unknown';
  /** The digest of what Pixelis put or saw here, whatever became of it since; undefined where it knows nothing. */
  readonly placedDigest: Digest | undefined;
  /** What it was then. */
  readonly placedKind: TreeEntryKind | undefined;
  /** A symlink to an object that is not in this repository's cache: it holds no bytes, and nothing that could be versioned. */
  readonly isLostLink?: true;
}

/** What is not there any more, as Pixelis put or saw it. */
export interface GoneEntry {
  readonly path: string;
  readonly kind: TreeEntryKind;
  readonly size: number;
  readonly digest: Digest | undefined;
}

export interface ScanContext {
  /** Absolute path of the tracked file or folder. */
  readonly root: string;
  /** The same from the top of the repository: what ignore rules speak of. */
  readonly repositoryPath: string;
  /** Left out, nothing is ignored. */
  readonly ignore?: IgnoreRules | undefined;
  readonly index?: WorktreeIndex | undefined;
  /** The cache's folder of large objects: a symlink to one of them counts as the file. Left out, links are links. */
  readonly objects?: string | undefined;
}

/**
 * Lists what is at a tracked path by `lstat` alone: nothing is opened, no symlink is followed but one into the cache.
 * @throws `path.special-file`, `path.invalid`, `path.inside-git`, `disk.*`
 */
export async function scanWorktree(context: ScanContext, options: TaskOptions = {}): Promise<ScannedWorktree> {
  const comparison = indexComparison(context.index);
  const add = (path: string, seen: Sighting): void => {
    if (seen.kind === 'other') throw specialFile(joined(context.root, path));
    if (seen.kind === 'symlink') comparison.meet(path, linkAt(path, seen, context));
    else comparison.meet(path, { kind: seen.kind, seen });
  };
  const seen = look(context.root, Date.now());
  if (seen?.kind === 'folder') await walk(context, add, options);
  else if (seen !== undefined) add('', seen);
  const found = comparison.finish();
  return Object.assign(found, { kind: kindOfRoot(seen, found) });
}

function kindOfRoot(seen: Sighting | undefined, found: Pick<ScannedWorktree, 'entries'>): ScannedWorktree['kind'] {
  if (seen === undefined) return 'absent';
  if (seen.kind !== 'symlink') return seen.kind === 'folder' ? 'folder' : 'file';
  return found.entries[0]?.kind === 'symlink' ? 'symlink' : 'file';
}

/** Something met: what it counts as, and what is known of it without the index. */
interface Met {
  readonly kind: TreeEntryKind;
  readonly seen: Pick<Sighting, 'size' | 'stamp'>;
  readonly known?: Pick<ScannedEntry, 'digest'> | Pick<ScannedEntry, 'isLostLink'>;
}

function linkAt(path: string, seen: Sighting, { root, objects }: ScanContext): Met {
  const link = objects === undefined ? undefined : readStoreLink(path === '' ? root : `${root}/${path}`, objects);
  if (link === undefined) return { kind: 'symlink', seen };
  const { digest, size } = link;
  if (size === undefined) return { kind: 'symlink', seen, known: { isLostLink: true } };
  return { kind: 'file', seen: { size, stamp: seen.stamp }, known: { digest } };
}

function look(path: string, seenMs: number): Sighting | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : sightingOf(stats, seenMs);
  } catch (error) {
    if (isDiskError(error, 'ENOTDIR')) return undefined;
    throw diskError(error, path);
  }
}

/**
 * Walks the index beside the scan: both are in the order of their paths' bytes. As long as each thing is the next row
 * unchanged, there are no entries yet: most scans find nothing else, and their entries are never asked for.
 */
function indexComparison(index: WorktreeIndex | undefined) {
  const rows = index?.rows() ?? noRows;
  const startedMs = Date.now();
  const gone: GoneEntry[] = [];
  let entries: ScannedEntry[] | undefined;
  let matchedRows = 0;
  let hasRow = rows.next();
  const seenEntries = (): ScannedEntry[] => (entries ??= firstEntries(index, matchedRows, startedMs));
  const isGone = (path: string | undefined) => hasRow && (path === undefined || comparePaths(rows.path, path) < 0);
  const passRowsBefore = (path: string | undefined): void => {
    for (; isGone(path); hasRow = rows.next()) {
      const { kind, size, digest } = rows;
      gone.push({ path: rows.path, kind, size, digest });
    }
  };
  const entryOf = (path: string, { kind, seen: { size, stamp } }: Met): ScannedEntry => {
    if (!hasRow || rows.path !== path) {
      return {
        path,
        kind,
        size,
        stamp,
        digest: undefined,
        state: 'unknown',
        placedDigest: undefined,
        placedKind: undefined,
      };
    }
    const placed = { placedDigest: rows.digest, placedKind: rows.kind };
    return rows.matches(kind, size, stamp)
      ? { path, kind, size, stamp, digest: rows.digest, state: 'unchanged', ...placed }
      : { path, kind, size, stamp, digest: undefined, state: 'touched', ...placed };
  };
  return {
    meet(path: string, met: Met): void {
      const { kind, seen, known } = met;
      if (entries === undefined && hasRow && rows.path === path && rows.matches(kind, seen.size, seen.stamp)) {
        matchedRows += 1;
        hasRow = rows.next();
        return;
      }
      if (hasRow && rows.path !== path) passRowsBefore(path);
      const isRow = hasRow && rows.path === path;
      const entry = entryOf(path, met);
      seenEntries().push(known === undefined ? entry : { ...entry, ...known });
      if (isRow) hasRow = rows.next();
    },
    finish(): Omit<ScannedWorktree, 'kind'> {
      passRowsBefore(undefined);
      return {
        get entries() {
          return seenEntries();
        },
        gone,
        isUnchanged: index !== undefined && entries === undefined && gone.length === 0,
      };
    },
  };
}

/** Entries of the first rows of an index, each of which was just seen unchanged. */
function firstEntries(index: WorktreeIndex | undefined, count: number, seenMs: number): ScannedEntry[] {
  const entries: ScannedEntry[] = [];
  const rows = index?.rows() ?? noRows;
  while (entries.length < count && rows.next()) {
    const { path, kind, size, digest } = rows;
    const stamp = kind === 'folder' ? noStamp : rows.stampSeen(seenMs);
    entries.push({ path, kind, size, stamp, digest, state: 'unchanged', placedDigest: digest, placedKind: kind });
  }
  return entries;
}

/** An empty folder is what it is, whatever its times. */
const noStamp: Stamp = { mtimeMs: 0, ctimeMs: 0, ino: 0, seenMs: 0 };

const noRows: IndexCursor = {
  next: () => false,
  path: '',
  kind: 'file',
  size: 0,
  digest: undefined,
  matches: () => false,
  stampSeen: (seenMs) => ({ ...noStamp, seenMs }),
};

/** A folder on the way: what is in it, in the order of full paths, and how far the walk is. */
interface Frame {
  /** From the root, with a slash at the end; '' the root. */
  readonly prefix: string;
  readonly rules: FolderRules | undefined;
  /** Names; those of folders end in a slash, which is how they sort among full paths. */
  readonly names: readonly string[];
  next: number;
}

const entriesPerSlice = 2048;

async function walk(
  { root, repositoryPath, ignore }: ScanContext,
  add: (path: string, seen: Sighting) => void,
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const rules = ignore?.inFolder(repositoryPath);
  const stack: Frame[] = [{ prefix: '', rules, names: orderedNames(root, readFolder(root), rules), next: 0 }];
  let doneItems = 0;
  let seenMs = Date.now();
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (frame.next === frame.names.length) {
      stack.pop();
      continue;
    }
    if (doneItems % entriesPerSlice === 0) {
      throwIfInterrupted(signal);
      onProgress?.({ phase: 'scan', doneItems });
      await setImmediate();
      seenMs = Date.now();
    }
    doneItems += 1;
    const name = frame.names[frame.next++] as string;
    const path = frame.prefix + name;
    if (name.endsWith('/')) {
      const folder = `${root}/${path.slice(0, -1)}`;
      const found = readFolder(folder);
      if (found.length === 0) {
        add(path.slice(0, -1), { kind: 'folder', size: 0, stamp: noStamp });
      } else {
        const hasIgnoreFile = found.some((entry) => entry.name === ignoreFileName);
        const inner = frame.rules?.enter(name.slice(0, -1), hasIgnoreFile);
        stack.push({ prefix: path, rules: inner, names: orderedNames(folder, found, inner), next: 0 });
      }
    } else {
      const seen = look(`${root}/${path}`, seenMs);
      // Gone since its folder was listed: as if the scan had come a moment later.
      if (seen === undefined) continue;
      if (seen.kind === 'folder') throw changedMeanwhile(`${root}/${path}`);
      add(path, seen);
    }
  }
  onProgress?.({ phase: 'scan', doneItems, totalItems: doneItems });
}

function specialFile(path: string): PixelisError {
  return new PixelisError('path.special-file', `'${path}' is neither a file, a folder nor a symbolic link`, {
    hint: `remove it, or put it in a ${ignoreFileName} file`,
    data: { path },
  });
}
