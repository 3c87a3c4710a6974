import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { Progress } from '#model/task-options.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { copyObjects } from '#store/copy-objects.js';
import { openLocalStore } from '#store/local-store.js';
import { type Test, test } from 'tap';
import { counting } from './counting-bucket.js';
import { bytesAt, digestOf, flipped, objects, putLarge, putPack } from './object-store-suite.js';

const nothing = { missing: [], corrupt: [], withheld: [] };

void test('objects move between any two stores, large and small, and a second time nothing does', async (t) => {
  const kinds = { cache: cacheOf, remote: remoteOf };
  for (const [from, openSource] of Object.entries(kinds)) {
    for (const [to, openTarget] of Object.entries(kinds)) {
      const [source, target] = [await openSource(t), await openTarget(t)];
      const bodies = [...objects(500), randomBytes(1_200_000), randomBytes(3_000_000), Buffer.alloc(0)];
      await putPack(source.bucket, bodies.slice(0, 300));
      await putPack(source.bucket, [...bodies.slice(300, 500), Buffer.alloc(0)]);
      for (const body of bodies.slice(500, 502)) await putLarge(source.bucket, body);
      const digests = bodies.map(digestOf);
      const result = await copyObjects(source, target, { phases: [digests] });
      t.same([result.copied.objects, result.present], [503, 0], `${from} to ${to}`);
      for (const body of bodies) t.ok(body.equals(await target.read(digestOf(body))));
      t.same(await copyObjects(source, target, { phases: [digests] }), {
        copied: { objects: 0, bytes: 0 },
        present: 503,
        ...nothing,
      });
    }
  }
});

void test('a pack that is wanted goes as it is, in one request; again, one listing tells that nothing is to do', async (t) => {
  const source = await cacheOf(t);
  const bodies = objects(5000);
  const pack = await putPack(source.bucket, bodies);
  const { target, requests } = await countingRemote();
  const digests = bodies.map(digestOf);
  const sizeOf = () => 50;
  await copyObjects(source, target, { phases: [digests], sizeOf });
  t.same(requests.splice(0), ['list packs/', 'put packs']);
  t.same(await bytesAt(target.bucket, packKey(pack)), await bytesAt(source.bucket, packKey(pack)));
  requests.length = 0;
  await copyObjects(source, target, { phases: [digests], sizeOf });
  t.same(requests, ['list packs/']);
});

void test('a few objects of large packs travel in a new pack, all phases in one where they fit', async (t) => {
  const source = await cacheOf(t);
  const [blobs, pages, roots] = [objects(1000, 'blob'), objects(100, 'page'), objects(10, 'root')];
  for (const bodies of [blobs, pages, roots]) await putPack(source.bucket, bodies);
  const { target, requests } = await countingRemote();
  const phases = [[blobs[7]], [pages[8]], [roots[2]]].map((bodies) => bodies.map((body) => digestOf(body as Buffer)));
  const result = await copyObjects(source, target, { phases, sizeOf: () => 50 });
  t.equal(result.copied.objects, 3);
  t.same(requests, ['list packs/', 'put packs']);
});

void test('many objects of a remote pack are read in few requests', async (t) => {
  const { target: source, requests } = await countingRemote();
  const bodies = objects(3000);
  await putPack(source.bucket, bodies);
  await source.missing([]);
  requests.length = 0;
  const wanted = bodies.filter((_, index) => index % 3 === 0);
  const target = await cacheOf(t);
  await copyObjects(source, target, { phases: [wanted.map(digestOf)] });
  t.same(requests, ['list packs/', 'get packs']);
  t.same(await target.missing(wanted.map(digestOf)), new Set());
});

void test('very large objects of a remote are read by several requests at once, however many there are', async (t) => {
  const { target: source, requests } = await countingRemote();
  const bodies = [0, 1, 2].map((seed) => Buffer.alloc(33 * 1024 * 1024 + seed, `large ${seed}`));
  for (const body of bodies) await putLarge(source.bucket, body);
  requests.length = 0;
  const target = await cacheOf(t);
  const digests = bodies.map(digestOf);
  t.equal((await copyObjects(source, target, { phases: [digests] })).copied.objects, 3);
  t.equal(requests.filter((request) => request === 'get objects').length, 15);
  for (const body of bodies) t.ok(body.equals(await target.read(digestOf(body))));
});

