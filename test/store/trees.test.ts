import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { encodeTreePage } from '#format/tree-page.js';
import { decodeTreeRoot, encodeTreeRoot } from '#format/tree-root.js';
import type { Digest } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, parseTreePath } from '#model/tree-path.js';
import { treePageInfo, treeRootOf } from '#model/tree-root.js';
import { openObjectStore } from '#store/bucket-store.js';
import { openLocalStore } from '#store/local-store.js';
import type { PackedObject } from '#store/pack-index.js';
import { diffTrees } from '#store/tree-diff.js';
import { listTreeObjects } from '#store/tree-objects.js';
import { findTreeEntry, readTree, readTreeRoot } from '#store/tree-reader.js';
import { writeTree } from '#store/tree-writer.js';
import { type Test, test } from 'tap';
import { counting } from './counting-bucket.js';
import { digestOf } from './object-store-suite.js';

void test('a tree that was written is read back, entry by entry', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(9000);
  const written = await writeTree(store, entries);
  t.same(await collect(readTree(store, written.digest)), entries);
  const files = entries.filter((entry) => entry.kind !== 'folder');
  t.equal(written.files, files.length);
  t.equal(
    written.size,
    files.reduce((sum, entry) => sum + entry.size, 0),
  );
  t.ok((await readTreeRoot(store, written.digest)).pages.length > 1);
});

void test('an empty folder is a tree of no pages', async (t) => {
  const { store } = await arrange(t);
  const { digest, files, size } = await writeTree(store, []);
  t.same([await collect(readTree(store, digest)), files, size], [[], 0, 0]);
  t.same((await findTreeEntry(store, digest, { path: '' }))?.kind, 'folder');
});

void test('one changed file writes one page and the root, in one pack', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(9000);
  const first = await writeTree(store, entries);
  const packs = [...store.catalogue.packs()].length;
  const second = await writeTree(store, changed(entries, 4321));
  t.equal([...store.catalogue.packs()].length, packs + 1);
  const newPages = (await listTreeObjects(store, [second.digest], { skipPagesOf: [first.digest] })).pages;
  t.equal(newPages.size, 1);
});

void test('a path is looked up by reading the root and one page', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(9000);
  const { digest } = await writeTree(store, entries);
  const { bucket, requests } = counting(store.bucket);
  const remote = await openObjectStore(bucket, { label: 'r' });
  await remote.missing([]);
  requests.length = 0;
  t.same(await findTreeEntry(remote, digest, { path: 'd3/f3003' }), {
    kind: 'entry',
    entry: entryAt(entries, 'd3/f3003'),
  });
  t.same(requests, ['get packs', 'get packs']);
});

void test('many small trees in a pack take two requests; of a damaged one the error says which', async (t) => {
  const [{ store: scattered }, { store }] = [await arrange(t), await arrange(t)];
  const roots: Digest[] = [];
  for (let number = 0; number < 40; number++) {
    roots.push((await writeTree(scattered, [file('a', `a ${number}`), file('b', `b ${number}`)])).digest);
  }
  const { pages } = await listTreeObjects(scattered, roots);
  await store.write(await Promise.all([...pages, ...roots].map((digest) => scattered.read(digest))));
  const { bucket, requests } = counting(store.bucket);
  const remote = await openObjectStore(bucket, { label: 'r' });
  await remote.missing([]);
  requests.length = 0;
  t.same(await listTreeObjects(remote, roots), await listTreeObjects(scattered, roots));
  t.same(requests, ['get packs', 'get packs']);

  const { pack, offset } = remote.catalogue.find([...pages][7] as Digest) as PackedObject;
  const path = store.bucket.pathOf(packKey(pack.digest));
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  await chmod(path, 0o644);
  await writeFile(path, bytes);
  const unreadable: string[] = [];
  const left = await listTreeObjects(await openObjectStore(store.bucket, { label: 'r' }), roots, {
    onUnreadable: (root, { code }) => unreadable.push(`${code} ${roots.indexOf(root)}`),
  });
  t.same(unreadable, ['object.corrupt 7']);
  t.same([left.roots.size, left.blobs.size], [39, 78]);
});

void test('a folder of a tree is found, with what lies below it and nothing else', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(3000);
  const { digest } = await writeTree(store, entries);
  const found = await findTreeEntry(store, digest, { path: 'd3' });
  t.equal(found?.kind, 'folder');
  const expected = entries.filter((entry) => entry.path.startsWith('d3/'));
  t.same(found?.kind === 'folder' ? await collect(found.entries) : [], expected);
  t.same(await collect(readTree(store, digest, { below: 'd3' })), expected);
  for (const path of ['d', 'd3/f', 'd3/f3003/x', 'zzz', 'A'])
    t.equal(await findTreeEntry(store, digest, { path }), undefined, path);
});

void test('the objects of a tree are its blobs, its pages and its root, each once', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(5000);
  const [first, second] = [await writeTree(store, entries), await writeTree(store, changed(entries, 1))];
  const all = await listTreeObjects(store, [first.digest, second.digest]);
  t.same(new Set(all.blobs.keys()), new Set(blobsOf([...entries, ...changed(entries, 1)])));
  t.same(all.roots, new Set([first.digest, second.digest]));
  const pages = [
    ...(await readTreeRoot(store, first.digest)).pages,
    ...(await readTreeRoot(store, second.digest)).pages,
  ];
  t.same(all.pages, new Set(pages.map((page) => page.digest)));
  const known = await listTreeObjects(store, [first.digest], {
    skipPagesOf: [first.digest, digestOf(Buffer.from('absent'))],
  });
  t.same([known.blobs.size, known.pages.size, known.roots.size], [0, 0, 1]);
});

