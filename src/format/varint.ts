/** Bytes that a whole number up to 2^53 - 1 takes at most. */
export const maxVarintBytes = 8;

/** Writes a whole number in groups of seven bits, lowest first; the top bit says that more follow. Returns the end. */
export function writeVarint(value: number, target: Uint8Array, offset: number): number {
  let rest = value;
  let at = offset;
  while (rest > 0x7f) {
    target[at++] = (rest % 0x80) | 0x80;
    rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
  }
  target[at++] = rest;
  return at;
}

/** Where a reader stands in its bytes. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Reads what {@link writeVarint} wrote. -1 where it is cut off, above 2^53 - 1, or longer than it need be. */
export function readVarint(cursor: Cursor): number {
  const { bytes } = cursor;
  const first = bytes[cursor.at++];
  if (first === undefined) return -1;
  if (first < 0x80) return first;
  let value = first & 0x7f;
  let factor = 0x80;
  for (let count = 1; count < maxVarintBytes; count++) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) return -1;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return byte === 0 || value > Number.MAX_SAFE_INTEGER ? -1 : value;
    factor *= 0x80;
  }
  return -1;
}
