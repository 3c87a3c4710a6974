import { closeSync, lstatSync, openSync, rmdirSync, symlinkSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { codePathOf, codeTreePath } from '#model/code-path.js';
import type { CodeChanges } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { ObjectStore } from '#store/object-store.js';
import { type FoldersBeneath, foldersBeneath } from '#worktree/open-beneath.js';
import { readTreeEntries } from './read-tree-entries.js';

/**
 * Makes a worktree that was just checked out what the one of a run was: what was gone goes, what was changed or untracked
 * comes. Below `root` no symbolic link is followed.
 * @throws `object.missing`, `object.corrupt`, `worktree.unsafe-path`, `disk.*`
 */
export async function layOutChanges(
  store: ObjectStore,
  { root, changes }: { readonly root: string; readonly changes: CodeChanges },
  options: TaskOptions,
): Promise<void> {
  const entries = await readTreeEntries(store, changes.digest, options);
  const folders = foldersBeneath(root);
  try {
    for (const path of changes.deleted) removeFile(folders, path);
    for (const entry of entries) {
      const path = codePathOf(entry.path);
      if (path !== undefined && entry.kind !== 'folder') await placeFile(folders, { path, entry, store }, options);
    }
  } finally {
    folders.close();
  }
}

/** With the folders that it leaves empty, as git does. */
function removeFile(folders: FoldersBeneath, path: string): void {
  if (codeTreePath(path) === undefined) {
    throw new PixelisError('worktree.unsafe-path', `'${path}' cannot be a file of the worktree`, { data: { path } });
  }
  const inFolder = (name: string, act: (path: string) => void): boolean => {
    const parent = folders.open(folderOf(name), { create: false });
    if (parent === undefined) return false;
    try {
      act(`${parent}/${basename(name)}`);
      return true;
    } catch (error) {
      if (isDiskError(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) return false;
      throw diskError(error, name);
    }
  };
  if (!inFolder(path, unlinkSync)) return;
  for (let folder = folderOf(path); folder !== '' && inFolder(folder, rmdirSync); ) folder = folderOf(folder);
}

interface FileToPlace {
  readonly path: string;
  readonly entry: Exclude<TreeEntry, { kind: 'folder' }>;
  readonly store: ObjectStore;
}

async function placeFile(
  folders: FoldersBeneath,
  { path, entry: { kind, digest }, store }: FileToPlace,
  options: TaskOptions,
): Promise<void> {
  const place = `${folders.open(folderOf(path), { create: true })}/${basename(path)}`;
  try {
    // Not overwritten: it may be a link.
    if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) unlinkSync(place);
    if (kind === 'symlink') {
      symlinkSync(Buffer.from(await store.read(digest, options)), place);
      return;
    }
    const file = openSync(place, 'wx', kind === 'executable' ? 0o777 : 0o666);
    try {
      for await (const chunk of store.stream(digest, options)) {
        for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw diskError(error, path);
  }
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}
