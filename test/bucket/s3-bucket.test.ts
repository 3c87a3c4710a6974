import type { Test } from 'tap';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { type S3Double, type S3DoubleOptions, startS3Double } from '../support/s3-double.js';
import { bucketSuite } from './bucket-suite.js';

async function openDouble(t: Test, options: S3DoubleOptions = {}): Promise<S3Double> {
  const double = await startS3Double(options);
  t.teardown(() => double.stop());
  return double;
}

bucketSuite('S3', async (t) => s3Bucket((await openDouble(t, { pageSize: 3 })).freshBucket()), { runs: 10 });
bucketSuite(
  'S3 in parts',
  async (t) => s3Bucket({ ...(await openDouble(t, { minPartBytes: 1 })).freshBucket(), partBytes: 30_000 }),
  { runs: 3 },
);
