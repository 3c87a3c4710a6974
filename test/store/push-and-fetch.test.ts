import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import type { Digest } from '#model/digest.js';
import type { Progress } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, parseTreePath } from '#model/tree-path.js';
import { openObjectStore } from '#store/bucket-store.js';
import { fetchContent } from '#store/fetch-content.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import { pushContent } from '#store/push-content.js';
import { readTree } from '#store/tree-reader.js';
import { writeTree } from '#store/tree-writer.js';
import { type Test, test } from 'tap';
import { counting } from './counting-bucket.js';
import { digestOf } from './object-store-suite.js';

void test('a folder that was pushed can be fetched by somebody else, byte for byte', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote } = await countingRemote();
  const tree = await storeTree(mine, filesOf(6000));
  const file = Buffer.from('a file by itself');
  await mine.write([file]);
  const content = { roots: [tree.digest], blobs: new Map([[digestOf(file), file.length]]) };
  const pushed = await pushContent(mine, remote, content);
  t.same([pushed.missing, pushed.corrupt, pushed.withheld], [[], [], []]);
  const fetched = await fetchContent(remote, yours, content);
  t.same([fetched.missing, fetched.corrupt, fetched.withheld], [[], [], []]);
  t.same(fetched.copied.objects, pushed.copied.objects);
  t.same(await collect(readTree(yours, tree.digest)), await collect(readTree(mine, tree.digest)));
  for await (const { digest } of mine.list()) t.equal(digestOf(await yours.read(digest)), digest);
});

void test('pushing again asks one question and moves nothing; so does fetching', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote, requests } = await countingRemote();
  const tree = await storeTree(mine, filesOf(6000));
  await pushContent(mine, remote, { roots: [tree.digest] });
  requests.length = 0;
  const again = await pushContent(mine, remote, { roots: [tree.digest] });
  t.same([again.copied, requests], [{ objects: 0, bytes: 0 }, ['list packs/']]);
  await fetchContent(remote, yours, { roots: [tree.digest] });
  requests.length = 0;
  const fetched = await fetchContent(remote, yours, { roots: [tree.digest] });
  t.same([fetched.copied, requests], [{ objects: 0, bytes: 0 }, []]);
});

void test('one changed file in a tree of many costs one listing and one pack: its blob, its page and the root', async (t) => {
  const mine = await cacheOf(t);
  const { remote, requests } = await countingRemote();
  const files = filesOf(6000);
  const before = await storeTree(mine, files);
  await pushContent(mine, remote, { roots: [before.digest] });
  requests.length = 0;
  const after = await storeTree(mine, new Map([...files, ['d3/f33', 'changed']]));
  const result = await pushContent(mine, remote, { roots: [after.digest], skipPagesOf: [before.digest] });
  t.equal(result.copied.objects, 3);
  t.same(requests, ['list packs/', 'put packs']);
});

void test('whoever sees a root on a remote finds everything below it, whatever moment a push was stopped at', async (t) => {
  const mine = await cacheOf(t);
  const tree = await storeTree(mine, filesOf(6000));
  const bucket = memoryBucket();
  for (let puts = 0; puts < 10; puts++) {
    let left = puts;
    const breaking = await openObjectStore(
      { ...bucket, put: (...put) => (left-- > 0 ? bucket.put(...put) : Promise.reject(new Error('stopped'))) },
      { label: 'r' },
    );
    const outcome = await pushContent(mine, breaking, { roots: [tree.digest] }).catch(() => 'stopped');
    const remote = await openObjectStore(bucket, { label: 'r' });
    const isSeen = !(await remote.missing([tree.digest])).has(tree.digest);
    if (isSeen) {
      const entries = await collect(readTree(remote, tree.digest));
      t.same(await remote.missing(entries.flatMap((entry) => ('digest' in entry ? [entry.digest] : []))), new Set());
    }
    if (outcome !== 'stopped') return t.ok(isSeen && puts > 0);
  }
  return t.fail('it never came to an end');
});

void test('a tree whose file is lost is withheld, named, and goes when the file is back', async (t) => {
  const mine = await cacheOf(t);
  const { remote } = await countingRemote();
  const files = filesOf(3000);
  const tree = await storeTree(mine, files);
  const lost = await cacheOf(t);
  await copyWithout(mine, lost, 'd3/f33', files);
  const result = await pushContent(lost, remote, { roots: [tree.digest] });
  const blob = digestOf(Buffer.from(files.get('d3/f33') as string));
  t.same(result.missing, [blob]);
  t.ok(result.withheld.includes(tree.digest));
  t.equal(result.withheld.length, 2);
  t.ok((await remote.missing([tree.digest])).has(tree.digest));
  const healed = await pushContent(mine, remote, { roots: [tree.digest] });
  t.same([healed.copied.objects, healed.missing], [3, []]);
});