void test('a later phase begins when all earlier ones are stored', async (t) => {
  const source = await cacheOf(t);
  const blobs = [...Array.from({ length: 12 }, () => randomBytes(1_100_000)), ...objects(200)];
  const [pages, roots] = [objects(40, 'page'), objects(3, 'root')];
  for (const body of blobs.slice(0, 12)) await putLarge(source.bucket, body);
  await putPack(source.bucket, blobs.slice(12));
  await putPack(source.bucket, pages);
  await putPack(source.bucket, roots);
  const phases = [blobs, pages, roots].map((bodies) => bodies.map(digestOf));
  const slow = memoryBucket();
  const seen: string[][] = [];
  const target = await openObjectStore(
    {
      ...slow,
      put: async (key, bytes, options) => {
        if (key.startsWith('packs/')) {
          const other = await openObjectStore(slow, { label: 'r' });
          seen.push([...(await other.missing(phases[0] as Digest[]))]);
        } else await new Promise((resolve) => setTimeout(resolve, 20));
        return slow.put(key, bytes, options);
      },
    },
    { label: 'r' },
  );
  await copyObjects(source, target, { phases, jobs: 4 });
  t.equal(seen.length, 3);
  t.same(seen.slice(1), [[], []], 'all blobs are there when pages come');
});

void test('what is missing in both stores, or damaged, is named, and the rest arrives', async (t) => {
  const source = await cacheOf(t);
  const small = objects(50);
  const large = [randomBytes(1_100_000), randomBytes(1_100_000)] as const;
  const pack = buildPack(
    small.map((body) => ({ digest: digestOf(body), body })),
    await loadHasher(),
  );
  await source.bucket.put(packKey(pack.digest), sourceOfBytes(flipped(pack.bytes, 3)));
  await putLarge(source.bucket, large[0]);
  await source.bucket.put(objectKey(digestOf(large[1])), sourceOfBytes(flipped(large[1], 1_000_000)));
  const absent = digestOf(Buffer.from('absent'));
  const target = await remoteOf();
  const result = await copyObjects(source, target, { phases: [[...small, ...large].map(digestOf).concat(absent)] });
  t.same([result.copied.objects, result.missing, result.withheld], [50, [absent], []]);
  t.same(new Set(result.corrupt), new Set([digestOf(small[0] as Buffer), digestOf(large[1])]));
  t.same(await target.missing([...small, ...large].map(digestOf)), new Set(result.corrupt));
});

void test('a remote whose pack holds something else than it says is believed in nothing that is not so', async (t) => {
  const source = await remoteOf();
  const [real, lie] = [objects(30), Buffer.from('a lie')];
  const bodies = real.map((body) => ({ digest: digestOf(body), body }));
  const pack = buildPack([...bodies, { digest: digestOf(Buffer.from('the truth')), body: lie }], await loadHasher());
  await source.bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes));
  const target = await cacheOf(t);
  const truth = digestOf(Buffer.from('the truth'));
  const result = await copyObjects(source, target, { phases: [[...real.map(digestOf), truth]] });
  t.same([result.copied.objects, result.corrupt], [30, [truth]]);
  t.same(await target.missing([truth, digestOf(lie)]), new Set([truth, digestOf(lie)]));
});

void test('what the target has of the wrong size, or cannot read, is replaced', async (t) => {
  for (const openTarget of [cacheOf, remoteOf]) {
    const [source, target] = [await cacheOf(t), await openTarget(t)];
    const [small, large] = [objects(30), randomBytes(1_100_000)];
    const pack = await putPack(source.bucket, small);
    await putLarge(source.bucket, large);
    await target.bucket.put(objectKey(digestOf(large)), sourceOfBytes(large.subarray(5)));
    await target.bucket.put(packKey(pack), sourceOfBytes(Buffer.from('cut off')));
    const digests = [...small, large].map(digestOf);
    const sizes = new Map([...small, large].map((body) => [digestOf(body), body.length]));
    const result = await copyObjects(source, target, { phases: [digests], sizeOf: (digest) => sizes.get(digest) });
    t.equal(result.copied.objects, 31);
    for (const body of [...small, large]) t.ok(body.equals(await target.read(digestOf(body))));
  }
});

void test('a pack whose table is damaged in the target is replaced', async (t) => {
  for (const openTarget of [cacheOf, remoteOf]) {
    const [source, target] = [await cacheOf(t), await openTarget(t)];
    const small = objects(30);
    const pack = await putPack(source.bucket, small);
    const bytes = (await bytesAt(source.bucket, packKey(pack))) as Uint8Array;
    await target.bucket.put(packKey(pack), sourceOfBytes(flipped(bytes, bytes.length - 60)));
    const result = await copyObjects(source, target, { phases: [small.map(digestOf)] });
    t.equal(result.copied.objects, 30);
    t.ok((small[3] as Buffer).equals(await target.read(digestOf(small[3] as Buffer))));
  }
});

void test('a pack never carries pages or roots to a remote that were not asked for', async (t) => {
  const source = await cacheOf(t);
  const page = Buffer.concat([Buffer.from('PXp\u0001'), Buffer.from('a page of some other tree')]);
  const blobs = objects(50);
  await putPack(source.bucket, [...blobs, page]);
  const target = await remoteOf();
  const result = await copyObjects(source, target, { phases: [blobs.map(digestOf)] });
  t.equal(result.copied.objects, 50);
  t.same(await target.missing([...blobs, page].map(digestOf)), new Set([digestOf(page)]));
  const cache = await cacheOf(t);
  await copyObjects(source, cache, { phases: [blobs.map(digestOf)] });
  t.same(await cache.missing([digestOf(page)]), new Set(), 'a cache promises nothing of what a page lists');
});

