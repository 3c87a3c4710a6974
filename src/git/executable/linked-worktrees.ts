import { rm } from 'node:fs/promises';
import { diskError } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { requireObjectId } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GitRunner } from './git-runner.js';

export async function addWorktree(
  runner: GitRunner,
  { folder, commit }: { readonly folder: string; readonly commit: CommitId },
  { signal }: TaskOptions = {},
): Promise<void> {
  const args = ['worktree', 'add', '--quiet', '--detach', '--', folder, requireObjectId(commit)];
  // A hook's index is not that of the new worktree.
  await runner.text(args, { mode: 'index', signal, environment: { GIT_INDEX_FILE: undefined } });
}

export async function removeWorktree(runner: GitRunner, folder: string, { signal }: TaskOptions = {}): Promise<void> {
  // First by ourselves: git refuses what holds submodules, or is locked.
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw diskError(error, folder);
  }
  // Fails where git knows no such worktree.
  await runner.run(['worktree', 'remove', '--force', '--force', '--', folder], { mode: 'index', signal });
}
