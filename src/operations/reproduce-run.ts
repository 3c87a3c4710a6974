import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, ReproducedRun } from '#schema/index.js';
import { checkReproducible, notReproducible, reasonOf } from './check-reproducible.js';
import { type AgainRequest, executeAgain, type ReproductionOutcome } from './execute-again.js';
import { furnishScratch } from './furnish-scratch.js';
import { recordNotRunnable } from './record-not-runnable.js';
import type { RepositoryContext } from './repository-context.js';
import type { ReproductionSubject } from './reproduction-subjects.js';
import { makeScratchWorktree, type ScratchPlace, type ScratchWorktree } from './scratch-worktree.js';

export interface ReproduceRunRequest extends AgainRequest {
  readonly place: ScratchPlace;
  /** Leaves the scratch worktree where it is. */
  readonly keep?: boolean | undefined;
}

/**
 * Executes the command of a run again, in a scratch worktree with the code and the inputs of the run, and judges what it
 * makes. What keeps it from being executed is an answer, not an error. The scratch worktree goes, however this ends.
 * @throws `git.unsupported`, `remote.*`, `disk.*`, `interrupted`
 */
export async function reproduceRun(
  context: RepositoryContext,
  { record, records }: ReproductionSubject,
  request: ReproduceRunRequest,
): Promise<ReproductionOutcome> {
  const task: TaskOptions = { signal: request.signal, onProgress: request.onProgress };
  let scratch: ScratchWorktree | undefined;
  let isLaidOut = false;
  let outcome: ReproductionOutcome;
  try {
    const commit = await checkReproducible(context, record, task);
    scratch = await makeScratchWorktree(context, { commit, place: request.place }, task);
    await furnishScratch(context, { record, records, scratch }, task);
    isLaidOut = true;
    outcome = await executeAgain(context, { record, records, scratch }, request);
  } catch (error) {
    if (!isReason(error)) {
      await leaveScratch(scratch, request);
      throw error;
    }
    outcome = await notRunnable(context, { record, error, isRecorded: isLaidOut }, request);
  }
  const { result, problems } = outcome;
  const left = await leaveScratch(scratch, request);
  return {
    result: request.keep === true && scratch !== undefined ? { ...result, folder: scratch.root } : result,
    problems: [...problems, ...left],
  };
}

/** Removes it, unless it is to be kept. That it cannot be removed hides nothing of what was found out. */
async function leaveScratch(
  scratch: ScratchWorktree | undefined,
  { keep }: Pick<ReproduceRunRequest, 'keep'>,
): Promise<readonly Problem[]> {
  try {
    await (keep === true ? scratch?.keep() : scratch?.remove());
    return [];
  } catch (error) {
    const { root } = scratch as ScratchWorktree;
    const message = `the scratch worktree '${root}' could not be removed: ${error instanceof Error ? error.message : ''}`;
    const hint = `rm -rf '${root}' && git worktree prune`;
    return [problemOf(new PixelisError('disk.failed', message, { hint, cause: error }), { path: root })];
  }
}

/** Whether an error says that the run, rather than we, cannot do it. */
function isReason(error: unknown): error is PixelisError {
  return (['run.not-reproducible', 'object.missing', 'object.purged', 'object.corrupt', 'tree.invalid'] as const).some(
    (code) => isPixelisError(error, code),
  );
}

/** The answer; it is recorded as a run where none was begun. */
async function notRunnable(
  context: RepositoryContext,
  {
    record,
    error,
    isRecorded,
  }: { readonly record: RunRecord; readonly error: PixelisError; readonly isRecorded: boolean },
  { tolerance }: ReproduceRunRequest,
): Promise<ReproductionOutcome> {
  const told = error.code === 'run.not-reproducible' ? error : notReproducible(record, error.message, error);
  const reason = reasonOf(told);
  const warnings = told.hint === undefined ? [] : [problemOf(told)];
  if (!isRecorded) {
    const { result, problems } = await recordNotRunnable(context, { record, reason, tolerance });
    return { result: { ...result, warnings }, problems };
  }
  const result: ReproducedRun = {
    run: record.run,
    ...(record.name === undefined ? {} : { name: record.name }),
    verdict: 'not-runnable',
    reason,
    ...(tolerance === undefined ? {} : { tolerance }),
    firstSeconds: record.seconds,
    outputs: [],
    differences: [],
    warnings,
  };
  return { result, problems: [] };
}
