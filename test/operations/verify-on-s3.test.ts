import { type Test, test } from 'tap';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openObjectStore } from '#store/bucket-store.js';
import { repositoryOver } from '../../src/repository-over.js';
import { makeFolder } from '../support/git-repository.js';
import { makeContextWithRemote } from '../support/operation-context.js';
import { startS3Double } from '../support/s3-double.js';

const large = new Uint8Array(6 << 20).fill(7);

/** A folder with a large and many small files, pushed to a bucket in parts. */
async function makeOnS3(t: Test) {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  const { context: onFolder, repository } = await makeContextWithRemote(t);
  const bucket = s3Bucket({ ...double.freshBucket(), partBytes: 5 << 20 });
  const store = await openObjectStore(bucket, { label: "remote 'origin'", tableCache: await makeFolder(t) });
  const remote = { name: 'origin', url: bucket.label, store };
  const context: RepositoryContext = Object.create(onFolder, { remote: { value: () => Promise.resolve(remote) } });
  const pixelis = repositoryOver(context);
  await repository.write('data/large', large);
  for (let file = 0; file < 30; file++) await repository.write(`data/${file}`, `${file}`.repeat(file));
  await pixelis.add(['data']);
  await repository.commit('data');
  await pixelis.push();
  const keysOf = (folder: string): readonly string[] =>
    [...double.stored.objects.keys()].filter((key) => key.includes(`/${folder}/`));
  const actionsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    double.requests.length = 0;
    await work();
    return double.requests.map(({ action }) => action);
  };
  return { double, pixelis, keysOf, actionsOf };
}

void test('presence on a bucket costs one listing and one question; its checksums one more for each file, and no download', async (t) => {
  const { pixelis, actionsOf } = await makeOnS3(t);
  const quick = await actionsOf(async () => t.match(await pixelis.verify([], { remote: true }), { intact: true }));
  t.same([...new Set(quick)].sort(), ['HeadObject', 'ListObjectsV2']);
  t.ok(quick.length <= 4, quick.join(' '));
  const full = await actionsOf(async () => {
    const { stores, intact } = await pixelis.verify([], { remote: true, full: true });
    t.match([intact, stores], [true, [{}, { checksums: { unproven: 0 } }]]);
    t.ok((stores[1]?.checksums?.same ?? 0) >= 2);
    t.notOk(stores[1]?.hashed);
  });
  t.notOk(full.includes('GetObject'));
});

void test('bytes that were stored under a right name are found by checksum, read, named and replaced', async (t) => {
  const { double, pixelis, keysOf } = await makeOnS3(t);
  const [key = ''] = keysOf('objects');
  const bytes = Buffer.from(large).fill(9, 0, 100);
  double.stored.objects.set(key, { modified: new Date(), bytes, etag: '"00000000000000000000000000000000"' });
  t.match(await pixelis.verify([], { remote: true }), { intact: true }, 'its size is right');
  const found = await pixelis.verify([], { remote: true, full: true });
  t.match(found, {
    intact: false,
    stores: [{ damaged: 0 }, { damaged: 1, hashed: { objects: 1 } }],
    found: [{ remote: 'origin', kind: 'damaged', needed: [{ file: 'large' }] }],
  });
  t.match(await pixelis.verify([], { remote: true, full: true, repair: true }), { intact: true });
  t.ok(double.stored.objects.get(key)?.bytes.equals(large));
  t.match(await pixelis.verify([], { remote: true, full: true }), { intact: true, found: [] });
});

void test('what rots behind the checksums of a service is found by a download, and healed', async (t) => {
  const { double, pixelis, keysOf, actionsOf } = await makeOnS3(t);
  for (const key of [...keysOf('objects'), ...keysOf('packs')]) {
    const { bytes } = double.stored.objects.get(key) ?? { bytes: Buffer.alloc(0) };
    bytes[0] = (bytes[0] ?? 0) ^ 1;
  }
  t.match(await pixelis.verify([], { remote: true, full: true }), { intact: true }, 'the service believes in them');
  const found = await pixelis.verify([], { download: true });
  t.match(found, { intact: false, stores: [{ damaged: 0 }, { hashed: { objects: 33 } }] });
  t.match(await pixelis.verify([], { download: true, repair: true }), { intact: true });
  const again = await actionsOf(async () =>
    t.match(await pixelis.verify([], { download: true, repair: true }), { intact: true, found: [] }),
  );
  t.notOk(again.includes('PutObject'), 'a second repair writes nothing');
});

void test('what is missing in a bucket is brought again, and a bucket that fails ends as a problem of its own', async (t) => {
  const { double, pixelis, keysOf } = await makeOnS3(t);
  for (const key of [...keysOf('objects'), ...keysOf('packs')]) double.stored.objects.delete(key);
  t.match(await pixelis.verify([], { remote: true }), { intact: false, problems: [{ hint: /pixelis push/ }] });
  t.match(await pixelis.verify([], { remote: true, repair: true }), { intact: true });
  t.match(await pixelis.verify([], { download: true }), { intact: true, found: [] });
  double.fail({ action: 'ListObjectsV2', how: { status: 403, code: 'AccessDenied' }, times: 20 });
  t.match(await pixelis.verify([], { remote: true }), {
    intact: true,
    stores: [{}],
    problems: [{ code: 'remote.denied', remote: 'origin' }],
  });
});

void test('what is purged is nowhere in a bucket, in packs or by itself, and the rest is whole', async (t) => {
  const { double, pixelis, keysOf } = await makeOnS3(t);
  const holds = (text: string): number =>
    [...double.stored.objects.values()].filter(({ bytes }) => Buffer.from(bytes).includes(text)).length;
  const marker = '29'.repeat(29);
  t.match([holds(marker), keysOf('objects').length], [1, 1]);
  const request = { reason: 'consent withdrawn', apply: true, worktree: true };
  for (const file of ['29', 'large']) {
    t.match(await pixelis.purge([`dataset-data:v1//${file}`], request), {
      stores: [{ objects: 1 }, { remote: 'origin', objects: 1 }],
      problems: [],
    });
  }
  t.match([holds(marker), keysOf('objects').length], [0, 0]);
  t.match(await pixelis.verify([], { full: true, download: true }), { intact: true, scope: { purged: 2 } });
});
