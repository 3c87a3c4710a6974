import type { TreeEntry } from '#model/tree-entry.js';
import type { GoneEntry, ScannedEntry } from './scan.js';

/** Whether what was touched since it was placed is the same all the same. Its digest must be known. */
export function isAsPlaced({ state, kind, digest, placedKind, placedDigest }: ScannedEntry): boolean {
  return state !== 'unknown' && kind === placedKind && (kind === 'folder' || digest === placedDigest);
}

/** Whether what was placed here, whatever became of it since, is what a version has. */
export function wasPlacedAs({ path, size, placedKind, placedDigest }: ScannedEntry, entry: TreeEntry): boolean {
  return placedKind !== undefined && isSamePlaced({ path, size, kind: placedKind, digest: placedDigest }, entry);
}

/** The same of what is not there any more. */
export function isSamePlaced(placed: GoneEntry, entry: TreeEntry): boolean {
  return placed.kind === entry.kind && (entry.kind === 'folder' || placed.digest === entry.digest);
}
