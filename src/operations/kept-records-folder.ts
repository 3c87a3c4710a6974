import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryContext } from './repository-context.js';

/** Folder, in this worktree's own state, in which records of merged versions wait for their pointers. */
export const keptRecordsFolder = 'merged';

/** Whether a record is waiting: one look, which every command can afford. */
export function hasKeptRecords({ ownState }: RepositoryContext): boolean {
  try {
    return readdirSync(join(ownState, keptRecordsFolder)).length > 0;
  } catch {
    // Whoever reads the records says why they cannot be read.
    return false;
  }
}
