import type { TaskOptions } from '#model/task-options.js';
import type { HookRunResult, HooksResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** The git hooks that keep worktree and remote along with git. */
export interface Hooks {
  install(options?: ChangeOptions): Promise<HooksResult>;
  uninstall(options?: ChangeOptions): Promise<HooksResult>;
  status(options?: TaskOptions): Promise<HooksResult>;
  /** What the hook itself does. */
  run(call: HookCall, options?: TaskOptions): Promise<HookRunResult>;
}

/** A hook as git calls it. */
export interface HookCall {
  readonly hook: 'pre-push' | 'pre-commit' | 'post-checkout' | 'post-merge';
  readonly arguments: readonly string[];
  /** What git wrote to standard input. */
  readonly input: string;
}
