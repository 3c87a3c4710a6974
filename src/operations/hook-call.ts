import type { HookRunResult } from '#schema/index.js';
import type { HookName } from './hook-script.js';

/** A hook as git calls it. */
export interface HookCall {
  readonly hook: HookName;
  readonly arguments: readonly string[];
  /** What git wrote to standard input. */
  readonly input: string;
}

/** What a hook found and did. */
export type HookOutcome = Pick<HookRunResult, 'action' | 'remotes' | 'paths' | 'problems' | 'warnings'>;

export const nothingDone: HookOutcome = { action: 'none', remotes: [], paths: [], problems: [], warnings: [] };
