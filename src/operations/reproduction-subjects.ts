import { PixelisError } from '#errors/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { compareRuns, type RunRecord } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import { findRun } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';

/** A run to be executed again. */
export interface ReproductionSubject {
  readonly record: RunRecord;
  /** The records among which it was found: those of its environment, inputs and outputs are there, too. */
  readonly records: Catalog;
}

/**
 * The runs to be executed again: one by its id or the unique beginning of it, or those that made what the pointers of a
 * revision name, in the order of their start.
 * @throws `run.not-found`, `run.not-reproducible` for one that goes on, `reference.ambiguous`
 */
export async function reproductionSubjects(
  context: RepositoryContext,
  reference: string,
  options: TaskOptions,
): Promise<readonly ReproductionSubject[]> {
  const records = context.worktreeCatalog();
  const exact = await records.run(reference, options);
  if (exact !== undefined) return [{ record: exact, records }];
  const isLive = listLiveRuns(context.sharedState).includes(reference);
  if (!isLive && (await context.git.resolveCommit(reference, options)) !== undefined) {
    return runsBehind(context, reference, options);
  }
  const { run } = await findRun(context, reference, options);
  const record = await records.run(run, options);
  if (record === undefined) throw goesOn(run);
  return [{ record, records }];
}

/** The runs that made what a revision's pointers name. */
async function runsBehind(
  context: RepositoryContext,
  revision: string,
  options: TaskOptions,
): Promise<readonly ReproductionSubject[]> {
  const there = await context.catalogAt(revision);
  const { pointers } = await there.pointers(options);
  const runs = new Map<string, ReproductionSubject>();
  for (const { pointer } of pointers) {
    const versions = await there.versions(pointer.artifact, options);
    const maker = versions.find(({ digest }) => digest === pointer.digest)?.run;
    const found = maker === undefined ? undefined : await outermost([there, context.worktreeCatalog()], maker, options);
    if (found !== undefined) runs.set(found.record.run, found);
  }
  if (runs.size > 0) return [...runs.values()].sort((one, other) => compareRuns(one.record, other.record));
  throw new PixelisError('run.not-found', `nothing that '${revision}' tracks was made by a recorded run`, {
    hint: 'see what there is: pixelis runs list',
    data: { revision },
  });
}

/** The run with an id; for code inside a program, the run of the program. */
async function outermost(
  catalogs: readonly Catalog[],
  id: string,
  options: TaskOptions,
): Promise<ReproductionSubject | undefined> {
  let found: ReproductionSubject | undefined;
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const above: ReproductionSubject | undefined = await runIn(catalogs, next, options);
    if (above === undefined) break;
    found = above;
    next = above.record.kind === 'function' ? above.record.parent : undefined;
  }
  return found;
}

async function runIn(
  catalogs: readonly Catalog[],
  id: string,
  options: TaskOptions,
): Promise<ReproductionSubject | undefined> {
  for (const records of catalogs) {
    const record = await records.run(id, options);
    if (record !== undefined) return { record, records };
  }
  return undefined;
}

function goesOn(run: string): PixelisError {
  return new PixelisError('run.not-reproducible', `run '${run}' has not ended yet`, {
    hint: 'wait for its end: pixelis runs list',
    data: { run },
  });
}
