import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { placeKeptRecords } from './kept-records.js';
import { hasKeptRecords } from './kept-records-folder.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * After `git merge` has made its commit: puts the records of the versions that it merged into that commit. Git fixes the
 * tree of a merge before it asks any hook, so that the commit, which nobody has seen yet, makes way for one that has them.
 */
export async function completeMerge(context: RepositoryContext, options: TaskOptions): Promise<readonly Problem[]> {
  if (!hasKeptRecords(context)) return [];
  const placed = await placeKeptRecords(context, options);
  const [first] = placed;
  if (first === undefined || !(await isFreshMerge(context, options))) return [];
  try {
    await context.git.amend(placed, options);
    return [];
  } catch (error) {
    if (!isPixelisError(error) || error.kind === 'interrupted') throw error;
    const problem = new PixelisError(
      'merge.record-left-out',
      `the merge commit lacks ${placed.length === 1 ? 'a record' : `${placed.length} records`}: ${error.message}`,
      { hint: 'add what is staged to it: git commit --amend --no-edit', cause: error },
    );
    return [problemOf(problem, { path: first })];
  }
}

/** Whether HEAD is a merge on top of what was checked out before. */
async function isFreshMerge({ git }: RepositoryContext, options: TaskOptions): Promise<boolean> {
  const [before, first, second] = await Promise.all(
    ['ORIG_HEAD', 'HEAD^1', 'HEAD^2'].map((revision) => git.resolveCommit(revision, options)),
  );
  return second !== undefined && before !== undefined && before === first;
}
