import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import type { Metadata } from '#model/metadata.js';
import { encodeMetricPoint, type MetricPoint } from '#model/metric-series.js';
import type { EndState, UsedVersion } from '#model/run.js';
import type { LiveRunFolder } from './live-run-folder.js';

/** What comes up while a run goes on: any process that belongs to it may say so. */
export type RunEvent =
  | { readonly kind: 'input' | 'output'; readonly version: UsedVersion }
  | { readonly kind: 'params'; readonly params: Metadata }
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  | RunEnded;

/** It has ended, and its record is being written. Who is killed by then leaves what the next command needs for it. */
export interface RunEnded {
  readonly kind: 'end';
  readonly state: EndState;
  readonly reason?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly ended: string;
  /** Paths that are to become versions. */
  readonly outputs: readonly string[];
}

/** @throws `run.ended` */
export function appendRunEvent(live: LiveRunFolder, event: RunEvent): void {
  appendLine(live, live.events, `${JSON.stringify(event)}\n`);
}

/** Numbers for the series of a run. @throws `run.ended`; `usage.invalid-argument` for what is no metric */
export function appendMetrics(live: Pick<LiveRunFolder, 'run' | 'metrics'>, point: MetricPoint): void {
  appendLine(live, live.metrics, encodeMetricPoint(point));
}

/** In the order in which they came. A line that a killed process left unfinished is passed over. */
export function readRunEvents({ events: file }: LiveRunFolder): readonly RunEvent[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, file);
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as RunEvent];
    } catch {
      return [];
    }
  });
}

/** One write to the end of the file: what several processes append at once does not mix. */
function appendLine({ run }: Pick<LiveRunFolder, 'run'>, file: string, line: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    writeSync(descriptor, line);
  } catch (error) {
    // The folder is there as long as the run goes on.
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) throw runEnded(run);
    throw diskError(error, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function runEnded(run: string): PixelisError {
  return new PixelisError('run.ended', `run '${run}' has ended`, {
    hint: `start another one, or go on with it: pixelis runs resume ${run}`,
    data: { run },
  });
}
