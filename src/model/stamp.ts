/**
 * What the file system says about a file without its being read. Times are milliseconds with fractions, as
 * `fs.Stats` has them: a double resolves a quarter of a microsecond today, and costs half of a BigInt.
 */
export interface Stamp {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  /** This machine's clock before the look. */
  readonly seenMs: number;
}

/** Whether nothing shows that the file changed between two looks. */
export function isSameStamp(left: Stamp, right: Stamp): boolean {
  return left.mtimeMs === right.mtimeMs && left.ctimeMs === right.ctimeMs && left.ino === right.ino;
}

/**
 * Whether every change after the look would show in another stamp. A file that was written within the clock's grain
 * before the look could be written again, in the same tick, with the same times.
 */
export function isSettled(stamp: Stamp): boolean {
  return Math.max(stamp.mtimeMs, stamp.ctimeMs) + grainMsOf(stamp) < stamp.seenMs;
}

/** Kernels stamp files with a clock that ticks every 1 to 10 ms; FAT and some servers keep whole (or even) seconds. */
export function grainMsOf(stamp: Stamp): number {
  return stamp.mtimeMs % 1000 === 0 && stamp.ctimeMs % 1000 === 0 ? 2_100 : fineGrainMs;
}

export const fineGrainMs = 20;
