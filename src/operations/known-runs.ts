import { PixelisError, problemOf, throwIfInterrupted } from '#errors/index.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import type { RunFacts } from '#model/run-facts.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { Problem } from '#schema/index.js';
import { liveRunFacts } from './live-run-facts.js';
import type { RepositoryContext } from './repository-context.js';

/** Where runs are looked for. */
export interface RunSource {
  readonly catalog: Catalog;
  /** Whether those that go on in this worktree count as well. */
  readonly withLive: boolean;
}

/** What is recorded, and what goes on: in the worktree, or what was recorded at a revision. @throws `git.revision-not-found` */
export async function runSource(context: RepositoryContext, revision?: string): Promise<RunSource> {
  if (revision === undefined) return { catalog: context.worktreeCatalog(), withLive: true };
  return { catalog: await context.catalogAt(revision), withLive: false };
}

/** Whether a run has a record: one whose process is gone has none yet, and still lies in its live folder. */
export function isOver({ ended }: RunFacts): boolean {
  return ended !== undefined;
}

/** Every run once, in no order. One whose record cannot be read is left out and told in `problems`. */
export async function* readKnownRuns(
  context: RepositoryContext,
  { catalog, withLive, problems }: RunSource & { readonly problems: Problem[] },
  options: TaskOptions,
): AsyncGenerator<RunFacts, void, undefined> {
  // Those that go on are listed first: one that ends meanwhile is then looked for among the records.
  const live = withLive ? listLiveRuns(context.sharedState) : [];
  const recorded = new Set<string>();
  const onBroken = (error: PixelisError, path: string) => problems.push(problemOf(error, { path }));
  for await (const record of catalog.allRuns({ ...options, onBroken })) {
    if (live.length > 0) recorded.add(record.run);
    yield record;
  }
  for (const run of live) {
    throwIfInterrupted(options.signal);
    if (recorded.has(run)) continue;
    const found = await liveRunFacts(context, run, options);
    if (found?.root === context.git.places.root) yield found.facts;
    // It ended while the records were read.
    const ended = found === undefined ? await catalog.run(run, options) : undefined;
    if (ended !== undefined) yield ended;
  }
}

/**
 * A run by its id, or by the unique beginning of one. Live runs of other worktrees of the clone are found, too.
 * @throws `run.not-found`, `reference.ambiguous`; `file.*` for a record that cannot be read
 */
export async function findRun(
  context: RepositoryContext,
  id: string,
  options: TaskOptions & { readonly revision?: string | undefined } = {},
): Promise<RunFacts> {
  const { catalog, withLive } = await runSource(context, options.revision);
  const exact = await readRun(context, { catalog, withLive, id }, options);
  if (exact !== undefined) return exact;
  const ids = new Set([...(await catalog.runIds(options)), ...(withLive ? listLiveRuns(context.sharedState) : [])]);
  const fitting = [...ids].filter((known) => known.startsWith(id));
  const [only] = fitting;
  if (only === undefined || id === '') throw notFound(id, { ids: [...ids], revision: options.revision });
  // The ranks of a job begin with its id.
  const group = fitting.find((known) => fitting.every((other) => other === known || other.startsWith(`${known}-rank`)));
  if (group === undefined) throw ambiguous(id, fitting);
  const found = await readRun(context, { catalog, withLive, id: group }, options);
  if (found === undefined) throw notFound(id, { ids: [], revision: options.revision });
  return found;
}

async function readRun(
  context: RepositoryContext,
  { catalog, withLive, id }: RunSource & { readonly id: string },
  options: TaskOptions,
): Promise<RunFacts | undefined> {
  const ended = await catalog.run(id, options);
  if (ended !== undefined || !withLive || !listLiveRuns(context.sharedState).includes(id)) return ended;
  // One that ends in between has its record by then.
  return (await liveRunFacts(context, id, options))?.facts ?? (await catalog.run(id, options));
}

function notFound(
  id: string,
  { ids, revision }: { readonly ids: readonly string[]; readonly revision?: string | undefined },
): PixelisError {
  const candidates = suggestClosest(id, ids);
  const place = revision === undefined ? '' : ` at '${revision}'`;
  return new PixelisError('run.not-found', `there is no run '${id}'${place}`, {
    hint: candidates.length > 0 ? `did you mean ${candidates.join(' or ')}?` : 'see what there is: pixelis runs list',
    data: { run: id, candidates },
  });
}

function ambiguous(id: string, candidates: readonly string[]): PixelisError {
  const shown = candidates.slice(0, 5).join(', ');
  return new PixelisError('reference.ambiguous', `'${id}' fits ${candidates.length} runs`, {
    hint: `give more of the id: ${shown}${candidates.length > 5 ? ', …' : ''}`,
    data: { run: id, candidates: candidates.slice(0, 20) },
  });
}
