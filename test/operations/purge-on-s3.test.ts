import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { readBody } from '#bucket/exact-bytes.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { exitCodeOf } from '#errors/index.js';
import { trashKey } from '#model/remote-key.js';
import { purge } from '#operations/purge.js';
import { push } from '#operations/push.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openObjectStore } from '#store/bucket-store.js';
import { makeFolder } from '../support/git-repository.js';
import { lockingServices, openLockingDouble } from '../support/locking-services.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';

const small = 'MARKER-of-participant-17';
const large = 'LARGE-MARKER-of-a-licence';
const both = ['dataset-data//p17.json', 'dataset-data//large.bin'];

/** A folder in a bucket: a small file and a large one that must go, and a neighbour in the same pack. */
async function makePushed(t: Test, settings: S3BucketSettings) {
  const bucket = s3Bucket(settings);
  const tableCache = await makeFolder(t);
  const onS3 = async (context: RepositoryContext): Promise<RepositoryContext> => {
    const store = await openObjectStore(bucket, { label: "remote 'origin'", tableCache });
    const remote = { name: 'origin', url: bucket.label, store };
    return Object.create(context, { remote: { value: () => Promise.resolve(remote) } });
  };
  const { repository, pixelis, context } = await makeContextWithRemote(t);
  await repository.write('data/p17.json', small);
  await repository.write('data/p18.json', 'participant 18');
  await repository.write('data/large.bin', large.repeat(50_000));
  await pixelis.add(['data']);
  await repository.commit('v1');
  await push(await onS3(context), [], {});
  await pixelis.close();
  const purgeIt = async (references: readonly string[], options: { readonly apply: boolean }) => {
    const own = await openOperationContext(t, repository);
    const result = await purge(await onS3(own.context), references, { reason: 'consent withdrawn', ...options });
    await own.pixelis.close();
    t.strictSame(outputErrors(result), []);
    return result;
  };
  return { bucket, repository, purge: purgeIt };
}

/** The keys of all that a bucket shows or hides and that has a text in it. */
async function keysWith(text: string, bucket: Bucket): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (key: string, get: () => ReturnType<Bucket['get']>): Promise<void> => {
    const body = await get();
    if (body !== undefined && Buffer.from(await readBody(body)).includes(text)) found.push(key);
  };
  for await (const { key } of bucket.list('')) await look(key, () => bucket.get(key));
  for await (const version of bucket.listHidden('')) await look(version.key, () => version.get());
  return found;
}

/** Where the bucket shows a text: its one key. */
async function keyOf(text: string, bucket: Bucket): Promise<string> {
  const [key = ''] = await keysWith(text, bucket);
  return key;
}

async function bytesOf(bucket: Bucket, key: string): Promise<Uint8Array> {
  const body = await bucket.get(key);
  return body === undefined ? new Uint8Array() : readBody(body);
}

