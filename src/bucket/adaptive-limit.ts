import { interrupted, throwIfInterrupted } from '#errors/index.js';

/** How many requests may be under way: halved when the server says slow down, crept up again while all goes well. */
export interface AdaptiveLimit {
  /** How many may be under way now. */
  readonly allowed: number;
  /** Runs the work when there is room. `slowDown` says that the server asked for less. */
  run<Result>(work: (slowDown: () => void) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

/** So many requests in a row must go well before one more is tried at once. */
const successesPerStep = 100;

export function adaptiveLimit(cap: number): AdaptiveLimit {
  let allowed = cap;
  let running = 0;
  let successes = 0;
  /** Counts the halvings, so that requests of one burst that all fail halve once. */
  let epoch = 0;
  const waiting = new Set<() => void>();

  return {
    get allowed() {
      return allowed;
    },
    async run(work, signal) {
      throwIfInterrupted(signal);
      await room(signal);
      const begunIn = epoch;
      try {
        let isSlowed = false;
        const result = await work(() => {
          isSlowed = true;
          halve(begunIn);
        });
        if (!isSlowed) creepUp();
        return result;
      } finally {
        running -= 1;
        wake();
      }
    },
  };

  async function room(signal: AbortSignal | undefined): Promise<void> {
    if (running < allowed && waiting.size === 0) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        waiting.delete(enter);
        reject(interrupted(signal));
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      waiting.add(enter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  function wake(): void {
    for (const enter of waiting) {
      if (running >= allowed) return;
      waiting.delete(enter);
      running += 1;
      enter();
    }
  }

  function halve(begunIn: number): void {
    if (begunIn !== epoch) return;
    epoch += 1;
    successes = 0;
    allowed = Math.max(1, Math.floor(allowed / 2));
  }

  function creepUp(): void {
    successes += 1;
    if (successes < successesPerStep || allowed >= cap) return;
    successes = 0;
    allowed += 1;
  }
}
