import { throwIfInterrupted } from '#errors/index.js';
import type { MetricBatch, MetricPoint } from '#model/metric-series.js';
import { type SampledPoint, type SeriesSampler, seriesSampler } from '#model/sample-series.js';
import { MetricTally } from '#model/summarize-series.js';
import type { TaskOptions } from '#model/task-options.js';
import type { MetricPointOutput, ShownMetric } from '#schema/index.js';

/** The metrics of a series, and what of it could not be used. */
export interface SampledSeries {
  readonly metrics: readonly ShownMetric[];
  readonly brokenLines: number;
  readonly ignoredValues: number;
}

export interface Sampling {
  /** Points of each course, at most. */
  readonly limit: number;
  /** Whose course is wanted. */
  readonly isWanted: (name: string) => boolean;
  /** Whether values belong to a time: the seconds since the first of them stand for their step. */
  readonly isTimed: boolean;
}

/** More are nobody's metrics, but names that are made up anew at every step. */
const maxMetrics = 10_000;

/** Reads a series once: what each metric comes to, and how it went. */
export async function sampleMetrics(
  batches: AsyncIterable<MetricBatch>,
  { limit, isWanted, isTimed }: Sampling,
  { signal }: TaskOptions,
): Promise<SampledSeries> {
  const found = new Map<string, Sampled>();
  const begin = (name: string): Sampled | undefined => {
    if (found.size >= maxMetrics) return undefined;
    const sampled = { tally: new MetricTally(), sampler: isWanted(name) ? seriesSampler(limit) : undefined };
    found.set(name, sampled);
    return sampled;
  };
  const placeOf = isTimed ? secondsSinceFirst() : (point: MetricPoint) => point;
  let brokenLines = 0;
  let ignoredValues = 0;
  for await (const batch of batches) {
    throwIfInterrupted(signal);
    brokenLines += batch.brokenLines;
    ignoredValues += batch.ignoredValues;
    for (const point of batch.points) {
      const place = placeOf(point);
      for (const name in point.values) {
        const sampled = found.get(name) ?? begin(name);
        const value = point.values[name] as number;
        sampled?.tally.add(value, point.step);
        sampled?.sampler?.add(value, place);
        if (sampled === undefined) ignoredValues += 1;
      }
    }
  }
  return { metrics: [...found].map(([metric, sampled]) => shownMetric(metric, sampled)), brokenLines, ignoredValues };
}

interface Sampled {
  readonly tally: MetricTally;
  readonly sampler: SeriesSampler | undefined;
}

type Place = Pick<MetricPoint, 'step' | 'time'>;

function secondsSinceFirst(): (point: MetricPoint) => Place {
  let first: number | undefined;
  return (point) => {
    if (point.time === undefined) return point;
    first ??= point.time;
    return { step: point.time - first, time: point.time };
  };
}

function shownMetric(metric: string, { tally, sampler }: Sampled): ShownMetric {
  const { notFinite } = tally;
  return {
    metric,
    ...(tally.summary() ?? { count: 0, ...(notFinite === 0 ? {} : { notFinite }) }),
    ...(sampler === undefined ? {} : { points: sampler.points().map(pointOutput) }),
  };
}

/** JSON has no NaN: where nothing was finite there are no values. */
function pointOutput({
  step,
  lastStep,
  time,
  count,
  last,
  min,
  max,
  mean,
  notFinite,
}: SampledPoint): MetricPointOutput {
  return {
    step,
    lastStep,
    ...(time === undefined ? {} : { time }),
    count,
    ...(count === 0 ? {} : { last, min, max, mean }),
    ...(notFinite === 0 ? {} : { notFinite }),
  };
}
