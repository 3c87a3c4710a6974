import type { Bucket, HiddenVersion } from '#bucket/bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { packFolder } from '#model/object-key.js';
import { type BucketStore, openObjectStore } from './bucket-store.js';
import type { ObjectStore } from './object-store.js';

/**
 * What the hidden packs of a store have, for reading: trees that were removed and are still held. Which packs there are is asked
 * once. Large objects are left out, and no tree is one.
 */
export async function openHiddenStore({ bucket, label, tables }: BucketStore): Promise<ObjectStore> {
  const hidden = hiddenPacks(bucket);
  return openObjectStore(hidden, {
    label,
    tables: { ...tables, load: (pack, options) => tables.load(pack, { ...options, from: hidden }) },
  });
}

function hiddenPacks(bucket: Bucket): Bucket {
  let listed: Promise<ReadonlyMap<string, HiddenVersion>> | undefined;
  return {
    // What would be written would be written nowhere.
    ...memoryBucket(bucket.label),
    async *list(prefix, options) {
      for (const version of (await (listed ??= list(options?.signal))).values())
        if (version.key.startsWith(prefix)) yield version;
    },
    head: async (key) => (await listed)?.get(key),
    get: async (key, options) => (await listed)?.get(key)?.get(options),
  };

  async function list(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, HiddenVersion>> {
    const versions = new Map<string, HiddenVersion>();
    for await (const version of bucket.listHidden(`${packFolder}/`, { signal }))
      if (!versions.has(version.key)) versions.set(version.key, version);
    return versions;
  }
}
