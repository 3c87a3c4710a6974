import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { Digest } from '#model/digest.js';
import { withCollection } from '#store/collection.js';
import { restoreRun, surveyTrash } from '#store/empty-trash.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { type Test, test } from 'tap';
import { digestOf } from './object-store-suite.js';
import { collect, makeCache, openCache, purge, put, randomBodies, storedIn } from './collection-support.js';

void test('what nobody needs goes to the trash, packs and large objects, and what is needed stays', async (t) => {
  const store = await makeCache(t);
  const dead = await put(store, randomBodies([900, 1000, 1_500_000]));
  const live = await put(store, randomBodies([900, 1000, 1_500_000]));
  const { plan, applied } = await collect(store, live);
  t.match(plan, { kept: { live: { objects: 3 } }, packs: { length: 1 }, large: { length: 1 }, sparse: [] });
  t.match(applied, { large: 1, packs: 1, rewritten: 0, merged: 0, restored: 0 });
  t.same(await storedIn(store), new Set(live));
  await readAll(t, store, live);
  t.match(await surveyTrash(store), [{ id: applied.run?.id, files: 2, owner: { pid: process.pid } }]);
  t.match(await purge(store, live), [{ freed: { objects: 2 }, restored: { objects: 0 } }]);
  t.same(store.trash.runs(), []);
  t.equal((await store.missing(dead)).size, dead.length, 'it is gone');
});

void test('who asks for an object in the trash gets it back, however it is asked for', async (t) => {
  const asks: Readonly<Record<string, (store: LocalBucketStore, digest: Digest) => Promise<boolean>>> = {
    read: async (store, digest) => (await store.read(digest)).length > 0,
    async stream(store, digest) {
      let size = 0;
      for await (const chunk of store.stream(digest)) size += chunk.length;
      return size > 0;
    },
    missing: async (store, digest) => (await store.missing([digest].values())).size === 0,
    missingRows: async (store, digest) =>
      (
        await store.missingRows({
          digests: Buffer.from(digest.slice('blake3:'.length), 'hex'),
          sizes: Float64Array.of(large.length),
        })
      ).length === 0,
    locate: async (store, digest) => existsSync((await store.locate([digest])).get(digest)?.file ?? ''),
  };
  const [small = Buffer.of(1), large = Buffer.of(2)] = randomBodies([500, 1_100_000]);
  for (const [name, ask] of Object.entries(asks)) {
    const store = await makeCache(t);
    const digests = await put(store, [small, large]);
    await collect(store, []);
    t.same(await storedIn(store), new Set());
    for (const digest of digests) {
      if (name === 'missingRows' && digest !== digests[1]) continue;
      t.ok(await ask(await openCache(t, folderOf(store)), digest), `${name} ${digest}`);
      t.ok((await storedIn(store)).has(digest));
    }
  }
});

void test('a collection is on record before anything moves, and moves nothing where it cannot be', async (t) => {
  const store = await makeCache(t);
  const dead = await put(store, randomBodies([900, 1_500_000]));
  const failure = new Error('no space left');
  const onBegin = async () => {
    t.same(await storedIn(store), new Set(dead));
    throw failure;
  };
  await t.rejects(collect(store, [], { onBegin }), failure);
  t.same(await storedIn(store), new Set(dead));
  t.same(store.trash.runs(), []);
});

void test('of a pack that is full of garbage what is needed is written anew; one with little of it stays', async (t) => {
  const store = await makeCache(t);
  const sparse = await put(store, randomBodies([700_000, 700_000, 10_000]));
  const dense = await put(store, randomBodies([700_000, 700_000, 10_000]));
  const live = [...sparse.slice(2), ...dense.slice(0, 2)];
  const { plan, applied } = await collect(store, live);
  t.match(plan, { kept: { buried: { objects: 1, bytes: 10_000 } }, sparse: { length: 1 } });
  t.match(applied, { packs: 0, rewritten: 1 });
  t.same(await storedIn(store), new Set([...sparse.slice(2), ...dense]));
  await readAll(t, store, live);
});

