import { statSync } from 'node:fs';
import { diskError, isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { holdLostRun } from '#live-run/hold-live-run.js';
import { isKept, listLiveRuns } from '#live-run/list-live-runs.js';
import { type LiveRunFolder, liveRunFolder } from '#live-run/live-run-folder.js';
import { readRunStart } from '#live-run/run-start-file.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { finishRun } from './finish-run.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Writes the records of runs whose process, or host, died: INTERRUPTED, with the output and the metrics that there are. Only
 * those of this worktree; where that worktree is gone, of any. @returns a warning for each
 */
export async function settleRuns(context: RepositoryContext, options: TaskOptions): Promise<readonly Problem[]> {
  const { sharedState } = context;
  const warnings: Problem[] = [];
  for (const run of listLiveRuns(sharedState)) {
    try {
      const warning = await settleRun(context, run, options);
      if (warning !== undefined) warnings.push(warning);
    } catch (thrown) {
      // What was asked for can be done all the same: a run that cannot be settled now is settled another time.
      const error = diskError(thrown, liveRunFolder(sharedState, run).folder);
      if (!isPixelisError(error) || error.kind === 'interrupted') throw error;
      warnings.push(problemOf(error));
    }
  }
  return warnings;
}

async function settleRun(context: RepositoryContext, run: string, options: TaskOptions): Promise<Problem | undefined> {
  const { sharedState } = context;
  const live = liveRunFolder(sharedState, run);
  const root = readRunStart(live)?.root;
  if (root !== undefined && root !== context.git.places.root && isFolder(root)) return undefined;
  if (await isKept(sharedState, run)) return undefined;
  const held = await holdLostRun(sharedState, run, options);
  if (held === undefined) return undefined;
  try {
    const ending = { state: 'INTERRUPTED', reason: 'its process was lost', ended: lastSignOf(live) } as const;
    const finished = await finishRun(context, { held, ending, redactor: undefined }, options);
    if (finished === undefined) return undefined;
    return problemOf(
      new PixelisError('run.lost', `run '${run}' was lost with its process, and is recorded as INTERRUPTED`, {
        hint: `go on with it: pixelis runs resume ${run}`,
        data: { run },
      }),
    );
  } finally {
    held.release();
  }
}

/** When the run was last seen alive. */
function lastSignOf(live: LiveRunFolder): Date {
  const times = [live.heartbeat, live.start, live.events, live.metrics, live.stdout, live.stderr].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return new Date(Math.max(...times));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
