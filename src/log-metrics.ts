import type { MetricsLogResult } from '#schema/index.js';
import type { MetricsLogOptions } from './metrics.js';

/**
 * Appends numbers to the series of the run inside which this program was started, wherever the program stands: a repository
 * is not needed.
 * @throws `run.not-active`, `run.ended`; `usage.invalid-argument` for what is no metric
 */
export async function logMetrics(
  values: Readonly<Record<string, number>>,
  options: MetricsLogOptions = {},
): Promise<MetricsLogResult> {
  const { logMetrics: log } = await import('#operations/log-metrics.js');
  return log(process.env, values, options);
}
