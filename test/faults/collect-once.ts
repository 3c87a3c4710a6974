// Collects the garbage of the cache in the folder named first, once: everything but the objects that the file `live` in it
// names, a digest a line. With `purge` behind it frees what lies in the trash.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderBucket } from '#bucket/folder-bucket.js';
import type { Digest } from '#model/digest.js';
import { applyCollection } from '#store/apply-collection.js';
import { withCollection } from '#store/collection.js';
import { freeRun } from '#store/empty-trash.js';
import { openLocalStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { planCollection } from '#store/plan-collection.js';

const [folder = '', what] = process.argv.slice(2);
const live = new NeededObjects();
for (const line of readFileSync(join(folder, 'live'), 'utf8').split('\n')) live.add(line as Digest, unknownSize);
const store = await openLocalStore(folderBucket(join(folder, 'cache')), { label: 'the cache' });
await withCollection(store, async (collection) => {
  if (what === 'purge') {
    for (const { id } of store.trash.runs()) await freeRun(store, id, { needed: [live, collection.pinned()] });
    return;
  }
  const plan = await planCollection(store, { live, pinned: collection.pinned(), before: Infinity });
  await applyCollection(store, plan, { collection, live, lookAgain: async () => live });
});
await store.close();
