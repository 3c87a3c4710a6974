import type { Digest } from './digest.js';
import type { TreeEntry, TreeFile } from './tree-entry.js';
import { comparePaths, type TreePath } from './tree-path.js';

/** What one side did at a path of the tree that both sides were made from; undefined is nothing there. */
export interface SideChange {
  readonly path: TreePath;
  readonly before: TreeEntry | undefined;
  readonly after: TreeEntry | undefined;
}

/** What is to be at a path of a tree; an undefined entry takes away what is there. */
export interface TreeEdit {
  readonly path: TreePath;
  readonly entry: TreeEntry | undefined;
}

export type MergeSide = 'ours' | 'theirs';

/** How a conflict is settled; `union` keeps what both sides have. */
export type MergeChoice = MergeSide | 'union';

export type EntryConflictKind =
  | 'both-modified'
  | 'both-added'
  | 'deleted-by-us'
  | 'deleted-by-them'
  | 'file-and-folder';

/** A path of which the two sides made different things. */
export interface EntryConflict {
  readonly path: TreePath;
  readonly kind: EntryConflictKind;
  readonly base: TreeEntry | undefined;
  /** Undefined where that side has nothing there, or a folder. */
  readonly ours: TreeEntry | undefined;
  readonly theirs: TreeEntry | undefined;
}

export interface TreeMerge {
  /** What makes the merged tree out of ours, by path. At and below conflicts there is nothing. */
  readonly edits: readonly TreeEdit[];
  /** By path. */
  readonly conflicts: readonly EntryConflict[];
}

/** What both sides changed since the tree that they were made from, by path. */
export interface BothChanges {
  readonly ours: readonly SideChange[];
  readonly theirs: readonly SideChange[];
}

/**
 * Merges what two sides made of a tree. What one side alone changed is taken; content and executable bit count by
 * themselves; a file that one side renamed and the other changed is changed under its new name.
 */
export function mergeChanges(changes: BothChanges): TreeMerge {
  const ours = byPath(changes.ours);
  const theirs = byPath(changes.theirs);
  const edits = new Map<TreePath, TreeEntry | undefined>();
  const conflicts = new Map<TreePath, EntryConflict>();
  for (const [path, { before, after }] of theirs) {
    const mine = ours.get(path);
    const merged = mine === undefined ? { entry: after } : mergeEntry(before, mine.after, after);
    if (merged === undefined) conflicts.set(path, conflictAt(path, { base: before, ours: mine?.after, theirs: after }));
    else if (mine === undefined || !isSameEntry(merged.entry, mine.after)) edits.set(path, merged.entry);
  }
  followRenames({ ours, theirs }, edits, conflicts);
  for (const conflict of clashes({ ours, theirs })) {
    conflicts.set(conflict.path, conflict);
    for (const path of [...edits.keys(), ...conflicts.keys()]) {
      if (!path.startsWith(`${conflict.path}/`)) continue;
      edits.delete(path);
      conflicts.delete(path);
    }
    edits.delete(conflict.path);
  }
  return {
    edits: [...edits].map(([path, entry]) => ({ path, entry })).sort(inOrder),
    conflicts: [...conflicts.values()].sort(inOrder),
  };
}

/** What is there after both sides' changes; undefined where they contradict each other. */
function mergeEntry(
  base: TreeEntry | undefined,
  ours: TreeEntry | undefined,
  theirs: TreeEntry | undefined,
): { readonly entry: TreeEntry | undefined } | undefined {
  if (isSameEntry(ours, theirs) || isSameEntry(theirs, base)) return { entry: ours };
  if (isSameEntry(ours, base)) return { entry: theirs };
  if (!isFile(ours) || !isFile(theirs) || !isFile(base)) return undefined;
  if (ours.digest !== theirs.digest && ours.digest !== base.digest && theirs.digest !== base.digest) return undefined;
  const content = ours.digest === base.digest ? theirs : ours;
  return { entry: { ...content, kind: ours.kind === base.kind ? theirs.kind : ours.kind } };
}

