import { join } from 'node:path';
import type { Git } from '#git/git.js';
import { withLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/** Hundreds of runs may end at once, and each of them is quick. */
const waitMs = 5 * 60_000;

/** Stages those of the files that git does not have as they are. @returns the files, each once */
export async function stageFiles(
  { git }: Pick<RepositoryContext, 'git'>,
  paths: readonly string[],
  options: TaskOptions,
): Promise<string[]> {
  const unique = [...new Set(paths)];
  if (unique.length > 0) await whileNobodyStages(git, () => git.stage(unique, options), options);
  return unique;
}

/** Git refuses whoever comes while another one changes its index; here one waits for the other. */
export async function whileNobodyStages<Result>(
  { places }: Git,
  work: () => Promise<Result>,
  { signal }: TaskOptions,
): Promise<Result> {
  return withLock(join(places.gitFolder, 'pixelis', 'locks', 'index'), work, { waitMs, signal });
}
