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
  const tallies = new Map<string, MetricTally>();
  let brokenLines = 0;
  let ignoredValues = 0;
  for await (const batch of readSeries(source)) {
    brokenLines += batch.brokenLines;
    ignoredValues += batch.ignoredValues + include(tallies, batch);
  }
  const metrics = [...tallies].flatMap(([name, tally]) => {
    const summary = tally.summary();
    return summary === undefined ? [] : [[name, summary] as const];
  });
  return { metrics: Object.fromEntries(metrics), brokenLines, ignoredValues };
}

/** @returns how many values there was no room for */
function include(tallies: Map<string, MetricTally>, { points }: MetricBatch): number {
  let left = 0;
  for (const { step, values } of points) {
    for (const name in values) {
      let tally = tallies.get(name);
      if (tally === undefined && tallies.size < maxSummaries) {
        tally = new MetricTally();
        tallies.set(name, tally);
      }
      if (tally === undefined) left += 1;
      else tally.add(values[name] as number, step);
    }
  }
  return left;
}

/** What the values of one metric come to, one after the other. */
export class MetricTally {
  #count = 0;
  #last = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #step: number | undefined;
  #notFinite = 0;

  add(value: number, step: number | undefined): void {
    if (!Number.isFinite(value)) {
      this.#notFinite += 1;
      return;
    }
    this.#count += 1;
    this.#last = value;
    this.#step = step;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    // Step by step: a sum of many values loses digits, and one of large values overflows.
    this.#mean += value / this.#count - this.#mean / this.#count;
  }

  /** Values that were no finite numbers. */
  get notFinite(): number {
    return this.#notFinite;
  }

  /** Undefined as long as there was no finite value. */
  summary(): MetricSummary | undefined {
    if (this.#count === 0) return undefined;
    return {
      count: this.#count,
      last: this.#last,
      min: this.#min,
      max: this.#max,
      mean: Math.min(this.#max, Math.max(this.#min, this.#mean)),
      ...(this.#step === undefined ? {} : { step: this.#step }),
      ...(this.#notFinite === 0 ? {} : { notFinite: this.#notFinite }),
    };
  }
}
