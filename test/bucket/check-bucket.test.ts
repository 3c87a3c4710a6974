import { test } from 'tap';
import { checkBucket } from '#bucket/check-bucket.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { startS3Double } from '../support/s3-double.js';
import { keysOf } from './bucket-suite.js';

const all = {
  isReachable: true,
  canList: true,
  canWrite: true,
  canRead: true,
  canRemove: true,
  hasConditionalWrites: true,
  problems: [],
};

void test('a bucket that can do everything says so, and keeps nothing of the trial', async (t) => {
  const bucket = memoryBucket();
  t.match(await checkBucket(bucket), { ...all, label: 'memory', latencyMs: Number });
  t.same(await keysOf(bucket, ''), []);
});

void test('a folder that does not exist is not reachable, with the reason', async (t) => {
  t.match(await checkBucket(folderBucket('/no/such/folder')), {
    isReachable: false,
    canList: false,
    canWrite: false,
    canRead: false,
    canRemove: false,
    hasConditionalWrites: undefined,
    latencyMs: undefined,
    problems: [{ code: 'remote.not-found' }],
  });
});

void test('what S3 refuses is told, each with its permission', async (t) => {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  t.match(await checkBucket(s3Bucket(double.freshBucket())), all);
  t.equal(double.stored.objects.size, 0);
  const denied = { status: 403, code: 'AccessDenied' };
  double.fail({ action: 'ListObjectsV2', how: denied });
  double.fail({ action: 'DeleteObject', how: denied });
  t.match(await checkBucket(s3Bucket(double.freshBucket())), {
    ...all,
    canList: false,
    canRemove: false,
    problems: [
      { code: 'remote.denied', message: /s3:ListBucket/ },
      { code: 'remote.denied', message: /s3:DeleteObject/ },
    ],
  });
});

void test('a service without conditional writes can be used, and is told of', async (t) => {
  const double = await startS3Double({ knowsConditions: false });
  t.teardown(() => double.stop());
  t.match(await checkBucket(s3Bucket(double.freshBucket())), { ...all, hasConditionalWrites: false });
});

void test('an interruption ends the trial', async (t) => {
  await t.rejects(checkBucket(memoryBucket(), { signal: AbortSignal.abort() }), { code: 'interrupted' });
});
