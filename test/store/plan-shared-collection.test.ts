import { test } from 'tap';
import type { Bucket } from '#bucket/bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { encodeTreePage } from '#format/tree-page.js';
import { encodeTreeRoot } from '#format/tree-root.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TreeFile } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import { treePageInfo, treeRootOf } from '#model/tree-root.js';
import { openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { NeededObjects } from '#store/needed-objects.js';
import { planSharedCollection } from '#store/plan-shared-collection.js';
import { someBytes } from '../support/some-bytes.js';

/** A store whose packs and objects were stored at the times that are given. */
async function makeStore() {
  const hasher = await loadHasher();
  const memory = memoryBucket();
  const times = new Map<string, number>();
  const bucket: Bucket = {
    ...memory,
    async *list(prefix, options) {
      for await (const object of memory.list(prefix, options)) {
        yield { ...object, modified: times.get(object.key) ?? object.modified };
      }
    },
  };
  const bodyOf = (body: Uint8Array) => ({ digest: hashBytes(body, hasher), body });
  return {
    store: await openObjectStore(bucket, { label: 'the remote' }),
    putLarge: async (body: Uint8Array, time: number): Promise<Digest> => {
      const { digest } = bodyOf(body);
      await memory.put(objectKey(digest), sourceOfBytes(body));
      times.set(objectKey(digest), time);
      return digest;
    },
    putPack: async (bodies: readonly Uint8Array[], time: number) => {
      const objects = bodies.map(bodyOf);
      const pack = buildPack(objects, hasher);
      await memory.put(packKey(pack.digest), sourceOfBytes(pack.bytes));
      times.set(packKey(pack.digest), time);
      return { pack: pack.digest, digests: objects.map(({ digest }) => digest) };
    },
    /** A page and a root of a tree of one file. */
    treeOf: (digest: Digest, size: number): readonly [Uint8Array, Uint8Array] => {
      const entries: readonly TreeFile[] = [{ path: 'large' as TreePath, kind: 'file', size, digest }];
      const page = encodeTreePage(entries);
      return [page, encodeTreeRoot(treeRootOf([treePageInfo(entries, bodyOf(page).digest)]))];
    },
  };
}

function needed(digests: readonly Digest[]): NeededObjects {
  const objects = new NeededObjects();
  for (const digest of digests) objects.add(digest, -1);
  return objects;
}

const large = someBytes(1_200_000);
const other = someBytes(3_000_000);

void test('a young tree that nobody needs keeps what it lists, however old that is', async (t) => {
  const { store, putLarge, putPack, treeOf } = await makeStore();
  const blob = await putLarge(large, 100);
  const [page, root] = treeOf(blob, large.length);
  await putPack([root], 300);
  await putPack([page], 100);
  const plan = await planSharedCollection(store, { live: needed([]), before: 200 });
  t.same([plan.large, plan.packs, plan.sparse], [[], [], []]);
  const later = await planSharedCollection(store, { live: needed([]), before: 400 });
  t.match([later.large.length, later.packs.length], [1, 2]);
});

void test('a pack that would stay and holds an old tree that nobody needs is written anew without it', async (t) => {
  const { store, putLarge, putPack, treeOf } = await makeStore();
  const blob = await putLarge(large, 100);
  const [page, root] = treeOf(blob, large.length);
  const mostly = await putPack([other, root], 100);
  const rest = await putPack([page, Buffer.from('more')], 100);
  const live = needed([mostly.digests[0] as Digest]);
  const plan = await planSharedCollection(store, { live, before: 200 });
  t.match(plan, { large: [{ digest: blob }], packs: [{ digest: rest.pack }], sparse: [{ digest: mostly.pack }] });
  t.ok(plan.garbage.has(mostly.digests[1] as Digest));
  t.notOk(plan.garbage.has(mostly.digests[0] as Digest));
  t.equal(plan.kept.buried.objects, 0);
});

void test('what is no tree may stay buried in a pack that is mostly needed', async (t) => {
  const { store, putPack } = await makeStore();
  const mostly = await putPack([other, Buffer.from('little')], 100);
  const plan = await planSharedCollection(store, { live: needed([mostly.digests[0] as Digest]), before: 200 });
  t.match(plan, { packs: [], sparse: [], kept: { buried: { objects: 1, bytes: 6 } } });
});
