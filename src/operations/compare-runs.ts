import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { compareEnvironments } from '#model/compare-environments.js';
import { type ComparedRow, compareRunFacts } from '#model/compare-run-facts.js';
import type { EnvironmentRecord } from '#model/environment.js';
import type { EnvironmentDifference } from '#model/environment-difference.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, RunsCompareResult } from '#schema/index.js';
import { findRun, runSource } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { readEnvironment } from './resolve-environment.js';

/** As the public `RunHistoryOptions`. */
export interface CompareRunsRequest extends TaskOptions {
  readonly revision?: string | undefined;
}

/**
 * Runs side by side: how they went, with what, from what, on what, and what came of it.
 * @throws `run.not-found`, `reference.ambiguous`, `git.revision-not-found`; `usage.invalid-argument` for less than two
 */
export async function compareRuns(
  context: RepositoryContext,
  ids: readonly string[],
  request: CompareRunsRequest = {},
): Promise<RunsCompareResult> {
  if (ids.length < 2) {
    throw new PixelisError('usage.invalid-argument', 'there is nothing to compare with', {
      hint: 'name two runs or more: pixelis runs compare A B',
    });
  }
  const runs: RunFacts[] = [];
  for (const id of ids) runs.push(await findRun(context, id, request));
  const problems: Problem[] = [];
  return {
    pixelis: 1,
    command: 'runs compare',
    runs: runs.map(({ run, name, state }) => ({ run, ...(name === undefined ? {} : { name }), state })),
    rows: [...compareRunFacts(runs), ...(await environmentRows(context, { runs, problems }, request))],
    problems,
    warnings: [],
  };
}

/** In what the environments differ from that of the first run, worst first; a value is what the first or the other has. */
async function environmentRows(
  context: RepositoryContext,
  { runs, problems }: { readonly runs: readonly RunFacts[]; readonly problems: Problem[] },
  request: CompareRunsRequest,
): Promise<readonly ComparedRow[]> {
  const digests = new Set(runs.flatMap(({ environment }) => environment ?? []));
  if (digests.size < 2) return [];
  const { source } = (await runSource(context, request.revision)).catalog;
  const records = new Map<string, EnvironmentRecord>();
  for (const digest of digests) {
    try {
      records.set(digest, await readEnvironment(source, digest, { signal: request.signal }));
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      problems.push(problemOf(error, { digest }));
    }
  }
  const [first, ...others] = runs.map(({ environment }) => records.get(environment ?? ''));
  if (first === undefined) return [];
  return rowsOf(others.map((other) => other && compareEnvironments(first, other).differences));
}

/** A row for each fact in which one of the others differs from the first. Undefined stands for one that is not known. */
function rowsOf(differences: readonly (readonly EnvironmentDifference[] | undefined)[]): readonly ComparedRow[] {
  const rows = new Map<string, { readonly recorded: string | null; readonly values: (string | null)[] }>();
  for (const [index, found] of differences.entries()) {
    for (const { aspect, key, recorded = null, actual = null } of found ?? []) {
      const name = `${aspect} ${key}`;
      const row = rows.get(name) ?? {
        recorded,
        values: differences.map((known) => (known === undefined ? null : recorded)),
      };
      row.values[index] = actual;
      rows.set(name, row);
    }
  }
  return [...rows].map(([key, { recorded, values }]) => ({
    section: 'environment',
    key,
    values: [recorded, ...values],
    differs: true,
  }));
}
