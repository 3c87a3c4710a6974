import { Buffer } from 'node:buffer';
import { createServer } from 'node:net';
import { test, type Test } from 'tap';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3RequestName } from '#bucket/s3-connection.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import type { PixelisError } from '#errors/index.js';
import { heldClock } from '../support/held-clock.js';
import { type Fault, type S3Double, type S3DoubleOptions, startS3Double } from '../support/s3-double.js';
import { someBytes } from '../support/some-bytes.js';
import { bytesAt, keysOf } from './bucket-suite.js';

const size = 100_000;
const bytes = someBytes(size);
const error = (status: number, code: string): Fault['how'] => ({ status, code });

interface Opened {
  readonly double: S3Double;
  readonly bucket: Bucket;
  readonly settings: S3BucketSettings;
  readonly slept: readonly number[];
}

/** A bucket of a double whose waits take no time. */
async function open(
  t: Test,
  options: S3DoubleOptions & { settings?: Partial<S3BucketSettings> } = {},
): Promise<Opened> {
  const double = await startS3Double({ minPartBytes: 1, ...options });
  t.teardown(() => double.stop());
  const clock = heldClock();
  const settings = { ...double.freshBucket(), clock, ...options.settings };
  return { double, settings, bucket: s3Bucket(settings), slept: clock.slept };
}

/** Short patience with what says nothing; else long, since this machine may be busy. */
function patienceFor(how: Fault['how']): Partial<S3BucketSettings> {
  const isSilent = typeof how === 'string' && how.startsWith('silence');
  return { timeouts: { idleMs: isSilent ? 250 : 30_000 } };
}

/** Whether the bytes come back; compared as a whole, since a difference of 100,000 lines helps nobody. */
async function isStored(bucket: Bucket): Promise<boolean> {
  return Buffer.from((await bytesAt(bucket, 'a/1')) ?? []).equals(bytes);
}

