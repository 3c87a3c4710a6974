import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

/** Stages those of the files that git does not have as they are. @returns the files, each once */
export async function stageFiles(
  context: Pick<RepositoryContext, 'git'>,
  paths: readonly string[],
  options: TaskOptions,
): Promise<string[]> {
  const unique = [...new Set(paths)];
  if (unique.length > 0) await context.git.stage(unique, options);
  return unique;
}
