import { openObjectStore } from '#store/bucket-store.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { buildPack } from '#store/build-pack.js';
import { planCollection } from '#store/plan-collection.js';
import { test } from 'tap';
import { digestOf } from './object-store-suite.js';
import { neededObjects, randomBodies } from './collection-support.js';

const nobody = neededObjects([]);

void test('the plan of any store tells what would go, how much that frees, and how old it is', async (t) => {
  const { store, bodies } = await makeStore([
    [100, 200],
    [300, 400],
  ]);
  const [one, , three, four] = bodies as [Digest, Digest, Digest, Digest];
  const plan = await planCollection(store, {
    live: neededObjects([three, four]),
    pinned: neededObjects([one]),
    before: Infinity,
  });
  t.match(plan, {
    packs: [],
    sparse: { length: 1 },
    large: { length: 1 },
    freedBytes: 200 + 1_100_000,
    kept: {
      live: { objects: 2, bytes: 700 },
      pinned: { objects: 1, bytes: 100 },
      young: { objects: 0 },
      buried: { objects: 0 },
    },
  });
  t.equal(plan.garbage.count, 2);
  t.ok(plan.oldest !== undefined && plan.newest !== undefined && plan.oldest <= plan.newest);
  t.ok(Math.abs(Date.now() - (plan.newest ?? 0)) < 3_600_000);
});

void test('what was stored a short while ago stays', async (t) => {
  const { store } = await makeStore([[100, 200]]);
  const plan = await planCollection(store, { live: nobody, pinned: nobody, before: Date.now() - 60_000 });
  t.match(plan, { packs: [], sparse: [], large: [], freedBytes: 0, oldest: undefined, newest: undefined });
  t.match(plan.kept, { young: { objects: 3, bytes: 1_100_300 } });
});

void test('an object of which nobody says when it was stored is never old enough', async (t) => {
  const { store } = await makeStore([[100]]);
  const { bucket } = store;
  const silent = {
    ...bucket,
    async *list(prefix: string) {
      for await (const object of bucket.list(prefix)) yield { ...object, modified: Infinity };
    },
  };
  const plan = await planCollection({ ...store, bucket: silent }, { live: nobody, pinned: nobody, before: Infinity });
  t.match(plan.kept, { young: { objects: 2 } });
});

/** A store of packs of small objects of these sizes, and of one large object. */
async function makeStore(packs: readonly (readonly number[])[]) {
  const hasher = await loadHasher();
  const bucket = memoryBucket();
  const digests: Digest[] = [];
  for (const sizes of packs) {
    const objects = randomBodies(sizes).map((body) => ({ digest: digestOf(body), body }));
    const pack = buildPack(objects, hasher);
    await bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes));
    digests.push(...objects.map(({ digest }) => digest));
  }
  const [large = Buffer.of()] = randomBodies([1_100_000]);
  await bucket.put(objectKey(digestOf(large)), sourceOfBytes(large));
  return { store: await openObjectStore(bucket, { label: 'a store' }), bodies: digests };
}
