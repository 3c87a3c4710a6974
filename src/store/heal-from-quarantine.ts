import { isPixelisError } from '#errors/index.js';
import { hashFile } from '#hashing/hash-file.js';
import { type Digest, digestFromHex } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from './local-store.js';
import { readPackBodies } from './pack-bodies.js';
import { quarantineFolder } from './set-aside.js';

/** Takes those of some objects back into the store whose bytes lie good in its quarantine. */
export async function healFromQuarantine(
  store: LocalBucketStore,
  wanted: Pick<ReadonlySet<Digest>, 'has'>,
  { signal }: TaskOptions = {},
): Promise<void> {
  for await (const { key, size } of store.bucket.list(`${quarantineFolder}/`, { signal })) {
    const [, kind, start = '', rest = ''] = pattern.exec(key) ?? [];
    if (kind === undefined) continue;
    const digest = digestFromHex(start + rest);
    if (kind === 'packs') {
      const pack = await readPackBodies(store, { digest, size }, { signal, key });
      const bodies = (pack?.good ?? []).filter((body) => wanted.has(body.digest)).map(({ body }) => body);
      if (bodies.length > 0) await store.write(bodies, { signal });
    } else if (wanted.has(digest)) {
      const path = store.bucket.pathOf(key);
      if (await isGood(store, { path, digest }, signal)) {
        await store.adopt({ packs: [], objects: [{ path, digest, size }] }, { signal });
      }
    }
  }
}

const pattern = /^quarantine\/(objects|packs)-([0-9a-f]{2})-([0-9a-f]{62})\./;

async function isGood(
  { hashers }: LocalBucketStore,
  { path, digest }: { readonly path: string; readonly digest: Digest },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const hasher = await hashers.take();
  try {
    return (await hashFile(path, hasher, { signal })).digest === digest;
  } catch (error) {
    // Another repair took it, or it cannot be read: that is no copy.
    if (isPixelisError(error) && error.code !== 'interrupted') return false;
    throw error;
  } finally {
    hashers.giveBack(hasher);
  }
}
