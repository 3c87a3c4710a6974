import { throwIfInterrupted } from '#errors/index.js';
import { compareByBytes } from '#git/compare-by-bytes.js';
import type { FileChange, TreeDiff, TreeDiffQuery } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { compareTrees, treeFilter } from './trees.js';

export async function* diffTrees(
  { objects }: Context,
  { pairs, scopes }: TreeDiffQuery,
  { signal }: TaskOptions = {},
): AsyncGenerator<TreeDiff, void> {
  const filter = treeFilter(scopes);
  for (const [pair, { before, after }] of pairs.entries()) {
    throwIfInterrupted(signal);
    const changes: FileChange[] = [];
    for await (const change of compareTrees(objects, [before, after], filter)) {
      if (change.before !== change.after) changes.push(change);
    }
    if (changes.length > 0) yield { pair, changes: changes.sort((one, other) => compareByBytes(one.path, other.path)) };
  }
}
