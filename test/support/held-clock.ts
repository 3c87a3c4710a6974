import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RetryClock } from '#bucket/retry.js';

/** A clock whose time passes only in sleep, at once; it remembers how long each sleep was. */
export function heldClock(random = 0.5): RetryClock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => random,
    async sleep(ms) {
      slept.push(ms);
      now += ms;
      await nextTurn();
    },
  };
}
