import { join } from 'node:path';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import type { BucketObject } from './bucket.js';
import type { FileCalls } from './durable-files.js';
import { isKey } from './key.js';

export interface FolderListing {
  readonly prefix: string;
  readonly startAfter?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Absolute path of a folder that is left out. */
  readonly except: string;
  /** Told of what has no key, by its path below `root`. */
  readonly onForeign?: ((name: string) => void) | undefined;
}

/** How many files are looked at at once. */
const batchSize = 64;

/** Every file below `root` that has a key for its path, in the order of the keys' bytes. What has none is foreign. */
export async function* listFolder(
  files: FileCalls,
  root: string,
  listing: FolderListing,
): AsyncGenerator<BucketObject, void, undefined> {
  yield* walk(listing.prefix.slice(0, listing.prefix.lastIndexOf('/') + 1));

  async function* walk(folder: string): AsyncGenerator<BucketObject, void, undefined> {
    throwIfInterrupted(listing.signal);
    const names = await wantedNames(folder);
    for (let at = 0; at < names.length; at += batchSize) {
      const batch = names.slice(at, at + batchSize);
      const objects = await Promise.all(batch.map(objectAt));
      for (const [index, key] of batch.entries()) {
        const object = objects[index];
        if (key.endsWith('/')) yield* walk(key);
        else if (object !== undefined) yield object;
      }
    }
  }

  /** Keys of the files, and of the folders with a slash at the end, in order: `a-b` stands before `a/`. */
  async function wantedNames(folder: string): Promise<readonly string[]> {
    const path = join(root, folder);
    try {
      const entries = await files.readdir(path, { withFileTypes: true });
      return entries
        .filter((entry) => {
          const isOurs = (entry.isDirectory() || entry.isFile()) && isKey(folder + entry.name);
          if (!isOurs && `${folder}${entry.name}`.startsWith(listing.prefix)) listing.onForeign?.(folder + entry.name);
          return isOurs;
        })
        .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
        .filter(isWanted)
        .sort();
    } catch (error) {
      if (isDiskError(error, 'ENOENT')) return [];
      throw diskError(error, path);
    }
  }

  function isWanted(key: string): boolean {
    const { prefix, startAfter = '' } = listing;
    if (!key.endsWith('/')) return key.startsWith(prefix) && key > startAfter;
    if (join(root, key.slice(0, -1)) === listing.except) return false;
    return (key.startsWith(prefix) || prefix.startsWith(key)) && (key > startAfter || startAfter.startsWith(key));
  }

  async function objectAt(key: string): Promise<BucketObject | undefined> {
    if (key.endsWith('/')) return undefined;
    const path = join(root, key);
    try {
      const { size, mtimeMs } = await files.lstat(path);
      return { key, size, modified: mtimeMs };
    } catch (error) {
      if (isDiskError(error, 'ENOENT')) return undefined;
      throw diskError(error, path);
    }
  }
}
