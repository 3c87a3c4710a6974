import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { test } from 'tap';
import type { Digest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { TreePath } from '#model/tree-path.js';
import { applyCheckout } from '#worktree/checkout-apply.js';
import { openCheckoutJournal } from '#worktree/checkout-journal.js';
import { planCheckout } from '#worktree/checkout-plan.js';
import { hashFiles } from '#worktree/ingest.js';
import { prepareCheckout } from '#worktree/prepare-checkout.js';
import { build, settle, temporaryFolder } from './folder-builder.js';
import { base, type Bench, benchIn, openBench, snapshot } from './worktree-builder.js';

const everything = {
  'a.txt': 'a',
  'big.bin': 'big '.repeat(400_000),
  'big-run': { executable: 'run '.repeat(400_000) },
  'deep/1/2/3/4/5/6/7/8/9/leaf': 'leaf',
  'empty/inner/': '',
  'links/absolute': { link: '/etc/hostname' },
  'links/dangling': { link: 'no/such/thing' },
  'links/up': { link: '../a.txt' },
  'names/ leading space': '1',
  'names/-dash': '2',
  'names/"quotes"\'': '3',
  'names/line\nbreak': '4',
  'names/ünïcode \u{1F600}': '5',
  'names/a\u0301': '6',
  'names/\u00e1': '7',
  'run.sh': { executable: '#!/bin/sh\n' },
  zero: '',
};

const temporaryFiles = async ({ store, top }: Bench) => [
  ...readdirSync(await store.temporaryFolder()),
  ...readdirSync(top).filter((name) => name.startsWith('.')),
];

void test('a folder comes back as it was: bits, links, empty folders, odd names', async (t) => {
  const bench = await openBench(t);
  build(bench.root, everything);
  const { target } = await bench.add();
  const before = snapshot(bench.root);
  rmSync(bench.root, { recursive: true });
  const result = await bench.checkout(target);
  t.strictSame(snapshot(bench.root), before);
  t.equal(result.placedFiles, Object.keys(everything).length - 1);
  t.ok(result.index.isComplete);
  t.strictSame(await temporaryFiles(bench), []);
});

void test('right after a checkout nothing needs to be read to know that it is clean', async (t) => {
  const bench = await openBench(t);
  build(bench.root, everything);
  const { target } = await bench.add();
  for (const change of [
    () => rmSync(bench.root, { recursive: true }),
    () => writeFileSync(join(bench.root, 'a.txt'), 'edited'),
    () => unlinkSync(join(bench.root, 'run.sh')),
    () => chmodSync(join(bench.root, 'a.txt'), 0o755),
  ]) {
    change();
    await bench.checkout(target, { force: true });
    const scanned = await bench.scan();
    t.ok(scanned.isUnchanged);
    t.equal((await hashFiles({ root: bench.root, entries: scanned.entries })).hashedFiles, 0);
  }
});

void test('between two versions only what differs is written, and what only the other had goes', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { same: 's', changed: 'one', 'only/in/first': '1', 'both/x': 'x', 'both/y': 'y' });
  const first = await bench.add();
  const second = await bench.keep({ same: 's', changed: 'two', 'both/x': 'x', new: 'n', 'fresh/': '' });
  const { ino } = statSync(join(bench.root, 'same'));
  const there = await bench.checkout(second);
  t.strictSame(snapshot(bench.root), { same: 's', changed: 'two', 'both/x': 'x', new: 'n', fresh: 'folder' });
  t.match(there, { placedFiles: 2, removedFiles: 2, index: { isComplete: true } });
  t.equal(statSync(join(bench.root, 'same')).ino, ino, 'what is the same is not written again');
  const back = await bench.checkout(first.target);
  t.strictSame(snapshot(bench.root), { same: 's', changed: 'one', 'only/in/first': '1', 'both/x': 'x', 'both/y': 'y' });
  t.match(back, { placedFiles: 3, removedFiles: 1, index: { isComplete: true } });
});

void test('a checkout of what is there already does nothing', async (t) => {
  const bench = await openBench(t);
  build(bench.root, everything);
  const { target } = await bench.add();
  const before = lstatSync(bench.root, { bigint: true }).ctimeNs;
  const result = await bench.checkout(target);
  t.match(result, { placedFiles: 0, removedFiles: 0, blocked: [], index: { isComplete: true } });
  t.equal(lstatSync(bench.root, { bigint: true }).ctimeNs, before);
});

