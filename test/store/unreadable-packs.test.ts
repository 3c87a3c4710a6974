import * as nodeFiles from 'node:fs/promises';
import { type Test, test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { FileCalls } from '#bucket/durable-files.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { loadHasher } from '#hashing/hasher.js';
import { packKey } from '#model/object-key.js';
import { openObjectStore } from '#store/bucket-store.js';
import { buildPack } from '#store/build-pack.js';
import { copyObjects } from '#store/copy-objects.js';
import { openLocalStore } from '#store/local-store.js';
import { quarantinedObjects } from '#store/quarantined-objects.js';
import { makeFolder } from '../support/git-repository.js';
import { digestOf, objects } from './object-store-suite.js';

/** A folder with two packs, of which the second cannot be read. */
async function makeStores(t: Test, code: 'EIO' | 'EACCES') {
  const folder = await makeFolder(t);
  const bucket = folderBucket(folder, { fsync: 'none', create: true });
  const hasher = await loadHasher();
  const bodies = objects(20).map((body) => ({ digest: digestOf(body), body }));
  const packs = [bodies.slice(0, 10), bodies.slice(10)].map((part) => buildPack(part, hasher));
  for (const { digest, bytes } of packs) await bucket.put(packKey(digest), sourceOfBytes(bytes));
  const closed = packKey(packs[1]?.digest ?? bodies[0]?.digest ?? digestOf(new Uint8Array()));
  const files: FileCalls = {
    ...nodeFiles,
    open: async (path, ...rest) => {
      if (String(path).endsWith(closed)) throw Object.assign(new Error(code), { code });
      return nodeFiles.open(path, ...rest);
    },
  };
  const failing = folderBucket(folder, { fsync: 'none', create: true, files });
  const [readable, unreadable] = [bodies[0]?.digest, bodies[19]?.digest] as [
    ReturnType<typeof digestOf>,
    ReturnType<typeof digestOf>,
  ];
  return { bucket: failing, bodies, readable, unreadable };
}

for (const [code, error] of [
  ['EIO', 'disk.failed'],
  ['EACCES', 'disk.denied'],
] as const) {
  void test(`a pack that cannot be read (${code}) keeps nobody from the others, and is never said to lack what is in it`, async (t) => {
    const { bucket, bodies, readable, unreadable } = await makeStores(t, code);
    const store = await openObjectStore(bucket, { label: 'the store' });
    t.same(await store.read(readable), bodies[0]?.body);
    await t.rejects(store.read(unreadable), { code: error });
    const target = await openLocalStore(folderBucket(await makeFolder(t), { create: true }), { label: 'the cache' });
    t.match(await copyObjects(store, target, { phases: [[readable]] }), { copied: { objects: 1 }, missing: [] });
    await t.rejects(copyObjects(store, target, { phases: [[readable, unreadable]] }), { code: error });
  });
}

void test('what is stored anew is read, though an unreadable pack has it, too', async (t) => {
  const { bucket, bodies, unreadable } = await makeStores(t, 'EIO');
  const store = await openLocalStore(bucket, { label: 'the cache' });
  const body = bodies[19]?.body ?? new Uint8Array();
  await store.write([body]);
  t.same(await store.read(unreadable), body);
});

void test('while a pack cannot be read, nobody can say that nothing damaged may hold a tree', async (t) => {
  const { bucket, readable } = await makeStores(t, 'EIO');
  const store = await openLocalStore(bucket, { label: 'the cache' });
  await store.read(readable);
  t.match(await quarantinedObjects(store), { isUnclear: true });
});
