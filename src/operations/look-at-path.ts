import { join } from 'node:path';
import { objectFolder } from '#model/object-key.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { withCheckoutJournal } from '#worktree/checkout-journal.js';
import { openIgnoreRules } from '#worktree/ignore-rules.js';
import { type ScannedWorktree, scanWorktree } from '#worktree/scan.js';
import { readWorktreeIndex, type WorktreeIndex } from '#worktree/worktree-index.js';
import { indexFileOf, isPathIndexOutlived, stampOfPathIndex } from './path-index.js';
import type { RepositoryContext } from './repository-context.js';

/** What lies at a tracked path, and what this worktree's index knows of it. */
export interface SeenPath {
  /** Absolute. */
  readonly root: string;
  readonly scan: ScannedWorktree;
  readonly index: WorktreeIndex | undefined;
  /** Tells the index from one that another command writes later. */
  readonly indexStamp: string;
}

/** Looks at a tracked path by `lstat` alone; links into the cache count as files. @throws what {@link scanWorktree} throws */
export async function lookAtPath(
  context: RepositoryContext,
  path: RepositoryPath,
  options: TaskOptions,
): Promise<SeenPath> {
  const root = join(context.git.places.root, path);
  const indexStamp = stampOfPathIndex(context, path);
  const indexFile = indexFileOf(context, path);
  const { bucket, hashers } = await context.cache();
  const found = await readWorktreeIndex(indexFile, hashers.immediate);
  const index = found === undefined || isPathIndexOutlived(context, path, found.base) ? undefined : found;
  const ignore = openIgnoreRules(context.git.places.root);
  const objects = bucket.pathOf(objectFolder);
  const scanned = await scanWorktree({ root, repositoryPath: path, ignore, index, objects }, options);
  const scan = await withCheckoutJournal(indexFile, scanned);
  return { root, scan, index, indexStamp };
}