void test('the user\u2019s own files stay, also in a folder that the other version has not', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { a: 'a', 'gone/x': 'x', 'kept/y': 'y' });
  await bench.add();
  const second = await bench.keep({ a: 'A' });
  build(bench.root, { mine: 'mine', 'kept/mine': 'mine', 'own-empty/': '' });
  await bench.checkout(second);
  t.strictSame(snapshot(bench.root), { a: 'A', mine: 'mine', 'kept/mine': 'mine', 'own-empty': 'folder' });
});

void test('edited bytes that exist nowhere else are never overwritten or removed, but by force', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { changed: 'one', removed: 'two', untouched: 'three' });
  await bench.add();
  const second = await bench.keep({ changed: 'ONE', untouched: 'THREE' });
  build(bench.root, { changed: 'my edit', removed: 'my other edit' });
  const before = snapshot(bench.root);
  await t.rejects(bench.checkout(second), {
    code: 'worktree.would-overwrite',
    data: { conflicts: [{ path: 'changed' }, { path: 'removed' }] },
  });
  t.strictSame(snapshot(bench.root), before, 'nothing at all was done');
  await bench.checkout(second, { force: true });
  t.strictSame(snapshot(bench.root), { changed: 'ONE', untouched: 'THREE' });
});

void test('edited bytes that are the right ones, or in the cache, need no force', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { a: 'one', b: 'two' });
  await bench.add();
  const second = await bench.keep({ a: 'ONE', b: 'TWO' });
  build(bench.root, { a: 'ONE', b: 'one' });
  const result = await bench.checkout(second);
  t.equal(result.placedFiles, 1);
  t.strictSame(snapshot(bench.root), { a: 'ONE', b: 'TWO' });
});

void test('clean bytes that the cache has lost are not removed', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { only: 'here' });
  await bench.add();
  const second = await bench.keep({ other: 'there' });
  const lost = (await bench.scan()).entries[0]?.digest as Digest;
  const location = (await bench.store.locate([lost])).get(lost);
  unlinkSync(location?.file as string);
  await t.rejects(bench.checkout(second), { code: 'worktree.would-overwrite' });
  t.strictSame(snapshot(bench.root), { only: 'here' });
});

void test('files, folders and links take each other\u2019s place', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { a: 'file', 'b/x': 'in folder', c: { link: 'a' }, 'd/': '', e: 'file', 'f/deep/y': 'y' });
  const first = await bench.add();
  const before = snapshot(bench.root);
  const second = await bench.keep({
    'a/x': 'in folder',
    b: { link: 'a/x' },
    'c/': '',
    d: 'file',
    e: { executable: 'file' },
    f: 'f',
  });
  await bench.checkout(second);
  t.strictSame(snapshot(bench.root), { 'a/x': 'in folder', b: '-> a/x', c: 'folder', d: 'file', e: 'x:file', f: 'f' });
  await bench.checkout(first.target);
  t.strictSame(snapshot(bench.root), before);
});

void test('a tracked file comes, changes, and makes place for a folder', async (t) => {
  const bench = await openBench(t, { path: 'deep/er/data' });
  build(join(bench.root, '..'), { data: 'one' });
  const one = await bench.add();
  unlinkSync(bench.root);
  rmSync(join(bench.top, 'deep'), { recursive: true });
  await bench.checkout(one.target);
  t.strictSame(snapshot(bench.root), { '': 'one' });
  const folder = await bench.keep({ x: 'x' });
  await bench.checkout(folder);
  t.strictSame(snapshot(bench.root), { x: 'x' });
  await bench.checkout(one.target);
  t.strictSame(snapshot(bench.root), { '': 'one' });
});

void test('a change of the executable bit alone moves no bytes, and leaves a file with other links alone', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { a: { executable: 'x' }, b: { executable: 'y' } });
  const { target } = await bench.add();
  chmodSync(join(bench.root, 'a'), 0o640);
  chmodSync(join(bench.root, 'b'), 0o644);
  linkSync(join(bench.root, 'b'), join(bench.top, 'other-name'));
  const { ino } = statSync(join(bench.root, 'a'));
  await bench.checkout(target);
  t.equal(statSync(join(bench.root, 'a')).ino, ino);
  t.equal(statSync(join(bench.root, 'a')).mode & 0o777, 0o750, 'who may read may execute');
  t.equal(statSync(join(bench.root, 'b')).mode & 0o100, 0o100);
  t.equal(statSync(join(bench.top, 'other-name')).mode & 0o777, 0o644);
});

