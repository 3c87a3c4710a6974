import { PixelisError } from '#errors/index.js';

/**
 * A pack keeps many small objects in one file:
 *
 *     bodies    the objects' bytes, back to back, from byte 0
 *     table     one row an object, in the order of the bodies: its 32 digest bytes, its length (u32)
 *     trailer   BLAKE3 of the table (32 bytes), number of rows (u32), version (u32), 'pixelis pack'
 *
 * Numbers are little-endian. Where a body lies is the sum of the lengths before it, so that no table can make two
 * bodies overlap, leave a gap or reach outside, and each sequence of objects has one encoding. The tail can be read,
 * and checked, without the bodies. A pack's name is the BLAKE3 of all of it.
 */
export const packRowSize = 36;
export const packTrailerSize = 52;

/** A pack is smaller than 4 GiB, so that every offset in it fits 32 bits. */
const packSizeLimit = 2 ** 32 - 1;

const version = 1;
const magic = new TextEncoder().encode('pixelis pack');

export interface PackTrailer {
  /** The 32 bytes of the table's BLAKE3. */
  readonly tableDigest: Uint8Array;
  readonly count: number;
}

/** Where the table of a pack lies, as its trailer tells. */
export interface PackTail extends PackTrailer {
  readonly tableOffset: number;
  readonly tableSize: number;
}

/** The objects of a pack; row `i` is `rows[36 * i]` on, and its body `offsets[i]` to `offsets[i + 1]`. */
export interface PackTable {
  readonly count: number;
  readonly rows: Uint8Array;
  readonly offsets: Uint32Array;
}

/** Writes a row of the table at `at`; the digest's 32 bytes stand at the start of `digest`. */
export function writePackRow(target: Uint8Array, at: number, row: { digest: Uint8Array; length: number }): void {
  for (let index = 0; index < 32; index++) target[at + index] = row.digest[index] as number;
  target[at + 32] = row.length;
  target[at + 33] = row.length >>> 8;
  target[at + 34] = row.length >>> 16;
  target[at + 35] = row.length >>> 24;
}

export function encodePackTrailer(trailer: PackTrailer): Uint8Array {
  const bytes = new Uint8Array(packTrailerSize);
  const view = new DataView(bytes.buffer);
  bytes.set(trailer.tableDigest.subarray(0, 32), 0);
  view.setUint32(32, trailer.count, true);
  view.setUint32(36, version, true);
  bytes.set(magic, 40);
  return bytes;
}

/**
 * Reads the last bytes of a pack of `packSize` bytes; `end` holds at least the trailer.
 * @throws `pack.corrupt`; `file.newer-format`
 */
export function decodePackTrailer(end: Uint8Array, packSize: number): PackTail {
  if (end.length < packTrailerSize) throw packCorrupt('it is too short');
  if (packSize > packSizeLimit) throw packCorrupt('it is too large');
  const bytes = end.subarray(end.length - packTrailerSize);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!magic.every((byte, index) => bytes[40 + index] === byte)) throw packCorrupt('it does not end as a pack does');
  const found = view.getUint32(36, true);
  if (found > version) {
    throw new PixelisError(
      'file.newer-format',
      `a pack has format version ${found}, and this Pixelis reads ${version}`,
      {
        hint: "update Pixelis: 'npm install pixelis@latest'",
        data: { found, supported: version },
      },
    );
  }
  if (found !== version) throw packCorrupt(`its version is ${found}`);
  const count = view.getUint32(32, true);
  const tableSize = count * packRowSize;
  const tableOffset = packSize - packTrailerSize - tableSize;
  if (count === 0) throw packCorrupt('it holds nothing');
  if (tableOffset < 0) throw packCorrupt('its table is larger than the pack');
  return { tableDigest: bytes.slice(0, 32), count, tableOffset, tableSize };
}

/**
 * Reads a table whose bytes match the trailer's digest of it; `rows` is kept, not copied.
 * @throws `pack.corrupt` where the bodies are not exactly what lies before the table
 */
export function decodePackTable(rows: Uint8Array, tail: PackTail): PackTable {
  if (rows.length !== tail.tableSize) throw packCorrupt('its table is cut off');
  const view = new DataView(rows.buffer, rows.byteOffset, rows.length);
  const offsets = new Uint32Array(tail.count + 1);
  let offset = 0;
  for (let index = 0; index < tail.count; index++) {
    offset += view.getUint32(index * packRowSize + 32, true);
    if (offset > tail.tableOffset) throw packCorrupt('a body reaches into the table');
    offsets[index + 1] = offset;
  }
  if (offset !== tail.tableOffset) throw packCorrupt('bytes before the table belong to no body');
  return { count: tail.count, rows, offsets };
}

export function packCorrupt(what: string): PixelisError {
  return new PixelisError('pack.corrupt', `a pack is damaged: ${what}`, {
    hint: "run 'pixelis verify --repair'",
    data: { reason: what },
  });
}
