import type { Ancestry, CommitOrder } from './commit-order.js';

/** What a commit made of a record, against one of its parents. Contents are git's ids; undefined is no file. */
export interface RecordChange {
  readonly commit: number;
  /** Which of the commit's parents it is compared with; -1 for a commit that has none. */
  readonly parent: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Something that was done to a record after it was written. */
export interface RecordFault {
  /** `replaced`: deleted, and another put in its place later. `twice`: written differently on two branches. */
  readonly kind: 'edited' | 'deleted' | 'replaced' | 'twice';
  readonly commit: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Commits after it that have the record as it was before. */
  readonly restoredIn?: number;
}

/**
 * What was done to one record after it was written, oldest first. Records are written once: whatever a commit changes of one
 * that all its parents agree on, or that it takes as none of them has it, is a fault. A merge that takes one side is
 * innocent: what was wrong with that side is told of the commit that did it, once.
 * @param changes of one path, in the order of the commits
 * @param order of all commits, of which some are looked at only as a base
 */
export function recordFaults(
  changes: readonly RecordChange[],
  order: CommitOrder,
  ancestry: Ancestry,
): readonly RecordFault[] {
  if (changes.length === 1 && changes[0]?.before === undefined) return [];
  const written: { readonly commit: number; readonly content: string }[] = [];
  const faults: RecordFault[] = [];
  const wasWrittenBefore = (commit: number): boolean =>
    written.some((earlier) => ancestry.isIn(earlier.commit, commit));

  for (const group of byCommit(changes)) {
    const { commit, after } = group[0] as RecordChange;
    const parents = order.parents[commit] ?? [];
    const sides = sidesOf(group, parents.length);
    const present = sides.filter((side) => side !== undefined);
    if (after === undefined) {
      // A side that lacks it, and once had it, deleted it itself; one that never had it cannot have meant to.
      const isTaken = parents.some((parent, at) => {
        return sides[at] === undefined && parent >= 0 && wasWrittenBefore(parent);
      });
      if (!isTaken) faults.push({ kind: 'deleted', commit, before: present[0], after });
      continue;
    }
    const isTaken = sides.includes(after);
    if (!isTaken && present.length > 0) {
      faults.push({ kind: 'edited', commit, before: present[0], after });
    } else if (!isTaken) {
      const earlier = written.filter((one) =>
        parents.some((parent) => parent >= 0 && ancestry.isIn(one.commit, parent)),
      );
      const isSame = earlier.length === 0 || earlier.some(({ content }) => content === after);
      const beside = earlier.length === 0 ? written.find(({ content }) => content !== after) : undefined;
      if (!isSame) faults.push({ kind: 'replaced', commit, before: earlier.at(-1)?.content, after });
      else if (beside !== undefined) faults.push({ kind: 'twice', commit, before: beside.content, after });
      else restore(faults, { commit, after });
    }
    if (!isTaken) written.push({ commit, content: after });
  }
  return faults;
}

/** Notes that deletions before it are made good. */
function restore(faults: RecordFault[], { commit, after }: { readonly commit: number; readonly after: string }): void {
  for (const [at, fault] of faults.entries()) {
    if (fault.kind === 'deleted' && fault.before === after && fault.restoredIn === undefined) {
      faults[at] = { ...fault, restoredIn: commit };
    }
  }
}

function* byCommit(changes: readonly RecordChange[]): Generator<readonly RecordChange[]> {
  let group: RecordChange[] = [];
  for (const change of changes) {
    if (group.length > 0 && group[0]?.commit !== change.commit) {
      yield group;
      group = [];
    }
    group.push(change);
  }
  if (group.length > 0) yield group;
}

/** What each parent has; one against which nothing changed has what the commit has. */
function sidesOf(group: readonly RecordChange[], parents: number): readonly (string | undefined)[] {
  const after = group[0]?.after;
  return Array.from({ length: parents }, (_, parent) => {
    const change = group.find((one) => one.parent === parent);
    return change === undefined ? after : change.before;
  });
}