void test('missing and damaged objects are named, and everything else is restored', async (t) => {
  for (const isNew of [true, false]) {
    const bench = await openBench(t);
    build(bench.root, { old: 'old', a: 'previous' });
    await bench.add();
    const things = { a: 'a', b: 'b', big: 'B'.repeat(1_300_000), large: 'L'.repeat(1_200_000), link: { link: 'b' } };
    const target = await bench.keep(things);
    const absent: TreeEntry = {
      path: 'c-absent' as TreePath,
      kind: 'file',
      size: 3,
      digest: `blake3:${'1'.repeat(64)}` as Digest,
    };
    const entries = [...target.entries, absent].toSorted((left, right) => (left.path < right.path ? -1 : 1));
    const objectOf = async (path: string) => {
      const entry = target.entries.find((one) => one.path === path);
      const digest = entry?.kind === 'folder' ? undefined : entry?.digest;
      return (await bench.store.locate([digest as Digest])).get(digest as Digest);
    };
    const large = await objectOf('large');
    unlinkSync(large?.file as string);
    const big = await objectOf('big');
    chmodSync(big?.file as string, 0o644);
    appendFileSync(big?.file as string, '!');
    truncateSync(big?.file as string, 1_300_000 - 1);
    appendFileSync(big?.file as string, '!');
    const packed = await objectOf('a');
    const pack = readFileSync(packed?.file as string);
    pack[packed?.offset as number] = 0x21;
    chmodSync(packed?.file as string, 0o644);
    writeFileSync(packed?.file as string, pack);
    if (isNew) rmSync(bench.root, { recursive: true });
    const result = await bench.checkout({ kind: 'folder', entries });
    t.strictSame(result.missing.map((entry) => entry.path).toSorted(), ['c-absent', 'large']);
    t.strictSame(result.damaged.map((entry) => entry.path).toSorted(), ['a', 'big']);
    t.notOk(result.index.isComplete);
    const rows = result.index.entries.map((entry) => entry.path);
    if (isNew) {
      t.strictSame(snapshot(bench.root), { b: 'b', link: '-> b' });
      t.strictSame(rows, ['b', 'link']);
    } else {
      t.strictSame(snapshot(bench.root), { a: 'previous', b: 'b', link: '-> b' });
      t.strictSame(rows, ['a', 'b', 'link'], 'the older version of a stays known');
    }
  }
});

void test('only the chosen paths of a version are placed, and others can follow', async (t) => {
  const bench = await openBench(t);
  const target = await bench.keep({ 'a/1': '1', 'b/2': '2', 'c/3': '3' });
  const one = await bench.checkout(target, { includes: (path) => path.startsWith('b/') });
  t.strictSame(snapshot(bench.root), { 'b/2': '2' });
  t.notOk(one.index.isComplete);
  t.strictSame(
    one.index.entries.map((entry) => entry.path),
    ['b/2'],
  );
  await bench.checkout(target, { includes: (path) => path.startsWith('a/') });
  t.strictSame(snapshot(bench.root), { 'a/1': '1', 'b/2': '2' });
  const all = await bench.checkout(target);
  t.equal(all.placedFiles, 1);
  t.ok(all.index.isComplete);
});

void test('hard links share the cache\u2019s file where they are asked for, and are copies where they cannot be', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { big: 'b'.repeat(1_200_000), run: { executable: 'r'.repeat(1_200_000) }, small: 's' });
  const { target } = await bench.add();
  const before = snapshot(bench.root);
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target, { links: ['hardlink', 'copy'] });
  t.strictSame(snapshot(bench.root), before);
  t.equal(statSync(join(bench.root, 'big')).nlink, 2);
  t.equal(statSync(join(bench.root, 'big')).mode & 0o222, 0, 'nobody writes to the cache through it');
  t.equal(statSync(join(bench.root, 'run')).nlink, 1);
  t.ok((await bench.scan()).isUnchanged);
  rmSync(bench.root, { recursive: true });
  await bench.checkout(target);
  t.equal(statSync(join(bench.root, 'big')).nlink, 1);
  t.equal(statSync(join(bench.root, 'big')).mode & 0o200, 0o200);
});

void test('what changed between the scan and the apply is left alone and named', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { a: 'one', b: 'two', c: 'tri', 'd/x': 'x' });
  await bench.add();
  const target = await bench.keep({ a: 'ONE', c: 'tri', d: 'a file', new: 'new' });
  const plan = planCheckout(await bench.scan(), target);
  build(bench.root, { a: 'my edit', b: 'my edit', new: 'my own', 'd/mine': 'mine' });
  const result = await applyCheckout({ top: bench.top, path: 'data', plan }, bench.store);
  t.strictSame([...result.blocked].toSorted(), ['a', 'b', 'd', 'new']);
  t.strictSame(snapshot(bench.root), { a: 'my edit', b: 'my edit', c: 'tri', 'd/mine': 'mine', new: 'my own' });
});