void test('a tree that is not here, and is on the remote, is there; one that is nowhere is missing', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote } = await countingRemote();
  const tree = await storeTree(mine, filesOf(100));
  await pushContent(mine, remote, { roots: [tree.digest] });
  const absent = digestOf(Buffer.from('absent'));
  const result = await pushContent(yours, remote, { roots: [tree.digest, absent] });
  t.same([result.missing, result.withheld, result.corrupt], [[absent], [], []]);
  const fetched = await fetchContent(remote, yours, { roots: [absent] });
  t.same([fetched.missing, fetched.corrupt], [[absent], []]);
});

void test('part of a folder can be fetched, and a push of it later asks for what it lacks', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote } = await countingRemote();
  const files = filesOf(500);
  const tree = await storeTree(mine, files);
  await pushContent(mine, remote, { roots: [tree.digest] });
  const wants = (entry: TreeEntry): boolean => entry.path.startsWith('d3/');
  await fetchContent(remote, yours, { roots: [tree.digest], wants });
  const missing = await yours.missing([...files.values()].map((text) => digestOf(Buffer.from(text))));
  t.equal(missing.size, [...files.keys()].filter((path) => !path.startsWith('d3/')).length);
  t.same((await pushContent(yours, remote, { roots: [tree.digest] })).missing, []);
  const elsewhere = await openObjectStore(memoryBucket(), { label: 'r' });
  t.equal((await pushContent(yours, elsewhere, { roots: [tree.digest] })).missing.length, missing.size);
});

void test('an object that is no tree is named as damaged, and the rest is fetched', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote } = await countingRemote();
  const tree = await storeTree(mine, filesOf(100));
  const [blob] = await mine.write([Buffer.from('not a tree')]);
  await pushContent(mine, remote, { roots: [tree.digest], blobs: new Map([[blob as Digest, 10]]) });
  const result = await fetchContent(remote, yours, { roots: [blob as Digest, tree.digest] });
  t.same(result.corrupt, [blob]);
  t.equal((await collect(readTree(yours, tree.digest))).length, 100);
  const pushed = await pushContent(mine, await openObjectStore(memoryBucket(), { label: 'r' }), {
    roots: [blob as Digest],
  });
  t.same(pushed.corrupt, [blob]);
});

void test('the progress of a fetch only grows', async (t) => {
  const [mine, yours] = [await cacheOf(t), await cacheOf(t)];
  const { remote } = await countingRemote();
  const tree = await storeTree(mine, filesOf(3000));
  await pushContent(mine, remote, { roots: [tree.digest] });
  const told: Progress[] = [];
  const { copied } = await fetchContent(remote, yours, { roots: [tree.digest], onProgress: (fact) => told.push(fact) });
  const counts = told.map((fact) => [fact.doneItems, fact.doneBytes ?? 0] as const);
  t.ok(
    counts.every(
      ([items, bytes], at) => at === 0 || (items >= (counts[at - 1]?.[0] ?? 0) && bytes >= (counts[at - 1]?.[1] ?? 0)),
    ),
  );
  t.equal(counts.at(-1)?.[0], copied.objects);
  t.ok(told.every(({ phase }) => phase === 'fetch'));
});

async function cacheOf(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'push-and-fetch-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return openLocalStore(await createFolderBucket(folder), { label: 'the cache' });
}

async function countingRemote() {
  const { bucket, requests } = counting(memoryBucket());
  return { remote: await openObjectStore(bucket, { label: "remote 'origin'" }), requests };
}

/** Files by path, each with content of its own. */
function filesOf(count: number): Map<string, string> {
  return new Map(Array.from({ length: count }, (_, index) => [`d${index % 10}/f${index}`, `content of file ${index}`]));
}

async function storeTree(store: LocalBucketStore, files: ReadonlyMap<string, string>) {
  await store.write([...files.values()].map((text) => Buffer.from(text)));
  const entries = [...files].map(([path, text]): TreeEntry => {
    const body = Buffer.from(text);
    return { path: parseTreePath(path), kind: 'file', size: body.length, digest: digestOf(body) };
  });
  return writeTree(
    store,
    entries.sort((a, b) => comparePaths(a.path, b.path)),
  );
}

/** A second cache with everything but one file. */
async function copyWithout(
  from: LocalBucketStore,
  to: LocalBucketStore,
  path: string,
  files: ReadonlyMap<string, string>,
) {
  const lost = digestOf(Buffer.from(files.get(path) as string));
  const bodies: Uint8Array[] = [];
  for await (const { digest } of from.list()) if (digest !== lost) bodies.push(await from.read(digest));
  await to.write(bodies);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
