import { randomBytes } from 'node:crypto';
import { folderBucket } from '#bucket/folder-bucket.js';
import type { Digest } from '#model/digest.js';
import { applyCollection, type AppliedCollection } from '#store/apply-collection.js';
import { withCollection } from '#store/collection.js';
import { surveyTrash } from '#store/empty-trash.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { type CollectionPlan, planCollection } from '#store/plan-collection.js';
import { storeStreams } from '#store/store-streams.js';
import { type Test, test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

void test('what nobody needs goes to the trash, packs and large objects, and what is needed reads back', async (t) => {
  const { store, put } = await arrange(t);
  const [dead, live] = [await put([900, 1000, 1_500_000]), await put([900, 1000, 1_500_000])];
  const { plan, applied } = await collect(store, live);
  t.match(plan, { kept: { live: { objects: 3 } }, packs: { length: 1 }, large: { length: 1 }, sparse: [] });
  t.match(applied, { large: 1, packs: 1, rewritten: 0, restored: 0 });
  t.same(await stored(store), new Set(live));
  await readAll(t, store, live);
  t.match(await surveyTrash(store), [{ id: applied.run?.id, files: 2, owner: { pid: process.pid } }]);
  await readAll(t, store, dead);
  t.same(await stored(store), new Set([...live, ...dead]), 'who asks for it gets it back');
  t.same(await surveyTrash(store), [{ ...applied.run, files: 0, bytes: 0 }]);
});

void test('of a pack that is full of garbage what is needed is written anew', async (t) => {
  const { store, put } = await arrange(t);
  const digests = await put([700, 900, 1100, 1300]);
  const { applied } = await collect(store, digests.slice(0, 1));
  t.match(applied, { packs: 0, rewritten: 1 });
  t.same(await stored(store), new Set(digests.slice(0, 1)));
  await readAll(t, await reopen(store), digests);
});

void test('what somebody pinned before it was moved is moved back', async (t) => {
  const { store, put } = await arrange(t);
  const [pinned, dead] = [await put([800, 1_200_000]), await put([800, 1_200_000])];
  const user = await reopen(store);
  const { applied } = await collect(store, [], {
    async meanwhile() {
      await user.pin(pinned);
      t.same(await user.missing(pinned), new Set());
    },
  });
  t.match(applied, { large: 2, packs: 2, restored: 2 });
  t.same(await stored(store), new Set(pinned));
  await user.close();
  t.same((await collect(store, [])).applied.large, 1, 'until its user closes');
  await readAll(t, await reopen(store), dead);
});

interface CollectOptions {
  /** Between the plan and the first move. */
  readonly meanwhile?: () => Promise<void>;
  readonly lookAgain?: () => Promise<readonly Digest[]>;
  readonly before?: number;
}

/** A whole collection, with these objects needed. */
async function collect(
  store: LocalBucketStore,
  needed: readonly Digest[],
  { meanwhile, lookAgain = async () => [], before = Infinity }: CollectOptions = {},
): Promise<{ readonly plan: CollectionPlan; readonly applied: AppliedCollection }> {
  return withCollection(store, async (collection) => {
    const live = neededObjects(needed);
    const plan = await planCollection(store, { live, pinned: collection.pinned(), before });
    await meanwhile?.();
    const applied = await applyCollection(store, plan, {
      collection,
      live,
      lookAgain: async () => neededObjects(await lookAgain()),
    });
    return { plan, applied };
  });
}

function neededObjects(digests: Iterable<Digest>): NeededObjects {
  const needed = new NeededObjects();
  for (const digest of digests) needed.add(digest, unknownSize);
  return needed;
}

async function arrange(t: Test) {
  const folder = await temporaryFolder(t);
  const store = await openLocalStore(folderBucket(folder, { create: true }), { label: 'the cache' });
  t.teardown(() => store.close());
  const put = async (sizes: readonly number[]): Promise<readonly Digest[]> => {
    // As a command that has ended.
    const user = await reopen(store);
    const digests = await storeStreams(user, async (add) => {
      const added: Digest[] = [];
      for (const size of sizes) added.push((await add(chunks(randomBytes(size)))).digest);
      return added;
    });
    await user.close();
    return digests;
  };
  return { folder, store, put };
}

async function* chunks(bytes: Uint8Array) {
  yield bytes;
}

function reopen({ bucket }: LocalBucketStore): Promise<LocalBucketStore> {
  return openLocalStore(bucket, { label: 'the cache' });
}

async function stored(store: LocalBucketStore): Promise<ReadonlySet<Digest>> {
  const digests = new Set<Digest>();
  for await (const { digest } of store.list()) digests.add(digest);
  return digests;
}

async function readAll(t: Test, store: LocalBucketStore, digests: readonly Digest[]): Promise<void> {
  for (const digest of digests) t.ok((await store.read(digest)).length > 0, digest);
}
