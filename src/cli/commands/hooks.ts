import type { HookCall, HookRunResult, HooksResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { any, dryRun, one } from '../options.js';
import { renderHookRun, renderHooks } from '../render/hooks.js';

const details =
  'pre-push sees to it that the artifacts of pushed commits are on the remote; post-checkout and post-merge bring the worktree along; pre-commit and post-merge see to it that what a merge made is recorded. The merge driver merges pointers file by file. Hooks that exist stay and are run as well.';

const install = defineCommand({
  name: 'hooks install',
  summary: 'install the git hooks, beside those that exist',
  details,
  operands: [],
  options: { dryRun },
  examples: [{ command: 'pixelis hooks install', explanation: 'in a fresh clone' }],
  async run({ options }, session): Promise<HooksResult> {
    const { hooks } = await session.repository();
    return hooks.install({ ...session.task, ...options });
  },
  render: renderHooks,
});

const uninstall = defineCommand({
  name: 'hooks uninstall',
  summary: 'take the git hooks out again; others stay',
  operands: [],
  options: { dryRun },
  examples: [{ command: 'pixelis hooks uninstall', explanation: 'git goes its own way' }],
  async run({ options }, session): Promise<HooksResult> {
    const { hooks } = await session.repository();
    return hooks.uninstall({ ...session.task, ...options });
  },
  render: renderHooks,
});

const status = defineCommand({
  name: 'hooks status',
  summary: 'show how the git hooks stand',
  details,
  operands: [],
  options: {},
  examples: [{ command: 'pixelis hooks status', explanation: 'which are installed' }],
  answers: true,
  async run(_, session): Promise<HooksResult> {
    const { hooks } = await session.repository();
    return hooks.status(session.task);
  },
  render: renderHooks,
});

const run = defineCommand({
  name: 'hooks run',
  summary: 'do what a git hook does; called by the hooks',
  hidden: true,
  operands: [
    one('HOOK', 'the hook', ['pre-push', 'pre-commit', 'post-checkout', 'post-merge']),
    any('ARGUMENT', 'what git gives to the hook'),
  ],
  options: {},
  examples: [{ command: 'pixelis hooks run post-merge -- 0', explanation: 'as git calls it after a merge' }],
  async run({ operands: [hook, ...given] }, session): Promise<HookRunResult> {
    const input = hook === 'pre-push' ? await session.readInput() : '';
    const { hooks } = await session.repository();
    return hooks.run({ hook: hook as HookCall['hook'], arguments: given, input }, session.task);
  },
  render: renderHookRun,
});

export const hookCommands: readonly Command[] = [install, uninstall, status, run];
