import type { TaskOptions } from '#model/task-options.js';
import { type HookCall, type HookOutcome, nothingDone } from './hook-call.js';
import { placeKeptRecords } from './kept-records.js';
import type { RepositoryContext } from './repository-context.js';

/** Before a commit: stages the records of versions that a merge made and did not commit by itself. */
export async function recordBeforeCommit(
  context: RepositoryContext,
  _call: HookCall,
  options: TaskOptions,
): Promise<HookOutcome> {
  const placed = await placeKeptRecords(context, options);
  return { ...nothingDone, action: placed.length > 0 ? 'recorded' : 'none' };
}
