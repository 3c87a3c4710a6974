import { readFile } from 'node:fs/promises';
import { diskError, isDiskError } from '#errors/index.js';
import { spelledIn } from '#format/names-in-file.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import type { ReadRoots } from './read-git-roots.js';
import { readingRoot } from './root-unreadable.js';

/**
 * Keeps all that runs name which have no record yet: code, configuration, what they use and have made so far.
 * @param state folder of the state that the worktrees of a repository share
 * @throws `gc.root-unreadable`
 */
export async function readLiveRoots(state: string, { names, ignored }: ReadRoots, repository: string): Promise<void> {
  for (const run of listLiveRuns(state)) {
    const { start, events } = liveRunFolder(state, run);
    for (const file of [start, events]) {
      const bytes = await readingRoot({ root: file, repository }, ignored, () => bytesOf(file));
      for (const digest of bytes === undefined ? [] : spelledIn(bytes)) names.keep(digest, 'live-run');
    }
  }
}

/** Undefined where it is gone: the run has a record by now, which the next look finds. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, file);
  }
}
