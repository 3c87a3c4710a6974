import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bucket } from '#bucket/bucket.js';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { PixelisError } from '#errors/index.js';
import { digestHex } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import { openObjectStore } from '#store/bucket-store.js';
import { type Test, test } from 'tap';
import { startS3Double } from '../support/s3-double.js';
import { counting } from './counting-bucket.js';
import { digestOf, objects, putLarge, putPack, testObjectStore } from './object-store-suite.js';

testObjectStore('in memory', async () => memoryBucket());
testObjectStore('in S3', async (t) => {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  return s3Bucket(double.freshBucket());
});
testObjectStore('in a folder', async (t) => createFolderBucket(await temporaryFolder(t)));

void test('the table of a pack is read once for ever where there is a folder to keep it in', async (t) => {
  const tableCache = join(await temporaryFolder(t), 'tables');
  const { bucket, requests } = counting(memoryBucket());
  const bodies = objects(50);
  const pack = await putPack(bucket, bodies);
  requests.length = 0;
  const look = async () => (await openObjectStore(bucket, { label: 'r', tableCache })).missing(bodies.map(digestOf));
  t.same(await look(), new Set());
  t.same(requests.splice(0), ['list packs/', 'get packs']);
  t.same(await look(), new Set());
  t.same(requests.splice(0), ['list packs/']);

  t.same(await readdir(tableCache), [digestHex(pack)]);
  const kept = join(tableCache, digestHex(pack));
  const bytes = await readFile(kept);
  await writeFile(kept, bytes.subarray(0, 100));
  t.same(await look(), new Set());
  t.same(requests.splice(0), ['list packs/', 'get packs']);
  t.ok((await readFile(kept)).equals(bytes));
});

void test('a table larger than the first read takes one more', async (t) => {
  const { bucket, requests } = counting(memoryBucket());
  const bodies = objects(9000);
  await putPack(bucket, bodies);
  requests.length = 0;
  const store = await openObjectStore(bucket, { label: 'r' });
  t.same(await store.missing(bodies.map(digestOf)), new Set());
  t.same(requests, ['list packs/', 'get packs', 'get packs']);
});

void test('a command that asks often may look once, and what it misses is looked for anew', async (t) => {
  const { bucket, requests } = counting(memoryBucket());
  const [one, ...others] = objects(3);
  await putPack(bucket, [one as Uint8Array]);
  const store = await openObjectStore(bucket, { label: 'r' });
  const look = { glance: {}, sizeOf: () => 280 };
  const digests = [digestOf(one as Uint8Array)];
  for (let time = 0; time < 5; time++) t.same(await store.missing(digests, look), new Set());
  t.same(
    requests.filter((request) => request === 'list packs/'),
    ['list packs/'],
    'one listing for all',
  );
  await putPack(bucket, others);
  t.same(await store.missing(others.map(digestOf), look), new Set(), 'what came since is found');
});

void test('small objects cost no request each, large ones one while they are few', async (t) => {
  const { bucket, requests } = counting(memoryBucket());
  const store = await openObjectStore(bucket, { label: 'r' });
  const digests = objects(5000).map(digestOf);
  await store.missing(digests, { sizeOf: () => 280 });
  t.same(requests.splice(0), ['list packs/']);
  await store.missing(digests.slice(0, 3), { sizeOf: () => 2_000_000 });
  t.same(requests.splice(0), ['list packs/', 'head objects', 'head objects', 'head objects']);
  await store.missing(digests, { sizeOf: () => 2_000_000 });
  t.same(requests.splice(0), ['list packs/', 'list objects/']);
});

void test('a huge bucket is not listed to its end for a few objects', async (t) => {
  const { bucket, requests } = counting(memoryBucket());
  for (const body of objects(1500)) await putLarge(bucket, body);
  requests.length = 0;
  const store = await openObjectStore(bucket, { label: 'r' });
  const absent = objects(65, 'absent ').map(digestOf);
  t.same(await store.missing(absent), new Set(absent));
  const heads = requests.filter((request) => request === 'head objects').length;
  t.ok(heads > 0 && heads < 65, `${heads} heads`);
});

void test('a pack that is merged into another one while it is read is looked for again', async (t) => {
  for (const readsBefore of [0, 1]) {
    const inner = memoryBucket();
    const bodies = objects(20);
    const old = await putPack(inner, bodies);
    let reads = 0;
    const bucket: Bucket = {
      ...inner,
      get: async (key, options) => {
        if (key !== packKey(old) || reads++ !== readsBefore) return inner.get(key, options);
        await putPack(inner, [...bodies, Buffer.from('more')]);
        await inner.delete(key);
        const broken = { next: () => Promise.reject(new PixelisError('remote.bad-response', 'it is gone')) };
        return { size: options?.range?.length ?? 0, chunks: { [Symbol.asyncIterator]: () => broken } };
      },
    };
    const store = await openObjectStore(bucket, { label: 'r' });
    t.ok(Buffer.from(await store.read(digestOf(bodies[3] as Buffer))).equals(bodies[3] as Buffer));
    t.same(await store.missing(bodies.map(digestOf)), new Set());
  }
});

void test('a store that cannot be reached is an error, never an empty store', async (t) => {
  const gone = new Error('gone');
  const bucket: Bucket = {
    ...memoryBucket(),
    list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(gone) }) }),
  };
  const store = await openObjectStore(bucket, { label: 'r' });
  const digest = digestOf(Buffer.from('x'));
  await t.rejects(store.missing([]), gone);
  await t.rejects(store.read(digest), gone);
});

async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bucket-store-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}
