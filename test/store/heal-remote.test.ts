import { test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import { loadHasher } from '#hashing/hasher.js';
import { objectKey, packKey } from '#model/object-key.js';
import { openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { healLarge, healPack, setPackAside } from '#store/heal-remote.js';
import { someBytes } from '../support/some-bytes.js';
import { bytesAt, digestOf, flipped, objects, putLarge, putPack } from './object-store-suite.js';

const bodies = objects(5);
const packed = bodies.map((body) => ({ digest: digestOf(body), body }));

/** A good store, and one with a pack whose first and last objects are damaged. */
async function makeStores() {
  const [good, remote] = [memoryBucket('good'), memoryBucket('remote')];
  const pack = buildPack(packed, await loadHasher());
  const bytes = flipped(flipped(pack.bytes, 0), (pack.table.offsets[4] ?? 0) + 1);
  await remote.put(packKey(pack.digest), sourceOfBytes(bytes));
  const between = {
    source: await openObjectStore(good, { label: 'the cache' }),
    target: await openObjectStore(remote, { label: 'the remote' }),
  };
  await between.target.catalogue.refresh();
  return { good, remote, pack, between };
}

async function holds(bucket: ReturnType<typeof memoryBucket>, key: string, bytes: Uint8Array | undefined) {
  return Buffer.from(bytes ?? []).equals((await bytesAt(bucket, key)) ?? Buffer.of(0));
}

async function keysOf(bucket: ReturnType<typeof memoryBucket>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('')) keys.push(key);
  return keys;
}

void test('a damaged pack is what it was again where the other store has what is bad in it', async (t) => {
  const { good, remote, pack, between } = await makeStores();
  await putPack(good, bodies);
  t.same(await healPack(between, pack), { isHealed: true });
  t.ok(await holds(remote, packKey(pack.digest), pack.bytes));
  t.same(await keysOf(remote), [packKey(pack.digest)]);
});

void test('where only a part can be had, all that is good is kept, and the damaged pack is set aside', async (t) => {
  const { good, remote, pack, between } = await makeStores();
  const bad = await bytesAt(remote, packKey(pack.digest));
  await putPack(good, bodies.slice(0, 1));
  const healed = await healPack(between, pack);
  t.match(healed, { isHealed: false, quarantine: /^quarantine\/packs-/ });
  t.ok(await holds(remote, healed.quarantine ?? '', bad));
  t.same([...(await between.target.missing(packed.map(({ digest }) => digest)))], [packed[4]?.digest]);
  for (const { digest, body } of packed.slice(0, 4)) t.ok(body.equals(await between.target.read(digest)));
  t.same(await healPack(between, pack), { isHealed: true }, 'somebody else may have done it by now');
});

void test('a damaged large object is replaced by good bytes, and left alone where there are none', async (t) => {
  const { good, remote, between } = await makeStores();
  const large = Buffer.from(someBytes(1_500_000));
  const [digest, size] = [digestOf(large), large.length];
  await remote.put(objectKey(digest), sourceOfBytes(flipped(large, 9)));
  t.same(await healLarge(between, { digest, size }), { isHealed: false });
  await good.put(objectKey(digest), sourceOfBytes(flipped(large, 7)));
  t.same(await healLarge(between, { digest, size }), { isHealed: false });
  t.ok(await holds(remote, objectKey(digest), flipped(large, 9)), 'damage is not replaced by damage');
  await good.delete(objectKey(digest));
  await putLarge(good, large);
  t.same(await healLarge(between, { digest, size }), { isHealed: true });
  t.ok(await holds(remote, objectKey(digest), large));
});

void test('a pack that is set aside is out of the way, and its bytes are kept', async (t) => {
  const { remote, pack, between } = await makeStores();
  const bytes = await bytesAt(remote, packKey(pack.digest));
  const moved = await setPackAside(between.target, pack);
  t.ok(await holds(remote, moved ?? '', bytes));
  t.same(await keysOf(remote), [moved]);
  t.equal(await setPackAside(between.target, pack), undefined);
});
