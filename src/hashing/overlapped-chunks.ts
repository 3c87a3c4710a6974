import type { FileHandle } from 'node:fs/promises';

/** Two of these hide the latency of the disk; larger ones hash no faster. */
const bufferSize = 8 * 1024 * 1024;

/**
 * The bytes of an open file from its start, in chunks of 8 MiB: while the caller works on one, the next is being read.
 * A chunk is good until the next one is asked for. Of a file that grows beyond `size` meanwhile, one chunk more is read.
 */
export async function* overlappedChunks(file: FileHandle, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  // One byte more than a small file has, so that one read sees its end.
  const length = Math.min(bufferSize, size + 1);
  const buffers: Buffer[] = [];
  let position = 0;
  const read = async (index: number): Promise<Uint8Array> => {
    const buffer = (buffers[index % 2] ??= Buffer.allocUnsafeSlow(length));
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, position);
      if (bytesRead === 0) break;
      filled += bytesRead;
      position += bytesRead;
    }
    return buffer.subarray(0, filled);
  };
  let next: Promise<Uint8Array> | undefined = read(0);
  try {
    for (let index = 1; next !== undefined; index++) {
      const chunk: Uint8Array = await next;
      next = chunk.length < length || position > size ? undefined : read(index);
      if (chunk.length > 0) yield chunk;
    }
  } finally {
    // The caller may have left early, and closes the file next: not under a read.
    await next?.catch(() => undefined);
  }
}