function conflictAt(
  path: TreePath,
  { base, ours, theirs }: Pick<EntryConflict, 'base' | 'ours' | 'theirs'>,
): EntryConflict {
  const kind =
    ours === undefined
      ? 'deleted-by-us'
      : theirs === undefined
        ? 'deleted-by-them'
        : base === undefined
          ? 'both-added'
          : 'both-modified';
  return { path, kind, base, ours, theirs };
}

type ByPath = ReadonlyMap<TreePath, SideChange>;
interface BothByPath {
  readonly ours: ByPath;
  readonly theirs: ByPath;
}

/** Where one side gave a file another name and nothing else, what the other side made of it goes there. */
function followRenames(
  { ours, theirs }: BothByPath,
  edits: Map<TreePath, TreeEntry | undefined>,
  conflicts: Map<TreePath, EntryConflict>,
): void {
  const renamed = { ours: renamesOf(ours), theirs: renamesOf(theirs) };
  for (const { path, kind, base, ours: mine, theirs: other } of conflicts.values()) {
    if (kind !== 'deleted-by-us' && kind !== 'deleted-by-them') continue;
    const [renames, present, elsewhere] =
      kind === 'deleted-by-us' ? [renamed.ours, other, theirs] : [renamed.theirs, mine, ours];
    const target = renames.get(path);
    if (target === undefined || elsewhere.has(target.path) || !isFile(base) || !isFile(present)) continue;
    const isExecutable = present.kind === base.kind ? target.kind : present.kind;
    conflicts.delete(path);
    edits.delete(target.path);
    edits.set(target.path, { ...present, path: target.path, kind: isExecutable });
    if (kind === 'deleted-by-them') edits.set(path, undefined);
  }
}

/** Files that are gone under one name and there under exactly one other. */
function renamesOf(changes: ByPath): ReadonlyMap<TreePath, TreeFile> {
  const added = new Map<Digest, TreeFile | undefined>();
  const removed = new Map<Digest, TreePath | undefined>();
  for (const { path, before, after } of changes.values()) {
    if (before === undefined && isFile(after) && after.size > 0)
      added.set(after.digest, added.has(after.digest) ? undefined : after);
    if (after === undefined && isFile(before) && before.size > 0)
      removed.set(before.digest, removed.has(before.digest) ? undefined : path);
  }
  const renames = new Map<TreePath, TreeFile>();
  for (const [digest, path] of removed) {
    const target = added.get(digest);
    if (path !== undefined && target !== undefined) renames.set(path, target);
  }
  return renames;
}

/** Paths where one side put a file, or a link, and the other something below. */
function clashes({ ours, theirs }: BothByPath): readonly EntryConflict[] {
  const found = new Map<TreePath, EntryConflict>();
  for (const [files, others, side] of [
    [ours, theirs, 'ours'],
    [theirs, ours, 'theirs'],
  ] as const) {
    for (const { path, after } of others.values()) {
      if (after === undefined) continue;
      for (const above of pathsAbove(path)) {
        const entry = files.get(above)?.after;
        if (entry === undefined || entry.kind === 'folder' || found.has(above)) continue;
        const base = files.get(above)?.before;
        const sides = side === 'ours' ? { ours: entry, theirs: undefined } : { ours: undefined, theirs: entry };
        found.set(above, { path: above, kind: 'file-and-folder', base, ...sides });
      }
    }
  }
  // Of two, one above the other, the upper one decides for both.
  return [...found.values()].filter(({ path }) => !pathsAbove(path).some((above) => found.has(above)));
}

/** Folders and files that would lie above a path, the nearest last. */
export function pathsAbove(path: TreePath): readonly TreePath[] {
  const above: TreePath[] = [];
  for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1))
    above.push(path.slice(0, end) as TreePath);
  return above;
}

function byPath(changes: readonly SideChange[]): ByPath {
  return new Map(changes.map((change) => [change.path, change]));
}

/** Orders by the bytes of paths. */
export function inOrder(left: { readonly path: string }, right: { readonly path: string }): number {
  return comparePaths(left.path, right.path);
}

function isFile(entry: TreeEntry | undefined): entry is TreeFile {
  return entry?.kind === 'file' || entry?.kind === 'executable';
}

function isSameEntry(left: TreeEntry | undefined, right: TreeEntry | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (left.kind !== right.kind) return false;
  return left.kind === 'folder' || (right.kind !== 'folder' && left.digest === right.digest);
}
