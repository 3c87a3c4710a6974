import type { TaskOptions } from '#model/task-options.js';
import type { HooksResult } from '#schema/index.js';
import { hookState, hooksPathWarnings, hooksResult, readHookFiles } from './hooks-result.js';
import { readMergeDriver } from './merge-driver-config.js';
import type { RepositoryContext } from './repository-context.js';

/** How the git hooks stand. */
export async function hooksStatus(
  context: Pick<RepositoryContext, 'git'>,
  _options: TaskOptions = {},
): Promise<HooksResult> {
  const hooks = (await readHookFiles(context)).map((file) => hookState(file, false));
  return hooksResult('hooks status', {
    dryRun: false,
    hooks,
    mergeDriver: await readMergeDriver(context),
    problems: [],
    warnings: await hooksPathWarnings(context),
  });
}
