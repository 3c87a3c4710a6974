import { spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test, type Test } from 'tap';
import type { ByteSource } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { s3Connection } from '#bucket/s3-connection.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { bytesAt, keysOf } from './bucket-suite.js';

const mebibyte = 1 << 20;
const partBytes = 5 * mebibyte;
const key = 'objects/aa/large';

/** What holds for large objects on every S3 service. */
export function s3UploadSuite(
  name: string,
  open: (t: Test) => Promise<S3BucketSettings>,
  options: { readonly skip?: string | false } = {},
): void {
  const how = { skip: options.skip ?? false, timeout: 120_000 };

  void test(
    `${name}: an object of many parts comes back byte for byte, and nothing is left of its upload`,
    how,
    async (t) => {
      const settings = { ...(await open(t)), partBytes };
      const bucket = s3Bucket(settings);
      const bytes = randomFillSync(Buffer.alloc(2 * partBytes + 12_345));
      t.equal(await bucket.put(key, sourceOfBytes(bytes)), 'created');
      t.ok(bytes.equals((await bytesAt(bucket, key)) ?? Buffer.alloc(0)));
      t.equal(await bucket.put(key, sourceOfBytes(bytes)), 'exists');
      await t.rejects(bucket.put(key, sourceOfBytes(bytes.subarray(1))), { code: 'object.corrupt' });
      t.equal(await bucket.put(key, sourceOfBytes(bytes.subarray(1)), { replace: true }), 'created');
      t.ok(bytes.subarray(1).equals((await bytesAt(bucket, key)) ?? Buffer.alloc(0)));
      t.same(await unfinishedUploads(settings), []);
    },
  );

  void test(`${name}: of two who upload the same large object at once, both are content`, how, async (t) => {
    const settings = { ...(await open(t)), partBytes };
    const bytes = randomFillSync(Buffer.alloc(partBytes + 1));
    const outcomes = await Promise.all([1, 2].map(() => s3Bucket(settings).put(key, sourceOfBytes(bytes))));
    t.ok(outcomes.includes('created'), outcomes.join());
    t.ok(bytes.equals((await bytesAt(s3Bucket(settings), key)) ?? Buffer.alloc(0)));
  });

  void test(
    `${name}: an upload that was killed is taken up again, and only what is missing is sent`,
    how,
    async (t) => {
      const settings = { ...(await open(t)), partBytes };
      const parts = 8;
      const bytes = randomFillSync(Buffer.alloc(parts * partBytes));
      const file = await fileOf(t, bytes);
      await killHalfWay(settings, file, parts);
      t.same(await keysOf(s3Bucket(settings), ''), [], 'the object does not appear half');
      const [uploadId = ''] = await unfinishedUploads(settings);
      const kept = await partsOf(settings, uploadId);
      t.equal(kept, parts / 2);
      const { source, opened } = countingSource(bytes);
      t.equal(await s3Bucket(settings).put(key, source), 'created');
      t.equal(opened() - parts, parts - kept, 'each part is read for its MD5, and once more if it is sent');
      t.ok(bytes.equals((await bytesAt(s3Bucket(settings), key)) ?? Buffer.alloc(0)));
      t.same(await unfinishedUploads(settings), []);
    },
  );

  void test(`${name}: parts of other bytes are not taken for ours`, how, async (t) => {
    const settings = { ...(await open(t)), partBytes };
    const bytes = randomFillSync(Buffer.alloc(6 * partBytes));
    await killHalfWay(settings, await fileOf(t, bytes), 6);
    const others = Buffer.from(bytes).reverse();
    t.equal(await s3Bucket(settings).put(key, sourceOfBytes(others)), 'created');
    t.ok(others.equals((await bytesAt(s3Bucket(settings), key)) ?? Buffer.alloc(0)));
  });

  void test(`${name}: memory does not grow with the object, up or down`, how, async (t) => {
    const settings = await open(t);
    const file = await fileOf(t, Buffer.alloc(256 * mebibyte, 'pixelis'));
    for (const direction of ['up', 'down']) {
      const { bytes, grownKiB } = await transfer(settings, direction, file).result;
      t.equal(bytes, 256 * mebibyte);
      t.ok(grownKiB < 110 * 1024, `${direction}: ${Math.round(grownKiB / 1024)} MiB more`);
    }
  });
}

function countingSource(bytes: Uint8Array): { readonly source: ByteSource; readonly opened: () => number } {
  const inner = sourceOfBytes(bytes);
  let count = 0;
  const source: ByteSource = {
    size: inner.size,
    open(range) {
      count += 1;
      return inner.open(range);
    },
  };
  return { source, opened: () => count };
}

async function fileOf(t: Test, bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pixelis-upload-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'large');
  await writeFile(file, bytes);
  return file;
}

/** Starts an upload in another process, and kills that when half of the parts have arrived. */
async function killHalfWay(settings: S3BucketSettings, file: string, parts: number): Promise<void> {
  const { child, result } = transfer(settings, 'half', file);
  const ended = result.catch(() => undefined);
  for (let arrived = 0; arrived < parts / 2 && child.exitCode === null; await sleep(20)) {
    const [uploadId] = await unfinishedUploads(settings);
    if (uploadId !== undefined) arrived = await partsOf(settings, uploadId);
  }
  child.kill('SIGKILL');
  await ended;
}

function transfer(settings: S3BucketSettings, direction: string, file: string) {
  const program = fileURLToPath(new URL('../support/s3-transfer.js', import.meta.url));
  const child = spawn(execPath, [program, JSON.stringify(settings), direction, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const result = new Promise<{ readonly bytes: number; readonly grownKiB: number }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as { bytes: number; grownKiB: number });
      else reject(new Error(`the transfer ended with ${signal ?? code}`));
    });
  });
  return { child, result };
}

async function unfinishedUploads(settings: S3BucketSettings): Promise<readonly string[]> {
  const connection = s3Connection(settings, 'test');
  const { Uploads = [] } = await connection.request('ListMultipartUploads', { Prefix: settings.prefix });
  return Uploads.map(({ UploadId = '' }) => UploadId);
}

async function partsOf(settings: S3BucketSettings, UploadId: string): Promise<number> {
  const connection = s3Connection(settings, 'test');
  const { Parts = [] } = await connection.request('ListParts', { Key: `${settings.prefix}/${key}`, UploadId });
  return Parts.length;
}
