import { dirname, join } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import type { FileCalls } from './durable-files.js';

/** Knows which folders below a root are real folders, makes those that are missing, and follows no link among them. */
export interface FolderGuard {
  /** Whether the folder of this key exists. @throws `remote.not-found` where the root itself does not */
  find(key: string): Promise<boolean>;
  /** Whether the root exists, seen now. @throws `remote.not-found` */
  seeRoot(): Promise<boolean>;
  /** Forgets what it knows: somebody removed a folder. */
  forget(): void;
  /** Makes the folder of this key. Adds the folders that must be flushed before the new names in them are durable. */
  prepare(key: string, toFlush: Set<string>): Promise<void>;
  /** Says that those were flushed. */
  settle(key: string): void;
}

export interface FolderRoot {
  readonly path: string;
  /** Whether a root that does not exist is made and until then empty, or an error. */
  readonly create: boolean;
}

export function folderGuard(files: FileCalls, root: FolderRoot): FolderGuard {
  /** Folders by their path below the root that are real, and whose names are durable. */
  const known = new Set<string>();

  async function find(folder: string): Promise<boolean> {
    if (known.has(folder)) return true;
    if (folder === '') return findRoot();
    return (await find(parentOf(folder))) && isRealFolder(folder);
  }

  async function findRoot(): Promise<boolean> {
    try {
      if ((await files.stat(root.path)).isDirectory()) return true;
    } catch (error) {
      if (!isDiskError(error, 'ENOENT', 'ENOTDIR')) throw diskError(error, root.path);
      if (root.create && isDiskError(error, 'ENOENT')) return false;
    }
    throw new PixelisError('remote.not-found', `folder '${root.path}' does not exist`, {
      hint: `is it mounted? to make it: mkdir -p '${root.path}'`,
      data: { path: root.path },
    });
  }

  async function isRealFolder(folder: string): Promise<boolean> {
    const path = join(root.path, folder);
    try {
      if ((await files.lstat(path)).isDirectory()) return true;
    } catch (error) {
      if (isDiskError(error, 'ENOENT')) return false;
      throw diskError(error, path);
    }
    throw new PixelisError('worktree.unsafe-path', `'${path}' is not a folder`, {
      hint: 'a store holds folders and files only: move the link away',
      data: { path },
    });
  }

  /** Makes a folder that is not known, and adds the folder that its name stands in to those that must be flushed. */
  async function make(folder: string, toFlush: Set<string>): Promise<void> {
    if (known.has(folder)) return;
    if (folder === '') return makeRoot(toFlush);
    await make(parentOf(folder), toFlush);
    const path = join(root.path, folder);
    toFlush.add(dirname(path));
    try {
      await files.mkdir(path);
    } catch (error) {
      if (!isDiskError(error, 'EEXIST')) throw diskError(error, path);
      await isRealFolder(folder);
    }
  }

  async function makeRoot(toFlush: Set<string>): Promise<void> {
    // Somebody may have made it a moment ago: its name is flushed all the same.
    if (root.create) toFlush.add(dirname(root.path));
    if (await findRoot()) return;
    try {
      const first = await files.mkdir(root.path, { recursive: true });
      if (first === undefined) return;
      for (let made = root.path; made.length >= first.length; made = dirname(made)) toFlush.add(dirname(made));
    } catch (error) {
      throw diskError(error, root.path);
    }
  }

  return {
    find: (key) => find(parentOf(key)),
    seeRoot: findRoot,
    forget: () => known.clear(),
    prepare: (key, toFlush) => make(parentOf(key), toFlush),
    settle(key) {
      let folder = parentOf(key);
      for (; !known.has(folder); folder = parentOf(folder)) known.add(folder);
    },
  };
}

/** `objects/3f` of `objects/3f/a2…`; the root is ``. */
function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}