void test('a symbolic link in the place of a folder leads no write out', async (t) => {
  const bench = await openBench(t);
  const target = await bench.keep({ 'sub/file': 'ours', top: 'ours' });
  build(bench.top, { 'outside/': '' });
  build(bench.root, { sub: { link: '../outside' } });
  const plan = planCheckout({ kind: 'folder', entries: [], gone: [], isUnchanged: false }, target);
  await t.rejects(applyCheckout({ top: bench.top, path: 'data', plan }, bench.store), { code: 'worktree.unsafe-path' });
  rmSync(bench.root, { recursive: true });
  symlinkSync('outside', bench.root);
  await t.rejects(applyCheckout({ top: bench.top, path: 'data', plan }, bench.store), { code: 'worktree.unsafe-path' });
  symlinkSync('outside', join(bench.top, 'way'));
  await t.rejects(applyCheckout({ top: bench.top, path: 'way/data', plan }, bench.store), {
    code: 'worktree.unsafe-path',
  });
  t.strictSame(snapshot(join(bench.top, 'outside')), { '': 'folder' });
});

void test('a tree with a link above a file writes nothing through the link', async (t) => {
  for (const isNew of [true, false]) {
    const bench = await openBench(t);
    build(bench.top, { 'outside/': '' });
    if (!isNew) build(bench.root, { present: 'x' });
    const { entries } = await bench.keep({ a: { link: '../outside' }, 'b/file': 'hostile' });
    const [link, file] = entries as [TreeEntry, TreeEntry];
    const hostile = [link, { ...file, path: 'a/file' as TreePath }];
    const scanned = await bench.scan();
    const plan = planCheckout(scanned, { kind: 'folder', entries: hostile });
    await applyCheckout({ top: bench.top, path: 'data', plan }, bench.store).catch(() => undefined);
    t.strictSame(snapshot(join(bench.top, 'outside')), { '': 'folder' });
  }
});

void test('an abort leaves the worktree as it was, with nothing in the temporary folder', async (t) => {
  const bench = await openBench(t, { manyFiles: true });
  const target = await bench.keep(
    Object.fromEntries(Array.from({ length: 2_100 }, (_, index) => [`f${index}`, `${index}`])),
  );
  for (const isNew of [true, false]) {
    if (!isNew) build(bench.root, { mine: 'mine' });
    const controller = new AbortController();
    await t.rejects(bench.checkout(target, { signal: controller.signal, onProgress: () => controller.abort() }), {
      code: 'interrupted',
    });
    t.strictSame(snapshot(bench.root), isNew ? {} : { mine: 'mine' });
    t.strictSame(await temporaryFiles(bench), []);
  }
});

void test('a folder of 5,000 files comes by threads, is complete, and clean', async (t) => {
  const bench = await openBench(t, { manyFiles: true });
  build(bench.root, Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, `body ${index}`])));
  const { target } = await bench.add();
  const before = snapshot(bench.root);
  rmSync(bench.root, { recursive: true });
  t.equal((await bench.checkout(target)).placedFiles, 5_000);
  t.strictSame(snapshot(bench.root), before);
  t.ok((await bench.scan()).isUnchanged);
});

void test('where the temporary folder lies on another file system, the work is done beside the target', async (t) => {
  const bench = await openBench(t);
  const other = temporaryFolder(t, { manyFiles: true });
  const target = await bench.keep({ 'a/b': 'x', big: 'B'.repeat(1_200_000) });
  await bench.checkout(target, { temporaryFolders: [other] });
  t.strictSame(Object.keys(snapshot(bench.root)), ['a/b', 'big']);
  t.strictSame(await temporaryFiles(bench), []);
  t.strictSame(readdirSync(other), []);
});

void test('between any two versions, with any edits by force, the worktree ends as its target and the user\u2019s own', async (t) => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c-', 'c'), { minLength: 1, maxLength: 3 })
    .map((names) => names.join('/'));
  const thing = fc.oneof(
    fc.constantFrom('1', '2', '3'),
    fc.constantFrom('x', 'y').map((link) => ({ link })),
    fc.constantFrom('1', '2').map((executable) => ({ executable })),
  );
  const version = fc.array(fc.tuple(path, thing), { maxLength: 7 }).map((list) => {
    const chosen = new Map<string, (typeof list)[number][1]>();
    for (const [one, what] of list) {
      const clashes = [...chosen.keys()].some(
        (other) => other === one || other.startsWith(`${one}/`) || one.startsWith(`${other}/`),
      );
      if (!clashes) chosen.set(one, what);
    }
    return Object.fromEntries(chosen);
  });
  const bench = await openBench(t, { manyFiles: true });
  await fc.assert(
    fc.asyncProperty(version, version, version, async (first, second, edits) => {
      rmSync(bench.root, { recursive: true, force: true });
      rmSync(bench.indexFile, { force: true });
      build(bench.root, first);
      await bench.add();
      const target = await bench.keep(second);
      const secondAlone = snapshotOf(second);
      rmSync(bench.root, { recursive: true, force: true });
      build(bench.root, edits);
      await bench.checkout(target, { force: true });
      const now = snapshot(bench.root);
      for (const [one, what] of Object.entries(secondAlone)) t.equal(now[one], what, one);
      t.ok((await bench.checkout(target)).placedFiles === 0, 'and a second checkout has nothing to do');
    }),
    { numRuns: 40 },
  );
});

