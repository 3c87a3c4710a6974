import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitPlaces } from '#git/git.js';

/** What git is in the middle of, to be gone on with: `git rebase --continue`. */
export type GitOperation = 'rebase' | 'cherry-pick' | 'revert' | 'merge';

export function gitOperation({ gitFolder }: Pick<GitPlaces, 'gitFolder'>): GitOperation | undefined {
  return operations.find(([name]) => existsSync(join(gitFolder, name)))?.[1];
}

const operations = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['MERGE_HEAD', 'merge'],
] as const;
