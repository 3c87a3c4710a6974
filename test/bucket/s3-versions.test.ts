import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { Bucket } from '#bucket/bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { s3Connection } from '#bucket/s3-connection.js';
import { lockingServices, openLockingDouble, realServer } from '../support/locking-services.js';
import { whyNoS3Server } from '../support/s3-server.js';
import { hiddenIn, keysOf } from './bucket-suite.js';

const put = async (bucket: Bucket, key: string, text: string, keepUntil?: Date): Promise<void> => {
  await bucket.put(key, sourceOfBytes(Buffer.from(text)), { keepUntil, replace: true });
};

const tomorrow = (): Date => new Date(Date.now() + 86_400_000);

for (const { name, skip, open } of lockingServices) {
  void test(`${name}: what is held is seen under a removal and under a newer version`, { skip }, async (t) => {
    const settings = await open(t);
    const bucket = s3Bucket(settings);
    await put(bucket, 'seals/a/1', 'one', tomorrow());
    await put(bucket, 'seals/a/2', 'two', tomorrow());
    await put(bucket, 'seals/b/1', 'other', tomorrow());
    t.same(await hiddenIn(bucket, 'seals/'), []);
    t.equal(await bucket.delete('seals/a/1'), 'removed');
    await put(bucket, 'seals/a/2', 'forged');
    t.same(await keysOf(bucket, 'seals/a/'), ['seals/a/2']);
    t.same(await hiddenIn(bucket, 'seals/a/'), ['removed seals/a/1: one', 'replaced seals/a/2: two']);
    t.same(await hiddenIn(bucket, 'seals/a/2'), ['replaced seals/a/2: two']);
  });

  void test(`${name}: the version itself cannot be removed before its day`, { skip }, async (t) => {
    const settings = await open(t);
    const bucket = s3Bucket(settings);
    await put(bucket, 'seals/a/1', 'one', tomorrow());
    const connection = s3Connection(settings, 'bucket');
    const Key = `${settings.prefix}/seals/a/1`;
    const { VersionId } = await connection.request('HeadObject', { Key });
    await t.rejects(connection.request('DeleteObject', { Key, VersionId }), {
      code: 'remote.denied',
      data: { action: 's3:DeleteObjectVersion' },
    });
    await bucket.delete('seals/a/1');
    await t.rejects(connection.request('DeleteObject', { Key, VersionId }), { code: 'remote.denied' });
    t.same(await hiddenIn(bucket, 'seals/'), ['removed seals/a/1: one']);
  });
}

// versitygw says of a removal when that was stored which it hides.
void test('what was removed when its retention had ended was released', async (t) => {
  const bucket = s3Bucket((await openLockingDouble(t)).freshBucket());
  const until = new Date(Date.now() + 1500);
  await put(bucket, 'seals/a/1', 'one', until);
  await put(bucket, 'seals/a/2', 'two');
  await bucket.delete('seals/a/2');
  await sleep(until.getTime() - Date.now() + 100);
  await bucket.delete('seals/a/1');
  t.same(await hiddenIn(bucket, 'seals/'), ['released seals/a/1: one', 'removed seals/a/2: two']);
});

void test('a bucket without versions hides nothing', { skip: whyNoS3Server() }, async (t) => {
  const bucket = s3Bucket((await realServer()).freshBucket());
  await put(bucket, 'seals/a/1', 'one');
  await put(bucket, 'seals/a/1', 'two');
  await put(bucket, 'seals/a/2', 'one');
  await bucket.delete('seals/a/2');
  t.same(await hiddenIn(bucket, 'seals/'), []);
});

void test('versions come page by page, and a key goes on from one page to the next', async (t) => {
  const bucket = s3Bucket((await openLockingDouble(t, { hasObjectLock: true, pageSize: 2 })).freshBucket());
  for (const text of ['1', '2', '3', '4']) await put(bucket, 'seals/a/1', text);
  await bucket.delete('seals/a/1');
  for (const text of ['5', '6', '7']) await put(bucket, 'seals/a/2', text);
  t.same(await hiddenIn(bucket, 'seals/'), [
    ...['4', '3', '2', '1'].map((text) => `removed seals/a/1: ${text}`),
    ...['6', '5'].map((text) => `replaced seals/a/2: ${text}`),
  ]);
});

void test('versions are removed while they are listed, and what the key shows stays', async (t) => {
  const bucket = s3Bucket((await openLockingDouble(t, { hasObjectLock: true, pageSize: 2 })).freshBucket());
  for (const text of ['1', '2', '3', '4']) await put(bucket, 'objects/a/1', text);
  await bucket.delete('objects/a/1');
  for (const text of ['5', '6', '7', '8']) await put(bucket, 'objects/a/2', text);
  const removed: unknown[] = [];
  for await (const version of bucket.listHidden('objects/')) removed.push(await version.remove());
  t.same(removed, Array(7).fill('removed'));
  t.same(await hiddenIn(bucket, ''), []);
  t.same(await keysOf(bucket, ''), ['objects/a/2']);
});

void test('a service that lists no versions hides none, unless it shows that it keeps them', async (t) => {
  for (const how of [
    { status: 403, code: 'AccessDenied' },
    { status: 501, code: 'NotImplemented' },
    { status: 400, code: 'InvalidArgument' },
  ]) {
    for (const hasObjectLock of [false, true]) {
      const double = await openLockingDouble(t, { hasObjectLock });
      const bucket = s3Bucket(double.freshBucket());
      double.fail({ action: 'ListObjectVersions', how });
      const inEmpty = hiddenIn(bucket, '');
      if (how.status === 403) await t.rejects(inEmpty, { code: 'remote.denied' }, 'an empty bucket cannot show it');
      else t.same(await inEmpty, []);
      await put(bucket, 'seals/a/1', 'one');
      double.fail({ action: 'ListObjectVersions', how });
      const hidden = hiddenIn(bucket, 'seals/');
      if (hasObjectLock) await t.rejects(hidden, { code: /^remote\./, data: { action: 's3:ListBucketVersions' } });
      else t.same(await hidden, [], how.code);
    }
  }
});

void test('a version that may not be read is denied, and the permission is named', async (t) => {
  const double = await openLockingDouble(t);
  const bucket = s3Bucket(double.freshBucket());
  await put(bucket, 'seals/a/1', 'one');
  await bucket.delete('seals/a/1');
  double.fail({ action: 'GetObjectRetention', how: { status: 403, code: 'AccessDenied' } });
  double.fail({ action: 'GetObject', how: { status: 403, code: 'AccessDenied' } });
  await t.rejects(hiddenIn(bucket, 'seals/'), { code: 'remote.denied', data: { action: 's3:GetObjectVersion' } });
});
