import { packRowSize, type PackTable } from '#format/pack.js';
import { objectFolder, parseKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { NeededObjects } from './needed-objects.js';
import type { StoredObject } from './object-store.js';
import type { Pack } from './pack-index.js';
import type { CollectionMoves } from './plan-collection.js';

/** A collection that takes these objects away, and nothing else: every pack that holds any is written anew without them. */
export async function planErasure(
  store: BucketStore,
  gone: NeededObjects,
  { signal }: TaskOptions = {},
): Promise<CollectionMoves> {
  await store.catalogue.refresh({ signal });
  const [packs, sparse]: [Pack[], Pack[]] = [[], []];
  for (const pack of store.catalogue.packs()) {
    const table = await store.tables.load(pack, { signal });
    if (table === undefined) continue;
    const count = countOf(table, gone);
    if (count === table.count) packs.push(pack);
    else if (count > 0) sparse.push(pack);
  }
  const large: StoredObject[] = [];
  for await (const { key, size } of store.bucket.list(`${objectFolder}/`, { signal })) {
    const digest = parseKey(key)?.digest;
    if (digest !== undefined && gone.has(digest)) large.push({ digest, size });
  }
  return { garbage: gone, large, packs, sparse, small: [] };
}

function countOf({ rows, count }: PackTable, gone: NeededObjects): number {
  let found = 0;
  for (let row = 0; row < count; row++) if (gone.hasAt(rows, row * packRowSize)) found += 1;
  return found;
}
