import { type MetricBatch, readSeries } from './metric-series.js';
import type { MetricSummary } from './run.js';

/** What a whole series comes to. */
export interface SeriesSummary {
  /** By name, in the order in which the metrics first came up. One that never had a finite value is not among them. */
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  readonly brokenLines: number;
  readonly ignoredValues: number;
}

/** So many metrics fit a run record with room to spare. Further ones are kept in the series alone. */
export const maxSummaries = 2000;

/** Reads a series once, in memory that depends on the number of its metrics alone. */
export async function summarizeSeries(source: AsyncIterable<Uint8Array>): Promise<SeriesSummary> {
  const tallies = new Map<string, Tally>();
  let brokenLines = 0;
  let ignoredValues = 0;
  for await (const batch of readSeries(source)) {
    brokenLines += batch.brokenLines;
    ignoredValues += batch.ignoredValues + tally(tallies, batch);
  }
  const metrics = [...tallies].filter(([, { count }]) => count > 0);
  return {
    metrics: Object.fromEntries(metrics.map(([name, found]) => [name, summaryOf(found)])),
    brokenLines,
    ignoredValues,
  };
}

interface Tally {
  count: number;
  last: number;
  min: number;
  max: number;
  mean: number;
  step: number | undefined;
  notFinite: number;
}

/** @returns how many values there was no room for */
function tally(tallies: Map<string, Tally>, { points }: MetricBatch): number {
  let left = 0;
  for (const { step, values } of points) {
    for (const name in values) {
      let found = tallies.get(name);
      if (found === undefined) {
        if (tallies.size >= maxSummaries) {
          left += 1;
          continue;
        }
        found = { count: 0, last: 0, min: Infinity, max: -Infinity, mean: 0, step: undefined, notFinite: 0 };
        tallies.set(name, found);
      }
      include(found, values[name] as number, step);
    }
  }
  return left;
}

function include(found: Tally, value: number, step: number | undefined): void {
  if (!Number.isFinite(value)) {
    found.notFinite += 1;
    return;
  }
  found.count += 1;
  found.last = value;
  found.step = step;
  if (value < found.min) found.min = value;
  if (value > found.max) found.max = value;
  // Step by step: a sum of many values loses digits, and one of large values overflows.
  found.mean += value / found.count - found.mean / found.count;
}

function summaryOf({ count: values, last, min, max, mean, step, notFinite }: Tally): MetricSummary {
  return {
    count: values,
    last,
    min,
    max,
    mean: Math.min(max, Math.max(min, mean)),
    ...(step === undefined ? {} : { step }),
    ...(notFinite === 0 ? {} : { notFinite }),
  };
}
