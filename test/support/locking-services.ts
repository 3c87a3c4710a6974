import type { Test } from 'tap';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { type S3DoubleOptions, startS3Double } from './s3-double.js';
import { type S3Server, startS3Server, whyNoS3Server } from './s3-server.js';

/** A double that keeps versions and holds them, unless other options are given; it ends with the test. */
export async function openLockingDouble(t: Test, options: S3DoubleOptions = { hasObjectLock: true }) {
  const double = await startS3Double(options);
  t.teardown(() => double.stop());
  return double;
}

let server: Promise<S3Server> | undefined;

/** Started when it is first asked for, once for a file of tests. */
export const realServer = (): Promise<S3Server> => (server ??= startS3Server());

/** Services that keep versions and hold them: the double, and a real server. `open` makes an empty bucket. */
export const lockingServices = [
  { name: 'S3', skip: false, open: async (t: Test) => (await openLockingDouble(t)).freshBucket() },
  {
    name: 'S3, a real server',
    skip: whyNoS3Server(),
    open: async (): Promise<S3BucketSettings> => (await realServer()).lockingBucket(),
  },
] as const;
