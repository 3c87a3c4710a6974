import { isPixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { HookRunResult } from '#schema/index.js';
import { followCheckout, followMerge } from './follow-git.js';
import { recordBeforeCommit } from './record-before-commit.js';
import { type HookCall, type HookOutcome, nothingDone } from './hook-call.js';
import type { HookName } from './hook-script.js';
import { pushBeforeGit } from './push-before-git.js';
import { rememberHeads } from './remember-heads.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * What a git hook does. Before a push: sees to it that the artifacts of the commits are on the remote, and refuses where
 * they are not. Before a commit: stages what a merge left to be recorded. After a checkout or a merge: brings the worktree along, and never stands in git's way.
 */
export async function runHook(
  context: RepositoryContext,
  call: HookCall,
  options: TaskOptions = {},
): Promise<HookRunResult> {
  // What cannot be remembered must not stand in git's way.
  await rememberHeads(context, options).catch((error: unknown) => {
    if (!isPixelisError(error) || error.code === 'interrupted') throw error;
  });
  const outcome = await actions[call.hook](context, call, options).catch((error: unknown): HookOutcome => {
    if (!isPixelisError(error) || error.code === 'interrupted') throw error;
    const action = call.hook.startsWith('pre-') ? 'refused' : 'none';
    return { ...nothingDone, action, problems: [problemOf(error)] };
  });
  return { pixelis: 1, command: 'hooks run', hook: call.hook, allowed: outcome.action !== 'refused', ...outcome };
}

type Action = (context: RepositoryContext, call: HookCall, options: TaskOptions) => Promise<HookOutcome>;

const actions: Readonly<Record<HookName, Action>> = {
  'pre-push': pushBeforeGit,
  'pre-commit': recordBeforeCommit,
  'post-checkout': followCheckout,
  'post-merge': followMerge,
};
