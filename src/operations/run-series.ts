import { Readable } from 'node:stream';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { type MetricBatch, readSeries } from '#model/metric-series.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import { readStoredFile } from './bring-objects.js';
import { isOver } from './known-runs.js';
import { readLiveFile } from './live-run-facts.js';
import type { RepositoryContext } from './repository-context.js';

/** What was logged, or how the machine was used. */
export type SeriesSource = 'metrics' | 'hardware';

export interface SeriesRequest extends TaskOptions {
  readonly hardware?: boolean | undefined;
  /** Only what the process of this rank logged. */
  readonly rank?: number | undefined;
  /** Where its record is looked for; default: the worktree. */
  readonly revision?: string | undefined;
}

/**
 * The points of a run, batch by batch; none where nothing was logged.
 * @throws `object.missing` where the series is kept in no store at hand
 */
export function readRunSeries(
  context: RepositoryContext,
  run: RunFacts,
  request: SeriesRequest = {},
): AsyncIterable<MetricBatch> {
  const batches = readSeries(seriesBytes(context, run, request));
  return request.rank === undefined ? batches : ofRank(batches, request.rank);
}

function seriesBytes(
  context: RepositoryContext,
  run: RunFacts,
  { hardware = false, ...options }: SeriesRequest,
): AsyncIterable<Uint8Array> {
  if (!isOver(run)) {
    const live = liveRunFolder(context.sharedState, run.run);
    return readLiveFile(hardware ? live.hardware : live.metrics, options);
  }
  const file = hardware ? run.hardwareSeries : run.series;
  if (file === undefined) return Readable.from([]);
  return readStoredFile(context, { what: `the series of run '${run.run}'`, file }, options);
}

async function* ofRank(batches: AsyncIterable<MetricBatch>, rank: number): AsyncIterable<MetricBatch> {
  for await (const batch of batches) {
    yield { ...batch, points: batch.points.filter((point) => point.rank === rank) };
  }
}
