import { createReadStream } from 'node:fs';
import { diskError } from '#errors/index.js';
import type { ByteRange, ByteSource } from './bucket.js';

const chunkBytes = 1 << 18;

/** The bytes as a source. They must not be changed while it is in use. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async *open(range = wholeOf(bytes.length)) {
      if (range.length > 0) yield bytes.subarray(range.offset, range.offset + range.length);
    },
  };
}

/** A file's first `size` bytes as a source. */
export function sourceOfFile(path: string, size: number): ByteSource {
  return { size, file: path, open: (range = wholeOf(size)) => readFileRange(path, range) };
}

async function* readFileRange(path: string, range: ByteRange): AsyncIterable<Uint8Array> {
  if (range.length === 0) return;
  const stream = createReadStream(path, {
    start: range.offset,
    end: range.offset + range.length - 1,
    highWaterMark: chunkBytes,
  });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw diskError(error, path);
  } finally {
    stream.destroy();
  }
}

function wholeOf(size: number): ByteRange {
  return { offset: 0, length: size };
}
