import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import type { Git, GitStatusEntry } from '#git/git.js';
import { recordKindOf } from '#records/record-kind.js';
import type { Problem } from '#schema/index.js';
import { gitOperation } from './git-operation.js';

const writtenOnce: ReadonlySet<unknown> = new Set(['version', 'run', 'environment']);

/**
 * Records that were committed, and were edited or deleted here since: once that is committed, too, an audit holds it against
 * the history for ever. In the middle of a merge the other side's may stand, where both recorded one version.
 */
export function changedRecords(
  { places }: Pick<Git, 'places'>,
  entries: readonly GitStatusEntry[],
): readonly Problem[] {
  if (gitOperation(places) !== undefined || existsSync(join(places.gitFolder, 'SQUASH_MSG'))) return [];
  return entries.flatMap(({ path, headBlob, staged, worktree }) => {
    if (headBlob === undefined || !writtenOnce.has(recordKindOf(path))) return [];
    const isGone = worktree === 'deleted' || staged === 'deleted';
    const what = isGone ? 'deleted' : 'edited';
    const error = new PixelisError('record.changed', `'${path}' was ${what} after it was committed`, {
      hint: `records are written once; put it back: git checkout HEAD -- ${path}`,
      data: { path },
    });
    return [problemOf(error, { path })];
  });
}
