import type { Stamp } from './stamp.js';

const numbersPerStamp = 3;

/** Stamps of many files, as numbers: an object for each comes to be only when it is asked for. */
export class StampColumn {
  readonly #numbers: Float64Array;

  constructor(rows: number) {
    this.#numbers = new Float64Array(rows * numbersPerStamp).fill(Number.NaN);
  }

  set(row: number, mtimeMs: number, ctimeMs: number, ino: number): void {
    const at = row * numbersPerStamp;
    this.#numbers[at] = mtimeMs;
    this.#numbers[at + 1] = ctimeMs;
    this.#numbers[at + 2] = ino;
  }

  /** The stamp of a row, as if it was looked at `seenMs`; undefined where none was set. */
  at(row: number, seenMs: number): Stamp | undefined {
    const at = row * numbersPerStamp;
    const [mtimeMs = Number.NaN, ctimeMs = 0, ino = 0] = this.#numbers.subarray(at, at + numbersPerStamp);
    return Number.isNaN(mtimeMs) ? undefined : { mtimeMs, ctimeMs, ino, seenMs };
  }
}
