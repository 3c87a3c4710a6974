import { readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { diskError, isDiskError, isPixelisError } from '#errors/index.js';
import { withLock } from '#lock/with-lock.js';
import { heartbeatMs } from './hold-live-run.js';
import { type LiveRunFolder, liveRunFolder, liveRunsFolder } from './live-run-folder.js';
import { readRunStart } from './run-start-file.js';

/** Ids of the runs that have no record yet, in the order of their bytes. Costs one look where there are none. */
export function listLiveRuns(state: string): readonly string[] {
  try {
    return readdirSync(liveRunsFolder(state), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, liveRunsFolder(state));
  }
}

/**
 * Whether somebody keeps the run. On its own host the kernel knows; on another one, where a lock may not reach, a run counts
 * as kept until its heartbeat has been silent for some minutes.
 */
export async function isKept(state: string, run: string): Promise<boolean> {
  const live = liveRunFolder(state, run);
  try {
    await withLock(live.lock, () => undefined, { mode: 'shared', waitMs: 0 });
  } catch (error) {
    if (isPixelisError(error, 'lock.held')) return true;
    throw error;
  }
  return isElsewhere(live) && silenceMs(live) < 10 * heartbeatMs;
}

function isElsewhere(live: LiveRunFolder): boolean {
  const host = readRunStart(live)?.start.host;
  return host !== undefined && host !== hostname();
}

/** Since its last sign of life. */
function silenceMs({ heartbeat }: LiveRunFolder): number {
  try {
    return Date.now() - statSync(heartbeat).mtimeMs;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return Number.POSITIVE_INFINITY;
    throw diskError(error, heartbeat);
  }
}
