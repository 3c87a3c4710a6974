import { closeSync, mkdirSync, openSync, utimesSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { diskError, isDiskError, isPixelisError, PixelisError } from '#errors/index.js';
import { acquireLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import { type LiveRunFolder, liveRunFolder, liveRunsFolder } from './live-run-folder.js';
import { type LiveRunStart, writeRunStart } from './run-start-file.js';

/** A live run that this process keeps. */
export interface HeldRun {
  readonly live: LiveRunFolder;
  /** Takes the folder away: its record is written. */
  end(): Promise<void>;
  /** Lets go of the run and leaves its folder: the next command finds it, and writes its record. After {@link end}: nothing. */
  release(): void;
}

/** Other hosts take a run for lost when its heartbeat is older than some of these. */
export const heartbeatMs = 30_000;

/** Makes the folder of a run, and keeps the run alive until it is let go. @throws `run.exists`, `disk.*` */
export async function holdNewRun(state: string, content: LiveRunStart): Promise<HeldRun> {
  const live = liveRunFolder(state, content.start.run);
  const release = await lockOf(live, {});
  try {
    try {
      mkdirSync(liveRunsFolder(state), { recursive: true });
      await mkdir(live.folder, { mode: 0o700 });
    } catch (error) {
      if (isDiskError(error, 'EEXIST')) throw runExists(live);
      throw diskError(error, live.folder);
    }
    closeSync(openSync(live.heartbeat, 'w', 0o600));
    await writeRunStart(live, content);
  } catch (error) {
    release();
    throw error;
  }
  return held(live, release);
}

/**
 * Takes over a run whose process is gone. Undefined where somebody keeps it, or where it is gone.
 * @throws `disk.*`
 */
export async function holdLostRun(state: string, run: string, options: TaskOptions): Promise<HeldRun | undefined> {
  const live = liveRunFolder(state, run);
  try {
    return held(live, await lockOf(live, options));
  } catch (error) {
    if (isPixelisError(error, 'run.exists')) return undefined;
    throw error;
  }
}

async function lockOf(live: LiveRunFolder, { signal }: TaskOptions): Promise<() => void> {
  try {
    return await acquireLock(live.lock, { waitMs: 0, signal });
  } catch (error) {
    if (isPixelisError(error, 'lock.held')) throw runExists(live);
    throw error;
  }
}

function held(live: LiveRunFolder, release: () => void): HeldRun {
  const beat = setInterval(() => touch(live.heartbeat), heartbeatMs);
  beat.unref();
  let isHeld = true;
  const letGo = (): void => {
    if (!isHeld) return;
    isHeld = false;
    clearInterval(beat);
    release();
  };
  return {
    live,
    async end() {
      clearInterval(beat);
      await rm(live.folder, { recursive: true, force: true });
      // Ids are never used again: nobody else waits for this file.
      await rm(live.lock, { force: true });
      letGo();
    },
    release: letGo,
  };
}

/** A heartbeat that fails is one that is missed: not a reason to end the run. */
function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {}
}

function runExists({ run }: LiveRunFolder): PixelisError {
  return new PixelisError('run.exists', `there is a run '${run}' already`, {
    hint: 'leave out --id, and a fresh one is made',
    data: { run },
  });
}
