import type { Stats } from 'node:fs';
import type { Stamp } from '#model/stamp.js';
import type { TreeEntryKind } from '#model/tree-entry.js';

export { fineGrainMs, grainMsOf, isSameStamp, isSettled, type Stamp } from '#model/stamp.js';

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