void test('what came back whole, and lies in two packs now, is one again after the next collection', async (t) => {
  const store = await makeCache(t);
  const [live, dead] = (await put(store, randomBodies([3000, 5000]))) as [Digest, Digest];
  const { applied } = await collect(store, [live]);
  await restoreRun(store, applied.run?.id ?? '');
  t.equal((await packsIn(store)).length, 2);
  await collect(store, [live]);
  t.equal((await packsIn(store)).length, 1);
  t.same(await storedIn(store), new Set([live]));
  await readAll(t, store, [live]);
  t.same(await store.missing([dead]), new Set(), 'and the garbage is in the trash');
});

void test('a copy that is damaged is no reason to let the other one go', async (t) => {
  // Which of the two packs is read first depends on their names.
  for (let round = 0; round < 6; round++) {
    const store = await makeCache(t);
    const [live] = (await put(store, randomBodies([3000, 5000]))) as [Digest, Digest];
    const { applied } = await collect(store, [live]);
    const [rewritten = ''] = await packsIn(store);
    await restoreRun(store, applied.run?.id ?? '');
    const bytes = await readFile(store.bucket.pathOf(rewritten));
    bytes[10] = (bytes[10] as number) ^ 1;
    await store.bucket.put(rewritten, sourceOfBytes(bytes), { replace: true });
    await collect(await openCache(t, folderOf(store)), [live]);
    await readAll(t, await openCache(t, folderOf(store)), [live]);
  }
});

void test('what somebody pinned before it was moved is moved back, until its user closes', async (t) => {
  const store = await makeCache(t);
  const [bodies, others] = [randomBodies([800, 1_200_000]), randomBodies([800, 1_200_000])];
  const pinned = await put(store, bodies);
  await put(store, others);
  const user = await openCache(t, folderOf(store));
  const { applied } = await collect(store, [], {
    async meanwhile() {
      await user.pin(pinned);
      t.same(await user.missing(pinned), new Set());
    },
  });
  t.match(applied, { large: 2, packs: 2, restored: 2 });
  t.same(await storedIn(store), new Set(pinned));
  t.match((await collect(store, [])).plan, { kept: { pinned: { objects: 2 } }, packs: [], large: [] });
  await user.close();
  t.match((await collect(store, [])).applied, { large: 1, packs: 1, restored: 0 });
});

void test('what was pinned and named while it was moved is known when its user has closed before the second look', async (t) => {
  const store = await makeCache(t);
  const named = await put(store, randomBodies([800]));
  const { applied } = await collect(store, [], {
    async meanwhile() {
      const user = await openCache(t, folderOf(store));
      await user.pin(named);
      await user.close();
    },
  });
  t.match(applied, { packs: 1, restored: 1, run: undefined });
  t.same(await storedIn(store), new Set(named));
  t.equal((await readdir(store.bucket.pathOf('pins'))).length, 2, 'its pins and their lock are still there');
  await collect(store, named);
  t.same(await readdir(store.bucket.pathOf('pins')), [], 'the next collection removes them');
});

void test('what came to be needed meanwhile is moved back', async (t) => {
  const store = await makeCache(t);
  const [first, second] = [await put(store, randomBodies([800])), await put(store, randomBodies([1_200_000]))];
  const { applied } = await collect(store, [], { lookAgain: async () => second });
  t.match(applied, { restored: 1 });
  t.same(await storedIn(store), new Set(second));
  t.same(await store.missing(first), new Set());
});

void test('where the second look fails, or the work is interrupted, everything is as it was', async (t) => {
  const store = await makeCache(t);
  const digests = await put(store, randomBodies([800, 1_200_000]));
  const failure = new Error('a root cannot be read');
  await t.rejects(collect(store, [], { lookAgain: () => Promise.reject(failure) }), failure);
  t.same(await storedIn(store), new Set(digests));
  t.same(store.trash.runs(), []);

  const stop = new AbortController();
  const interrupted = collect(store, [], {
    signal: stop.signal,
    meanwhile: async () => stop.abort(),
    lookAgain: async () => digests,
  });
  await t.rejects(interrupted, { code: 'interrupted' });
  t.same(await storedIn(store), new Set(digests));
  t.notOk(existsSync(join(folderOf(store), 'pins', 'collecting')), 'and nobody is told that it goes on');
});