const work: Readonly<Record<string, (bucket: Bucket) => Promise<unknown>>> = {
  head: async (bucket) => (await bucket.head('a/1'))?.size,
  get: isStored,
  range: async (bucket) => {
    const body = await bucket.get('a/1', { range: { offset: 10_000, length: 50_000 } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body?.chunks ?? []) chunks.push(chunk);
    return Buffer.concat(chunks).equals(bytes.subarray(10_000, 60_000));
  },
  list: (bucket) => keysOf(bucket, ''),
  put: (bucket) => bucket.put('b/1', sourceOfBytes(bytes)),
  delete: (bucket) => bucket.delete('a/1'),
  move: (bucket) => bucket.move('a/1', 'a/2'),
};
const good: Readonly<Record<keyof typeof work, unknown>> = {
  head: size,
  get: true,
  range: true,
  list: ['a/1'],
  put: 'created',
  delete: 'removed',
  move: 'moved',
};
const passing: readonly (readonly [keyof typeof work, S3RequestName, readonly Fault['how'][]])[] = [
  ['head', 'HeadObject', ['reset', 'silence', error(500, 'InternalError'), error(503, 'SlowDown')]],
  [
    'get',
    'GetObject',
    ['reset', 'silence', 'silence-in-body', 'truncate', error(500, 'InternalError'), error(502, 'x')],
  ],
  ['range', 'GetObject', ['reset', 'silence-in-body', 'truncate', error(429, 'TooManyRequests'), error(504, 'x')]],
  ['list', 'ListObjectsV2', ['reset', 'silence', 'truncate', 'garbage', error(500, 'InternalError')]],
  [
    'put',
    'PutObject',
    [
      'reset',
      'silence',
      'bit-flip',
      error(500, 'InternalError'),
      error(409, 'ConditionalRequestConflict'),
      error(400, 'RequestTimeout'),
    ],
  ],
  ['delete', 'DeleteObject', ['reset', 'reset-after', 'silence', error(503, 'ServiceUnavailable')]],
  ['move', 'CopyObject', ['reset', 'reset-after', 'garbage', 'error-in-200', error(503, 'SlowDown')]],
  ['move', 'DeleteObject', ['reset', 'reset-after', error(503, 'SlowDown')]],
];

for (const [name, action, faults] of passing) {
  for (const how of faults) {
    const fault = typeof how === 'object' ? `${how.status} ${how.code}` : how;
    void test(`S3 ${name}: ${fault} passes, twice, and all is well`, async (t) => {
      const { double, bucket, slept } = await open(t, { settings: patienceFor(how) });
      await bucket.put('a/1', sourceOfBytes(bytes));
      double.fail({ action, how, times: 2 });
      t.same(await work[name]?.(bucket), good[name]);
      t.ok(slept.length >= 2);
    });
  }
}

void test('S3 put: an answer that is lost was given all the same, and nothing is stored twice', async (t) => {
  const { double, bucket } = await open(t);
  double.fail({ action: 'PutObject', how: 'reset-after' });
  t.equal(await bucket.put('a/1', sourceOfBytes(bytes)), 'exists');
  t.ok(await isStored(bucket));
});

void test('S3 put: an error before all was sent leaves no connection waiting for the rest', async (t) => {
  const { double, bucket } = await open(t);
  double.fail({ action: 'PutObject', how: 'early-error', times: 3 });
  t.equal(await bucket.put('a/1', sourceOfBytes(someBytes(12_000_000))), 'created');
  t.equal(await double.connections(), 1);
});

for (const [action, how] of [
  ['CreateMultipartUpload', error(500, 'InternalError')],
  ['ListMultipartUploads', error(403, 'AccessDenied')],
  ['ListMultipartUploads', error(501, 'NotImplemented')],
  ['UploadPart', 'reset'],
  ['UploadPart', 'silence'],
  ['UploadPart', 'bit-flip'],
  ['UploadPart', error(503, 'SlowDown')],
  ['CompleteMultipartUpload', 'reset'],
  ['CompleteMultipartUpload', 'reset-after'],
  ['CompleteMultipartUpload', 'error-in-200'],
  ['CompleteMultipartUpload', error(409, 'ConditionalRequestConflict')],
  ['CompleteMultipartUpload', error(404, 'NoSuchUpload')],
  ['CompleteMultipartUpload', error(501, 'NotImplemented')],
] as const) {
  const fault = typeof how === 'object' ? `${how.status} ${how.code}` : how;
  void test(`S3 put in parts: ${fault} of ${action} passes, and the object is whole`, async (t) => {
    const { double, bucket } = await open(t, { settings: { partBytes: 40_000, ...patienceFor(how) } });
    double.fail({ action, how });
    t.match(await bucket.put('a/1', sourceOfBytes(bytes)), /created|exists/);
    t.ok(await isStored(bucket));
    t.equal(double.stored.uploads.size, 0, 'nothing is left of the upload');
  });
}

void test('S3 put in parts: a failure that stays removes what was sent', async (t) => {
  const { double, bucket } = await open(t, { settings: { partBytes: 40_000 } });
  double.fail({ action: 'UploadPart', how: error(403, 'AccessDenied') });
  await t.rejects(bucket.put('a/1', sourceOfBytes(bytes)), { code: 'remote.denied', message: /s3:PutObject/ });
  t.equal(double.stored.uploads.size, 0);
  t.equal(await bucket.head('a/1'), undefined);
});

for (const [name, how, code] of [
  ['get', 'truncate-unsized', 'remote.bad-response'],
  ['get', 'packed', 'remote.bad-response'],
  ['range', 'over-long', 'remote.bad-response'],
  ['range', 'short-length', 'remote.bad-response'],
] as const) {
  void test(`S3 ${name}: ${how} is the error ${code}, and no wrong byte is taken for a right one`, async (t) => {
    const { double, bucket } = await open(t);
    await bucket.put('a/1', sourceOfBytes(bytes));
    double.fail({ action: 'GetObject', how });
    await t.rejects(work[name]?.(bucket) ?? Promise.resolve(), { code });
  });
}

for (const [name, action] of [
  ['get', 'GetObject'],
  ['range', 'GetObject'],
  ['list', 'ListObjectsV2'],
  ['put', 'PutObject'],
  ['head', 'HeadObject'],
] as const) {
  void test(`S3 ${name}: a login page in place of an answer is an error, not an empty answer`, async (t) => {
    const { double, bucket } = await open(t);
    await bucket.put('a/1', sourceOfBytes(bytes));
    double.fail({ action, how: 'garbage', times: 1000 });
    await t.rejects(work[name]?.(bucket) ?? Promise.resolve(), { code: 'remote.bad-response', message: /speak S3/ });
    t.ok((await double.connections()) <= 2, 'no connection is left with an answer that nobody reads');
  });
}

void test('S3 get: an object that was replaced while it was read is an error, not a mixture', async (t) => {
  const { double, bucket } = await open(t);
  await bucket.put('a/1', sourceOfBytes(bytes));
  double.fail({ action: 'GetObject', how: 'truncate' });
  const body = await bucket.get('a/1');
  await bucket.put('a/1', sourceOfBytes(Buffer.alloc(size)), { replace: true });
  await t.rejects(
    async () => {
      for await (const chunk of body?.chunks ?? []) t.ok(chunk.length > 0);
    },
    { code: 'remote.bad-response' },
  );
});

void test('S3 get: what was read is not asked for again', async (t) => {
  const { double, bucket } = await open(t);
  await bucket.put('a/1', sourceOfBytes(bytes));
  double.fail({ action: 'GetObject', how: 'truncate' });
  t.ok(await isStored(bucket));
  const [first, second] = double.requests.filter(({ action }) => action === 'GetObject');
  t.equal(first?.headers.range, undefined);
  t.equal(second?.headers.range, `bytes=${size / 2}-${size - 1}`);
  t.type(second?.headers['if-match'], 'string');
});

for (const [name, action, permission] of [
  ['head', 'HeadObject', 's3:GetObject'],
  ['get', 'GetObject', 's3:GetObject'],
  ['list', 'ListObjectsV2', 's3:ListBucket'],
  ['put', 'PutObject', 's3:PutObject'],
  ['delete', 'DeleteObject', 's3:DeleteObject'],
] as const) {
  void test(`S3 ${name}: a 403 is denied, never absent, and names ${permission}`, async (t) => {
    const { double, bucket, slept } = await open(t);
    double.fail({ action, how: error(403, 'AccessDenied'), times: 2 });
    await t.rejects(work[name]?.(bucket) ?? Promise.resolve(), {
      code: 'remote.denied',
      message: new RegExp(permission),
      data: { action: permission },
    });
    t.same(slept, [], 'it is not tried again');
  });

  void test(`S3 ${name}: a bucket that does not exist is not an empty one`, async (t) => {
    const { settings } = await open(t);
    await t.rejects(work[name]?.(s3Bucket({ ...settings, bucket: 'other-bucket' })) ?? Promise.resolve(), {
      code: 'remote.not-found',
    });
  });

  void test(`S3 ${name}: a server that fails for ever ends with an error, in bounded time`, async (t) => {
    const { double, bucket, slept } = await open(t, { settings: { retry: { budgetMs: 60_000 } } });
    double.fail({ action, how: error(500, 'InternalError'), times: 1000 });
    await t.rejects(work[name]?.(bucket) ?? Promise.resolve(), { code: 'remote.failed', message: /500|InternalError/ });
    const sleptMs = slept.reduce((sum, ms) => sum + ms, 0);
    t.ok(
      sleptMs <= 60_000 && slept.length >= 8 && Math.max(...slept) <= 20_000,
      `${slept.length} waits, ${sleptMs} ms`,
    );
  });

  void test(`S3 ${name}: a server that is silent for ever is unreachable, in bounded time`, async (t) => {
    const { double, bucket } = await open(t, {
      settings: { retry: { unansweredTries: 3 }, timeouts: { idleMs: 300 } },
    });
    double.fail({ action, how: 'silence', times: 1000 });
    const start = performance.now();
    await t.rejects(work[name]?.(bucket) ?? Promise.resolve(), { code: 'remote.unreachable' });
    t.ok(performance.now() - start < 5000);
    t.ok(double.requests.length <= 3);
  });
}

void test('S3 head: absent is an answer, too, to who may not look at the bucket itself', async (t) => {
  const { double, bucket } = await open(t);
  double.fail({ action: 'HeadBucket', how: error(403, 'AccessDenied') });
  t.equal(await bucket.head('a/1'), undefined);
});

void test('S3: a server that says when to come again is obeyed', async (t) => {
  const { double, bucket, slept } = await open(t);
  double.fail({ action: 'HeadObject', how: { status: 503, code: 'SlowDown', headers: { 'retry-after': '7' } } });
  t.equal(await bucket.head('a/1'), undefined);
  t.same(slept, [7000]);
});

void test('S3: a port where nobody listens is unreachable, after a few tries', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  const { settings, slept } = await open(t);
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await t.rejects(s3Bucket({ ...settings, endpoint }).head('a/1'), {
    code: 'remote.unreachable',
    message: /ECONNREFUSED/,
  });
  t.equal(slept.length, 5);
});