function snapshotOf(things: Readonly<Record<string, string | { link: string } | { executable: string }>>) {
  return Object.fromEntries(
    Object.entries(things).map(([path, what]) => [
      path,
      typeof what === 'string' ? what : 'link' in what ? `-> ${what.link}` : `x:${what.executable}`,
    ]),
  );
}

void test('what a killed checkout had placed before its index was written goes when another version comes', async (t) => {
  const bench = await benchIn(temporaryFolder(t));
  const first = await bench.keep({ a: 'one' });
  const second = await bench.keep({ a: 'two', 'new/b': 'two' });
  await bench.checkout(first);
  // As if killed after the last file was in place: noted and placed, and the index is still the first version's.
  const plan = await prepareCheckout({ root: bench.root, scanned: await bench.scan(), target: second }, bench.store);
  await openCheckoutJournal(bench.indexFile, base, plan);
  await applyCheckout({ top: bench.top, path: 'data', plan }, bench.store);
  build(bench.root, { 'new/mine': 'mine' });
  await bench.checkout(first);
  t.strictSame(snapshot(bench.root), { a: 'one', 'new/mine': 'mine' });
});

void test('killed at any moment, a checkout loses no user\u2019s byte, and the next one completes it', async (t) => {
  const folder = temporaryFolder(t, { manyFiles: true });
  const bench = await benchIn(folder);
  const first = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d${index % 5}/f${index}`, `one ${index}`]),
  );
  const second = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d${(index % 5) + 2}/f${index}`, `two ${index % 3 === 0 ? index : 0}`]),
  );
  const targets = [await bench.keep(first), await bench.keep(second)];
  writeFileSync(join(folder, 'targets.json'), JSON.stringify(targets));
  build(bench.root, { 'd1/mine': 'mine', 'd3/mine': 'mine' });
  await settle();
  let killed = 0;
  for (let round = 0; round < 12; round++) {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('./checkout-child.js', import.meta.url)), folder, String(round % 2)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, round * 12));
    if (child.kill('SIGKILL')) killed += 1;
    await new Promise((resolve) => child.once('close', resolve));
    const now = snapshot(bench.root);
    t.equal(now['d1/mine'], 'mine');
    t.equal(now['d3/mine'], 'mine');
    for (const [path, body] of Object.entries(now)) t.match(body, /^(one|two) \d+$|^mine$|^folder$/, path);
  }
  t.ok(killed > 0);
  for (const [index, things] of [first, second].entries()) {
    const { missing, damaged, blocked } = await bench.checkout(targets[index] as (typeof targets)[number]);
    t.strictSame({ missing, damaged, blocked }, { missing: [], damaged: [], blocked: [] });
    t.strictSame(snapshot(bench.root), { ...things, 'd1/mine': 'mine', 'd3/mine': 'mine' });
  }
});

void test('what a killed checkout left behind goes with a later one, when it is old', async (t) => {
  const bench = await openBench(t);
  const temporary = await bench.store.temporaryFolder();
  const dead = 2 ** 22 - 3;
  for (const name of [`checkout-${dead}-old`, `checkout-${dead}-new`, `checkout-${process.pid}-live`])
    mkdirSync(join(temporary, name));
  const { utimesSync } = await import('node:fs');
  for (const name of [`checkout-${dead}-old`, `checkout-${process.pid}-live`])
    utimesSync(join(temporary, name), 1e9, 1e9);
  await bench.checkout(await bench.keep({ a: 'a' }));
  t.notOk(existsSync(join(temporary, `checkout-${dead}-old`)));
  t.ok(existsSync(join(temporary, `checkout-${dead}-new`)));
  t.ok(existsSync(join(temporary, `checkout-${process.pid}-live`)));
  renameSync(bench.root, `${bench.root}-done`);
});