void test('there is one collection at a time', async (t) => {
  const store = await makeCache(t);
  const other = await openCache(t, folderOf(store));
  await withCollection(store, async () => {
    await t.rejects(
      withCollection(other, async () => undefined),
      { code: 'lock.held' },
    );
  });
  t.equal(await withCollection(other, async () => 'its turn'), 'its turn');
});

void test('small packs are merged, also where nothing is garbage', async (t) => {
  const store = await makeCache(t);
  const live: Digest[] = [];
  for (let pack = 0; pack < 9; pack++) live.push(...(await put(store, randomBodies([100 + pack]))));
  t.match((await collect(store, live)).applied, { merged: 9, run: undefined });
  t.equal((await packsIn(store)).length, 1);
  await readAll(t, await openCache(t, folderOf(store)), live);
});

void test('what was trashed is needed again: purging brings it back, and frees the rest', async (t) => {
  const store = await makeCache(t);
  const [one, two] = [
    await put(store, randomBodies([800, 1_200_000])),
    await put(store, randomBodies([900, 1_300_000])),
  ];
  await collect(store, []);
  t.match(await purge(store, one), [{ freed: { objects: 2 }, restored: { objects: 2 } }]);
  t.same(await storedIn(store), new Set(one));
  t.equal((await store.missing(two)).size, 2);
});

void test('after any sequence of storing, collecting, merging, undoing and purging what is needed reads back equal', async (t) => {
  const bodies = Array.from({ length: 20 }, (_, number) =>
    Buffer.alloc(number < 18 ? 100 + 999 * number : 1_048_600, number),
  );
  const some = fc.uniqueArray(fc.nat(bodies.length - 1), { minLength: 1, maxLength: 6 });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ does: fc.constant('put' as const), which: some }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('need' as const), which: some }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('collect' as const), which: some }) },
    fc.record({ does: fc.constantFrom('purge' as const, 'undo' as const, 'read' as const), which: some }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const store = await makeCache(t);
      const digests = bodies.map(digestOf);
      /** What can be had: it was stored, and not freed. */
      const there = new Set<Digest>();
      const needed = new Set<Digest>();
      for (const { does, which } of steps) {
        const chosen = which.map((number) => digests[number] as Digest);
        if (does === 'put')
          await put(
            store,
            which.map((number) => bodies[number] as Buffer),
          );
        if (does === 'put') for (const digest of chosen) there.add(digest);
        if (does === 'need') {
          needed.clear();
          for (const digest of chosen) if (there.has(digest)) needed.add(digest);
        }
        if (does === 'collect') {
          await collect(store, needed);
          const stored = await storedIn(store);
          for (const digest of needed) t.ok(stored.has(digest), 'it stays in the store');
        }
        if (does === 'undo') for (const { id } of store.trash.runs()) await restoreRun(store, id);
        if (does === 'read') for (const digest of chosen) if (there.has(digest)) await store.read(digest);
        if (does === 'purge') {
          await purge(store, needed);
          const stored = await storedIn(store);
          for (const digest of there) if (!stored.has(digest)) there.delete(digest);
        }
        for (const digest of needed) {
          const body = bodies[digests.indexOf(digest)] as Buffer;
          t.ok(body.equals(await store.read(digest)), `${does}: it reads back equal`);
        }
      }
    }),
    { numRuns: 25 },
  );
});

async function readAll(t: Test, store: LocalBucketStore, digests: readonly Digest[]): Promise<void> {
  for (const digest of digests) t.equal(digestOf(await store.read(digest)), digest);
}

async function packsIn({ bucket }: LocalBucketStore): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('packs/')) keys.push(key);
  return keys;
}

function folderOf({ bucket }: LocalBucketStore): string {
  return dirname(bucket.pathOf('packs'));
}
