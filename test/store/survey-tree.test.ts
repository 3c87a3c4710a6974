import { test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import { memoryBucket } from '#bucket/memory-bucket.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { parseTreePath } from '#model/tree-path.js';
import { openObjectStore } from '#store/bucket-store.js';
import { openLocalStore } from '#store/local-store.js';
import { surveyTree, type TreePart } from '#store/survey-tree.js';
import { readTreeRoot } from '#store/tree-reader.js';
import { writeTree } from '#store/tree-writer.js';
import { makeFolder } from '../support/git-repository.js';
import { digestOf, putPack } from './object-store-suite.js';

const entries: readonly TreeEntry[] = Array.from({ length: 9000 }, (_, index) => {
  const body = Buffer.from(`file ${index}`);
  const path = parseTreePath(String(index).padStart(6, '0'));
  return { path, kind: 'file', size: body.length, digest: digestOf(body) };
});

void test('a page that cannot be read hides no other page, and no root of a tree is no error', async (t) => {
  const cache = await openLocalStore(folderBucket(await makeFolder(t), { create: true }), { label: 'the cache' });
  const tree = await writeTree(cache, entries);
  const { pages } = await readTreeRoot(cache, tree.digest);
  t.ok(pages.length > 2);
  const lost = pages[1]?.digest;
  const bucket = memoryBucket();
  const kept = [tree.digest, ...pages.map(({ digest }) => digest)].filter((digest) => digest !== lost);
  await putPack(bucket, await Promise.all(kept.map((digest) => cache.read(digest))));
  const store = await openObjectStore(bucket, { label: 'the store' });

  const parts: TreePart[] = [];
  for await (const part of surveyTree(store, tree.digest)) parts.push(part);
  t.same(
    parts.map(({ kind, digest }) => [kind, digest]),
    [['root', tree.digest], ...pages.map(({ digest }) => [digest === lost ? 'broken' : 'page', digest])],
  );
  const found = parts.flatMap((part) => (part.kind === 'page' ? part.entries : []));
  t.equal(found.length, entries.length - (pages[1]?.entries ?? 0));

  const skipped: TreePart[] = [];
  for await (const part of surveyTree(store, tree.digest, { skips: (page) => page === lost })) skipped.push(part);
  t.notOk(skipped.some(({ kind }) => kind === 'broken'));

  for await (const { key } of bucket.list('packs/')) await bucket.delete(key);
  const none: TreePart[] = [];
  for await (const part of surveyTree(store, tree.digest)) none.push(part);
  t.match(none, [{ kind: 'broken', digest: tree.digest, error: { code: 'object.missing' } }]);
  const junk = Buffer.from('no tree at all');
  await putPack(bucket, [junk]);
  for await (const part of surveyTree(store, digestOf(junk)))
    t.match(part, { kind: 'broken', error: { code: 'tree.invalid' } });
});
