import { PixelisError } from '#errors/index.js';
import { jobCollector } from '#model/collect-jobs.js';
import type { ListedRun, RunFacts } from '#model/run-facts.js';
import {
  compareFieldValues,
  fieldReader,
  flatParams,
  isFieldName,
  type RunFields,
  runFieldNames,
  runFields,
} from '#model/run-fields.js';
import { compareRuns, type RunState } from '#model/run.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { TaskOptions } from '#model/task-options.js';
import { tellingColumns } from '#model/telling-columns.js';
import type { Problem, RunsListResult } from '#schema/index.js';
import { readKnownRuns, runSource } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { notApplied, type Searched, searchTest } from './search-expression.js';

/** As the public `RunListOptions`. */
export interface ListRunsRequest extends TaskOptions {
  readonly filter?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly sort?: string | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly ranks?: boolean | undefined;
  readonly revision?: string | undefined;
}

/**
 * Runs that have ended, and runs of this worktree that go on. Each record is read once.
 * @throws `expression.invalid`; `usage.invalid-argument` for a field that no run has; `git.revision-not-found`
 */
export async function listRuns(context: RepositoryContext, request: ListRunsRequest = {}): Promise<RunsListResult> {
  const { filter, limit, revision, signal, states = [] } = request;
  const unknown = states.find((state) => !runStates.includes(state));
  if (unknown !== undefined) throw unknownState(unknown);
  const problems: Problem[] = [];
  const reasons: string[] = [];
  const holds = filter === undefined ? undefined : await searchTest(filter, searchedRuns);
  const source = await runSource(context, revision);
  const fitting: ListedRun[] = [];
  const consider = async (run: ListedRun): Promise<void> => {
    const fits = hasStateAndTags(run, request) && (holds === undefined || (await holds(runFields(run))));
    if (fits === true) fitting.push(run);
    else if (fits !== false) reasons.push(`'${run.run}': ${fits.reason}`);
  };
  const jobs = jobCollector();
  for await (const facts of readKnownRuns(context, { ...source, problems }, { signal })) {
    const run = listed(facts);
    const single = request.ranks === true ? run : jobs.add(run);
    if (single !== undefined) await consider(single);
  }
  for (const job of jobs.jobs()) await consider(job);
  const shown = sorted(fitting, request).slice(0, limit);
  for (const column of request.columns ?? []) refuseUnknown(column, fitting);
  return {
    pixelis: 1,
    command: 'runs list',
    ...(revision === undefined ? {} : { revision }),
    runs: shown,
    total: fitting.length,
    columns: request.columns ?? tellingColumns(shown),
    problems,
    warnings: [
      ...notApplied(filter ?? '', { reasons, noun: 'runs', example: '$type(params.x) = "number" and params.x > 3' }),
    ],
  };
}

const runStates: readonly string[] = ['RUNNING', 'COMPLETED', 'FAILED', 'INTERRUPTED'] satisfies RunState[];

function unknownState(state: string): PixelisError {
  return new PixelisError('usage.invalid-argument', `'${state}' is no state of a run`, {
    hint: `one of: ${runStates.join(', ')}`,
    data: { state },
  });
}

const searchedRuns: Searched<RunFields> = {
  fields: runFieldNames,
  example: 'state = "COMPLETED" and metrics.loss < 0.1 and params.lr = 0.01',
  texts: ({ run, name, command, tags, host, user, params, inputs, outputs }) => [
    run,
    ...(name === undefined ? [] : [name]),
    command,
    ...tags,
    host,
    user,
    params,
    ...[...inputs, ...outputs].map(({ artifact }) => artifact),
  ],
};

function listed(facts: RunFacts): ListedRun {
  const { redacted: _, series: __, hardwareSeries: ___, stdout: ____, stderr: _____, ...run } = facts;
  return run;
}

function hasStateAndTags(run: ListedRun, { states = [], tags = [] }: ListRunsRequest): boolean {
  return (states.length === 0 || states.includes(run.state)) && tags.every((tag) => run.tags.includes(tag));
}

/** Newest first, or by a field from its least value on. Runs without a value come last, however it is turned. */
function sorted(runs: ListedRun[], { sort, reverse = false }: ListRunsRequest): readonly ListedRun[] {
  const direction = reverse ? -1 : 1;
  if (sort === undefined) return runs.sort((left, right) => -direction * compareRuns(left, right));
  refuseUnknown(sort, runs);
  const read = fieldReader(sort);
  return runs
    .map((run) => ({ run, value: read(run) }))
    .sort((left, right) => {
      if (left.value === undefined || right.value === undefined) {
        const order = Number(left.value === undefined) - Number(right.value === undefined);
        return order || compareRuns(right.run, left.run);
      }
      return direction * compareFieldValues(left.value, right.value) || compareRuns(right.run, left.run);
    })
    .map(({ run }) => run);
}

/** A field that there is, though no run has it, is none to be refused; a misspelt one is. */
function refuseUnknown(path: string, runs: readonly ListedRun[]): void {
  if (isFieldName(path) || runs.length === 0) return;
  const read = fieldReader(path);
  if (runs.some((run) => read(run) !== undefined)) return;
  const known = new Set<string>(runFieldNames);
  for (const run of runs) {
    for (const name of Object.keys(run.metrics)) known.add(name).add(`metrics.${name}`);
    for (const [name] of flatParams(run.params)) known.add(name).add(`params.${name}`);
  }
  const candidates = suggestClosest(path, [...known]);
  throw new PixelisError('usage.invalid-argument', `no run has a field, metric or parameter '${path}'`, {
    hint:
      candidates.length > 0
        ? `did you mean ${candidates.join(' or ')}?`
        : `there are: ${runFieldNames.join(', ')}; metrics.NAME, min.NAME, max.NAME, mean.NAME, params.NAME`,
    data: { field: path, candidates },
  });
}
