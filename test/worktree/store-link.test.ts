import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import { parseDigest } from '#model/digest.js';
import { objectFolder, objectKey } from '#model/object-key.js';
import { hashFiles } from '#worktree/ingest.js';
import { readStoreLink } from '#worktree/store-link.js';
import { build, temporaryFolder } from './folder-builder.js';
import { type Bench, openBench, snapshot } from './worktree-builder.js';

const digest = parseDigest(`blake3:${'3f'.repeat(32)}`);
const key = objectKey(digest);
const big = (text: string): string => text.repeat(1_600_000 / text.length);
const links = ['symlink'] as const;

/** Where the large object lies that a path of the bench's version stands for. */
async function objectFileOf(bench: Bench, path: string): Promise<string> {
  const scanned = await bench.scan();
  const found = scanned.entries.find((entry) => entry.path === path)?.placedDigest;
  if (found === undefined) throw new Error(`nothing was placed at ${path}`);
  return bench.store.bucket.pathOf(objectKey(found));
}

void test('only an absolute link to an object of the cache stands for it, however the cache is spelled', (t) => {
  const folder = temporaryFolder(t);
  const cache = join(folder, 'cache');
  const objects = join(cache, objectFolder);
  build(cache, { [key]: 'seven b', [`packs/${key.slice(8)}`]: 'pack' });
  build(join(folder, 'other'), { [key]: 'seven b' });
  symlinkSync(cache, join(folder, 'alias'));
  const linkTo = (target: string) => {
    const link = join(folder, 'link');
    rmSync(link, { force: true });
    symlinkSync(target, link);
    return readStoreLink(link, objects);
  };
  const gone = objectKey(parseDigest(`blake3:${'a0'.repeat(32)}`));
  mkdirSync(join(cache, gone), { recursive: true });
  const found = Object.fromEntries(
    Object.entries({
      exact: join(cache, key),
      'another way to it': join(folder, 'alias', key),
      'another cache': join(folder, 'other', key),
      'no such folder': join(folder, 'none', key),
      'a folder in its place': join(cache, gone),
      relative: `cache/${key}`,
      'a pack': join(cache, 'packs', key.slice(8)),
      'in a folder whose name ends so': join(`${folder}/my${key}`),
      'more behind it': `${join(cache, key)}/x`,
      'upper case': join(cache, key.toUpperCase()),
      'no object': join(cache, 'objects/readme'),
      nothing: '/',
    }).map(([name, target]) => [name, linkTo(target)]),
  );
  t.strictSame(found, {
    exact: { digest, size: 7 },
    'another way to it': { digest, size: 7 },
    'another cache': { digest, size: undefined },
    'no such folder': { digest, size: undefined },
    'a folder in its place': { digest: parseDigest(`blake3:${'a0'.repeat(32)}`), size: undefined },
    relative: undefined,
    'a pack': undefined,
    'in a folder whose name ends so': undefined,
    'more behind it': undefined,
    'upper case': undefined,
    'no object': undefined,
    nothing: undefined,
  });
  t.equal(readStoreLink(join(cache, key), objects), undefined, 'a file is no link');
  t.equal(readStoreLink(join(folder, 'absent'), objects), undefined, 'and neither is nothing');
  t.end();
});

void test('a large file is placed as a link to its object, and is clean unread; small and executable ones are copied', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { 'deep/big': big('b'), run: { executable: big('r') }, small: 's', link: { link: 'small' } });
  const { target } = await bench.add();
  const object = await objectFileOf(bench, 'deep/big');
  for (const change of [
    () => rmSync(bench.root, { recursive: true }),
    () => rmSync(join(bench.root, 'deep'), { recursive: true }),
  ]) {
    change();
    t.match(await bench.checkout(target, { links }), { damaged: [], blocked: [], index: { isComplete: true } });
    t.strictSame(snapshot(bench.root), {
      'deep/big': `-> ${object}`,
      run: `x:${big('r')}`,
      small: 's',
      link: '-> small',
    });
    t.equal(readFileSync(join(bench.root, 'deep/big'), 'utf8'), big('b'));
    t.equal(statSync(object).mode & 0o777, 0o444);
    const scanned = await bench.scan();
    t.ok(scanned.isUnchanged);
    t.match(scanned.entries[0], { path: 'deep/big', kind: 'file', size: 1_600_000 });
  }
});

void test('a tracked file may be a link as well', async (t) => {
  const bench = await openBench(t, { path: 'model.bin' });
  writeFileSync(bench.root, big('m'));
  const { target } = await bench.add();
  rmSync(bench.root);
  await bench.checkout(target, { links });
  t.ok(lstatSync(bench.root).isSymbolicLink());
  t.match(await bench.scan(), { kind: 'file', isUnchanged: true, entries: [{ path: '', kind: 'file' }] });
});

