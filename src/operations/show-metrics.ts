import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { RunFacts } from '#model/run-facts.js';
import type { MetricSummary } from '#model/run.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { MetricsResult, Problem, ShownMetric } from '#schema/index.js';
import { isWorthAHint } from './bring-objects.js';
import { findRun, isOver } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';
import { readRunSeries, type SeriesRequest } from './run-series.js';
import { type SampledSeries, sampleMetrics } from './sample-metrics.js';

/** As the public `MetricsOptions`. */
export interface ShowMetricsRequest extends SeriesRequest {
  /** Names; `*` stands for any part of one. Default: all, without fetching their course. */
  readonly metrics?: readonly string[] | undefined;
  /** Points of each course, at most. */
  readonly points?: number | undefined;
}

/** Points of a course that somebody looks at, and of one that is only hinted at. */
const defaultPoints = { asked: 200, hinted: 24 };

/**
 * The metrics of a run, and how they went. Where the series is kept in no store at hand, what its record says of it.
 * @throws `run.not-found`, `reference.ambiguous`; `reference.not-found` for a metric that it has not got
 */
export async function showMetrics(
  context: RepositoryContext,
  id: string,
  request: ShowMetricsRequest = {},
): Promise<MetricsResult> {
  const { metrics: wanted = [], points, hardware = false } = request;
  const run = await findRun(context, id, request);
  const problems: Problem[] = [];
  const isHinted = wanted.length === 0 && points === undefined && request.rank === undefined;
  const limit = points ?? (isHinted ? defaultPoints.hinted : defaultPoints.asked);
  const read = await readCourse(context, { run, limit, isHinted, problems }, request);
  const all = read?.metrics ?? recordedMetrics(hardware ? run.hardware : run.metrics);
  return {
    pixelis: 1,
    command: 'metrics show',
    run: run.run,
    ...(run.name === undefined ? {} : { name: run.name }),
    state: run.state,
    source: hardware ? 'hardware' : 'metrics',
    wanted: [...wanted],
    metrics: chosen(run, all, wanted),
    problems,
    warnings: read === undefined ? [] : warningsOf(run, read),
  };
}

interface Course {
  readonly run: RunFacts;
  readonly limit: number;
  /** Not worth fetching. */
  readonly isHinted: boolean;
  readonly problems: Problem[];
}

/** Undefined where the series is not at hand. */
async function readCourse(
  context: RepositoryContext,
  { run, limit, isHinted, problems }: Course,
  request: ShowMetricsRequest,
): Promise<SampledSeries | undefined> {
  const file = request.hardware === true ? run.hardwareSeries : run.series;
  if (isOver(run) && isHinted && !(await isWorthAHint(context, file, request))) return undefined;
  try {
    const isWanted = nameTest(request.metrics ?? []);
    const how = { limit, isWanted, isTimed: request.hardware === true };
    return await sampleMetrics(readRunSeries(context, run, request), how, request);
  } catch (error) {
    if (!isPixelisError(error, 'object.missing') && !isPixelisError(error, 'object.corrupt')) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}

function recordedMetrics(metrics: Readonly<Record<string, MetricSummary>> = {}): readonly ShownMetric[] {
  return Object.entries(metrics).map(([metric, summary]) => ({ metric, ...summary }));
}

/** In the order asked for; each once. @throws `reference.not-found` */
function chosen(run: RunFacts, all: readonly ShownMetric[], wanted: readonly string[]): readonly ShownMetric[] {
  if (wanted.length === 0) return all;
  const found = new Set<ShownMetric>();
  for (const name of wanted) {
    const isNamed = nameTest([name]);
    const fitting = all.filter(({ metric }) => isNamed(metric));
    if (fitting.length === 0) throw unknownMetric(run, name, all);
    for (const metric of fitting) found.add(metric);
  }
  return [...found];
}

/** Any name where none is asked for. */
function nameTest(wanted: readonly string[]): (name: string) => boolean {
  if (wanted.length === 0) return () => true;
  const patterns = wanted.map((text) => new RegExp(`^${text.split('*').map(escaped).join('.*')}$`, 's'));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&');
}

function unknownMetric({ run }: RunFacts, name: string, all: readonly ShownMetric[]): PixelisError {
  const names = all.map(({ metric }) => metric);
  const candidates = suggestClosest(name, names);
  return new PixelisError('reference.not-found', `run '${run}' has no metric '${name}'`, {
    hint:
      candidates.length > 0
        ? `did you mean ${candidates.join(' or ')}?`
        : names.length === 0
          ? 'nothing was logged: pixelis metrics log loss=0.5 inside the run'
          : `there are: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`,
    data: { run, metric: name, candidates },
  });
}

function warningsOf({ run }: RunFacts, { brokenLines, ignoredValues }: SampledSeries): readonly Problem[] {
  const parts = [
    ...(brokenLines === 0
      ? []
      : [`${counted(brokenLines, 'line')} that ${brokenLines === 1 ? 'is' : 'are'} no JSON object`]),
    ...(ignoredValues === 0 ? [] : [`${counted(ignoredValues, 'value')} that cannot be used`]),
  ];
  if (parts.length === 0) return [];
  const error = new PixelisError(
    'file.invalid',
    `the series of run '${run}' has ${parts.join(', and ')}: left out here`,
    {
      hint: 'a line is a JSON object of numbers: {"step":3,"loss":0.5}',
    },
  );
  return [problemOf(error)];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
