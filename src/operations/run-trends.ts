import type { RunFacts } from '#model/run-facts.js';
import { type SeriesSampler, seriesSampler } from '#model/sample-series.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RunShowResult } from '#schema/index.js';
import { isWorthAHint } from './bring-objects.js';
import { isOver } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { readRunSeries } from './run-series.js';

/** Points of a line of a chart. */
const points = 24;

/** How the metrics of a run went, in a few numbers each; nothing where the series is not at hand. */
export async function trendsOf(
  context: RepositoryContext,
  run: RunFacts,
  options: TaskOptions,
): Promise<RunShowResult['trends']> {
  if (isOver(run) && !(await isWorthAHint(context, run.series, options))) return {};
  const samplers = new Map<string, SeriesSampler>();
  for await (const batch of readRunSeries(context, run, options)) {
    for (const { values } of batch.points) {
      for (const name in values) {
        if (!Object.hasOwn(run.metrics, name)) continue;
        const sampler = samplers.get(name) ?? seriesSampler(points);
        samplers.set(name, sampler);
        sampler.add(values[name] as number);
      }
    }
  }
  return Object.fromEntries([...samplers].map(([name, sampler]) => [name, trend(sampler)]));
}

function trend(sampler: SeriesSampler): (number | null)[] {
  return sampler.points().map(({ count, mean }) => (count === 0 ? null : mean));
}
