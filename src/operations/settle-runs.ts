import { statSync } from 'node:fs';
import { diskError, isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { holdLostRun } from '#live-run/hold-live-run.js';
import { isKept, listLiveRuns } from '#live-run/list-live-runs.js';
import { type LiveRunFolder, liveRunFolder } from '#live-run/live-run-folder.js';
import { readRunEvents, type RunEnded } from '#live-run/run-events.js';
import { readRunStart } from '#live-run/run-start-file.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { finishRun, type RunEnding } from './finish-run.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';

/**
 * Writes the records of runs whose process, or host, died: INTERRUPTED, with the output and the metrics that there are; or
 * as they had ended, where only the record was missing. Only those of this worktree; where that worktree is gone, of any.
 * @returns a warning for each
 */
export async function settleRuns(context: RepositoryContext, options: TaskOptions): Promise<readonly Problem[]> {
  const { sharedState } = context;
  const warnings: Problem[] = [];
  const written: string[] = [];
  // What was asked for can be done all the same: a run that cannot be settled now is settled another time.
  const attempt = async (place: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      const error = diskError(thrown, place);
      if (!isPixelisError(error) || error.kind === 'interrupted') throw error;
      warnings.push(problemOf(error));
    }
  };
  for (const run of listLiveRuns(sharedState)) {
    await attempt(liveRunFolder(sharedState, run).folder, async () => {
      const settled = await settleRun(context, run, options);
      if (settled === undefined) return;
      warnings.push(settled.warning);
      written.push(settled.path);
    });
  }
  await attempt(context.git.places.root, async () => void (await stageFiles(context, written, options)));
  return warnings;
}

interface SettledRun {
  readonly path: string;
  readonly warning: Problem;
}

async function settleRun(
  context: RepositoryContext,
  run: string,
  options: TaskOptions,
): Promise<SettledRun | undefined> {
  const { sharedState } = context;
  const live = liveRunFolder(sharedState, run);
  const root = readRunStart(live)?.root;
  if (root !== undefined && root !== context.git.places.root && isFolder(root)) return undefined;
  if (await isKept(sharedState, run)) return undefined;
  const held = await holdLostRun(sharedState, run, options);
  if (held === undefined) return undefined;
  try {
    const end = readRunEvents(live).find((event) => event.kind === 'end');
    const ending: RunEnding =
      end === undefined
        ? { state: 'INTERRUPTED', reason: 'its process was lost', ended: lastSignOf(live) }
        : { ...end, ended: new Date(end.ended), outputs: undefined };
    const finished = await finishRun(context, { held, ending, redactor: undefined }, options);
    if (finished === undefined) return undefined;
    const made = new Set(finished.record.outputs.map(({ path }) => path));
    const left = end?.outputs.filter((path) => !made.has(path)) ?? [];
    return {
      path: finished.path,
      warning: problemOf(end === undefined ? lost(run) : recordedLate(run, { end, left })),
    };
  } finally {
    held.release();
  }
}

function lost(run: string): PixelisError {
  return new PixelisError('run.lost', `run '${run}' was lost with its process, and is recorded as INTERRUPTED`, {
    hint: `go on with it: pixelis runs resume ${run}`,
    data: { run },
  });
}

function recordedLate(
  run: string,
  { end, left }: { readonly end: RunEnded; readonly left: readonly string[] },
): PixelisError {
  const but = left.length === 0 ? '' : `; not put under version: ${left.join(', ')}`;
  return new PixelisError('run.lost', `run '${run}' had ended (${end.state}) without a record, and has one now${but}`, {
    ...(left.length === 0 ? {} : { hint: `where they are still what the run made: pixelis add ${left.join(' ')}` }),
    data: { run },
  });
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
