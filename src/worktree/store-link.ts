import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectFolder, parseKey } from '#model/object-key.js';

/** What a symbolic link to an object of a cache stands for. */
export interface StoreLink {
  /** By the name of the object: nothing was hashed. */
  readonly digest: Digest;
  /** Bytes of the object; undefined where this cache has no such object, or the link leads to another cache. */
  readonly size: number | undefined;
}

/**
 * Reads a symbolic link that placing by `symlink` could have made: `…/objects/3f/a2…`, absolute. Undefined for all others.
 * @param objects the cache's own folder of that name, however it is spelled in the link
 */
export function readStoreLink(path: string, objects: string): StoreLink | undefined {
  const target = readTarget(path);
  if (target === undefined || !isAbsolute(target)) return undefined;
  const at = target.lastIndexOf(`/${objectFolder}/`) + 1;
  const key = parseKey(target.slice(at));
  if (key === undefined) return undefined;
  const stats = isSameFolder(target.slice(0, at + objectFolder.length), objects) ? lookAt(target) : undefined;
  return { digest: key.digest, size: stats?.isFile() === true ? stats.size : undefined };
}

/** Undefined where no link is there any more. */
function readTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR', 'EINVAL')) return undefined;
    throw diskError(error, path);
  }
}

function isSameFolder(folder: string, objects: string): boolean {
  if (folder === objects) return true;
  const [left, right] = [folderAt(folder), folderAt(objects)];
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}

/** What cannot be looked at is not the cache's own folder, which can. */
function folderAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, path);
  }
}
