import { join } from 'node:path';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { endsPage, maxPageEntries } from '#model/tree-cut.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreeEdit } from '#model/tree-merge.js';
import { comparePaths, parseTreePath } from '#model/tree-path.js';
import { openObjectStore } from '#store/bucket-store.js';
import { editTree } from '#store/edit-tree.js';
import { openLocalStore } from '#store/local-store.js';
import type { LocalStore } from '#store/object-store.js';
import { readTreeRoot } from '#store/tree-reader.js';
import { hashTree, writeTree } from '#store/tree-writer.js';
import { type Test, test } from 'tap';
import { makeFolder } from '../support/git-repository.js';
import { counting } from './counting-bucket.js';
import { digestOf } from './object-store-suite.js';

void test('an edited tree is the one that all its entries make, wherever the edits fall', async (t) => {
  const store = await makeStore(t);
  const entries = Array.from({ length: 9000 }, (_, at) => file(`d${at % 10}/f${at}`, 'old')).sort(byPath);
  const { digest } = await writeTree(store, entries);
  const lasts = entries.filter(({ path }) => endsPage(path));
  t.ok(lasts.length > 1, 'there is more than one cut');
  const random = sequence(1);
  const someOf = (count: number) => Array.from({ length: count }, () => entries[random(entries.length)] as TreeEntry);
  const rounds: readonly (readonly TreeEdit[])[] = [
    [],
    [edit('a', 'before the first')],
    [edit('z', 'behind the last')],
    ...lasts.map((last) => [gone(last)]),
    ...lasts.map((last) => [edit(`${last.path}0`, 'right behind a cut'), gone(last)]),
    lasts.map((last) => edit(last.path, 'changed')),
    entries.map((entry) => gone(entry)),
    entries.slice(0, 5000).map((entry) => gone(entry)),
    entries.slice(5000).map((entry) => gone(entry)),
    ...[1, 5, 50, 1000].map((count) => [
      ...someOf(count).map((entry) => gone(entry)),
      ...someOf(count).map((entry) => edit(entry.path, 'new')),
      ...someOf(count).map((entry) => edit(`${entry.path}+`, 'added')),
    ]),
  ];
  for (const [at, round] of rounds.entries()) {
    const edits = [...new Map(round.map((each) => [each.path, each])).values()].sort(byPath);
    const wanted = await hashTree(withEdits(entries, edits));
    t.strictSame(await editTree(store, { root: digest, edits, dryRun: true }), wanted, `round ${at}`);
  }
});

void test('pages that are cut for their length alone are cut as ever behind an edit', async (t) => {
  const store = await makeStore(t);
  const names = Array.from({ length: maxPageEntries + 4000 }, (_, at) => `f${String(at).padStart(6, '0')}`);
  const entries = names.filter((name) => !endsPage(name)).map((name) => file(name, 'old'));
  const { digest } = await writeTree(store, entries);
  t.equal((await readTreeRoot(store, digest)).pages.length, 2);
  for (const edits of [[edit('f0', 'first')], [gone(entries[5] as TreeEntry)]]) {
    t.strictSame(
      await editTree(store, { root: digest, edits, dryRun: true }),
      await hashTree(withEdits(entries, edits)),
    );
  }
});

void test('an edit of an empty tree makes one', async (t) => {
  const store = await makeStore(t);
  const { digest } = await writeTree(store, []);
  const edits = [edit('a', '1'), edit('b', '2')];
  t.strictSame(await editTree(store, { root: digest, edits }), await hashTree(withEdits([], edits)));
});

void test('one changed file of many reads the root and one page, and writes them', async (t) => {
  const store = await makeStore(t);
  const entries = Array.from({ length: 30_000 }, (_, at) => file(`d${at % 10}/f${at}`, 'old')).sort(byPath);
  const { digest } = await writeTree(store, entries);
  const { bucket, requests } = counting(store.bucket);
  const reading = await openObjectStore(bucket, { label: 'r' });
  await reading.missing([]);
  requests.length = 0;
  const counted: LocalStore = { ...store, read: (...args) => reading.read(...args) };
  const edits = [edit('d3/f3003', 'new')];
  const written = await editTree(counted, { root: digest, edits });
  t.strictSame(requests, ['get packs', 'get packs']);
  t.strictSame(written, await hashTree(withEdits(entries, edits)));
  const before = new Set((await readTreeRoot(store, digest)).pages.map((page) => page.digest));
  const after = (await readTreeRoot(store, written.digest)).pages;
  t.equal(after.filter((page) => !before.has(page.digest)).length, 1);
});

async function makeStore(t: Test) {
  const folder = join(await makeFolder(t), 'store');
  return openLocalStore(await createFolderBucket(folder), { label: 'the cache' });
}

function file(path: string, content: string): TreeEntry {
  const body = Buffer.from(content);
  return { path: parseTreePath(path), kind: 'file', size: body.length, digest: digestOf(body) };
}

function edit(path: string, content: string): TreeEdit {
  const entry = file(path, content);
  return { path: entry.path, entry };
}

function gone({ path }: TreeEntry): TreeEdit {
  return { path, entry: undefined };
}

function withEdits(entries: readonly TreeEntry[], edits: readonly TreeEdit[]): readonly TreeEntry[] {
  const edited = new Map<string, TreeEntry | undefined>(edits.map(({ path, entry }) => [path, entry]));
  const kept = entries.filter(({ path }) => !edited.has(path));
  return [...kept, ...[...edited.values()].filter((entry) => entry !== undefined)].sort(byPath);
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return comparePaths(left.path, right.path);
}

/** Numbers below a bound, the same in every run. */
function sequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % bound;
  };
}
