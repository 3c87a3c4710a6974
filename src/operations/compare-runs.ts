import { PixelisError } from '#errors/index.js';
import { compareRunFacts } from '#model/compare-runs.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RunsCompareResult } from '#schema/index.js';
import { findRun } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';

/** As the public `RunCompareOptions`. */
export interface CompareRunsRequest extends TaskOptions {
  readonly revision?: string | undefined;
}

/**
 * Runs side by side: how they went, with what, from what, and what came of it.
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
  return {
    pixelis: 1,
    command: 'runs compare',
    runs: runs.map(({ run, name, state }) => ({ run, ...(name === undefined ? {} : { name }), state })),
    rows: compareRunFacts(runs),
    problems: [],
    warnings: [],
  };
}
