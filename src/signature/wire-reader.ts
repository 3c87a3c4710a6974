import { Malformed } from './malformed.js';

/** Reads the encoding of RFC 4251, section 5. Every method throws `Malformed` where the bytes end too early. */
export interface WireReader {
  byte(): number;
  uint32(): number;
  uint64(): bigint;
  /** `uint32` length and as many bytes. */
  string(): Buffer;
  text(): string;
  /** A number above zero, without its leading zeros. */
  positive(): Buffer;
  bytes(count: number): Buffer;
  /** How much has been read. */
  readonly position: number;
  readonly isAtEnd: boolean;
}

export function wireReader(bytes: Uint8Array): WireReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): number => {
    if (count > buffer.length - at) throw new Malformed('it ends too early');
    at += count;
    return at - count;
  };
  const reader: WireReader = {
    byte: () => buffer.readUInt8(take(1)),
    uint32: () => buffer.readUInt32BE(take(4)),
    uint64: () => buffer.readBigUInt64BE(take(8)),
    string: () => reader.bytes(reader.uint32()),
    text: () => reader.string().toString('utf8'),
    positive() {
      const number = reader.string();
      if ((number[0] ?? 0) >= 0x80) throw new Malformed('it has a negative number');
      const start = number.findIndex((byte) => byte !== 0);
      if (start === -1) throw new Malformed('it has a zero where there must be none');
      return number.subarray(start);
    },
    bytes(count) {
      const start = take(count);
      return buffer.subarray(start, start + count);
    },
    get position() {
      return at;
    },
    get isAtEnd() {
      return at === buffer.length;
    },
  };
  return reader;
}

/** The encoding of a string: its length and its bytes. */
export function wireString(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
