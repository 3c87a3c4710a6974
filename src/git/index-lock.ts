import { setTimeout } from 'node:timers/promises';
import { interrupted, PixelisError } from '#errors/index.js';

const waitMs = 5000;

/**
 * Tries again and again, for a while, what another process's lock on the index stands in the way of. `attempt` returns
 * the path of that lock, or undefined when it is done.
 * @throws `lock.held` where the lock is still there at the end
 */
export async function whenIndexIsFree(
  attempt: () => Promise<string | undefined>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = Date.now() + waitMs;
  for (let pauseMs = 20; ; pauseMs = Math.min(2 * pauseMs, 500)) {
    const lock = await attempt();
    if (lock === undefined) return;
    if (Date.now() > until) throw lockHeld(lock);
    // Random, so that two who wait for each other do not meet again.
    await setTimeout(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {
      throw interrupted(signal);
    });
  }
}

function lockHeld(file: string): PixelisError {
  return new PixelisError('lock.held', `another git process holds '${file}'`, {
    hint: `wait for it to end; if none runs, remove the lock: rm '${file}'`,
    data: { path: file },
  });
}
