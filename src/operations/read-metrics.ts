import type { MetricPoint } from '#model/metric-series.js';
import { findRun } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { readRunSeries, type SeriesRequest } from './run-series.js';

/**
 * Every point that a run logged, batch by batch.
 * @throws `run.not-found`, `reference.ambiguous`; when it is read, `object.missing`, `object.corrupt`
 */
export async function readMetrics(
  context: RepositoryContext,
  id: string,
  request: SeriesRequest = {},
): Promise<AsyncIterable<readonly MetricPoint[]>> {
  const run = await findRun(context, id, request);
  return pointsOf(context, run, request);
}

async function* pointsOf(...subject: Parameters<typeof readRunSeries>): AsyncIterable<readonly MetricPoint[]> {
  for await (const { points } of readRunSeries(...subject)) yield points;
}
