import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { parseDigest } from '#model/digest.js';
import { comparePaths } from '#model/tree-path.js';
import type { Progress } from '#model/task-options.js';
import { type ScannedEntry, type ScannedWorktree, scanWorktree } from '#worktree/scan.js';
import { type IndexEntry, readWorktreeIndex, writeWorktreeIndex } from '#worktree/worktree-index.js';
import { build, settle, temporaryFolder } from './folder-builder.js';

const digest = parseDigest(`blake3:${'ab'.repeat(32)}`);
const scan = (root: string) => scanWorktree({ root, repositoryPath: 'data' });
const summary = ({ entries }: ScannedWorktree) => entries.map(({ path, kind, size }) => [path, kind, size]);

const rowOf = ({ path, kind, size, stamp }: ScannedEntry): IndexEntry => ({
  path,
  kind,
  size,
  stamp,
  digest: kind === 'folder' ? undefined : digest,
});

/** Scans `root` with an index of what it was at the last call. */
async function remember(root: string, indexFile: string): Promise<() => Promise<ScannedWorktree>> {
  await settle();
  const before = await scan(root);
  await writeWorktreeIndex(indexFile, { base: digest, isComplete: true, entries: before.entries.map(rowOf) });
  return async () => scanWorktree({ root, repositoryPath: 'data', index: await readWorktreeIndex(indexFile) });
}

void test('a folder lists its files, executables, symlinks and empty folders in the order of their paths', async (t) => {
  const root = join(temporaryFolder(t), 'data');
  build(root, {
    'b.txt': 'bb',
    'a/run.sh': { executable: '#!/bin/sh\n' },
    'a/link': { link: '../b.txt' },
    'a-b': 'x',
    'a.b': 'y',
    dangling: { link: '/nowhere/at/all' },
    'empty/inner/': '',
  });
  t.strictSame(summary(await scan(root)), [
    ['a-b', 'file', 1],
    ['a.b', 'file', 1],
    ['a/link', 'symlink', 8],
    ['a/run.sh', 'executable', 10],
    ['b.txt', 'file', 2],
    ['dangling', 'symlink', 15],
    ['empty/inner', 'folder', 0],
  ]);
});

void test('a tracked path may be a file, a symlink, an empty folder, or not there', async (t) => {
  const root = temporaryFolder(t);
  build(root, { file: 'abc', 'folder/': '', link: { link: 'file' } });
  const kinds = await Promise.all(
    ['file', 'folder', 'link', 'absent', 'file/below'].map((name) => scan(join(root, name))),
  );
  t.strictSame(
    kinds.map((scanned) => [scanned.kind, summary(scanned)]),
    [
      ['file', [['', 'file', 3]]],
      ['folder', []],
      ['symlink', [['', 'symlink', 4]]],
      ['absent', []],
      ['absent', []],
    ],
  );
});

void test('a symlink to a folder is an entry, and nothing behind it is looked at', async (t) => {
  const root = temporaryFolder(t);
  build(root, { 'outside/secret': 's', 'data/link': { link: '../outside' } });
  t.strictSame(summary(await scan(join(root, 'data'))), [['link', 'symlink', 10]]);
});

void test('a folder whose contents are all ignored is no entry', async (t) => {
  const root = temporaryFolder(t);
  build(root, { '.pixelisignore': '*.tmp\n', 'data/a/x.tmp': '1', 'data/b/': '' });
  const { openIgnoreRules } = await import('#worktree/ignore-rules.js');
  const scanned = await scanWorktree({
    root: join(root, 'data'),
    repositoryPath: 'data',
    ignore: openIgnoreRules(root),
  });
  t.strictSame(summary(scanned), [['b', 'folder', 0]]);
});

