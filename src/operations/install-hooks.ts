import type { TaskOptions } from '#model/task-options.js';
import type { HookState, HooksResult, Problem } from '#schema/index.js';
import { writeHookFile } from './hook-files.js';
import { hookBlock, withBlock } from './hook-script.js';
import { hookBlocked, hookState, hooksPathWarnings, hooksResult, readHookFiles } from './hooks-result.js';
import { installMergeDriver } from './merge-driver-config.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Installs the git hooks beside those that exist, and the merge driver. A hook that is no shell script, a link or switched off stays as it is:
 * `hook.blocked` among the problems.
 */
export async function installHooks(
  context: Pick<RepositoryContext, 'git' | 'commandLine'>,
  options: TaskOptions & { readonly dryRun?: boolean | undefined } = {},
): Promise<HooksResult> {
  const { dryRun = false } = options;
  const hooks: HookState[] = [];
  const problems: Problem[] = [];
  for (const file of await readHookFiles(context)) {
    options.signal?.throwIfAborted();
    const isOurs = file.isInstalled && !file.hasBlock;
    const wanted = isOurs ? file.text : withBlock(file.text, hookBlock(file.name, context.commandLine));
    const obstacle = isOurs
      ? undefined
      : (file.obstacle ?? (wanted === undefined ? 'it is no shell script' : undefined));
    if (wanted === undefined || obstacle !== undefined) {
      problems.push(hookBlocked(file, obstacle ?? 'it is no shell script'));
      hooks.push(hookState({ ...file, obstacle }, false));
      continue;
    }
    const changed = wanted !== file.text;
    if (changed && !dryRun) await writeHookFile(file, wanted);
    hooks.push(hookState({ ...file, isInstalled: true }, changed));
  }
  const mergeDriver = await installMergeDriver(context, { dryRun, signal: options.signal });
  const warnings = await hooksPathWarnings(context);
  return hooksResult('hooks install', { dryRun, hooks, mergeDriver, problems, warnings });
}
