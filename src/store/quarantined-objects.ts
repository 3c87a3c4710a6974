import { isPixelisError } from '#errors/index.js';
import { packRowSize } from '#format/pack.js';
import { type Digest, digestFromBytes, digestFromHex } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from './local-store.js';
import { readPackBytes } from './pack-bodies.js';
import { quarantineFolder } from './set-aside.js';

/** What lies in the quarantine of a store, by name. */
export interface QuarantinedObjects {
  readonly digests: ReadonlySet<Digest>;
  /** Whether there is a pack, set aside or still in its place, of which it cannot be told what is in it. */
  readonly isUnclear: boolean;
}

/** Names what was set aside in a store since it was damaged; of packs, all that was in them. */
export async function quarantinedObjects(
  store: LocalBucketStore,
  { signal }: TaskOptions = {},
): Promise<QuarantinedObjects> {
  const digests = new Set<Digest>();
  let isUnclear = store.catalogue.damaged.size > 0;
  for await (const { key, size } of store.bucket.list(`${quarantineFolder}/`, { signal })) {
    const [, kind, start = '', rest = ''] = pattern.exec(key) ?? [];
    if (kind === undefined) continue;
    const digest = digestFromHex(start + rest);
    if (kind === 'objects') {
      digests.add(digest);
      continue;
    }
    try {
      const table = (await readPackBytes(store, { digest, size }, { signal, key }))?.table;
      for (let row = 0; row < (table?.count ?? 0); row++) {
        digests.add(digestFromBytes((table as NonNullable<typeof table>).rows, row * packRowSize));
      }
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      isUnclear = true;
    }
  }
  return { digests, isUnclear };
}

const pattern = /^quarantine\/(objects|packs)-([0-9a-f]{2})-([0-9a-f]{62})\./;
