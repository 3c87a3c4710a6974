import { test, type Test } from 'tap';
import type { ByteRange } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { type S3Double, type S3DoubleOptions, startS3Double } from '../support/s3-double.js';
import { someBytes } from '../support/some-bytes.js';
import { bucketSuite, keysOf } from './bucket-suite.js';

async function openDouble(t: Test, options: S3DoubleOptions = {}): Promise<S3Double> {
  const double = await startS3Double(options);
  t.teardown(() => double.stop());
  return double;
}

bucketSuite('S3', async (t) => s3Bucket((await openDouble(t, { pageSize: 3 })).freshBucket()), { runs: 10 });
bucketSuite(
  'S3 in parts',
  async (t) =>
    s3Bucket({
      ...(await openDouble(t, { minPartBytes: 1 })).freshBucket(),
      partBytes: 30_000,
      largestCopyBytes: 40_000,
    }),
  { runs: 3 },
);

void test('what retention holds is neither removed nor moved, and that is an answer', async (t) => {
  const double = await openDouble(t);
  const settings = double.freshBucket();
  const bucket = s3Bucket(settings);
  await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one')));
  double.stored.locked.add(`${settings.prefix}/objects/aa/1`);
  t.equal(await bucket.move('objects/aa/1', 'trash/run/objects/aa/1'), 'kept');
  t.equal(await bucket.delete('objects/aa/1'), 'kept');
  t.same(await keysOf(bucket, ''), ['objects/aa/1'], 'the copy went again');
});

void test('an object is held until a day where the bucket has Object Lock, and refused where it has not', async (t) => {
  const keepUntil = new Date(Date.now() + 86_400_000);
  const source = sourceOfBytes(Buffer.from('seal'));
  const locking = await openDouble(t, { hasObjectLock: true });
  const bucket = s3Bucket(locking.freshBucket());
  t.equal(await bucket.put('seals/1', source, { keepUntil }), 'created');
  t.equal(await bucket.put('seals/1', source, { keepUntil }), 'exists');
  const plain = s3Bucket((await openDouble(t)).freshBucket());
  for (const other of [plain, memoryBucket()]) {
    await t.rejects(other.put('seals/1', source, { keepUntil }), { code: 'remote.cannot-keep' });
    t.equal(await other.head('seals/1'), undefined);
  }
});

void test('a key that is taken and absent for ever is an error, and no endless loop', async (t) => {
  const double = await openDouble(t);
  const bucket = s3Bucket(double.freshBucket());
  double.fail({ action: 'PutObject', times: 1000, how: { status: 412, code: 'PreconditionFailed' } });
  await t.rejects(bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one'))), { code: 'remote.failed' });
});

void test('a move without the permission to delete is denied, and names it', async (t) => {
  const double = await openDouble(t);
  const bucket = s3Bucket(double.freshBucket());
  await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one')));
  double.fail({ action: 'DeleteObject', how: { status: 403, code: 'AccessDenied' } });
  await t.rejects(bucket.move('objects/aa/1', 'trash/run/objects/aa/1'), {
    code: 'remote.denied',
    data: { action: 's3:DeleteObject' },
  });
  t.ok(await bucket.head('objects/aa/1'));
});

void test('uploads that were begun before a time and never finished are removed, page by page', async (t) => {
  const double = await openDouble(t, { minPartBytes: 1 });
  const settings = { ...double.freshBucket(), partBytes: 10_000 };
  const bucket = s3Bucket(settings);
  for (const key of ['objects/aa/1', 'objects/aa/2', 'objects/aa/3']) {
    const abort = new AbortController();
    const stuck = { size: 30_000, open: (range = { offset: 0, length: 30_000 }) => stopsAt(range, abort) };
    await t.rejects(bucket.put(key, stuck, { signal: abort.signal }), { code: 'interrupted' });
  }
  const begun = [...double.stored.uploads.values()].map(({ initiated }) => initiated.getTime());
  t.equal(begun.length, 3);
  t.equal(await bucket.abortUploads('packs/', begun[2] as number), 0);
  t.equal(await bucket.abortUploads('objects/', begun[2] as number), 2);
  t.equal(double.stored.uploads.size, 1);
});

async function* stopsAt({ offset, length }: ByteRange, abort: AbortController): AsyncGenerator<Uint8Array, void> {
  if (offset >= 20_000) abort.abort();
  yield someBytes(length);
}