void test('any set of names comes in the order of the bytes of full paths', async (t) => {
  const name = fc.constantFrom('a', 'a-', 'a.', 'a0', 'é', '\u{1F600}', '\uFFEE', '-', ' ', '"', '\n', 'z\u0301', ':');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(path, { maxLength: 12 }), async (chosen) => {
      const files = chosen.filter((one) => !chosen.some((other) => other.startsWith(`${one}/`)));
      const root = temporaryFolder(t, { manyFiles: true });
      build(root, Object.fromEntries(files.map((file) => [file, file])));
      const found = (await scan(root)).entries.map((entry) => entry.path);
      t.strictSame(
        found,
        files.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
      );
      t.strictSame(found, files.toSorted(comparePaths));
    }),
    { numRuns: 60 },
  );
});

void test('a pipe, a nested git repository and a name that is not UTF-8 are refused by name', async (t) => {
  const root = temporaryFolder(t);
  build(root, { 'pipe/ok': '1', 'nested/sub/.git/HEAD': 'ref', 'bytes/ok': '1', 'replacement/\uFFFD': '1' });
  execFileSync('mkfifo', [join(root, 'pipe/fifo')]);
  writeFileSync(Buffer.concat([Buffer.from(join(root, 'bytes/caf')), Buffer.from([0xe9])]), '1');
  await t.rejects(scan(join(root, 'pipe')), { code: 'path.special-file', message: /pipe\/fifo/ });
  await t.rejects(scan(join(root, 'nested')), { code: 'path.inside-git', message: /nested\/sub\/\.git/ });
  await t.rejects(scan(join(root, 'bytes')), { code: 'path.invalid', message: /bytes\/caf\\xe9/ });
  t.strictSame(
    summary(await scan(join(root, 'replacement'))),
    [['\uFFFD', 'file', 1]],
    'the character itself is a name',
  );
});

void test('a folder that cannot be read is denied, not empty', {
  skip: process.getuid?.() === 0 && 'root reads everything',
}, async (t) => {
  const root = temporaryFolder(t);
  build(root, { 'data/closed/x': '1' });
  chmodSync(join(root, 'data/closed'), 0);
  t.teardown(() => chmodSync(join(root, 'data/closed'), 0o755));
  await t.rejects(scan(join(root, 'data')), { code: 'disk.denied' });
});

void test('with an index, what did not change has its digest, and all of it unchanged says so', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  build(root, { a: 'a', 'b/c': 'c', 'b/link': { link: 'c' }, 'd/': '' });
  const again = await remember(root, join(folder, 'index'));
  const scanned = await again();
  t.ok(scanned.isUnchanged);
  t.strictSame(
    scanned.entries.map((entry) => [entry.path, entry.state, entry.digest]),
    [
      ['a', 'unchanged', digest],
      ['b/c', 'unchanged', digest],
      ['b/link', 'unchanged', digest],
      ['d', 'unchanged', undefined],
    ],
  );
});

void test('what comes before the first difference, and after it, is told with its digest and its stamp', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  const names = ['a', 'b/c', 'b/d', 'e', 'f/'];
  for (const [at, name] of names.entries()) {
    build(root, Object.fromEntries(names.map((each) => [each, each.endsWith('/') ? '' : each])));
    const rescan = await remember(root, join(folder, `index-${at}`));
    const before = await rescan();
    t.ok(before.isUnchanged);
    const plain = await scan(root);
    t.strictSame(
      before.entries.map(({ path, kind, size, stamp }) => ({ path, kind, size, ...stamp, seenMs: 0 })),
      plain.entries.map(({ path, kind, size, stamp }) => ({ path, kind, size, ...stamp, seenMs: 0 })),
    );
    rmSync(join(root, name), { recursive: true });
    const after = await rescan();
    t.strictSame(
      [
        after.isUnchanged,
        after.gone.length,
        after.entries.map(({ path, state, digest: known }) => [path, state, known]),
      ],
      [
        false,
        1,
        before.entries
          .filter(({ path }) => path !== name && `${path}/` !== name)
          .map(({ path, digest: known }) => [path, 'unchanged', known]),
      ],
    );
    writeFileSync(join(root, `${name.replace('/', '')}.new`), 'new');
    const added = await rescan();
    t.strictSame(
      added.entries.map(({ path, state }) => [path, state]),
      (await scan(root)).entries.map(({ path }) => [path, path.endsWith('.new') ? 'unknown' : 'unchanged']),
    );
    rmSync(root, { recursive: true });
  }
});

