import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { test, type Test } from 'tap';
import type { ErrorCode } from '#errors/index.js';
import type { Bucket, BucketObject, ByteSource } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { readBody } from '#bucket/exact-bytes.js';
import { someBytes } from '../support/some-bytes.js';

export interface BucketSuiteOptions {
  /** Runs of the property test; each makes a bucket. */
  readonly runs?: number;
  /** Whether of many who put a key at once one is told that it created it; default true. */
  readonly exclusive?: boolean;
  /** Why the suite cannot be run here, where it cannot. */
  readonly skip?: string | false;
}

/**
 * What every bucket promises. `open` makes an empty bucket and releases with `t.teardown` what it holds.
 */
export function bucketSuite(name: string, open: (t: Test) => Promise<Bucket>, options: BucketSuiteOptions = {}): void {
  const skip = options.skip ?? false;
  const promise = (sentence: string, check: (t: Test, bucket: Bucket) => Promise<void>): void => {
    void test(`${name}: ${sentence}`, { skip }, async (t) => check(t, await open(t)));
  };

  promise('what is put comes back byte for byte, with its size', async (t, bucket) => {
    for (const size of [0, 1, 65_536, 1_500_001]) {
      const key = `objects/aa/${size}`;
      const bytes = someBytes(size);
      t.equal(await bucket.put(key, sourceOfBytes(bytes)), 'created');
      t.match(await bucket.head(key), { key, size });
      const body = await bucket.get(key);
      t.equal(body?.size, size);
      t.ok(body && Buffer.from(bytes).equals(await readBody(body)), `${size} bytes`);
    }
  });

  promise('absent is an answer, and removing what is absent is no error', async (t, bucket) => {
    await bucket.delete('objects/aa/none');
    t.same(
      [await bucket.head('objects/aa/none'), await bucket.get('objects/aa/none'), await keysOf(bucket, '')],
      [undefined, undefined, []],
    );
  });

  promise('a key that is taken keeps its bytes', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('first')));
    t.equal(await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('other'))), 'exists');
    t.equal(await textAt(bucket, 'objects/aa/1'), 'first');
  });

  promise('a key that holds another number of bytes is damage, and says so', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('cut')));
    await t.rejects(bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('whole'))), {
      code: 'object.corrupt',
      data: { key: 'objects/aa/1', size: 3, expectedSize: 5 },
    });
    t.equal(await textAt(bucket, 'objects/aa/1'), 'cut', 'it is not replaced unasked');
    t.equal(await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('whole')), { replace: true }), 'created');
    t.equal(await textAt(bucket, 'objects/aa/1'), 'whole');
  });

  promise('a range gives that part of the bytes, cut where they end', async (t, bucket) => {
    const bytes = someBytes(100_000);
    await bucket.put('objects/aa/1', sourceOfBytes(bytes));
    for (const [offset, length] of [
      [0, 1],
      [99_999, 1],
      [70_000, 20_000],
      [0, 100_000],
      [5, 0],
      [99_990, 100],
      [100_000, 1],
      [200_000, 5],
    ] as const) {
      const body = await bucket.get('objects/aa/1', { range: { offset, length } });
      const expected = bytes.subarray(offset, offset + length);
      t.equal(body?.size, expected.length);
      t.ok(body && Buffer.from(expected).equals(await readBody(body)), `${length} bytes from ${offset}`);
    }
    t.equal(await bucket.get('objects/aa/none', { range: { offset: 0, length: 0 } }), undefined);
  });

  promise('a listing is in the order of the bytes of the keys, from a prefix, after a key', async (t, bucket) => {
    const keys = ['a', 'a-b/1', 'a.b', 'ab/1/x', 'ab/1/y', 'ab/10', 'ab/2', 'b/1', 'objects/3f/a2', 'objects/40/00'];
    for (const [index, key] of keys.toReversed().entries()) await bucket.put(key, sourceOfBytes(someBytes(index)));
    const all = keys.map((key, index) => ({ key, size: keys.length - 1 - index }));
    t.match(await listed(bucket, ''), all);
    for (const prefix of ['a', 'ab/', 'ab/1', 'objects/3', 'objects/3f/a2', 'none/', 'objects'])
      t.same(
        await keysOf(bucket, prefix),
        keys.filter((key) => key.startsWith(prefix)),
        prefix,
      );
    for (const startAfter of ['a', 'a-b/1', 'aa', 'ab/1/x', 'ab/1/z', 'ab/', 'objects/3f', 'z'])
      t.same(
        await keysOf(bucket, '', startAfter),
        keys.filter((key) => key > startAfter),
        startAfter,
      );
    t.same(await keysOf(bucket, 'ab/', 'ab/1/y'), ['ab/10', 'ab/2']);
  });

  promise('an object tells when it was stored, by one clock for all of them', async (t, bucket) => {
    for (const key of ['a/1', 'a/2']) await bucket.put(key, sourceOfBytes(someBytes(10)));
    const [first, second] = await listed(bucket, '');
    for (const object of [first, second]) {
      const ageMs = Date.now() - (object?.modified ?? 0);
      t.ok(Math.abs(ageMs) < 3_600_000, `stored ${ageMs} ms ago`);
    }
    t.ok((first?.modified ?? Infinity) <= (second?.modified ?? 0), 'and never before what came first');
    // The answer to a head has whole seconds in S3.
    const seen = (await bucket.head('a/1'))?.modified ?? 0;
    t.ok(Math.abs(seen - (first?.modified ?? 0)) < 1000, 'a listing and a look say the same');
  });

  promise('what a listing shows is not hidden', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one')));
    t.same(await hiddenIn(bucket, ''), []);
  });

  promise('what was removed is absent, and can be put again', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one')));
    await bucket.delete('objects/aa/1');
    t.same([await bucket.head('objects/aa/1'), await keysOf(bucket, '')], [undefined, []]);
    t.equal(await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('two'))), 'created');
    t.equal(await textAt(bucket, 'objects/aa/1'), 'two');
  });

  promise('what is moved is under its new key only, byte for byte', async (t, bucket) => {
    const bytes = someBytes(1_500_001);
    await bucket.put('objects/aa/1', sourceOfBytes(bytes));
    t.equal(await bucket.move('objects/aa/1', 'trash/run-1/objects/aa/1'), 'moved');
    t.same(await keysOf(bucket, ''), ['trash/run-1/objects/aa/1']);
    t.ok(Buffer.from(bytes).equals((await bytesAt(bucket, 'trash/run-1/objects/aa/1')) ?? Buffer.alloc(0)));
    t.equal(await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one'))), 'created', 'the old key is free');
  });

  promise('a move never replaces what is there, and what is absent cannot be moved', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(Buffer.from('one')));
    await bucket.put('objects/aa/2', sourceOfBytes(Buffer.from('two')));
    t.equal(await bucket.move('objects/aa/1', 'objects/aa/2'), 'exists');
    t.same([await textAt(bucket, 'objects/aa/1'), await textAt(bucket, 'objects/aa/2')], ['one', 'two']);
    t.equal(await bucket.move('objects/aa/none', 'objects/aa/3'), 'absent');
    t.same(await keysOf(bucket, ''), ['objects/aa/1', 'objects/aa/2']);
  });

  promise('of many who move the same object, none loses it', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(someBytes(50_000)));
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) => bucket.move('objects/aa/1', `trash/run-${index % 2}/objects/aa/1`)),
    );
    t.ok(outcomes.includes('moved'));
    const left = await listed(bucket, '');
    t.ok(left.length > 0 && left.every(({ key, size }) => key.startsWith('trash/') && size === 50_000));
  });

  promise('bytes that end early, go on too long or fail leave nothing behind', async (t, bucket) => {
    const failure = new Error('the source failed');
    const sources: readonly [string, ByteSource, { readonly code: ErrorCode } | Error][] = [
      ['short', sizedSource(10, [someBytes(9)]), { code: 'object.corrupt' }],
      ['long', sizedSource(10, [someBytes(9), someBytes(2)]), { code: 'object.corrupt' }],
      ['fails', sizedSource(200_000, [someBytes(100_000), failure]), failure],
    ];
    for (const [key, source, error] of sources) {
      await t.rejects(bucket.put(`objects/aa/${key}`, source), error, key);
      t.equal(await bucket.head(`objects/aa/${key}`), undefined, key);
    }
    t.same(await keysOf(bucket, ''), []);
  });

  promise('of many who put the same key at once, one creates it', async (t, bucket) => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => bucket.put('objects/aa/1', sourceOfBytes(someBytes(50_000)))),
    );
    if (options.exclusive !== false) t.equal(outcomes.filter((outcome) => outcome === 'created').length, 1);
    t.ok(outcomes.includes('created'));
    t.ok(Buffer.from(someBytes(50_000)).equals((await bytesAt(bucket, 'objects/aa/1')) ?? Buffer.alloc(0)));
  });

  promise('many different keys can be put at once', async (t, bucket) => {
    const keys = Array.from({ length: 40 }, (_, index) => `objects/${String(index % 7)}/${String(index + 100)}`);
    await Promise.all(keys.map((key) => bucket.put(key, sourceOfBytes(Buffer.from(key)))));
    t.same(await keysOf(bucket, 'objects/'), keys.toSorted());
    for (const key of keys) t.equal(await textAt(bucket, key), key);
  });

  promise('it tells of the bytes as they are stored, each once', async (t, bucket) => {
    const told: number[] = [];
    await bucket.put('objects/aa/1', sourceOfBytes(someBytes(300_000)), { onBytes: (bytes) => told.push(bytes) });
    t.equal(
      told.reduce((sum, bytes) => sum + bytes, 0),
      300_000,
    );
    t.ok(told.every((bytes) => bytes > 0));
  });

  promise('no checksum ever proves bytes that are not there', async (t, bucket) => {
    const bytes = someBytes(70_000);
    await bucket.put('objects/aa/1', sourceOfBytes(bytes));
    const others = Uint8Array.from(bytes);
    others[69_000] = (others[69_000] ?? 0) ^ 1;
    t.equal(await bucket.provesSame('objects/aa/1', sourceOfBytes(others)), false);
    t.equal(await bucket.provesSame('objects/aa/1', sourceOfBytes(bytes.subarray(1))), false);
    t.equal(await bucket.provesSame('objects/aa/none', sourceOfBytes(bytes)), false);
  });

  promise('a body may be left before its end', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(someBytes(3_000_000)));
    for (let round = 0; round < 3; round++) {
      const body = await bucket.get('objects/aa/1');
      for await (const chunk of body?.chunks ?? []) {
        t.ok(chunk.length > 0);
        break;
      }
    }
    t.equal((await bytesAt(bucket, 'objects/aa/1'))?.length, 3_000_000);
  });

  promise('work whose signal is aborted ends with `interrupted`', async (t, bucket) => {
    await bucket.put('objects/aa/1', sourceOfBytes(someBytes(10)));
    const signal = AbortSignal.abort();
    const interrupted = { code: 'interrupted' };
    await t.rejects(bucket.head('objects/aa/1', { signal }), interrupted);
    await t.rejects(bucket.get('objects/aa/1', { signal }), interrupted);
    await t.rejects(bucket.put('objects/aa/2', sourceOfBytes(someBytes(10)), { signal }), interrupted);
    await t.rejects(bucket.delete('objects/aa/1', { signal }), interrupted);
    await t.rejects(bucket.move('objects/aa/1', 'objects/aa/2', { signal }), interrupted);
    await t.rejects(bucket.list('', { signal })[Symbol.asyncIterator]().next(), interrupted);
    t.same(await keysOf(bucket, ''), ['objects/aa/1']);
  });

  promise('a put that is aborted half way leaves nothing behind', async (t, bucket) => {
    const abort = new AbortController();
    let given = 0;
    const source: ByteSource = {
      size: 2_000_000,
      async *open(range = { offset: 0, length: 2_000_000 }) {
        for (let left = range.length; left > 0; left -= 10_000) {
          yield someBytes(Math.min(left, 10_000));
          given += 10_000;
          if (given > 1_000_000) abort.abort();
        }
      },
    };
    await t.rejects(bucket.put('objects/aa/1', source, { signal: abort.signal }), { code: 'interrupted' });
    t.equal(await bucket.head('objects/aa/1'), undefined);
  });

  promise('what cannot be a key is refused before anything is touched', async (t, bucket) => {
    for (const key of [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      './a',
      '.a',
      'A',
      'a b',
      'ä',
      'a\\b',
      'a\n',
      'a'.repeat(513),
    ]) {
      await t.rejects(bucket.head(key), { code: 'bug' }, JSON.stringify(key));
      await t.rejects(bucket.get(key), { code: 'bug' }, JSON.stringify(key));
      await t.rejects(bucket.put(key, sourceOfBytes(someBytes(1))), { code: 'bug' }, JSON.stringify(key));
      await t.rejects(bucket.delete(key), { code: 'bug' }, JSON.stringify(key));
      await t.rejects(bucket.move(key, 'objects/aa/1'), { code: 'bug' }, JSON.stringify(key));
      await t.rejects(bucket.move('objects/aa/1', key), { code: 'bug' }, JSON.stringify(key));
    }
    t.same(await keysOf(bucket, ''), []);
  });

  void test(`${name}: any sequence of calls leaves what a map would hold`, { skip }, async (t) => {
    const key = fc.constantFrom('a', 'a/b', 'a-b', 'c/d/e', 'c/d/f');
    const call = fc.oneof(
      fc.record({ does: fc.constant('put' as const), key: key.filter((name_) => name_ !== 'a'), size: fc.nat(40) }),
      fc.record({ does: fc.constant('delete' as const), key }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
        const bucket = await open(t);
        const model = new Map<string, number>();
        for (const each of calls) {
          if (each.does === 'delete') {
            await bucket.delete(each.key);
            model.delete(each.key);
          } else {
            const existing = model.get(each.key);
            const put = bucket.put(each.key, sourceOfBytes(someBytes(each.size)));
            if (existing !== undefined && existing !== each.size) await t.rejects(put, { code: 'object.corrupt' });
            else t.equal(await put, existing === undefined ? 'created' : 'exists');
            model.set(each.key, existing ?? each.size);
          }
        }
        const expected = [...model].map(([name_, size]) => ({ key: name_, size }));
        t.same(
          (await listed(bucket, '')).map(({ key: name_, size }) => ({ key: name_, size })),
          expected.sort((a, b) => (a.key < b.key ? -1 : 1)),
        );
      }),
      { numRuns: options.runs ?? 25 },
    );
  });
}

