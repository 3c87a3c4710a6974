import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, throwIfInterrupted } from '#errors/index.js';
import { type Hasher, loadHasher } from '#hashing/hasher.js';
import type { TaskOptions } from '#model/task-options.js';
import { incomingFolder } from './incoming-folder.js';
import { packTargetSize, smallObjectLimit } from './limits.js';
import type { LocalStore, StoredObject } from './object-store.js';

/** Takes in one body; one at a time. The chunks are kept: nobody writes to them again. */
export type AddStream = (chunks: AsyncIterable<Uint8Array>) => Promise<StoredObject>;

/**
 * Stores what `work` adds: bodies of any size that come in chunks, in bounded memory. All of it is durable when this
 * returns.
 */
export async function storeStreams<Result>(
  store: LocalStore,
  work: (add: AddStream) => Promise<Result>,
  { signal }: TaskOptions = {},
): Promise<Result> {
  const hasher = await loadHasher();
  let folder: string | undefined;
  let batch: Uint8Array[] = [];
  let batchSize = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await store.write(batch, { signal });
    [batch, batchSize] = [[], 0];
  };
  const add: AddStream = async (chunks) => {
    const iterator = chunks[Symbol.asyncIterator]();
    try {
      const start = await readStart(iterator, { hasher, signal });
      if (start.isWhole) {
        batch.push(start.bytes);
        batchSize += start.bytes.length;
        if (batchSize >= packTargetSize) await flush();
        return { digest: hasher.digest(), size: start.bytes.length };
      }
      folder ??= await incomingFolder(store);
      const path = join(folder, randomUUID());
      const object = await spill(iterator, { path, start: start.bytes }, { hasher, signal });
      await store.adopt({ packs: [], objects: [{ path, ...object }] }, { signal });
      return object;
    } finally {
      await iterator.return?.();
    }
  };
  try {
    const result = await work(add);
    await flush();
    return result;
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

interface Reading {
  readonly hasher: Hasher;
  readonly signal: AbortSignal | undefined;
}

/** The whole body where it is small; else what it takes to know that it is not. */
async function readStart(
  chunks: AsyncIterator<Uint8Array>,
  { hasher, signal }: Reading,
): Promise<{ readonly isWhole: boolean; readonly bytes: Uint8Array }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  hasher.reset();
  while (size <= smallObjectLimit) {
    throwIfInterrupted(signal);
    const next = await chunks.next();
    if (next.done === true) return { isWhole: true, bytes: Buffer.concat(parts, size) };
    hasher.update(next.value);
    parts.push(next.value);
    size += next.value.length;
  }
  return { isWhole: false, bytes: Buffer.concat(parts, size) };
}

/** Writes a large body to a file of its own while it is hashed. */
async function spill(
  rest: AsyncIterator<Uint8Array>,
  { path, start }: { readonly path: string; readonly start: Uint8Array },
  { hasher, signal }: Reading,
): Promise<StoredObject> {
  const file = await open(path, 'wx', 0o444);
  try {
    let size = await writeWhole(file, start, path);
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      throwIfInterrupted(signal);
      hasher.update(next.value);
      size += await writeWhole(file, next.value, path);
    }
    return { digest: hasher.digest(), size };
  } finally {
    await file.close();
  }
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, path: string): Promise<number> {
  try {
    for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
    return bytes.length;
  } catch (error) {
    throw diskError(error, path);
  }
}
