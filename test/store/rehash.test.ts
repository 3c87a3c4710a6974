import { readFile, rm, writeFile } from 'node:fs/promises';
import * as nodeFiles from 'node:fs/promises';
import { type Test, test } from 'tap';
import type { FileCalls } from '#bucket/durable-files.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { packRowSize, writePackRow } from '#format/pack.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { digestBytes, writeDigest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { encodeTail } from '#store/pack-tables.js';
import { rehashObject, rehashPack } from '#store/rehash.js';
import { rehashFiles, rehashSample } from '#store/rehash-store.js';
import { surveyStore } from '#store/survey-store.js';
import { flipByte, halve } from '../support/damage.js';
import { makeFolder } from '../support/git-repository.js';
import { someBytes } from '../support/some-bytes.js';
import { digestOf, objects } from './object-store-suite.js';

const large = someBytes(1_300_000);

/** A store with two packs and a large object. */
async function makeStore(t: Test, files?: FileCalls) {
  const folder = await makeFolder(t);
  const bucket = folderBucket(folder, { fsync: 'none', create: true });
  const hasher = await loadHasher();
  const packs = [objects(10), objects(25).slice(10)].map((bodies) =>
    buildPack(
      bodies.map((body) => ({ digest: digestOf(body), body })),
      hasher,
    ),
  );
  for (const { digest, bytes } of packs) await bucket.put(packKey(digest), sourceOfBytes(bytes));
  await bucket.put(objectKey(digestOf(large)), sourceOfBytes(large));
  const store = await openObjectStore(folderBucket(folder, { create: true, files }), { label: 'the store' });
  const [first, second] = packs as [(typeof packs)[0], (typeof packs)[0]];
  return { store, bucket, hasher, first, second, object: { digest: digestOf(large), size: large.length } };
}

async function rehashAll(store: BucketStore, options: Parameters<typeof rehashFiles>[2] = {}) {
  return rehashFiles(store, await surveyStore(store), options);
}

void test('everything that is good is read, and nothing is said of it', async (t) => {
  const { store, first, object } = await makeStore(t);
  t.same(await rehashPack(store, first), { kind: 'good' });
  t.same(await rehashObject(store, { ...object, place: undefined }), { kind: 'good' });
  const { damaged, done, all } = await rehashAll(store);
  t.same([damaged, done.objects], [[], 26]);
  t.same(done, all);
});

void test('a flipped bit is found in the very object, whatever the pack says of the others', async (t) => {
  const { store, bucket, first, object } = await makeStore(t);
  await flipByte(bucket.pathOf(objectKey(object.digest)), 1_200_000);
  await flipByte(bucket.pathOf(packKey(first.digest)), 0);
  const [body] = objects(1) as [Buffer];
  const { damaged } = await rehashAll(store);
  t.match(damaged, [
    { key: objectKey(object.digest), pack: undefined, bad: [object] },
    {
      key: packKey(first.digest),
      pack: { digest: first.digest },
      bad: [{ digest: digestOf(body), size: body.length }],
    },
  ]);
});

void test('a pack under another name than its own, and one whose table lies, are no good packs', async (t) => {
  const { store, bucket, first, second, hasher } = await makeStore(t);
  await rm(bucket.pathOf(packKey(first.digest)));
  await writeFile(bucket.pathOf(packKey(first.digest)), second.bytes);
  const rows = Uint8Array.from(second.table.rows);
  const [other] = objects(1) as [Buffer];
  const raw = new Uint8Array(digestBytes);
  writeDigest(digestOf(other), raw);
  writePackRow(rows, packRowSize, {
    digest: raw,
    length: (second.table.offsets[2] ?? 0) - (second.table.offsets[1] ?? 0),
  });
  const bodies = second.bytes.subarray(0, second.table.offsets[second.table.count]);
  const liar = Buffer.concat([bodies, encodeTail(rows, hasher)]);
  const liarDigest = hashBytes(liar, hasher);
  await bucket.put(packKey(liarDigest), sourceOfBytes(liar));
  const { damaged } = await rehashAll(store);
  const byKey = new Map(damaged.map((file) => [file.key, file]));
  t.equal(damaged.length, 2);
  t.match(byKey.get(packKey(first.digest)), { bad: [], reason: /not what its name says/ });
  t.match(byKey.get(packKey(liarDigest)), { bad: [{ digest: digestOf(other) }] });
});