void test('S3: a host that does not answer the call is given up', async (t) => {
  const { settings } = await open(t);
  const patient = { ...settings, timeouts: { connectMs: 100, idleMs: 300 }, retry: { unansweredTries: 2 } };
  // A socket that accepts connections and then says nothing.
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await t.rejects(s3Bucket({ ...patient, endpoint }).head('a/1'), { code: 'remote.unreachable' });
});

void test('S3: wrong keys are denied, and no message shows one', async (t) => {
  const { settings } = await open(t);
  const secretAccessKey = 'very-secret-value';
  for (const [credentials, hint] of [
    [{ ...settings.credentials, secretAccessKey }, /AWS_SECRET_ACCESS_KEY/],
    [{ accessKeyId: 'AKIAOTHER', secretAccessKey }, /AWS_ACCESS_KEY_ID/],
  ] as const) {
    const bucket = s3Bucket({ ...settings, credentials: credentials as NonNullable<S3BucketSettings['credentials']> });
    const thrown = await bucket.put('a/1', sourceOfBytes(bytes)).catch((caught: unknown) => caught as PixelisError);
    t.match(thrown, { code: 'remote.denied', hint });
    if (typeof thrown === 'string') return;
    t.notMatch(`${thrown.message} ${thrown.hint} ${JSON.stringify(thrown.data)}`, /very-secret-value|Signature=/);
  }
});

