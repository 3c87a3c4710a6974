import { randomBytes } from 'node:crypto';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { readBody } from '#bucket/exact-bytes.js';
import { isPixelisError } from '#errors/index.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { type BucketStore, openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { objectKey, packKey } from '#model/object-key.js';
import { type Test, test } from 'tap';

const hasher = await loadHasher();

/** What every object store does, whatever bucket it lies in. */
export function testObjectStore(name: string, openBucket: (t: Test) => Promise<Bucket>): void {
  const arrange = async (t: Test) => {
    const bucket = await openBucket(t);
    return { bucket, store: await openObjectStore(bucket, { label: "remote 'origin'" }) };
  };

  void test(`${name}: an empty store has nothing, and says so of each object`, async (t) => {
    const { store } = await arrange(t);
    const digests = objects(3).map(digestOf);
    t.same(await store.missing(digests), new Set(digests));
    t.same(await listed(store), []);
    await t.rejects(store.read(digests[0] as Digest), { code: 'object.missing' });
  });

  void test(`${name}: objects in packs and large ones are found, listed and read`, async (t) => {
    const { bucket, store } = await arrange(t);
    const small = [...objects(200), Buffer.alloc(0)];
    const large = [randomBytes(1_500_000), randomBytes(1_100_000)];
    await putPack(bucket, small);
    for (const body of large) await putLarge(bucket, body);
    const absent = digestOf(Buffer.from('absent'));
    const all = [...small, ...large].map(digestOf);
    t.same(await store.missing([...all, absent]), new Set([absent]));
    for (const body of [...small.slice(-3), ...large]) t.ok(Buffer.from(await store.read(digestOf(body))).equals(body));
    t.same(await listed(store), [...small, ...large].map((body) => `${digestOf(body)} ${body.length}`).sort());
  });

  void test(`${name}: what somebody else stored since the last look is seen`, async (t) => {
    const { bucket, store } = await arrange(t);
    const [first, second, third] = [Buffer.from('first'), Buffer.from('second'), randomBytes(1_100_000)] as const;
    await putPack(bucket, [first]);
    t.same(await store.missing([first, second, third].map(digestOf)), new Set([digestOf(second), digestOf(third)]));
    await putPack(bucket, [second]);
    await putLarge(bucket, third);
    t.ok(Buffer.from(await store.read(digestOf(second))).equals(second));
    t.same(await store.missing([first, second, third].map(digestOf)), new Set());
  });

  void test(`${name}: what somebody removed since the last look is missing, wherever else it was it is found`, async (t) => {
    const { bucket, store } = await arrange(t);
    const [gone, kept] = [Buffer.from('gone'), Buffer.from('kept')];
    const pack = await putPack(bucket, [gone, kept]);
    t.same(await store.missing([gone, kept].map(digestOf)), new Set());
    await putPack(bucket, [kept]);
    await bucket.delete(packKey(pack));
    t.ok(Buffer.from(await store.read(digestOf(kept))).equals(kept));
    await t.rejects(store.read(digestOf(gone)), { code: 'object.missing' });
    t.same(await store.missing([gone, kept].map(digestOf)), new Set([digestOf(gone)]));
  });

  void test(`${name}: a flipped bit in a large object is never delivered`, async (t) => {
    const { bucket, store } = await arrange(t);
    const body = randomBytes(1_200_000);
    await bucket.put(objectKey(digestOf(body)), sourceOfBytes(flipped(body, 777)));
    await t.rejects(store.read(digestOf(body)), { code: 'object.corrupt', message: /remote 'origin'/ });
    let delivered = 0;
    const streaming = async () => {
      for await (const chunk of store.stream(digestOf(body))) delivered += chunk.length;
    };
    await t.rejects(streaming(), { code: 'object.corrupt' });
    t.ok(delivered < body.length);
  });

  void test(`${name}: a flipped bit in a pack is never delivered, whichever bit it is`, async (t) => {
    const bodies = objects(20);
    const pack = buildPack(
      bodies.map((body) => ({ digest: digestOf(body), body })),
      hasher,
    );
    const wrong: string[] = [];
    for (let at = 3; at < pack.size; at += 97) {
      const { bucket, store } = await arrange(t);
      await bucket.put(packKey(pack.digest), sourceOfBytes(flipped(pack.bytes, at)));
      for (const body of bodies) {
        const read: unknown = await store.read(digestOf(body)).catch((error: unknown) => error);
        const refused = isPixelisError(read, 'object.corrupt') || isPixelisError(read, 'object.missing');
        if (!refused && !body.equals(read as Uint8Array)) wrong.push(`byte ${at}: ${String(read)}`);
      }
    }
    t.same(wrong, []);
  });

  void test(`${name}: a pack that was cut off holds nothing`, async (t) => {
    const body = Buffer.from('only here');
    const pack = buildPack([{ digest: digestOf(body), body }], hasher);
    for (const size of [0, 1, 40, pack.size - 1]) {
      const { bucket, store } = await arrange(t);
      await bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes.subarray(0, size)));
      t.same(await store.missing([digestOf(body)]), new Set([digestOf(body)]), `${size} bytes`);
      await t.rejects(store.read(digestOf(body)), { code: 'object.missing', cause: { code: 'pack.corrupt' } });
    }
  });

  void test(`${name}: a large object of no bytes, or of the wrong size, counts as missing`, async (t) => {
    const { bucket, store } = await arrange(t);
    const [empty, cut] = [randomBytes(1_100_000), randomBytes(1_100_001)];
    await bucket.put(objectKey(digestOf(empty)), sourceOfBytes(Buffer.alloc(0)));
    await bucket.put(objectKey(digestOf(cut)), sourceOfBytes(cut.subarray(1)));
    t.same(await store.missing([digestOf(empty)]), new Set([digestOf(empty)]));
    t.same(await store.missing([digestOf(cut)], { sizeOf: () => cut.length }), new Set([digestOf(cut)]));
  });

  void test(`${name}: many large objects are found like few`, async (t) => {
    const { bucket, store } = await arrange(t);
    const bodies = objects(150);
    for (const body of bodies) await putLarge(bucket, body);
    const absent = Array.from({ length: 70 }, (_, index) => digestOf(Buffer.from(`absent ${index}`)));
    t.same(await store.missing([...bodies.map(digestOf), ...absent]), new Set(absent));
    t.same(await store.missing(absent.slice(0, 65)), new Set(absent.slice(0, 65)));
  });

  void test(`${name}: files that are no objects are not listed`, async (t) => {
    const { bucket, store } = await arrange(t);
    await bucket.put('objects/zz/nonsense', sourceOfBytes(Buffer.from('x')));
    await bucket.put('packs/readme', sourceOfBytes(Buffer.from('x')));
    t.same(await listed(store), []);
    t.same(await store.missing([digestOf(Buffer.from('x'))]), new Set([digestOf(Buffer.from('x'))]));
  });

  void test(`${name}: an aborted look ends as interrupted`, async (t) => {
    const { store } = await arrange(t);
    const signal = AbortSignal.abort();
    await t.rejects(store.missing([], { signal }), { code: 'interrupted' });
    await t.rejects(store.read(digestOf(Buffer.from('x')), { signal }), { code: 'interrupted' });
  });
}

export function digestOf(body: Uint8Array): Digest {
  return hashBytes(body, hasher);
}

/** Small objects that differ. */
export function objects(count: number, seed = ''): Buffer[] {
  return Array.from({ length: count }, (_, index) => Buffer.from(`object ${seed}${index} `.repeat(1 + (index % 7))));
}

export async function putPack(bucket: Bucket, bodies: readonly Uint8Array[]): Promise<Digest> {
  const pack = buildPack(
    bodies.map((body) => ({ digest: digestOf(body), body })),
    hasher,
  );
  await bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes));
  return pack.digest;
}

export async function putLarge(bucket: Bucket, body: Uint8Array): Promise<void> {
  await bucket.put(objectKey(digestOf(body)), sourceOfBytes(body));
}

export function flipped(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 4;
  return copy;
}

export async function bytesAt(bucket: Bucket, key: string): Promise<Uint8Array | undefined> {
  const body = await bucket.get(key);
  return body && readBody(body);
}

async function listed(store: BucketStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const { digest, size } of store.list()) lines.push(`${digest} ${size}`);
  return lines.sort();
}
