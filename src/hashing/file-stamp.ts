import { type BigIntStats, fstatSync } from 'node:fs';
import { PixelisError } from '#errors/index.js';

/** What changes when the bytes of a file do; times in nanoseconds. */
export interface FileStamp {
  readonly ino: bigint;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

export function stampOf(stats: BigIntStats): FileStamp {
  return { ino: stats.ino, size: Number(stats.size), mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs };
}

/**
 * The stamp of an open file, which must be a regular one.
 * @throws `path.special-file`
 */
export function stampOfOpenFile(file: number, path: string): FileStamp {
  const stats = fstatSync(file, { bigint: true });
  if (!stats.isFile()) {
    throw new PixelisError('path.special-file', `'${path}' is not a regular file`, { data: { path } });
  }
  return stampOf(stats);
}

/** @throws `worktree.changed-meanwhile` where the stamps differ, or other than `readBytes` bytes were read */
export function checkUnchanged(path: string, before: FileStamp, seen: { after: FileStamp; readBytes: number }): void {
  const { after, readBytes } = seen;
  const isSame =
    before.ino === after.ino &&
    before.size === after.size &&
    before.size === readBytes &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs;
  if (isSame) return;
  throw new PixelisError('worktree.changed-meanwhile', `'${path}' changed while it was read`, {
    hint: 'wait until nothing writes to it, then run the command again',
    data: { path },
  });
}
