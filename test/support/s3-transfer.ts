// A process that puts the file into the bucket in parts of 5 MiB, or reads it back, and says how much memory that took.
import { stat } from 'node:fs/promises';
import { argv, resourceUsage } from 'node:process';
import { sourceOfFile } from '#bucket/byte-source.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';

const [, , settings = '{}', direction, file = ''] = argv;
const bucket = s3Bucket(JSON.parse(settings) as S3BucketSettings);
const key = 'objects/aa/large';
const started = resourceUsage().maxRSS;
let bytes = 0;
if (direction === 'up') {
  const { size } = await stat(file);
  await bucket.put(key, sourceOfFile(file, size), {
    onBytes: (sent) => {
      bytes += sent;
    },
  });
} else {
  const body = await bucket.get(key);
  for await (const chunk of body?.chunks ?? []) bytes += chunk.length;
}
console.log(JSON.stringify({ bytes, grownKiB: resourceUsage().maxRSS - started }));
