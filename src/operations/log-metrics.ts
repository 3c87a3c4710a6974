import { PixelisError } from '#errors/index.js';
import { appendMetrics } from '#live-run/run-events.js';
import type { MetricPoint } from '#model/metric-series.js';
import { rankOf } from '#model/rank-of-environment.js';
import { isRunId } from '#model/run.js';
import type { Environment } from '#process/environment.js';
import type { MetricsLogResult } from '#schema/index.js';
import { notActive } from './active-run.js';

/** As the public `LogMetricsOptions`. */
export interface LogMetricsRequest {
  readonly step?: number | undefined;
  /** Seconds since 1970; default: now. */
  readonly time?: number | undefined;
}

/**
 * Appends numbers to the series of the run inside which this program was started. Needs no repository around it: a run
 * tells its children where the series is.
 * @throws `run.not-active`, `run.ended`; `usage.invalid-argument` for what is no metric
 */
export function logMetrics(
  environment: Environment,
  values: Readonly<Record<string, number>>,
  { step, time = Date.now() / 1000 }: LogMetricsRequest = {},
): MetricsLogResult {
  const { PIXELIS_RUN_ID: run, PIXELIS_METRICS_FILE: metrics } = environment;
  if (run === undefined || !isRunId(run)) throw notActive();
  if (metrics === undefined || metrics === '') {
    throw new PixelisError('run.not-active', `it is not known where run '${run}' keeps its metrics`, {
      hint: 'pass PIXELIS_METRICS_FILE on, as PIXELIS_RUN_ID was',
      data: { run },
    });
  }
  const rank = rankOf(environment)?.rank;
  const point: MetricPoint = {
    ...(step === undefined ? {} : { step }),
    time,
    ...(rank === undefined ? {} : { rank }),
    values,
  };
  appendMetrics({ run, metrics }, point);
  const logged = Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]);
  return {
    pixelis: 1,
    command: 'metrics log',
    run,
    ...point,
    values: Object.fromEntries(logged) as MetricsLogResult['values'],
    problems: [],
    warnings: [],
  };
}
