import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { BucketBody, ByteRange, ByteSource, PutOptions } from './bucket.js';

/**
 * The chunks, which must add up to `size` bytes: the first byte too many, or an early end, is the error that
 * `wrongLength` makes of the number of bytes seen.
 */
export async function* exactBytes(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  wrongLength: (seenBytes: number) => Error,
): AsyncGenerator<Uint8Array, void, undefined> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > size) throw wrongLength(seen);
    if (chunk.length > 0) yield chunk;
  }
  if (seen < size) throw wrongLength(seen);
}

/** A source's bytes on their way into a bucket: exactly `source.size` of them, told of as they pass. */
export async function* sourceBytes(
  key: string,
  source: ByteSource,
  options: PutOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of exactBytes(source.open(), source.size, (seen) =>
    sourceOfWrongSize(key, source.size, seen),
  )) {
    throwIfInterrupted(options.signal);
    yield chunk;
    options.onBytes?.(chunk.length);
  }
}

/** The error of a source that does not give the bytes that it said. */
export function sourceOfWrongSize(key: string, expectedSize: number, size: number): PixelisError {
  return new PixelisError('object.corrupt', `the bytes to store as '${key}' are not ${expectedSize} bytes long`, {
    data: { key, expectedSize, size },
  });
}

/** All bytes of a body in one piece: for what is small. */
export async function readBody(body: BucketBody): Promise<Uint8Array> {
  const bytes = new Uint8Array(body.size);
  let offset = 0;
  for await (const chunk of body.chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The part of `range` that lies within `size` bytes; all of them without a range. */
export function clampRange(range: ByteRange | undefined, size: number): ByteRange {
  if (range === undefined) return { offset: 0, length: size };
  const offset = Math.min(range.offset, size);
  return { offset, length: Math.min(range.length, size - offset) };
}

/** The error of a put under a key that holds something of another size: one of the two is damaged. */
export function differsInSize(
  label: string,
  key: string,
  sizes: { readonly size: number; readonly expectedSize: number },
) {
  return new PixelisError(
    'object.corrupt',
    `'${key}' in ${label} is ${sizes.size} bytes long, not ${sizes.expectedSize}`,
    { hint: 'find and mend what is damaged with: pixelis verify --repair', data: { key, bucket: label, ...sizes } },
  );
}
