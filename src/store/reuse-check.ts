import { lstat } from 'node:fs/promises';
import { diskError, isDiskError } from '#errors/index.js';
import { hashFile } from '#hashing/hash-file.js';
import type { HasherPool } from '#hashing/hasher-pool.js';
import type { Digest } from '#model/digest.js';

export interface ReuseCheck {
  readonly hashers: HasherPool;
  /** Files that were checked before, as they were then; grows. */
  readonly verified: Set<string>;
}

/**
 * Whether the file at `path` may stand for an object or a pack with this digest and size: nothing is there yet, or a
 * regular file of that size whose bytes were hashed by this process since they last changed. A name alone is not
 * believed: a crash of another program, or a bad disk, may have left it.
 */
export async function isGoodFile(
  path: string,
  expected: { readonly digest: Digest; readonly size: number },
  { hashers, verified }: ReuseCheck,
): Promise<boolean> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile() || Number(stats.size) !== expected.size) return false;
    const state = [path, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
    if (verified.has(state)) return true;
    const hasher = await hashers.take();
    try {
      if ((await hashFile(path, hasher)).digest !== expected.digest) return false;
    } finally {
      hashers.giveBack(hasher);
    }
    verified.add(state);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return true;
    throw diskError(error, path);
  }
}
