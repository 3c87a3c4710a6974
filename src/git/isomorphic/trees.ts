import type { BlobId, FileChange, FileScope, GitFile } from '#git/git.js';
import { isPlainFileMode } from '#git/file-mode.js';
import { scopeTest, selfAndParents } from '#git/scope.js';
import type { ObjectSource, TreeItem } from './object-source.js';

/** The part of a tree that scopes reach. */
export interface TreeFilter {
  hasFile(path: string): boolean;
  /** Whether a file in the scopes may lie below the folder. */
  mayReach(folder: string): boolean;
}

export function treeFilter(scopes: readonly FileScope[]): TreeFilter {
  const folders = new Set(scopes.map(({ folder = '' }) => folder));
  const above = new Set<string>();
  for (const folder of folders) for (const parent of selfAndParents(folder)) above.add(parent);
  return {
    hasFile: scopeTest(scopes),
    mayReach: (folder) => above.has(folder) || [...selfAndParents(folder)].some((parent) => folders.has(parent)),
  };
}

const folderMode = '040000';

/** Files, symbolic links and submodules below a tree. */
export async function* walkTree(
  objects: ObjectSource,
  tree: string,
  filter: TreeFilter,
  folder = '',
): AsyncGenerator<GitFile, void> {
  for (const { name, mode, id } of await objects.tree(tree)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (mode === folderMode) {
      if (filter.mayReach(path)) yield* walkTree(objects, id, filter, path);
    } else if (filter.hasFile(path)) {
      yield { path, blob: id as BlobId, mode };
    }
  }
}

/** What became of files between two trees; folders with equal ids are skipped unread. Undefined is the empty tree. */
export async function* compareTrees(
  objects: ObjectSource,
  [before, after]: readonly [string | undefined, string | undefined],
  filter: TreeFilter,
  folder = '',
): AsyncGenerator<FileChange, void> {
  if (before === after) return;
  const old = await itemsByName(objects, before);
  const current = await itemsByName(objects, after);
  for (const name of new Set([...old.keys(), ...current.keys()])) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const [was, is] = [old.get(name), current.get(name)];
    if (was?.id === is?.id && was?.mode === is?.mode) continue;
    const folders = [folderId(was), folderId(is)] as const;
    if ((folders[0] ?? folders[1]) !== undefined && filter.mayReach(path)) {
      yield* compareTrees(objects, folders, filter, path);
    }
    if (!filter.hasFile(path)) continue;
    const change = { path, before: fileId(was), after: fileId(is) };
    if (change.before !== undefined || change.after !== undefined) yield change;
  }
}

async function itemsByName(objects: ObjectSource, tree: string | undefined): Promise<ReadonlyMap<string, TreeItem>> {
  const items = tree === undefined ? [] : await objects.tree(tree);
  return new Map(items.map((item) => [item.name, item]));
}

function fileId(item: TreeItem | undefined): BlobId | undefined {
  return item !== undefined && isPlainFileMode(item.mode) ? (item.id as BlobId) : undefined;
}

function folderId(item: TreeItem | undefined): string | undefined {
  return item?.mode === folderMode ? item.id : undefined;
}
