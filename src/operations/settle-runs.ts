import { statSync } from 'node:fs';
import { diskError, isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { environmentRecordPath } from '#format/environment-record.js';
import { versionRecordPath } from '#format/version-record.js';
import { type HeldRun, holdLostRun } from '#live-run/hold-live-run.js';
import { isKept, listLiveRuns } from '#live-run/list-live-runs.js';
import { type LiveRunFolder, liveRunFolder } from '#live-run/live-run-folder.js';
import { readRunEvents, type RunEnded } from '#live-run/run-events.js';
import { readRunStart } from '#live-run/run-start-file.js';
import { isRepositoryPath, pointerPathOf } from '#model/repository-path.js';
import type { RunRecord, UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { gitignoreBeside } from '#records/gitignore-file.js';
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
  const held: HeldRun[] = [];
  try {
    for (const run of listLiveRuns(sharedState)) {
      await attempt(liveRunFolder(sharedState, run).folder, async () => {
        const lostRun = await lostRunOf(context, run, options);
        if (lostRun === undefined) return;
        held.push(lostRun);
        const settled = await settleRun(context, lostRun, options);
        if (settled === undefined) return;
        warnings.push(settled.warning);
        written.push(...settled.paths);
      });
    }
    await attempt(context.git.places.root, async () => void (await stageFiles(context, written, options)));
    for (const run of held) await attempt(run.live.folder, () => run.end());
  } finally {
    for (const run of held) run.release();
  }
  return warnings;
}

interface SettledRun {
  /** To be staged. */
  readonly paths: readonly string[];
  readonly warning: Problem;
}

/** Takes over a run of this worktree that nobody keeps. */
async function lostRunOf(context: RepositoryContext, run: string, options: TaskOptions): Promise<HeldRun | undefined> {
  const { sharedState } = context;
  const root = readRunStart(liveRunFolder(sharedState, run))?.root;
  if (root !== undefined && root !== context.git.places.root && isFolder(root)) return undefined;
  return (await isKept(sharedState, run)) ? undefined : holdLostRun(sharedState, run, options);
}

async function settleRun(
  context: RepositoryContext,
  held: HeldRun,
  options: TaskOptions,
): Promise<SettledRun | undefined> {
  const { live } = held;
  const end = readRunEvents(live).find((event) => event.kind === 'end');
  const ending: RunEnding =
    end === undefined
      ? { state: 'INTERRUPTED', reason: 'its process was lost', ended: lastSignOf(live) }
      : { ...end, ended: new Date(end.ended), outputs: await outputsByNow(context, live.run, { end, options }) };
  const finished = await finishRun(context, { held, ending, redactor: undefined }, options);
  if (finished === undefined) return undefined;
  const made = new Set(finished.record.outputs.map(({ path }) => path));
  const left = end?.outputs.filter((path) => !made.has(path)) ?? [];
  const warning = end === undefined ? lost(live.run) : recordedLate(live.run, { end, left });
  return { paths: [finished.path, ...filesOf(finished.record)], warning: problemOf(warning) };
}

/** Declared outputs that became versions of the run before anybody could note it. */
async function outputsByNow(
  context: RepositoryContext,
  run: string,
  { end, options }: { readonly end: RunEnded; readonly options: TaskOptions },
): Promise<readonly UsedVersion[]> {
  if (end.outputs.length === 0) return [];
  const catalog = context.worktreeCatalog();
  const { pointers } = await catalog.pointers(options);
  const outputs: UsedVersion[] = [];
  for (const { path, pointer } of pointers) {
    if (!end.outputs.includes(path)) continue;
    const { artifact, version, digest } = pointer;
    const versions = await catalog.versions(artifact, options);
    if (versions.some((each) => each.version === version && each.digest === digest && each.run === run))
      outputs.push({ artifact, version, digest, path });
  }
  return outputs;
}

/** What the run wrote for git, and may not have come to stage. */
function filesOf({ environment, outputs }: RunRecord): readonly string[] {
  return [
    ...(environment === undefined ? [] : [environmentRecordPath(environment)]),
    ...outputs.flatMap(({ path, ...version }) => [
      versionRecordPath(version),
      ...(path === undefined || !isRepositoryPath(path) ? [] : [pointerPathOf(path), gitignoreBeside(path)]),
    ]),
  ];
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
