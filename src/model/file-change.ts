import type { FileChange } from '#schema/index.js';
import type { Digest } from './digest.js';
import type { TreeEntryKind } from './tree-entry.js';
import { comparePaths } from './tree-path.js';

/** A file, link or empty folder as one side of a comparison; `path` is '' for a tracked file itself. */
export interface ComparedEntry {
  readonly path: string;
  readonly kind: TreeEntryKind;
  /** Bytes; left out for an empty folder. */
  readonly size?: number | undefined;
  readonly digest?: Digest | undefined;
}

/** What differs between two lists, each in the order of its paths' bytes. Renames are not looked for. */
export function compareEntries(old: readonly ComparedEntry[], now: readonly ComparedEntry[]): readonly FileChange[] {
  const changes: FileChange[] = [];
  let [left, right] = [0, 0];
  while (left < old.length || right < now.length) {
    const [before, after] = [old[left], now[right]];
    const order = before === undefined ? 1 : after === undefined ? -1 : comparePaths(before.path, after.path);
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
    const change = changeOf(order <= 0 ? before : undefined, order >= 0 ? after : undefined);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** What became of one path; undefined where it is the same. */
export function changeOf(before: ComparedEntry | undefined, after: ComparedEntry | undefined): FileChange | undefined {
  const path = (after ?? before)?.path;
  if (path === undefined || (before?.kind === after?.kind && before?.digest === after?.digest)) return undefined;
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
  return {
    path,
    change,
    ...(after === undefined ? {} : { kind: after.kind, ...sized(after) }),
    ...(before === undefined
      ? {}
      : {
          oldKind: before.kind,
          ...(before.kind === 'folder' ? {} : { oldSize: before.size ?? 0 }),
          ...(before.digest === undefined ? {} : { oldDigest: before.digest }),
        }),
  };
}

function sized({ kind, size, digest }: ComparedEntry) {
  return { ...(kind === 'folder' ? {} : { size: size ?? 0 }), ...(digest === undefined ? {} : { digest }) };
}

/**
 * The changes with each removal and addition of the same bytes under two names told as one rename. Empty files say too
 * little to be told apart.
 */
export function withRenames(changes: readonly FileChange[]): readonly FileChange[] {
  const removed = new Map<string, FileChange[]>();
  for (const change of changes) {
    if (change.change !== 'removed' || change.oldDigest === undefined || change.oldSize === 0) continue;
    const same = removed.get(change.oldDigest);
    if (same === undefined) removed.set(change.oldDigest, [change]);
    else same.push(change);
  }
  const gone = new Set<FileChange>();
  const told = changes.map((change) => {
    if (change.change !== 'added' || change.digest === undefined) return change;
    const source = removed.get(change.digest)?.shift();
    if (source === undefined) return change;
    gone.add(source);
    const { oldKind, oldSize, oldDigest } = source;
    return {
      ...change,
      change: 'renamed' as const,
      from: source.path,
      ...(oldKind === undefined ? {} : { oldKind }),
      ...(oldSize === undefined ? {} : { oldSize }),
      ...(oldDigest === undefined ? {} : { oldDigest }),
    };
  });
  return told.filter((change) => !gone.has(change));
}

/** How many changes there are of each kind, and how many bytes came and went with them; a rename moves none. */
export function countChanges(changes: readonly FileChange[]) {
  const counts = { added: 0, modified: 0, removed: 0, renamed: 0, addedBytes: 0, removedBytes: 0 };
  for (const { change, size = 0, oldSize = 0 } of changes) {
    counts[change] += 1;
    if (change === 'renamed') continue;
    counts.addedBytes += size;
    counts.removedBytes += oldSize;
  }
  return counts;
}