void test('what was edited, added, deleted or made executable since shows', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  build(root, { a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' });
  const again = await remember(root, join(folder, 'index'));
  writeFileSync(join(root, 'a'), 'A');
  unlinkSync(join(root, 'b'));
  chmodSync(join(root, 'c'), 0o755);
  writeFileSync(join(root, 'bb'), 'new');
  unlinkSync(join(root, 'e'));
  const scanned = await again();
  t.notOk(scanned.isUnchanged);
  t.strictSame(
    scanned.gone.map((entry) => entry.path),
    ['b', 'e'],
  );
  t.strictSame(
    scanned.entries.map((entry) => [entry.path, entry.state]),
    [
      ['a', 'touched'],
      ['bb', 'unknown'],
      ['c', 'touched'],
      ['d', 'unchanged'],
    ],
  );
});

void test('an edit of the same size whose time is put back shows', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  build(root, { a: 'before' });
  const again = await remember(root, join(folder, 'index'));
  const { atime, mtime } = statSync(join(root, 'a'));
  writeFileSync(join(root, 'a'), 'behind');
  utimesSync(join(root, 'a'), atime, mtime);
  t.equal((await again()).entries[0]?.state, 'touched');
});

void test('another file of the same size and time moved into place shows', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  build(root, { a: 'before' });
  const again = await remember(root, join(folder, 'index'));
  build(folder, { other: 'behind' });
  const { atime, mtime } = statSync(join(root, 'a'));
  utimesSync(join(folder, 'other'), atime, mtime);
  renameSync(join(folder, 'other'), join(root, 'a'));
  t.equal((await again()).entries[0]?.state, 'touched');
});

void test('a file written just before it was looked at is not trusted later', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  for (let round = 0; round < 50; round++) {
    build(root, { a: 'before' });
    const { entries } = await scan(root);
    await writeWorktreeIndex(join(folder, 'index'), {
      base: digest,
      isComplete: true,
      entries: entries.map(rowOf),
    });
    // In the same tick this leaves every stamp as it was.
    writeFileSync(join(root, 'a'), 'behind');
    const index = await readWorktreeIndex(join(folder, 'index'));
    const scanned = await scanWorktree({ root, repositoryPath: 'data', index });
    t.equal(scanned.entries[0]?.state, 'touched');
  }
});

void test('a file in the place of a folder, and a folder in the place of a file, show', async (t) => {
  const folder = temporaryFolder(t);
  const root = join(folder, 'data');
  build(root, { 'a/x': '1', b: '2' });
  const again = await remember(root, join(folder, 'index'));
  unlinkSync(join(root, 'b'));
  mkdirSync(join(root, 'b'));
  writeFileSync(join(root, 'b/y'), '3');
  renameSync(join(root, 'a'), join(folder, 'away'));
  symlinkSync('b', join(root, 'a'));
  const scanned = await again();
  t.strictSame(
    scanned.entries.map((entry) => [entry.path, entry.state]),
    [
      ['a', 'unknown'],
      ['b/y', 'unknown'],
    ],
  );
  t.strictSame(
    scanned.gone.map((entry) => entry.path),
    ['a/x', 'b'],
  );
});

void test('progress is told, and an aborted signal ends the scan', async (t) => {
  const root = temporaryFolder(t, { manyFiles: true });
  build(root, Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 'x'])));
  const seen: Progress[] = [];
  const scanned = await scanWorktree(
    { root, repositoryPath: 'data' },
    { onProgress: (progress) => seen.push(progress) },
  );
  t.equal(scanned.entries.length, 5000);
  t.same(seen.at(-1), { phase: 'scan', doneItems: 5000, totalItems: 5000 });
  const controller = new AbortController();
  await t.rejects(
    scanWorktree({ root, repositoryPath: 'data' }, { signal: controller.signal, onProgress: () => controller.abort() }),
    { code: 'interrupted' },
  );
});