export async function listed(bucket: Bucket, prefix: string, startAfter?: string): Promise<readonly BucketObject[]> {
  const found: BucketObject[] = [];
  for await (const object of bucket.list(prefix, { startAfter })) found.push(object);
  return found;
}

/** Keys, fates and texts of what lies hidden in a bucket. */
export async function hiddenIn(bucket: Bucket, prefix: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const version of bucket.listHidden(prefix)) {
    const body = await version.get();
    found.push(`${await version.fate()} ${version.key}: ${body && Buffer.from(await readBody(body)).toString()}`);
  }
  return found;
}

export async function keysOf(bucket: Bucket, prefix: string, startAfter?: string): Promise<readonly string[]> {
  return (await listed(bucket, prefix, startAfter)).map(({ key }) => key);
}

export async function bytesAt(bucket: Bucket, key: string): Promise<Uint8Array | undefined> {
  const body = await bucket.get(key);
  return body && readBody(body);
}

async function textAt(bucket: Bucket, key: string): Promise<string | undefined> {
  const bytes = await bytesAt(bucket, key);
  return bytes && Buffer.from(bytes).toString();
}

/** A source that says it has `size` bytes and gives these, or fails where they do. */
function sizedSource(size: number, parts: readonly (Uint8Array | Error)[]): ByteSource {
  return {
    size,
    async *open(range = { offset: 0, length: size + 1 }) {
      const end = range.offset + range.length;
      let at = 0;
      for (const part of parts) {
        if (part instanceof Error && at < end) throw part;
        if (part instanceof Error) return;
        const chunk = part.subarray(Math.max(0, range.offset - at), Math.max(0, end - at));
        if (chunk.length > 0) yield chunk;
        at += part.length;
      }
    },
  };
}
