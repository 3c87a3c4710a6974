import { type Digest, shortDigest } from './digest.js';
import type { TreeEntry } from './tree-entry.js';
import {
  type BothChanges,
  type EntryConflict,
  inOrder,
  type MergeChoice,
  type MergeSide,
  pathsAbove,
  type SideChange,
  type TreeEdit,
  type TreeMerge,
} from './tree-merge.js';
import type { TreePath } from './tree-path.js';

/**
 * What makes the merged tree out of ours, once it is chosen what becomes of each conflict. A file that both sides keep
 * under one name gets another name for theirs.
 */
export function settledEdits(
  changes: BothChanges,
  { edits, conflicts }: TreeMerge,
  choiceOf: (conflict: EntryConflict) => MergeChoice,
): readonly TreeEdit[] {
  const settled = new Map(edits.map(({ path, entry }) => [path, entry]));
  for (const conflict of conflicts) {
    for (const { path, entry } of choiceEdits(changes, conflict, choiceOf(conflict))) settled.set(path, entry);
  }
  dropFilledFolders(changes.ours, settled);
  return [...settled].map(([path, entry]) => ({ path, entry })).sort(inOrder);
}

/** The name beside `path` for the bytes with this digest: `a.theirs-1f2e3d4c.csv`. */
function besideName(path: TreePath, side: MergeSide, digest: Digest): TreePath {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const end = path.length - (dot > 0 ? name.length - dot : 0);
  return `${path.slice(0, end)}.${side}-${shortDigest(digest)}${path.slice(end)}` as TreePath;
}

function choiceEdits(changes: BothChanges, conflict: EntryConflict, choice: MergeChoice): readonly TreeEdit[] {
  const { path, kind, ours, theirs } = conflict;
  if (kind === 'file-and-folder') return clashEdits(changes, conflict, choice);
  if (choice === 'ours') return [];
  if (choice === 'theirs') return [{ path, entry: theirs }];
  if (ours === undefined) return [{ path, entry: theirs }];
  if (theirs === undefined) return [];
  // Of a file and an empty folder the file says more.
  if (theirs.kind === 'folder') return [];
  if (ours.kind === 'folder') return [{ path, entry: theirs }];
  const beside = besideName(path, 'theirs', theirs.digest);
  return [{ path: beside, entry: { ...theirs, path: beside } }];
}

/** A side takes all that it has at the path and below; a union keeps the folder, and the file beside it. */
function clashEdits(
  changes: BothChanges,
  { path, ours, theirs }: EntryConflict,
  choice: MergeChoice,
): readonly TreeEdit[] {
  if (choice === 'ours') return [];
  const file = ours ?? theirs;
  const folderSide: MergeSide = ours === undefined ? 'ours' : 'theirs';
  const edits = choice === 'theirs' || folderSide === 'theirs' ? editsToTheirs(changes, path) : [];
  if (choice === 'theirs' || file === undefined || file.kind === 'folder') return edits;
  const beside = besideName(path, folderSide === 'ours' ? 'theirs' : 'ours', file.digest);
  return [...edits, { path: beside, entry: { ...file, path: beside } }];
}

/** What makes ours the same as theirs at a path and below. */
function editsToTheirs({ ours, theirs }: BothChanges, folder: TreePath): readonly TreeEdit[] {
  const isInside = ({ path }: SideChange): boolean => path === folder || path.startsWith(`${folder}/`);
  const edits = new Map<TreePath, TreeEntry | undefined>();
  for (const { path, before } of ours.filter(isInside)) edits.set(path, before);
  for (const { path, after } of theirs.filter(isInside)) edits.set(path, after);
  return [...edits].map(([path, entry]) => ({ path, entry }));
}

/** A folder in which something is, is no entry of a tree. */
function dropFilledFolders(ours: readonly SideChange[], edits: Map<TreePath, TreeEntry | undefined>): void {
  const emptyFolders = new Set<TreePath>();
  const filled = new Set<TreePath>();
  const notice = (path: TreePath, entry: TreeEntry | undefined): void => {
    if (entry === undefined) return;
    if (entry.kind === 'folder') emptyFolders.add(path);
    for (const above of pathsAbove(path)) filled.add(above);
  };
  for (const { path, after } of ours) notice(path, edits.has(path) ? edits.get(path) : after);
  for (const [path, entry] of edits) notice(path, entry);
  for (const path of emptyFolders) if (filled.has(path)) edits.set(path, undefined);
}
