import { PixelisError } from '#errors/index.js';

/** The digest of an object: `blake3:` and 64 lower-case hex digits. A file's equals what `b3sum` prints. */
export type Digest = string & { readonly [digestBrand]: true };
declare const digestBrand: unique symbol;

const prefix = 'blake3:';
const pattern = /^blake3:[0-9a-f]{64}$/;

/** Whether `text` is a full digest in its one spelling. */
export function isDigest(text: string): text is Digest {
  return pattern.test(text);
}

/** @throws `digest.invalid` */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new PixelisError('digest.invalid', `'${text}' is not a digest`, {
    hint: "a digest is 'blake3:' and 64 lower-case hex digits",
    data: { text },
  });
}

/** The digest with these 64 lower-case hex digits. */
export function digestFromHex(hex: string): Digest {
  return parseDigest(prefix + hex);
}

/** The 64 hex digits of a digest, without the prefix. */
export function digestHex(digest: Digest): string {
  return digest.slice(prefix.length);
}

/** The 8 hex digits that stand for a digest in file names and listings. */
export function shortDigest(digest: Digest): string {
  return digest.slice(prefix.length, prefix.length + 8);
}

/** Bytes of a digest in binary formats. */
export const digestBytes = 32;

/** The digest whose 32 bytes stand at `offset` in `bytes`. */
export function digestFromBytes(bytes: Uint8Array, offset = 0): Digest {
  if (offset + digestBytes > bytes.length) throw new RangeError('a digest is cut off');
  return (prefix + Buffer.from(bytes.buffer, bytes.byteOffset + offset, digestBytes).toString('hex')) as Digest;
}

/** Writes the 32 bytes of a digest into `target` at `offset`. */
export function writeDigest(digest: Digest, target: Uint8Array, offset = 0): void {
  for (let index = 0; index < 32; index++) {
    const at = prefix.length + 2 * index;
    target[offset + index] = (nibble(digest.charCodeAt(at)) << 4) | nibble(digest.charCodeAt(at + 1));
  }
}

function nibble(charCode: number): number {
  return charCode < 58 ? charCode - 48 : charCode - 87;
}
