import { isPixelisError, problemOf } from '#errors/index.js';
import { runRecordPath } from '#format/run-record.js';
import { environmentLine } from '#model/environment-line.js';
import type { RunFacts } from '#model/run-facts.js';
import { compareRuns } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, RelatedRun, RunShowResult } from '#schema/index.js';
import { codeDiff } from './code-diff.js';
import { findRun, isOver, readKnownRuns, runSource } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { readEnvironment } from './resolve-environment.js';
import { outputTail } from './run-output.js';
import { trendsOf } from './run-trends.js';

/** As the public `RunShowOptions`. */
export interface ShowRunRequest extends TaskOptions {
  /** Also how its code differed from its commit. */
  readonly diff?: boolean | undefined;
  readonly revision?: string | undefined;
}

/**
 * What is known of one run, with what can be had without a remote of its series and output.
 * @throws `run.not-found`, `reference.ambiguous`, `git.revision-not-found`
 */
export async function showRun(
  context: RepositoryContext,
  id: string,
  request: ShowRunRequest = {},
): Promise<RunShowResult> {
  const run = await findRun(context, id, request);
  const problems: Problem[] = [];
  const attempt = orProblem(problems);
  const stdout = await attempt(() => outputTail(context, { run, stream: 'stdout' }, request));
  const stderr = await attempt(() => outputTail(context, { run, stream: 'stderr' }, request));
  const summary = await attempt(() => environmentSummary(context, run, request));
  const difference = request.diff === true ? await attempt(() => codeDiff(context, run, request)) : undefined;
  return {
    pixelis: 1,
    command: 'runs show',
    run,
    ...(isOver(run) ? { record: runRecordPath(run.run) } : {}),
    ...(summary === undefined ? {} : { environmentSummary: summary }),
    trends: (await attempt(() => trendsOf(context, run, request))) ?? {},
    ...(stdout === undefined ? {} : { stdout }),
    ...(stderr === undefined ? {} : { stderr }),
    related: await relatedRuns(context, { run, problems }, request),
    ...(difference === undefined ? {} : { codeDiff: difference }),
    problems,
    warnings: [],
  };
}

/** Runs that name this one: other processes of its job, what was started in it, goes on with it, or executed it again. */
async function relatedRuns(
  context: RepositoryContext,
  { run: { run, rank }, problems }: { readonly run: RunFacts; readonly problems: Problem[] },
  request: ShowRunRequest,
): Promise<readonly RelatedRun[]> {
  const related: { readonly started: string; readonly run: string; readonly about: RelatedRun }[] = [];
  const source = await runSource(context, request.revision);
  for await (const other of readKnownRuns(context, { ...source, problems }, { signal: request.signal })) {
    if (other.run === run) continue;
    const { name, state, reproduces } = other;
    const about = { run: other.run, ...(name === undefined ? {} : { name }), state };
    const note = (relation: Pick<RelatedRun, 'relation' | 'verdict'>) =>
      related.push({ started: other.started, run: other.run, about: { ...about, ...relation } });
    if (other.parent === run) note({ relation: 'child' });
    if (other.resumes === run) note({ relation: 'continuation' });
    if (rank !== undefined && other.rank?.group === rank.group) note({ relation: 'rank' });
    if (reproduces?.run === run) note({ relation: 'reproduction', verdict: reproduces.verdict });
  }
  return related.sort(compareRuns).map(({ about }) => about);
}

/** Nothing where its record is not here: it may be on another branch. */
async function environmentSummary(
  context: RepositoryContext,
  { environment }: RunFacts,
  { revision, signal }: ShowRunRequest,
): Promise<string | undefined> {
  if (environment === undefined) return undefined;
  try {
    const { source } = (await runSource(context, revision)).catalog;
    return environmentLine(await readEnvironment(source, environment, { signal }));
  } catch (error) {
    if (isPixelisError(error, 'environment.not-found')) return undefined;
    throw error;
  }
}

/** What cannot be read of a run leaves the rest of it to be shown. */
function orProblem(problems: Problem[]) {
  return async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      problems.push(problemOf(error));
      return undefined;
    }
  };
}
