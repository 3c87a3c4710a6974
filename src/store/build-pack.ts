import { encodePackTrailer, packRowSize, writePackRow } from '#format/pack.js';
import { hashBytes, type Hasher } from '#hashing/hasher.js';
import { type Digest, writeDigest } from '#model/digest.js';
import type { Pack } from './pack-index.js';

export interface PackBody {
  readonly digest: Digest;
  readonly body: Uint8Array;
}

/** A pack in memory. */
export interface BuiltPack extends Pack {
  readonly bytes: Uint8Array;
  /** From its table to its end. */
  readonly tail: Uint8Array;
}

/** The pack of these objects, each of which comes once, and whose bytes match their digests. */
export function buildPack(objects: readonly PackBody[], hasher: Hasher): BuiltPack {
  const rows = new Uint8Array(objects.length * packRowSize);
  const scratch = new Uint8Array(32);
  for (const [index, { digest, body }] of objects.entries()) {
    writeDigest(digest, scratch);
    writePackRow(rows, index * packRowSize, { digest: scratch, length: body.length });
  }
  hasher.reset();
  hasher.update(rows);
  hasher.digestInto(scratch, 0);
  const tail = [rows, encodePackTrailer({ tableDigest: scratch, count: objects.length })];
  const bytes = Buffer.concat([...objects.map(({ body }) => body), ...tail]);
  const tailSize = (tail[0] as Uint8Array).length + (tail[1] as Uint8Array).length;
  return { digest: hashBytes(bytes, hasher), size: bytes.length, bytes, tail: bytes.subarray(bytes.length - tailSize) };
}
