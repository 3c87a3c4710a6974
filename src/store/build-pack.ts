import { packRowSize, type PackTable, writePackRow } from '#format/pack.js';
import { hashBytes, type Hasher } from '#hashing/hasher.js';
import { type Digest, writeDigest } from '#model/digest.js';
import type { Pack } from './pack-index.js';
import { decodeTail, encodeTail } from './pack-tables.js';

export interface PackBody {
  readonly digest: Digest;
  readonly body: Uint8Array;
}

/** A pack in memory. */
export interface BuiltPack extends Pack {
  readonly bytes: Uint8Array;
  readonly table: PackTable;
}

/** The pack of these objects, each of which comes once, and whose bytes match their digests. */
export function buildPack(objects: readonly PackBody[], hasher: Hasher): BuiltPack {
  const rows = new Uint8Array(objects.length * packRowSize);
  const scratch = new Uint8Array(32);
  for (const [index, { digest, body }] of objects.entries()) {
    writeDigest(digest, scratch);
    writePackRow(rows, index * packRowSize, { digest: scratch, length: body.length });
  }
  const tail = encodeTail(rows, hasher);
  const bytes = Buffer.concat([...objects.map(({ body }) => body), tail]);
  const pack: Pack = { digest: hashBytes(bytes, hasher), size: bytes.length };
  return { ...pack, bytes, table: decodeTail(tail, pack, hasher) };
}
