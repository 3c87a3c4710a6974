import type { Digest } from '#model/digest.js';

/** Bytes of one digest. */
export const digestBytes = 32;

/** The digest in row `row` of 32-byte rows. Made in two pieces: one made byte by byte keeps 30 small strings alive. */
export function digestAt(column: Buffer, row: number): Digest {
  return `blake3:${column.toString('hex', row * digestBytes, (row + 1) * digestBytes)}` as Digest;
}