void test('a link that no index knows has the digest in its name: nothing is hashed', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('b') });
  const { target } = await bench.add();
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links });
  rmSync(bench.indexFile);
  const scanned = await bench.scan();
  t.match(scanned, { isUnchanged: false, entries: [{ path: 'big', kind: 'file', state: 'unknown' }] });
  const { entries, hashedFiles } = await hashFiles({ root: bench.root, entries: scanned.entries });
  t.equal(hashedFiles, 0);
  t.match(entries, target.entries);
  t.match(await bench.checkout(target), { placedFiles: 0, index: { isComplete: true } });
});

void test('another version takes the place of the link, and the object stays as it is', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('1'), only: big('o') });
  const first = await bench.add();
  const object = await objectFileOf(bench, 'big');
  const second = await bench.keep({ big: big('2') });
  await bench.checkout(second, { links });
  t.match(snapshot(bench.root), { big: /^-> / });
  await bench.checkout(first.target, { links });
  t.match(snapshot(bench.root), { big: `-> ${object}`, only: /^-> / });
  const third = await bench.checkout(second, { links: ['copy'] });
  t.match(third, { placedFiles: 1, removedFiles: 1, blocked: [] });
  t.strictSame(snapshot(bench.root), { big: big('2') });
  t.equal(readFileSync(object, 'utf8'), big('1'));
});

void test('making a linked file executable replaces the link by a copy: the object keeps its mode', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('b') });
  const { target } = await bench.add();
  const object = await objectFileOf(bench, 'big');
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links });
  const entries = target.entries.map((entry) => ({ ...entry, kind: 'executable' as const }) as typeof entry);
  await bench.checkout({ ...target, entries }, { links });
  t.strictSame(snapshot(bench.root), { big: `x:${big('b')}` });
  t.equal(statSync(object).mode & 0o777, 0o444);
});

void test('a file put in the place of a link is the user\u2019s, and kept', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('1') });
  const { target } = await bench.add();
  const second = await bench.keep({ big: big('2') });
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links });
  const path = join(bench.root, 'big');
  unlinkSync(path);
  writeFileSync(path, 'mine');
  t.match(await bench.scan(), { entries: [{ kind: 'file', state: 'touched', digest: undefined }] });
  await t.rejects(bench.checkout(second, { links }), { code: 'worktree.would-overwrite' });
  t.equal(readFileSync(path, 'utf8'), 'mine');
});

void test('no link is made to a damaged object', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('b') });
  const { target } = await bench.add();
  const object = await objectFileOf(bench, 'big');
  rmSync(bench.root, { recursive: true });
  chmodSync(object, 0o644);
  writeFileSync(object, big('x'));
  const result = await bench.checkout(target, { links });
  t.match(result, { placedFiles: 0, damaged: [{ path: 'big' }], index: { isComplete: false } });
  t.strictSame(snapshot(bench.root).big, undefined);
});

void test('a link whose object is gone, or is another cache\u2019s, is changed, and gives way to the file', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('b') });
  const { target } = await bench.add();
  const object = await objectFileOf(bench, 'big');
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links });
  const path = join(bench.root, 'big');

  const aside = join(bench.top, 'aside');
  renameSync(object, aside);
  const lost = { isUnchanged: false, entries: [{ kind: 'symlink', state: 'touched', isLostLink: true }] };
  t.match(await bench.scan(), lost);
  t.match(await bench.checkout(target, { links }), { missing: [{ path: 'big' }], blocked: [] });
  t.equal(readlinkSync(path), object, 'it stays until there is something to put in its place');
  renameSync(aside, object);
  t.match(await bench.checkout(target, { links }), { missing: [], blocked: [], index: { isComplete: true } });

  const elsewhere = join(bench.top, key);
  mkdirSync(dirname(elsewhere), { recursive: true });
  writeFileSync(elsewhere, 'something else');
  unlinkSync(path);
  symlinkSync(elsewhere, path);
  t.match(await bench.scan(), lost);
  t.match(await bench.checkout(target, { links }), { placedFiles: 1, blocked: [], index: { isComplete: true } });
  t.equal(readlinkSync(path), object);
});

void test('an object that was cut off shows in the size of its link, and counts as missing', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: big('b') });
  const { target } = await bench.add();
  const object = await objectFileOf(bench, 'big');
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links });
  chmodSync(object, 0o644);
  truncateSync(object, 1_500_000);
  t.match(await bench.scan(), { isUnchanged: false, entries: [{ state: 'touched', size: 1_500_000 }] });
  t.match(await bench.checkout(target, { links }), { missing: [{ path: 'big' }], blocked: [] });
});
