import { availableParallelism } from 'node:os';
import { throwIfInterrupted } from '#errors/index.js';
import type { FileChange, FileScope, Git, TreePair } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { HistoryCommits } from './read-commits.js';

export interface ChangesQuery extends HistoryCommits {
  readonly scopes: readonly FileScope[];
  /** Told of each change by the numbers of the commit and of the parent it is compared with (-1: it has none), in any order. */
  readonly add: (commit: number, parent: number, change: FileChange) => void;
}

/**
 * Compares the trees of all commits with those of their parents, by several processes: each takes a stretch of history.
 * @throws `git.failed` where a tree is not here
 */
export async function readChanges(
  git: Git,
  { commits, parents, scopes, add }: ChangesQuery,
  { signal, onProgress }: TaskOptions,
): Promise<void> {
  const questions: { readonly commit: number; readonly parent: number; readonly pair: TreePair }[] = [];
  for (const [commit, { tree, isBase }] of commits.entries()) {
    if (isBase) continue;
    const known = (parents[commit] ?? []).flatMap((number, parent) => (number === -1 ? [] : [{ number, parent }]));
    if (known.length === 0) questions.push({ commit, parent: -1, pair: { before: undefined, after: tree } });
    for (const { number, parent } of known) {
      const before = commits[number]?.tree;
      if (before !== tree) questions.push({ commit, parent, pair: { before, after: tree } });
    }
  }
  let doneItems = 0;
  const size = Math.ceil(questions.length / Math.max(1, Math.min(availableParallelism(), 8, questions.length / 100)));
  const readStretch = async (from: number): Promise<void> => {
    const stretch = questions.slice(from, from + size);
    for await (const { pair, changes } of git.diffTrees(
      { pairs: stretch.map((one) => one.pair), scopes },
      { signal },
    )) {
      throwIfInterrupted(signal);
      const { commit, parent } = stretch[pair] as (typeof questions)[number];
      for (const change of changes) add(commit, parent, change);
      doneItems += 1;
      if (doneItems % 500 === 0) onProgress?.({ phase: 'history', doneItems, totalItems: questions.length });
    }
  };
  const stretches: Promise<void>[] = [];
  for (let from = 0; from < questions.length; from += size) stretches.push(readStretch(from));
  const ends = await Promise.allSettled(stretches);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
