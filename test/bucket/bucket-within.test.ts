import { test } from 'tap';
import { bucketWithin } from '#bucket/bucket-within.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { bucketSuite, keysOf } from './bucket-suite.js';

bucketSuite('within another', async () => bucketWithin(memoryBucket(), 'trash/run-1'));

void test('what lies beside the prefix is not in the bucket within', async (t) => {
  const bucket = memoryBucket();
  for (const key of ['trash/run-1/a', 'trash/run-10/a', 'trash/run-1.json'])
    await bucket.put(key, sourceOfBytes(Buffer.from(key)));
  t.same(await keysOf(bucketWithin(bucket, 'trash/run-1'), ''), ['a']);
});