void test('the difference of two trees is told without reading the pages that they share', async (t) => {
  const { store } = await arrange(t);
  const entries = treeOf(9000);
  const first = await writeTree(store, entries);
  const added = file('d3/new', 'new');
  const now = [...changed(entries, 4321).filter((entry) => entry.path !== 'd5/f5005'), added].sort(byPath);
  const second = await writeTree(store, now);
  const { bucket, requests } = counting(store.bucket);
  const remote = await openObjectStore(bucket, { label: 'r' });
  await remote.missing([]);
  requests.length = 0;
  const changes = await collect(diffTrees(remote, [first.digest, second.digest]));
  const changedPath = (entries[4321] as TreeEntry).path;
  t.same(
    changes.sort((a, b) => a.change.localeCompare(b.change)),
    [
      { change: 'added', after: added },
      { change: 'modified', before: entries[4321], after: entryAt(now, changedPath) },
      { change: 'removed', before: entryAt(entries, 'd5/f5005') },
    ],
  );
  t.ok(requests.length <= 2 + 2 * 3, `${requests.length} requests`);
  t.same(await collect(diffTrees(store, [first.digest, first.digest])), []);
  t.equal((await collect(diffTrees(store, [undefined, first.digest]))).length, entries.length);
  t.equal((await collect(diffTrees(store, [first.digest, undefined]))).length, entries.length);
});

void test('a file that became a link, or executable, or a folder, is modified or replaced', async (t) => {
  const { store } = await arrange(t);
  const before = await writeTree(store, [file('a', '1'), file('b', '2'), file('c', '3')]);
  const after = await writeTree(store, [
    { ...file('a', '1'), kind: 'executable' } as TreeEntry,
    { ...file('b', '2'), kind: 'symlink' } as TreeEntry,
    { path: parseTreePath('c'), kind: 'folder' },
  ]);
  const changes = await collect(diffTrees(store, [before.digest, after.digest]));
  t.same(
    changes.map(({ change }) => change),
    ['modified', 'modified', 'modified'],
  );
});

void test('pages that are valid alone and not together are refused, with the store and the object', async (t) => {
  const { store } = await arrange(t);
  const [one, other] = [[file('b', '1')], [file('a', '2')]];
  const pages = [one, other].map((entries) => encodeTreePage(entries));
  const infos = [one, other].map((entries, index) => treePageInfo(entries, digestOf(pages[index] as Uint8Array)));
  t.throws(() => encodeTreeRoot(treeRootOf(infos)), { code: 'tree.invalid' });
  const lying = encodeTreeRoot(treeRootOf([{ ...(infos[0] as (typeof infos)[0]), files: 1, size: 999 }]));
  await store.write([...pages, lying]);
  await t.rejects(collect(readTree(store, digestOf(lying))), {
    code: 'tree.invalid',
    message: /the cache/,
    data: { digest: digestOf(pages[0] as Uint8Array) },
  });
  t.equal(decodeTreeRoot(lying).size, 999);
});

void test('a blob is no tree', async (t) => {
  const { store } = await arrange(t);
  const [digest] = await store.write([Buffer.from('not a tree')]);
  await t.rejects(readTreeRoot(store, digest as Digest), { code: 'tree.invalid' });
});

void test('entries out of order are refused before anything is written', async (t) => {
  const { store } = await arrange(t);
  await t.rejects(writeTree(store, [file('b', '1'), file('a', '1')]), { code: 'tree.invalid' });
  t.same([...store.catalogue.packs()], []);
});

async function arrange(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'trees-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return { store: await openLocalStore(await createFolderBucket(folder), { label: 'the cache' }) };
}

/** Files in ten folders, with some links and empty folders among them. */
function treeOf(count: number): TreeEntry[] {
  return Array.from({ length: count }, (_, index): TreeEntry => {
    const path = `d${index % 10}/f${index}`;
    if (index % 100 === 7) return { path: parseTreePath(path), kind: 'folder' };
    return { ...file(path, `${index % 4000}`), kind: index % 100 === 8 ? 'symlink' : 'file' } as TreeEntry;
  }).sort(byPath);
}

function file(path: string, content: string): TreeEntry {
  const body = Buffer.from(content);
  return { path: parseTreePath(path), kind: 'file', size: body.length, digest: digestOf(body) };
}

function changed(entries: readonly TreeEntry[], index: number): TreeEntry[] {
  return entries.map((entry, at) => (at === index ? file(entry.path, 'changed') : entry));
}

function entryAt(entries: readonly TreeEntry[], path: string): TreeEntry | undefined {
  return entries.find((entry) => entry.path === path);
}

function blobsOf(entries: readonly TreeEntry[]): Digest[] {
  return entries.flatMap((entry) => (entry.kind === 'folder' ? [] : [entry.digest]));
}

function byPath(a: TreeEntry, b: TreeEntry): number {
  return comparePaths(a.path, b.path);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
