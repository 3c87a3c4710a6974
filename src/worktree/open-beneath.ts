import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';

/** Folders below a trusted one, reached without following a symbolic link. Close it when done. */
export interface FoldersBeneath {
  /**
   * A path of `folder` (from the top, '' the top) for calls that name something in it: `${path}/name`. Good until the
   * next call. Undefined where the folder is absent and not to be made.
   * @throws `worktree.unsafe-path` where a symbolic link or a file is in the way
   */
  open(folder: string, options: { readonly create: boolean }): string | undefined;
  close(): void;
}

/**
 * Where the system has /proc, every folder is opened from the one above it, as `openat` does: who swaps a folder for a
 * link meanwhile leads nobody out. Elsewhere each folder is looked at just before.
 * @param top absolute path, trusted: links in it are followed
 */
export function foldersBeneath(top: string): FoldersBeneath {
  return existsSync(`/proc/self/fd`) ? descriptorsBeneath(top) : pathsBeneath(top);
}

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

function descriptorsBeneath(top: string): FoldersBeneath {
  const root = openSync(top, constants.O_RDONLY | constants.O_DIRECTORY);
  // The folders from the top to the latest one: the next one is most often beside or below it.
  const chain: { readonly name: string; readonly file: number }[] = [];
  const path = (): string => `/proc/self/fd/${chain.at(-1)?.file ?? root}`;
  const shorten = (length: number): void => {
    while (chain.length > length) closeSync((chain.pop() as { readonly file: number }).file);
  };
  return {
    open(folder, { create }) {
      const names = folder === '' ? [] : folder.split('/');
      let depth = 0;
      while (depth < names.length && chain[depth]?.name === names[depth]) depth += 1;
      shorten(depth);
      for (const name of names.slice(depth)) {
        const file = openFolder(`${path()}/${name}`, { create, shown: join(top, folder) });
        if (file === undefined) return undefined;
        chain.push({ name, file });
      }
      return path();
    },
    close() {
      shorten(0);
      closeSync(root);
    },
  };
}

function openFolder(path: string, { create, shown }: { create: boolean; shown: string }): number | undefined {
  for (let attempt = 0; ; attempt++) {
    try {
      return openSync(path, folderFlags);
    } catch (error) {
      if (isDiskError(error, 'ELOOP', 'ENOTDIR')) throw leadsElsewhere(shown);
      if (!isDiskError(error, 'ENOENT') || attempt > 0) throw diskError(error, shown);
      if (!create) return undefined;
    }
    makeFolder(path, shown);
  }
}

function makeFolder(path: string, shown: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isDiskError(error, 'EEXIST')) throw diskError(error, shown);
  }
}

function pathsBeneath(top: string): FoldersBeneath {
  return {
    open(folder, { create }) {
      let path = top;
      for (const name of folder === '' ? [] : folder.split('/')) {
        path = join(path, name);
        const stats = lstatSync(path, { throwIfNoEntry: false });
        if (stats === undefined && !create) return undefined;
        if (stats === undefined) makeFolder(path, path);
        else if (!stats.isDirectory()) throw leadsElsewhere(path);
      }
      return path;
    },
    close: () => undefined,
  };
}

function leadsElsewhere(path: string): PixelisError {
  return new PixelisError('worktree.unsafe-path', `'${path}' leads through a symbolic link or a file`, {
    hint: 'move away what stands in the place of the folder',
    data: { path },
  });
}