void test('a truncated large object, a pack that is gone and a file that cannot be read are told apart', async (t) => {
  const failing: FileCalls = {
    ...nodeFiles,
    open: async (path, ...rest) => {
      if (String(path).includes('/packs/') && isDown) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      return nodeFiles.open(path, ...rest);
    },
  };
  let isDown = false;
  const { store, bucket, first, second, object } = await makeStore(t, failing);
  const survey = await surveyStore(store);
  await halve(bucket.pathOf(objectKey(object.digest)));
  await rm(bucket.pathOf(packKey(first.digest)));
  isDown = true;
  t.match(await rehashObject(store, { ...object, place: undefined }), { kind: 'damaged', bad: [object] });
  t.same(await rehashPack(store, first), { kind: 'gone' });
  t.match(await rehashPack(store, second), { kind: 'unreadable', error: { code: 'disk.failed' } });
  const { damaged } = await rehashFiles(store, survey);
  t.match(
    damaged.map(({ key }) => key),
    [objectKey(object.digest), packKey(second.digest)],
    'and one does not keep the others from being read',
  );
});

void test('packs that are merged while others are read are read as what they became', async (t) => {
  const { store, bucket, first, second, hasher } = await makeStore(t);
  const survey = await surveyStore(store);
  const bodies = objects(25).map((body) => ({ digest: digestOf(body), body }));
  const merged = buildPack(bodies, hasher);
  await bucket.put(packKey(merged.digest), sourceOfBytes(merged.bytes));
  for (const { digest } of [first, second]) await bucket.delete(packKey(digest));
  await flipByte(bucket.pathOf(packKey(merged.digest)), 0);
  const { damaged, done, all } = await rehashFiles(store, survey);
  t.match(damaged, [{ key: packKey(merged.digest), bad: [bodies[0] && { digest: bodies[0].digest }] }]);
  t.same([done.objects, done], [26, all]);
});

void test('reading leaves off in the middle of a file when it must, and says how far it came', async (t) => {
  const { store, object } = await makeStore(t);
  let chunks = 0;
  const mustStop = (): boolean => ++chunks > 2;
  t.same(await rehashObject(store, { ...object, place: undefined }, { mustStop }), { kind: 'stopped' });
  const { done, all } = await rehashAll(store, { mustStop: () => true });
  t.same([done, all.objects], [{ objects: 0, bytes: 0 }, 26]);
  await t.rejects(rehashAll(store, { signal: AbortSignal.abort() }), { code: 'interrupted' });
});

void test('a sample has as many different objects as were asked for, and finds damage in them', async (t) => {
  const { store, bucket, first } = await makeStore(t);
  const { large: files } = await surveyStore(store);
  const all = [
    ...files.map((object) => ({ ...object, place: undefined })),
    ...[...store.catalogue.objects()].map(({ digest, ...place }) => ({ digest, size: place.size, place })),
  ];
  const draw = (count: number) => rehashSample(store, { objects: all, population: all.length, count });
  for (const count of [0, 1, 13, 26]) t.equal((await draw(count)).done.objects, count);
  t.equal((await draw(100)).done.objects, 26);
  const path = bucket.pathOf(packKey(first.digest));
  const bytes = await readFile(path);
  bytes.fill(255, 0, first.table.offsets[10]);
  await rm(path);
  await writeFile(path, bytes);
  t.equal((await draw(26)).damaged.length, 10);
});