void test('S3: a bucket in another region is found there, at once', async (t) => {
  const { settings, double, slept } = await open(t, { region: 'eu-west-3' });
  const bucket = s3Bucket({ ...settings, region: 'us-east-1' });
  t.equal(await bucket.put('a/1', sourceOfBytes(bytes)), 'created');
  t.match(await bucket.head('a/1'), { key: 'a/1', size });
  t.same([double.requests.length, slept], [3, []], 'one request more, once');
});

void test('S3: a redirection to another host is not followed', async (t) => {
  const { double, bucket } = await open(t);
  const other = await startS3Double();
  t.teardown(() => other.stop());
  double.fail({
    action: 'GetObject',
    how: { status: 307, code: 'TemporaryRedirect', headers: { location: `${other.endpoint}/x` } },
  });
  await t.rejects(bucket.get('a/1'), { code: 'remote.failed', message: /TemporaryRedirect/ });
  t.same(other.requests, []);
});

void test('S3: a token that expired, and a clock that is off, are mended once', async (t) => {
  for (const code of ['ExpiredToken', 'RequestTimeTooSkewed']) {
    const { double, bucket } = await open(t);
    double.fail({ action: 'HeadObject', how: error(403, code) });
    t.equal(await bucket.head('a/1'), undefined);
    double.fail({ action: 'HeadObject', how: error(403, code), times: 2 });
    await t.rejects(bucket.head('a/1'), { code: 'remote.denied' });
  }
});

void test('S3: a service that knows no conditional writes is asked first, and keeps what it has', async (t) => {
  for (const partBytes of [1_000_000, 40_000]) {
    const { double, bucket } = await open(t, { knowsConditions: false, settings: { partBytes } });
    t.equal(await bucket.put('a/1', sourceOfBytes(bytes)), 'created');
    t.equal(await bucket.put('a/1', sourceOfBytes(Buffer.alloc(size))), 'exists');
    t.ok(await isStored(bucket));
    t.equal(double.stored.uploads.size, 0);
  }
});

void test('S3: nothing that is packed is ever asked for', async (t) => {
  const { double, bucket } = await open(t);
  await bucket.put('a/1', sourceOfBytes(bytes));
  await bytesAt(bucket, 'a/1');
  t.same([...new Set(double.requests.map(({ headers }) => headers['accept-encoding']))], ['identity']);
});

void test('S3: what each call costs in requests', async (t) => {
  const { double, bucket } = await open(t, { pageSize: 10, settings: { partBytes: 40_000 } });
  const cost = async (call: () => Promise<unknown>): Promise<readonly S3RequestName[]> => {
    double.requests.length = 0;
    await call();
    return double.requests.map(({ action }) => action);
  };
  const small = sourceOfBytes(someBytes(10));
  t.same(await cost(() => bucket.put('a/01', small)), ['PutObject']);
  t.same(await cost(() => bucket.put('a/01', small)), ['PutObject', 'HeadObject']);
  t.same(await cost(() => bucket.head('a/01')), ['HeadObject']);
  t.same(await cost(() => bytesAt(bucket, 'a/01')), ['GetObject']);
  t.same(await cost(() => bucket.get('a/none')), ['GetObject']);
  t.same(await cost(() => bucket.head('a/none')), ['HeadObject', 'HeadBucket'], 'is the bucket there at all?');
  t.same(await cost(() => bucket.head('a/none')), ['HeadObject'], 'that is asked once');
  for (let index = 10; index < 34; index++) await bucket.put(`a/${index}`, small);
  t.same(
    await cost(() => keysOf(bucket, '')),
    ['ListObjectsV2', 'ListObjectsV2', 'ListObjectsV2'],
    '25 keys, 10 a page',
  );
  t.same(await cost(() => bucket.put('b/1', sourceOfBytes(bytes))), [
    'HeadObject',
    'ListMultipartUploads',
    'CreateMultipartUpload',
    'UploadPart',
    'UploadPart',
    'UploadPart',
    'CompleteMultipartUpload',
  ]);
  t.same(await cost(() => bucket.put('b/1', sourceOfBytes(bytes))), ['HeadObject', 'HeadObject']);
});
