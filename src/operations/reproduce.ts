import { join, resolve } from 'node:path';
import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PlannedReproduction, Problem, ReproducedRun, ReproduceResult } from '#schema/index.js';
import { unusable } from './add-plan.js';
import { checkReproducible, reasonOf } from './check-reproducible.js';
import type { CommandListeners } from './execute-run.js';
import { worstVerdict } from './judge-outputs.js';
import { refusePurged } from './bring-content.js';
import { knownTombstones } from './known-tombstones.js';
import { onlyLooking } from './only-looking.js';
import { inputsOf } from './place-inputs.js';
import type { RepositoryContext } from './repository-context.js';
import { reproduceRun } from './reproduce-run.js';
import { type ReproductionSubject, reproductionSubjects } from './reproduction-subjects.js';

export interface ReproduceRequest extends TaskOptions, CommandListeners {
  readonly tolerance?: number | undefined;
  readonly keep?: boolean | undefined;
  readonly scratch?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Where temporary files lie on this machine. */
  readonly temporaryFolder: string;
}

/**
 * Executes runs again: code, inputs and environment as recorded, each output judged, the verdict recorded as a run.
 * @throws `run.not-found`, `usage.invalid-argument`, and what {@link reproduceRun} throws
 */
export async function reproduce(
  repository: RepositoryContext,
  reference: string,
  request: ReproduceRequest,
): Promise<ReproduceResult> {
  const { tolerance, scratch, temporaryFolder, dryRun = false } = request;
  if (tolerance !== undefined && !(tolerance >= 0 && Number.isFinite(tolerance))) {
    throw unusable(`a tolerance of '${tolerance}' makes no sense`, 'give a relative deviation: --tolerance 1e-6');
  }
  const context = dryRun ? onlyLooking(repository) : repository;
  const subjects = await reproductionSubjects(context, reference, request);
  const start = { pixelis: 1 as const, command: 'reproduce' as const, dryRun, reference };
  if (dryRun) {
    const planned: PlannedReproduction[] = [];
    for (const subject of subjects) planned.push(await plan(context, subject, request));
    return { ...start, planned, runs: [], problems: [], warnings: [] };
  }
  const runs: ReproducedRun[] = [];
  const problems: Problem[] = [];
  for (const subject of subjects) {
    const chosen = scratch === undefined ? undefined : resolve(context.git.places.root, context.folder, scratch);
    const own = chosen === undefined || subjects.length === 1 ? chosen : join(chosen, subject.record.run);
    const place = { folder: own, parent: temporaryFolder };
    const outcome = await reproduceRun(context, subject, { ...request, place });
    runs.push(outcome.result);
    problems.push(...outcome.problems);
  }
  return { ...start, verdict: worstVerdict(runs), planned: [], runs, problems, warnings: [] };
}

/** Codes of errors for which a run cannot be executed again. */
const reasons: ReadonlySet<string> = new Set(['run.not-reproducible', 'object.missing', 'object.purged']);

/** What would be done for one run, as far as can be told without laying anything out. */
async function plan(
  context: RepositoryContext,
  { record, records }: ReproductionSubject,
  options: TaskOptions,
): Promise<PlannedReproduction> {
  const { run, name, command, folder, code, outputs } = record;
  const known = {
    run,
    ...(name === undefined ? {} : { name }),
    command: [...command],
    folder,
    ...(code.commit === undefined ? {} : { commit: code.commit }),
    changedFiles: code.changes?.files ?? 0,
    deletedFiles: code.changes?.deleted.length ?? 0,
    outputs: outputs.map((output) => ({ ...output })),
  };
  try {
    const commit = await checkReproducible(context, record, options);
    const inputs = await inputsOf({ records, scratch: await context.catalogAt(commit) }, record, options);
    const tombstones = await knownTombstones(context, options);
    for (const input of inputs) refusePurged({ ...input, subpath: undefined }, input.digest, tombstones);
    return {
      ...known,
      inputs: inputs.map(({ artifact, version, digest, path }) => ({ artifact, version, digest, path })),
    };
  } catch (error) {
    if (!isPixelisError(error) || !reasons.has(error.code)) throw error;
    return { ...known, inputs: [], reason: reasonOf(error) };
  }
}
