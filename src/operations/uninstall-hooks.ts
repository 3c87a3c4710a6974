import type { TaskOptions } from '#model/task-options.js';
import type { HookState, HooksResult, Problem } from '#schema/index.js';
import { removeHookFile, writeHookFile } from './hook-files.js';
import { withoutBlock } from './hook-script.js';
import { hookBlocked, hookState, hooksPathWarnings, hooksResult, readHookFiles } from './hooks-result.js';
import { uninstallMergeDriver } from './merge-driver-config.js';
import type { RepositoryContext } from './repository-context.js';

/** Takes our part out of the git hooks, and the merge driver out of git's configuration; what else is in them stays as it is. */
export async function uninstallHooks(
  context: Pick<RepositoryContext, 'git'>,
  options: TaskOptions & { readonly dryRun?: boolean | undefined } = {},
): Promise<HooksResult> {
  const { dryRun = false } = options;
  const hooks: HookState[] = [];
  const problems: Problem[] = [];
  for (const file of await readHookFiles(context)) {
    options.signal?.throwIfAborted();
    if (file.text === undefined || !file.hasBlock) {
      if (file.isInstalled) problems.push(hookBlocked(file, 'somebody wrote the call of Pixelis into it'));
      hooks.push(hookState(file, false));
      continue;
    }
    const rest = withoutBlock(file.text);
    if (!dryRun) await (rest === undefined ? removeHookFile(file) : writeHookFile(file, rest));
    hooks.push(hookState({ ...file, isInstalled: false, obstacle: undefined }, true));
  }
  const mergeDriver = await uninstallMergeDriver(context, { dryRun, signal: options.signal });
  const warnings = await hooksPathWarnings(context);
  return hooksResult('hooks uninstall', { dryRun, hooks, mergeDriver, problems, warnings });
}
