import { throwIfInterrupted } from '#errors/index.js';
import type { Bucket } from './bucket.js';
import { cannotKeep } from './cannot-keep.js';
import { clampRange, differsInSize, sourceBytes } from './exact-bytes.js';
import { checkKey } from './key.js';
import { noVersions } from './no-versions.js';

/** A bucket that lasts as long as this process. */
export function memoryBucket(label = 'memory'): Bucket {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly modified: number }>();
  return {
    label,
    async head(key, options) {
      throwIfInterrupted(options?.signal);
      const found = objects.get(checkKey(key));
      return found && { key, size: found.bytes.length, modified: found.modified };
    },
    async get(key, options) {
      throwIfInterrupted(options?.signal);
      const bytes = objects.get(checkKey(key))?.bytes;
      if (bytes === undefined) return undefined;
      const { offset, length } = clampRange(options?.range, bytes.length);
      return { size: length, chunks: chunksOf(bytes.slice(offset, offset + length), options?.signal) };
    },
    async *list(prefix, options) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > (options?.startAfter ?? ''));
      for (const key of keys.sort()) {
        throwIfInterrupted(options?.signal);
        const found = objects.get(key);
        if (found !== undefined) yield { key, size: found.bytes.length, modified: found.modified };
      }
    },
    listHidden: noVersions,
    provesSame: () => Promise.resolve(false),
    async put(key, source, options) {
      throwIfInterrupted(options?.signal);
      checkKey(key);
      if (options?.keepUntil !== undefined) throw cannotKeep(label);
      const chunks: Uint8Array[] = [];
      for await (const chunk of sourceBytes(key, source, options)) chunks.push(chunk.slice());
      const existing = objects.get(key);
      if (existing === undefined || options?.replace === true) {
        objects.set(key, { bytes: Buffer.concat(chunks), modified: Date.now() });
        return 'created';
      }
      if (existing.bytes.length !== source.size)
        throw differsInSize(label, key, { size: existing.bytes.length, expectedSize: source.size });
      return 'exists';
    },
    async delete(key, options) {
      throwIfInterrupted(options?.signal);
      objects.delete(checkKey(key));
      return 'removed';
    },
    async move(from, to, options) {
      throwIfInterrupted(options?.signal);
      const [source, target] = [checkKey(from), checkKey(to)];
      const object = objects.get(source);
      if (object === undefined) return 'absent';
      if (objects.has(target)) return 'exists';
      objects.set(target, object);
      objects.delete(source);
      return 'moved';
    },
    abortUploads: () => Promise.resolve(0),
  };
}

async function* chunksOf(bytes: Uint8Array, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  throwIfInterrupted(signal);
  if (bytes.length > 0) yield bytes;
}
