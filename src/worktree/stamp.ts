import type { Stats } from 'node:fs';
import type { TreeEntryKind } from '#model/tree-entry.js';

/**
 * What the file system says about a file without its being read. Times are milliseconds with fractions, as
 * `fs.Stats` has them: a double resolves a quarter of a microsecond today, and costs half of a BigInt.
 */
export interface Stamp {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  /** This machine's clock before the look. */
  readonly seenMs: number;
}

/** Size in bytes, kind and stamp of something seen. */
export interface Sighting {
  /** `other` is a socket, a pipe or a device. */
  readonly kind: TreeEntryKind | 'other';
  readonly size: number;
  readonly stamp: Stamp;
}

export function sightingOf(stats: Stats, seenMs: number): Sighting {
  return {
    kind: kindOf(stats.mode),
    size: stats.size,
    stamp: { mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs, ino: stats.ino, seenMs },
  };
}

export function kindOf(mode: number): TreeEntryKind | 'other' {
  switch (mode & 0o170000) {
    case 0o100000:
      return (mode & 0o100) === 0 ? 'file' : 'executable';
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'symlink';
    default:
      return 'other';
  }
}

/** Whether nothing shows that the file changed between two looks. */
export function isSameStamp(left: Stamp, right: Stamp): boolean {
  return left.mtimeMs === right.mtimeMs && left.ctimeMs === right.ctimeMs && left.ino === right.ino;
}

/**
 * Whether every change after the look would show in another stamp. A file that was written within the clock's grain
 * before the look could be written again, in the same tick, with the same times.
 */
export function isSettled(stamp: Stamp): boolean {
  return Math.max(stamp.mtimeMs, stamp.ctimeMs) + grainMsOf(stamp) < stamp.seenMs;
}

/** Kernels stamp files with a clock that ticks every 1 to 10 ms; FAT and some servers keep whole (or even) seconds. */
export function grainMsOf(stamp: Stamp): number {
  return stamp.mtimeMs % 1000 === 0 && stamp.ctimeMs % 1000 === 0 ? 2_100 : fineGrainMs;
}

export const fineGrainMs = 20;

/** The stamp whose times are given in nanoseconds: the same doubles that `fs.Stats` would have. */
export function stampOfNanoseconds(
  { mtimeNs, ctimeNs, ino }: { readonly mtimeNs: bigint; readonly ctimeNs: bigint; readonly ino: bigint },
  seenMs: number,
): Stamp {
  return { mtimeMs: milliseconds(mtimeNs), ctimeMs: milliseconds(ctimeNs), ino: Number(ino), seenMs };
}

function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) * 1e3 + Number(nanoseconds % 1_000_000_000n) / 1e6;
}
