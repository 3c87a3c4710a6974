import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, throwIfInterrupted } from '#errors/index.js';
import { loadHasher } from '#hashing/hasher.js';
import type { TaskOptions } from '#model/task-options.js';
import { smallObjectLimit } from './limits.js';
import type { LocalStore, StoredObject } from './object-store.js';

/** Stores bytes as they come, in bounded memory; durable when this returns. */
export async function storeStream(
  store: LocalStore,
  source: AsyncIterable<Uint8Array>,
  options: TaskOptions = {},
): Promise<StoredObject> {
  const chunks = source[Symbol.asyncIterator]();
  const start: Uint8Array[] = [];
  let size = 0;
  try {
    while (size <= smallObjectLimit) {
      throwIfInterrupted(options.signal);
      const next = await chunks.next();
      if (next.done === true) return await storeSmall(store, Buffer.concat(start), options);
      start.push(next.value);
      size += next.value.length;
    }
    return await storeLarge(store, { start, rest: chunks }, options);
  } finally {
    await chunks.return?.();
  }
}

async function storeSmall(store: LocalStore, bytes: Buffer, options: TaskOptions): Promise<StoredObject> {
  const [digest] = await store.write([bytes], options);
  return { digest: digest as StoredObject['digest'], size: bytes.length };
}

interface LargeStream {
  readonly start: readonly Uint8Array[];
  readonly rest: AsyncIterator<Uint8Array>;
}

async function storeLarge(
  store: LocalStore,
  { start, rest }: LargeStream,
  options: TaskOptions,
): Promise<StoredObject> {
  const path = join(await store.temporaryFolder(), `stream-${process.pid}-${randomUUID()}`);
  const hasher = await loadHasher();
  hasher.reset();
  try {
    const file = await open(path, 'wx');
    let size = 0;
    const write = async (chunk: Uint8Array): Promise<void> => {
      hasher.update(chunk);
      await file.writeFile(chunk);
      size += chunk.length;
    };
    try {
      for (const chunk of start) await write(chunk);
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        throwIfInterrupted(options.signal);
        await write(next.value);
      }
    } finally {
      await file.close();
    }
    const object = { digest: hasher.digest(), size };
    await store.adopt({ packs: [], objects: [{ path, ...object }] }, options);
    return object;
  } catch (error) {
    throw diskError(error, path);
  } finally {
    await rm(path, { force: true });
  }
}
