import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { isPixelisError, PixelisError } from '#errors/index.js';
import { type Digest, digestHex } from '#model/digest.js';
import type { Progress } from '#model/task-options.js';
import type { LocalStore } from '#store/object-store.js';
import { hashFiles, ingestAll, type Ingested, ingestFiles } from '#worktree/ingest.js';
import { scanWorktree } from '#worktree/scan.js';
import type { IndexEntry } from '#worktree/worktree-index.js';
import { build, temporaryFolder } from './folder-builder.js';
import { openBench } from './worktree-builder.js';

const scan = (root: string) => scanWorktree({ root, repositoryPath: 'data' });
const many = (count: number, size = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index % 7}/f${index}`, `${index} `.repeat(size)]));

/** What b3sum prints for files below `root`. */
function b3sum(root: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const lines = execFileSync('b3sum', ['--', ...paths], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

function hasB3sum(): boolean {
  try {
    execFileSync('b3sum', ['--version']);
    return true;
  } catch {
    return false;
  }
}

void test('digests are those that b3sum prints, for files of every size', {
  skip: !hasB3sum() && 'no b3sum here',
}, async (t) => {
  const root = temporaryFolder(t);
  const sizes = [0, 1, 1023, 1024, 1025, 65_536, 1_048_575, 1_048_576, 1_048_577, 3_000_000];
  build(root, Object.fromEntries(sizes.map((size) => [`f${size}`, Buffer.alloc(size, size % 251)])));
  const { entries } = await hashFiles({ root, entries: (await scan(root)).entries });
  const expected = b3sum(
    root,
    sizes.map((size) => `f${size}`),
  );
  t.strictSame(new Map(entries.map((entry) => [entry.path, digestHex(entry.digest as Digest)])), expected);
});

void test('everything that was read can be read back from the store, small and large', async (t) => {
  const bench = await openBench(t);
  const large = Buffer.alloc(2_500_000, 'large');
  build(bench.root, { a: 'a', 'b/link': { link: '../a' }, 'b/run': { executable: 'run' }, 'empty/': '', large });
  const { ingested } = await bench.add();
  t.strictSame(
    ingested.entries.map(({ path, kind, size }) => [path, kind, size]),
    [
      ['a', 'file', 1],
      ['b/link', 'symlink', 4],
      ['b/run', 'executable', 3],
      ['empty', 'folder', 0],
      ['large', 'file', 2_500_000],
    ],
  );
  const bodies = await Promise.all(
    ingested.entries.flatMap(({ digest }) => (digest === undefined ? [] : [bench.store.read(digest)])),
  );
  t.strictSame(
    bodies.map((body) => Buffer.from(body).toString()),
    ['a', '../a', 'run', large.toString()],
  );
  t.strictSame(readdirSync(await bench.store.temporaryFolder()), [], 'nothing stays in the temporary folder');
});

void test('thousands of files go through threads and come out the same', async (t) => {
  const bench = await openBench(t, { manyFiles: true });
  build(bench.root, many(4_100, 30));
  const { ingested } = await bench.add();
  t.equal(ingested.hashedFiles, 4_100);
  t.equal(ingested.storedObjects, 4_100);
  const local = await hashFiles({ root: bench.root, entries: (await scan(bench.root)).entries.slice(0, 50) });
  t.strictSame(
    local.entries.map(({ path, digest }) => [path, digest]),
    ingested.entries.slice(0, 50).map(({ path, digest }) => [path, digest]),
    'a thread and this thread agree',
  );
  t.equal((await bench.store.missing(ingested.entries.map(({ digest }) => digest as Digest))).size, 0);
});

void test('what did not change is not read again, and what the store has is not stored again', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { ...many(50), big: Buffer.alloc(1_500_000, 1) });
  await bench.add();
  const again = await bench.add();
  t.same(
    { ...again.ingested, entries: 51 },
    { entries: 51, hashedFiles: 0, hashedBytes: 0, storedObjects: 0, storedBytes: 0 },
  );
  writeFileSync(join(bench.root, 'copy'), '3 ');
  writeFileSync(join(bench.root, 'big'), Buffer.alloc(1_500_000, 1));
  const third = await bench.add();
  t.equal(third.ingested.hashedFiles, 2);
  t.equal(third.ingested.storedObjects, 0);
});

void test('equal files are stored once', async (t) => {
  const bench = await openBench(t, { manyFiles: true });
  build(
    bench.root,
    Object.fromEntries(Array.from({ length: 4_500 }, (_, index) => [`f${index}`, `body ${index % 3}`])),
  );
  build(bench.root, { big1: Buffer.alloc(1_200_000), big2: Buffer.alloc(1_200_000) });
  const { ingested } = await bench.add();
  t.strictSame([ingested.storedObjects, ingested.storedBytes], [4, 3 * 'body 0'.length + 1_200_000]);
});

void test('a file that was edited after the scan is read as it is now', async (t) => {
  const root = temporaryFolder(t);
  build(root, { a: 'before', grows: 'small', mode: 'x' });
  const { entries } = await scan(root);
  writeFileSync(join(root, 'a'), 'after the scan');
  writeFileSync(join(root, 'grows'), Buffer.alloc(2_000_000, 7));
  chmodSync(join(root, 'mode'), 0o755);
  const hashed = await hashFiles({ root, entries });
  t.strictSame(
    hashed.entries.map(({ path, kind, size }) => [path, kind, size]),
    [
      ['a', 'file', 14],
      ['grows', 'file', 2_000_000],
      ['mode', 'executable', 1],
    ],
  );
});

void test('what vanished, or became something else, after the scan is named', async (t) => {
  const root = temporaryFolder(t);
  const things = { gone: '1', linked: '2', folder: '3', large: Buffer.alloc(1_100_000) };
  for (const [name, change] of [
    ['gone', (path: string) => unlinkSync(path)],
    ['linked', (path: string) => (unlinkSync(path), symlinkSync('/etc/hostname', path))],
    ['folder', (path: string) => (unlinkSync(path), mkdirSync(path))],
    ['large', (path: string) => (unlinkSync(path), symlinkSync('/etc/hostname', path))],
  ] as const) {
    build(root, things);
    const { entries } = await scan(root);
    change(join(root, name));
    const error = await hashFiles({ root, entries }).catch((caught: unknown) => caught);
    t.ok(isPixelisError(error, 'worktree.changed-meanwhile') && error.message.includes(name), String(error));
    renameSync(root, `${root}-${name}`);
    t.teardown(() => execFileSync('rm', ['-rf', `${root}-${name}`]));
  }
});

void test('a file that is written to without pause is either a state it had, or named', async (t) => {
  const bench = await openBench(t);
  build(bench.root, { log: 'line\n' });
  const writer = setInterval(() => appendFileSync(join(bench.root, 'log'), 'line\n'), 1);
  t.teardown(() => clearInterval(writer));
  for (let round = 0; round < 20; round++) {
    try {
      const { entries } = await ingestFiles(
        { root: bench.root, entries: (await scan(bench.root)).entries },
        bench.store,
      );
      const body = Buffer.from(await bench.store.read(entries[0]?.digest as Digest)).toString();
      t.match(body, /^(line\n)+$/);
      t.equal(body.length, entries[0]?.size);
    } catch (error) {
      t.ok(isPixelisError(error, 'worktree.changed-meanwhile'), String(error));
    }
  }
});

void test('an abort ends the work with nothing left in the temporary folder', async (t) => {
  const bench = await openBench(t, { manyFiles: true });
  build(bench.root, many(4_100, 50));
  const { entries } = await scan(bench.root);
  const controller = new AbortController();
  const onProgress = ({ doneItems }: Progress): void => {
    if (doneItems >= 1_000) controller.abort();
  };
  await t.rejects(ingestFiles({ root: bench.root, entries }, bench.store, { signal: controller.signal, onProgress }), {
    code: 'interrupted',
  });
  t.strictSame(readdirSync(await bench.store.temporaryFolder()), []);
});

void test('progress counts what is read, and ends at its total', async (t) => {
  const root = temporaryFolder(t, { manyFiles: true });
  build(root, many(1_100));
  const { entries } = await scan(root);
  const seen: Progress[] = [];
  await hashFiles({ root, entries }, { onProgress: (progress) => seen.push(progress) });
  t.match(seen.at(-1), { phase: 'hash', doneItems: 1_100, totalItems: 1_100 });
  t.ok(seen.every((progress, index) => index === 0 || progress.doneItems >= (seen[index - 1] as Progress).doneItems));
});

void test('a large file shows its progress while it is read', async (t) => {
  const bench = await openBench(t);
  const size = 9 * 2 ** 20;
  build(bench.root, { 'large.bin': Buffer.alloc(size, 7) });
  const { entries } = await scan(bench.root);
  const seen: number[] = [];
  const onProgress = ({ doneBytes = 0 }: Progress): void => void seen.push(doneBytes);
  await ingestFiles({ root: bench.root, entries }, bench.store, { onProgress });
  t.ok(seen.length > 2, `${seen.length} facts`);
  t.strictSame(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  t.equal(seen.at(-1), size);
});

void test('any bytes under any name come back from the store', async (t) => {
  const bench = await openBench(t);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8 }), async (bodies) => {
      const root = temporaryFolder(t);
      build(root, Object.fromEntries(bodies.map((body, index) => [`ü ${index}\n`, body])));
      const { entries } = await ingestFiles({ root, entries: (await scan(root)).entries }, bench.store);
      const read = await Promise.all(entries.map(({ digest }) => bench.store.read(digest as Digest)));
      t.ok(read.every((body, index) => Buffer.compare(body, bodies[index] as Uint8Array) === 0));
    }),
    { numRuns: 20 },
  );
});

void test('several sources share one pack, and each is told what was stored for it', async (t) => {
  const bench = await openBench(t);
  const roots = ['one', 'two', 'three'].map((name) => join(bench.top, name));
  const large = Buffer.alloc(1_500_000, 'large');
  build(bench.top, { one: 'same\n', 'two/a': 'same\n', 'two/b': 'other\n', 'two/large': large, 'three/': '' });
  const sources = await Promise.all(roots.map(async (root) => ({ root, entries: (await scan(root)).entries })));
  const outcomes = await ingestAll(sources, bench.store);
  t.match(outcomes, [
    { storedObjects: 1, storedBytes: 5, hashedFiles: 1 },
    { storedObjects: 2, storedBytes: 1_500_006, hashedFiles: 3 },
    { storedObjects: 0, hashedFiles: 0 },
  ]);
  t.equal([...bench.store.catalogue.packs()].length, 1);
  for (const [row, source] of sources.entries()) {
    const { entries } = outcomes[row] as Ingested;
    const named = (all: readonly IndexEntry[]) => all.map(({ path, digest }) => ({ path, digest }));
    t.strictSame(named(entries), named((await hashFiles(source)).entries));
  }
});

void test('a file that cannot be read is the failure of its source alone', async (t) => {
  const bench = await openBench(t);
  const large = Buffer.alloc(1_500_000, 'large');
  build(bench.top, { one: 'one\n', 'two/a': 'gone\n', 'two/b': 'stays\n', three: large, four: 'four\n' });
  const roots = ['one', 'two', 'three', 'four'].map((name) => join(bench.top, name));
  const sources = await Promise.all(roots.map(async (root) => ({ root, entries: (await scan(root)).entries })));
  unlinkSync(join(bench.top, 'two/a'));
  unlinkSync(join(bench.top, 'three'));
  const outcomes = await ingestAll(sources, bench.store);
  const changed = { code: 'worktree.changed-meanwhile' };
  t.match(outcomes, [{ storedObjects: 1 }, changed, changed, { storedObjects: 1 }]);
  for (const row of [0, 3]) {
    const { digest } = (outcomes[row] as Ingested).entries[0] as IndexEntry;
    t.equal((await bench.store.missing([digest as Digest])).size, 0);
  }
  t.strictSame(readdirSync(await bench.store.temporaryFolder()), []);
});

void test('what could not be stored fails every source, since any of them may have the same bytes', async (t) => {
  const bench = await openBench(t);
  const large = Buffer.alloc(1_500_000, 'large');
  build(bench.top, { one: large, two: large, three: 'small\n' });
  const roots = ['one', 'two', 'three'].map((name) => join(bench.top, name));
  const sources = await Promise.all(roots.map(async (root) => ({ root, entries: (await scan(root)).entries })));
  let isFirst = true;
  const failing: LocalStore = {
    ...bench.store,
    adopt(incoming, options) {
      const isBroken = isFirst && incoming.objects.length > 0;
      isFirst &&= !isBroken;
      return isBroken ? Promise.reject(new PixelisError('disk.full', 'full')) : bench.store.adopt(incoming, options);
    },
  };
  await t.rejects(ingestAll(sources, failing), { code: 'disk.full' });
});
