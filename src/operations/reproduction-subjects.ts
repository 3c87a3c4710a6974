import { PixelisError } from '#errors/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import { compareRuns, type RunRecord } from '#model/run.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * The runs to be executed again: one by its id or the unique beginning of it, or those that made what the pointers of a
 * revision name, in the order of their start.
 * @throws `run.not-found`, `run.not-reproducible` for one that goes on, `reference.ambiguous`
 */
export async function reproductionSubjects(
  context: RepositoryContext,
  reference: string,
  options: TaskOptions,
): Promise<readonly RunRecord[]> {
  const catalog = context.worktreeCatalog();
  const exact = await catalog.run(reference, options);
  if (exact !== undefined) return [exact];
  const live = listLiveRuns(context.sharedState);
  if (live.includes(reference)) throw goesOn(reference);
  if ((await context.git.resolveCommit(reference, options)) !== undefined) {
    return runsBehind(context, reference, options);
  }
  const ids = await catalog.runIds(options);
  const fitting = [...ids, ...live].filter((id) => reference !== '' && id.startsWith(reference));
  const [only] = fitting;
  if (only === undefined) throw notFound(reference, [...ids, ...live]);
  if (fitting.length > 1) throw ambiguous(reference, fitting);
  const record = await catalog.run(only, options);
  if (record === undefined) throw goesOn(only);
  return [record];
}

/** The runs that made what a revision's pointers name. */
async function runsBehind(
  context: RepositoryContext,
  revision: string,
  options: TaskOptions,
): Promise<readonly RunRecord[]> {
  const there = await context.catalogAt(revision);
  const { pointers } = await there.pointers(options);
  const runs = new Map<string, RunRecord>();
  for (const { pointer } of pointers) {
    const versions = await there.versions(pointer.artifact, options);
    const maker = versions.find(({ digest }) => digest === pointer.digest)?.run;
    const record =
      maker === undefined ? undefined : await outermost([there, context.worktreeCatalog()], maker, options);
    if (record !== undefined) runs.set(record.run, record);
  }
  if (runs.size > 0) return [...runs.values()].sort(compareRuns);
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
): Promise<RunRecord | undefined> {
  let record: RunRecord | undefined;
  const seen = new Set<string>();
  for (let next: string | undefined = id; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const above: RunRecord | undefined = await runIn(catalogs, next, options);
    if (above === undefined) break;
    record = above;
    next = above.kind === 'function' ? above.parent : undefined;
  }
  return record;
}

async function runIn(catalogs: readonly Catalog[], id: string, options: TaskOptions): Promise<RunRecord | undefined> {
  for (const catalog of catalogs) {
    const record = await catalog.run(id, options);
    if (record !== undefined) return record;
  }
  return undefined;
}

function goesOn(run: string): PixelisError {
  return new PixelisError('run.not-reproducible', `run '${run}' has not ended yet`, {
    hint: 'wait for its end: pixelis runs list',
    data: { run },
  });
}

function notFound(reference: string, known: readonly string[]): PixelisError {
  const candidates = suggestClosest(reference, known);
  return new PixelisError('run.not-found', `'${reference}' is neither a run nor a revision`, {
    hint: candidates.length > 0 ? `did you mean ${candidates.join(' or ')}?` : 'see what there is: pixelis runs list',
    data: { reference, candidates },
  });
}

function ambiguous(reference: string, candidates: readonly string[]): PixelisError {
  const shown = candidates.slice(0, 5).join(', ');
  return new PixelisError('reference.ambiguous', `'${reference}' fits ${candidates.length} runs`, {
    hint: `give more of the id: ${shown}${candidates.length > 5 ? ', …' : ''}`,
    data: { reference, candidates: candidates.slice(0, 20) },
  });
}
