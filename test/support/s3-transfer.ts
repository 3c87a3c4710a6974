// A process that puts a file into a bucket (`up`), puts half of it there and then waits to be killed (`half`), or reads
// it back (`down`), and says how much memory that took.
import { stat } from 'node:fs/promises';
import { argv, resourceUsage } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ByteSource } from '#bucket/bucket.js';
import { sourceOfFile } from '#bucket/byte-source.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';

const [, , settings = '{}', direction, file = ''] = argv;
const bucket = s3Bucket(JSON.parse(settings) as S3BucketSettings);
const key = 'objects/aa/large';
const started = resourceUsage().maxRSS;
let bytes = 0;
if (direction !== 'down') {
  const whole = sourceOfFile(file, (await stat(file)).size);
  await bucket.put(key, direction === 'half' ? stuckHalfWay(whole) : whole, {
    onBytes: (sent) => {
      bytes += sent;
    },
  });
} else {
  const body = await bucket.get(key);
  for await (const chunk of body?.chunks ?? []) bytes += chunk.length;
}
console.log(JSON.stringify({ bytes, grownKiB: resourceUsage().maxRSS - started }));

function stuckHalfWay(source: ByteSource): ByteSource {
  return {
    size: source.size,
    async *open(range = { offset: 0, length: source.size }) {
      if (range.offset >= source.size / 2) await sleep(600_000);
      yield* source.open(range);
    },
  };
}
