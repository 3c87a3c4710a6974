import { isPixelisError } from '#errors/index.js';
import { withLock, withLocks } from '#lock/with-lock.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { indexFileOf } from './path-index.js';
import type { RepositoryContext } from './repository-context.js';

/** A command may well work on a large folder for so long. */
const waitMs = 10 * 60_000;

/**
 * Does `work` while no other command of this worktree puts, adds or removes anything at the paths: the second of two finds
 * what the first has done. Nothing is lost without it: each would see that something changed under its hands.
 * @throws `lock.held`
 */
export async function holdPaths<Result>(
  context: RepositoryContext,
  paths: readonly RepositoryPath[],
  work: () => Promise<Result>,
  { signal }: TaskOptions,
): Promise<Result> {
  const locks = paths.map((path) => lockFileOf(context, path));
  return withLocks(locks, work, { waitMs, signal });
}

/** Does `work` if nobody holds the path at this moment. */
export async function ifPathIsFree(
  context: RepositoryContext,
  path: RepositoryPath,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await withLock(lockFileOf(context, path), work, { waitMs: 0 });
  } catch (error) {
    if (!isPixelisError(error, 'lock.held')) throw error;
  }
}

function lockFileOf(context: RepositoryContext, path: RepositoryPath): string {
  return `${indexFileOf(context, path)}.lock`;
}
