import type { ListedRun } from './run-facts.js';
import { flatParams } from './run-fields.js';

/** At most so many of each, so that a table stays one. */
const limits = { metrics: 4, params: 5 };

/**
 * The metrics that most runs have, those that differ first, and the parameters in which they differ, as paths for
 * {@link import('./run-fields.js').fieldReader}: what tells these runs apart.
 */
export function tellingColumns(runs: Iterable<ListedRun>): readonly string[] {
  const metrics = new Map<string, Values>();
  const params = new Map<string, Values>();
  let total = 0;
  for (const run of runs) {
    total += 1;
    for (const [name, { last }] of Object.entries(run.metrics)) note(metrics, name, String(last));
    for (const [path, value] of flatParams(run.params)) note(params, path, JSON.stringify(value));
  }
  const telling = [...params].filter(([, { count, differ }]) => differ || count < total);
  return [
    ...mostCommon([...metrics], limits.metrics).map((name) => `metrics.${name}`),
    ...mostCommon(telling, limits.params).map((path) => `params.${path}`),
  ];
}

interface Values {
  count: number;
  readonly first: string;
  differ: boolean;
}

function note(params: Map<string, Values>, path: string, value: string): void {
  const found = params.get(path);
  if (found === undefined) {
    params.set(path, { count: 1, first: value, differ: false });
    return;
  }
  found.count += 1;
  if (value !== found.first) found.differ = true;
}

/** Those that come up most often; of equals those that differ, then the first to come up. */
function mostCommon(all: readonly (readonly [string, Values])[], limit: number): readonly string[] {
  return [...all]
    .sort(([, left], [, right]) => right.count - left.count || Number(right.differ) - Number(left.differ))
    .slice(0, limit)
    .map(([name]) => name);
}