for (const { name, skip, open } of lockingServices) {
  void test(`${name}: of what is purged no version stays, and of its neighbours the newest`, { skip }, async (t) => {
    const { purge: purge_, bucket } = await makePushed(t, await open(t));
    const pack = await keyOf(small, bucket);
    await bucket.put(pack, sourceOfBytes(await bytesOf(bucket, pack)), { replace: true });
    t.same([...(await keysWith(small, bucket)), ...(await keysWith(large, bucket))].length, 3);
    t.match(await purge_(both, { apply: true }), {
      stores: [{ objects: 2 }, { remote: 'origin', objects: 2, rewrittenPacks: 1 }],
      problems: [],
    });
    t.same([...(await keysWith(small, bucket)), ...(await keysWith(large, bucket))], []);
    t.equal((await keysWith('participant 18', bucket)).length, 1);
    t.match(await purge_(both, { apply: true }), { stores: [{ objects: 0 }, { objects: 0 }], problems: [] });
  });

  void test(`${name}: what was removed before, by gc or by hand, goes from where it lies hidden`, {
    skip,
  }, async (t) => {
    const { purge: purge_, bucket } = await makePushed(t, await open(t));
    const [pack, object] = [await keyOf(small, bucket), await keyOf(large, bucket)];
    await bucket.move(pack, trashKey('run-1', pack));
    await bucket.delete(trashKey('run-1', pack));
    await bucket.delete(object);
    t.same((await keysWith(small, bucket)).length, 2);
    t.match(await purge_(both, { apply: false }), { stores: [{}, { remote: 'origin', objects: 2 }] });
    t.match(await purge_(both, { apply: true }), { stores: [{}, { remote: 'origin', objects: 2 }], problems: [] });
    t.same([...(await keysWith(small, bucket)), ...(await keysWith(large, bucket))], []);
  });

  void test(`${name}: a folder that was freed goes with its files: its lists lie hidden, too`, { skip }, async (t) => {
    const { purge: purge_, bucket, repository } = await makePushed(t, await open(t));
    for await (const { key } of bucket.list('')) if (/^(objects|packs)/.test(key)) await bucket.delete(key);
    await rm(join(repository.root, '.git/pixelis/cache'), { recursive: true });
    t.match(await purge_(['dataset-data//p17.json'], { apply: false }), { stores: [{}, { objects: 1 }] });
    t.match(await purge_(['dataset-data'], { apply: true }), {
      purged: [{ files: 3 }],
      stores: [{ objects: 0 }, { remote: 'origin', objects: 5 }],
      problems: [],
    });
    for (const text of [small, large, 'participant 18']) t.same(await keysWith(text, bucket), [], text);
    t.match(await purge_([], { apply: true }), { stores: [{ objects: 0 }, { objects: 0 }], problems: [] });
  });

  void test(`${name}: what Object Lock holds is told with its day, and the rest goes`, { skip }, async (t) => {
    const { purge: purge_, bucket, repository } = await makePushed(t, await open(t));
    const object = await keyOf(large, bucket);
    const keepUntil = new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000);
    await bucket.put(object, sourceOfBytes(await bytesOf(bucket, object)), { replace: true, keepUntil });
    for (const round of ['first', 'again']) {
      const held = await purge_(both, { apply: true });
      t.match(held.problems, [
        {
          code: 'remote.denied',
          remote: 'origin',
          message: `older versions of 1 file in remote 'origin' are held by the service until ${keepUntil.toISOString()}`,
          hint: /^run the same purge again/,
        },
      ]);
      t.equal(held.problems.length, 1);
      t.match(held.stores[1], { remote: 'origin', objects: round === 'first' ? 1 : 0 });
      t.equal(exitCodeOf(held), 12);
    }
    t.same(await keysWith(small, bucket), []);
    t.same(await keysWith(large, bucket), [object], 'the version that is held');
    t.equal((await repository.git('ls-files', '.pixelis/tombstones')).split('\n').length, 2);
  });
}

void test('a right that is missing is a problem of its remote; the same purge completes it later', async (t) => {
  for (const [action, right, message] of [
    ['DeleteObject', 's3:DeleteObjectVersion', /^older versions of 2 files in remote 'origin' stay: /],
    ['ListObjectVersions', 's3:ListBucketVersions', /^older versions in remote 'origin' may still have some of it: /],
  ] as const) {
    const double = await openLockingDouble(t);
    const { purge: purge_, bucket } = await makePushed(t, double.freshBucket());
    for (const text of [small, large]) await bucket.delete(await keyOf(text, bucket));
    const fault = { action, times: 8, how: { status: 403, code: 'AccessDenied' } } as const;
    double.fail({ ...fault, times: action === 'DeleteObject' ? 2 : 1 });
    const denied = await purge_(both, { apply: true });
    t.match(denied.problems, [
      {
        code: 'remote.denied',
        remote: 'origin',
        message,
        hint: new RegExp(`allow ${right}.*run the same purge again`),
      },
    ]);
    t.equal(denied.problems.length, 1);
    t.match(denied.stores[1], { objects: 0 });
    t.match(await purge_([], { apply: true }), { problems: [] });
    t.same([...(await keysWith(small, bucket)), ...(await keysWith(large, bucket))], []);
  }
});

void test('older versions cost a listing of each folder, and nothing where the service knows none', async (t) => {
  for (const hasObjectLock of [true, false]) {
    const double = await openLockingDouble(t, { hasObjectLock });
    const { purge: purge_ } = await makePushed(t, double.freshBucket());
    double.requests.length = 0;
    await purge_(both, { apply: true });
    const of = (action: string): number => double.requests.filter((request) => request.action === action).length;
    t.equal(of('ListObjectVersions'), 4);
    t.equal(of('DeleteObject'), hasObjectLock ? 4 : 2);
    t.ok(double.requests.length <= 30, `${double.requests.length} requests`);
  }
});

void test('a service without versions needs no right to list them', async (t) => {
  const double = await openLockingDouble(t, {});
  const { purge: purge_ } = await makePushed(t, double.freshBucket());
  double.fail({ action: 'ListObjectVersions', times: 8, how: { status: 403, code: 'AccessDenied' } });
  t.match(await purge_(both, { apply: true }), { stores: [{}, { objects: 2 }], problems: [] });
});
