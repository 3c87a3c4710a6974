/** Commits by number: whatever a commit is made from has a lower one. */
export interface CommitOrder {
  /** By commit, the numbers of its parents; a parent that is not among the commits is -1. */
  readonly parents: readonly (readonly number[])[];
}

/** Says which commits others are made from. */
export interface Ancestry {
  /** Whether `commit` is `descendant`, or one that it is made from. */
  isIn(commit: number, descendant: number): boolean;
}

/** Answers are kept for the descendants that were asked for last. */
export function ancestryOf({ parents }: CommitOrder): Ancestry {
  const kept = new Map<number, Uint8Array>();
  const ancestorsOf = (descendant: number): Uint8Array => {
    const known = kept.get(descendant);
    if (known !== undefined) return known;
    const found = new Uint8Array(descendant + 1);
    found[descendant] = 1;
    for (let commit = descendant; commit >= 0; commit--) {
      if (found[commit] === 0) continue;
      for (const parent of parents[commit] ?? []) if (parent >= 0) found[parent] = 1;
    }
    for (const oldest of [...kept.keys()].slice(0, -(keptAtOnce - 1))) kept.delete(oldest);
    kept.set(descendant, found);
    return found;
  };
  return { isIn: (commit, descendant) => commit <= descendant && ancestorsOf(descendant)[commit] === 1 };
}

const keptAtOnce = 64;
