import { test } from 'tap';
import { partRanges } from '#bucket/s3-upload.js';
import { startS3Double } from '../support/s3-double.js';
import { type S3Server, startS3Server, whyNoS3Server } from '../support/s3-server.js';
import { s3UploadSuite } from './s3-upload-suite.js';

const mebibyte = 2 ** 20;
const leastPartBytes = 16 * mebibyte;

void test('parts cover an object without gap or overlap, and are never too many or too large', async (t) => {
  for (const size of [
    1,
    leastPartBytes,
    leastPartBytes + 1,
    10_000 * leastPartBytes,
    10_000 * leastPartBytes + 1,
    5e12,
  ]) {
    const ranges = partRanges(size, leastPartBytes);
    t.equal(
      ranges.reduce((end, { offset, length }) => (offset === end ? end + length : Number.NaN), 0),
      size,
    );
    t.ok(ranges.length <= 10_000);
    t.ok(ranges.every(({ length }, index) => length >= leastPartBytes || index === ranges.length - 1));
    t.ok(ranges.every(({ length }) => length <= 5 * 2 ** 30));
  }
});

let server: Promise<S3Server> | undefined;
s3UploadSuite('S3, a real server', async () => (await (server ??= startS3Server())).freshBucket(), {
  skip: whyNoS3Server(),
});
s3UploadSuite('S3', async (t) => {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  return double.freshBucket();
});