void test('an object is withheld where what it lists could not be copied', async (t) => {
  const source = await cacheOf(t);
  const [blob, page, root] = ['blob', 'page', 'root'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
  const absent = digestOf(Buffer.from('absent'));
  await putPack(source.bucket, [blob, page, root]);
  const target = await remoteOf();
  const result = await copyObjects(source, target, {
    phases: [[digestOf(blob), absent], [digestOf(page)], [digestOf(root)]],
    mustWithhold: async (digest, hasFailed) =>
      digest === digestOf(page) ? hasFailed(absent) : digest === digestOf(root) && hasFailed(digestOf(page)),
  });
  t.same([result.missing, result.withheld], [[absent], [digestOf(page), digestOf(root)]]);
  t.same(await target.missing([blob, page, root].map(digestOf)), new Set([page, root].map(digestOf)));
});

void test('a failing store is an error, after what was under way has ended', async (t) => {
  const source = await cacheOf(t);
  const bodies = Array.from({ length: 6 }, () => randomBytes(1_100_000));
  for (const body of bodies) await putLarge(source.bucket, body);
  const bucket: Bucket = { ...memoryBucket(), put: () => Promise.reject(new Error('it broke')) };
  const target = await openObjectStore(bucket, { label: 'r' });
  await t.rejects(copyObjects(source, target, { phases: [bodies.map(digestOf)] }), { message: 'it broke' });
});

void test('an aborted copy ends as interrupted, and going on later completes it', async (t) => {
  const source = await cacheOf(t);
  const bodies = Array.from({ length: 6 }, () => randomBytes(1_100_000));
  for (const body of bodies) await putLarge(source.bucket, body);
  const target = await cacheOf(t);
  const cancel = new AbortController();
  const onProgress = (): void => cancel.abort();
  const digests = bodies.map(digestOf);
  await t.rejects(copyObjects(source, target, { phases: [digests], jobs: 2, signal: cancel.signal, onProgress }), {
    code: 'interrupted',
  });
  t.ok((await target.missing(digests)).size > 0);
  await copyObjects(source, target, { phases: [digests] });
  t.same(await target.missing(digests), new Set());
});

void test('progress tells of objects and bytes, and ends at its totals', async (t) => {
  const source = await cacheOf(t);
  const bodies = [...objects(20), randomBytes(1_100_000)];
  await putPack(source.bucket, bodies.slice(0, 20));
  await putLarge(source.bucket, bodies[20] as Buffer);
  const told: Progress[] = [];
  await copyObjects(source, await remoteOf(), {
    phases: [bodies.map(digestOf)],
    onProgress: (fact) => told.push(fact),
  });
  const last = told.at(-1) as Progress;
  t.same([last.phase, last.doneItems, last.totalItems], ['push', 21, 21]);
  t.equal(last.doneBytes, last.totalBytes);
  const grows = told.every((fact, index) => index === 0 || fact.doneItems >= (told[index - 1] as Progress).doneItems);
  t.ok(grows);
});

void test('bytes that go bad in the cache while they are sent never arrive', async (t) => {
  const source = await cacheOf(t);
  const body = randomBytes(1_500_000);
  await putLarge(source.bucket, body);
  const path = source.bucket.pathOf(objectKey(digestOf(body)));
  await chmod(path, 0o644);
  const target = await remoteOf();
  let done = false;
  const flip = async (): Promise<void> => {
    if (done) return;
    done = true;
    const file = await open(path, 'r+');
    await file.write(Buffer.of((body[1_499_999] as number) ^ 1), 0, 1, 1_499_999);
    await file.close();
  };
  const watching: BucketStore = {
    ...target,
    bucket: { ...target.bucket, put: async (...put) => (await flip(), target.bucket.put(...put)) },
  };
  const result = await copyObjects(source, watching, { phases: [[digestOf(body)]] });
  t.same(result.corrupt, [digestOf(body)]);
  t.same(await target.missing([digestOf(body)]), new Set([digestOf(body)]));
  await t.rejects(source.read(digestOf(body)), { code: 'object.missing' }, 'it was put aside');
});

async function cacheOf(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'copy-objects-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return openLocalStore(await createFolderBucket(folder), { label: 'the cache' });
}

async function remoteOf(): Promise<BucketStore> {
  return openObjectStore(memoryBucket(), { label: "remote 'origin'" });
}

async function countingRemote() {
  const { bucket, requests } = counting(memoryBucket());
  return { target: await openObjectStore(bucket, { label: 'r' }), requests };
}
