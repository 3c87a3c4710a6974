import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted } from '#errors/index.js';

/** When a failed request is sent again. */
export interface RetryPolicy {
  /** The first wait is a random part of this; each further one of twice as much. */
  readonly baseMs: number;
  /** No wait of our own is longer. */
  readonly capMs: number;
  /** After this long without getting further nothing is tried again. */
  readonly budgetMs: number;
  /** So often in a row may a server not answer at all. */
  readonly unansweredTries: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  baseMs: 200,
  capMs: 20_000,
  budgetMs: 15 * 60_000,
  unansweredTries: 6,
};

/** Time and chance, so that tests can hold them. */
export interface RetryClock {
  now(): number;
  random(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: RetryClock = {
  now: () => performance.now(),
  random: Math.random,
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch {
      throw interrupted(signal);
    }
  },
};

/** The tries of one piece of work. */
export interface Tries {
  /** Waits before the next try; false where there is none. Server errors and silence are counted apart. */
  again(failure: { readonly isAnswered: boolean; readonly retryAfterMs?: number | undefined }): Promise<boolean>;
  /** Says that work got further, so that the count begins anew. */
  gotFurther(): void;
}

export function startTries(policy: RetryPolicy, clock: RetryClock, signal?: AbortSignal): Tries {
  let end = clock.now() + policy.budgetMs;
  let failures = 0;
  let unanswered = 0;
  return {
    async again({ isAnswered, retryAfterMs = 0 }) {
      unanswered = isAnswered ? 0 : unanswered + 1;
      const spread = Math.min(policy.capMs, policy.baseMs * 2 ** failures);
      failures += 1;
      const waitMs = Math.max(retryAfterMs, clock.random() * spread);
      if (unanswered >= policy.unansweredTries || clock.now() + waitMs > end) return false;
      await clock.sleep(waitMs, signal);
      return true;
    },
    gotFurther() {
      end = clock.now() + policy.budgetMs;
      failures = 0;
      unanswered = 0;
    },
  };
}
