import type { TreeEntry } from '#model/tree-entry.js';
import type { EntryConflict, MergeChoice } from '#model/tree-merge.js';
import type { ConflictEntry } from '#schema/index.js';

/** A conflict inside a folder as results tell it. */
export function factsOfConflict({ path, kind, ours, theirs }: EntryConflict, choice?: MergeChoice): ConflictEntry {
  return {
    path,
    kind,
    ...(ours === undefined ? {} : { ours: sideOf(ours) }),
    ...(theirs === undefined ? {} : { theirs: sideOf(theirs) }),
    ...(choice === undefined ? {} : { choice }),
  };
}

function sideOf(entry: TreeEntry): NonNullable<ConflictEntry['ours']> {
  return entry.kind === 'folder' ? { kind: 'folder' } : { kind: entry.kind, size: entry.size, digest: entry.digest };
}
