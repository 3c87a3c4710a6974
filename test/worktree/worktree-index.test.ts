import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { type Digest, digestFromBytes } from '#model/digest.js';
import { comparePaths, isTreePath } from '#model/tree-path.js';
import type { IndexEntry, WorktreeIndex } from '#worktree/worktree-index.js';
import { readWorktreeIndex, removeWorktreeIndex, writeWorktreeIndex } from '#worktree/worktree-index.js';
import { temporaryFolder } from './folder-builder.js';

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Digest => digestFromBytes(bytes));
const stamp = fc.record({
  mtimeMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
  ctimeMs: fc.double({ min: 1, max: 2e12, noNaN: true }),
  ino: fc.nat(),
  seenMs: fc.constant(3e12),
});
const entry = fc.oneof(
  fc.record({
    path: fc.string({ minLength: 1, unit: 'grapheme' }),
    kind: fc.constantFrom('file', 'executable', 'symlink'),
    size: fc.maxSafeNat(),
    stamp: fc.option(stamp, { nil: undefined }),
    digest,
  }),
  fc.record({
    path: fc.string({ minLength: 1 }),
    kind: fc.constant('folder'),
    size: fc.constant(0),
    stamp: fc.constant(undefined),
    digest: fc.constant(undefined),
  }),
) as fc.Arbitrary<IndexEntry>;
const entries = fc
  .uniqueArray(entry, { selector: (one) => one.path, maxLength: 30 })
  .map((list) =>
    list
      .filter((one) => !one.path.includes('\0') && isTreePath(one.path))
      .toSorted((left, right) => comparePaths(left.path, right.path)),
  );

function rowsOf(index: WorktreeIndex | undefined) {
  const found = [];
  const rows = index?.rows();
  while (rows?.next() === true) found.push({ path: rows.path, kind: rows.kind, digest: rows.digest });
  return found;
}

const few = (count: number): readonly IndexEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    path: `folder/${String(index).padStart(6, '0')}`,
    kind: 'file',
    size: index,
    stamp: { mtimeMs: 5, ctimeMs: 6, ino: index, seenMs: 1e6 },
    digest: digestFromBytes(new Uint8Array(32).fill(index % 256)),
  }));

void test('an index comes back as it was written', async (t) => {
  const file = join(temporaryFolder(t), 'deep', 'index');
  await fc.assert(
    fc.asyncProperty(entries, digest, fc.boolean(), async (written, base, isComplete) => {
      await writeWorktreeIndex(file, { base, isComplete, entries: written });
      const index = await readWorktreeIndex(file);
      t.equal(index?.base, base);
      t.equal(index?.isComplete, isComplete);
      t.equal(index?.length, written.length);
      t.strictSame(
        rowsOf(index),
        written.map(({ path, kind, digest: own }) => ({ path, kind, digest: own })),
      );
      const rows = index?.rows();
      for (const one of written) {
        rows?.next();
        const seen = one.stamp ?? { mtimeMs: 0, ctimeMs: 0, ino: 0, seenMs: 0 };
        if (one.kind === 'folder') continue;
        const isProof = one.stamp !== undefined;
        t.equal(rows?.matches(one.kind, one.size, { ...seen, ctimeMs: isProof ? seen.ctimeMs : 1 }), isProof);
        t.notOk(rows?.matches(one.kind, one.size + 1, seen));
        t.notOk(rows?.matches(one.kind, one.size, { ...seen, ino: seen.ino + 1 }));
        t.notOk(rows?.matches('folder', one.size, seen));
      }
    }),
    { numRuns: 60 },
  );
  t.strictSame(readdirSync(join(file, '..')), ['index'], 'no temporary file stays');
});

void test('an index of many blocks of paths walks all of them', async (t) => {
  const file = join(temporaryFolder(t), 'index');
  const written = few(10_000);
  await writeWorktreeIndex(file, { base: written[0]?.digest as Digest, isComplete: true, entries: written });
  t.strictSame(
    rowsOf(await readWorktreeIndex(file)).map((row) => row.path),
    written.map((row) => row.path),
  );
});

void test('an index that is absent or damaged anywhere is as if there were none', async (t) => {
  const file = join(temporaryFolder(t), 'index');
  t.equal(await readWorktreeIndex(file), undefined);
  await writeWorktreeIndex(file, { base: few(1)[0]?.digest as Digest, isComplete: true, entries: few(20) });
  const good = readFileSync(file);
  for (let at = 0; at < good.length; at += 7) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] as number) ^ 1;
    writeFileSync(file, bad);
    t.equal(await readWorktreeIndex(file), undefined, `byte ${at}`);
  }
  for (const length of [0, 1, 63, 64, 100, good.length - 1]) {
    writeFileSync(file, good.subarray(0, length));
    t.equal(await readWorktreeIndex(file), undefined, `${length} bytes`);
  }
  writeFileSync(file, Buffer.concat([good, Buffer.from([0])]));
  t.equal(await readWorktreeIndex(file), undefined, 'one byte more');
  writeFileSync(file, good);
  t.equal((await readWorktreeIndex(file))?.length, 20);
});

void test('a stamp that was not settled when it was seen proves nothing', async (t) => {
  const file = join(temporaryFolder(t), 'index');
  const stampAt = (seenMs: number) => ({ mtimeMs: 1000.5, ctimeMs: 1000.5, ino: 1, seenMs });
  const wholeSeconds = { mtimeMs: 1000, ctimeMs: 1000, ino: 1, seenMs: 1500 };
  for (const [seen, isProof] of [
    [stampAt(1005), false],
    [stampAt(1100), true],
    [wholeSeconds, false],
    [{ ...wholeSeconds, seenMs: 4000 }, true],
  ] as const) {
    await writeWorktreeIndex(file, {
      base: few(1)[0]?.digest as Digest,
      isComplete: true,
      entries: [{ ...(few(1)[0] as IndexEntry), size: 3, stamp: seen }],
    });
    const rows = (await readWorktreeIndex(file))?.rows();
    rows?.next();
    t.equal(rows?.matches('file', 3, seen), isProof, JSON.stringify(seen));
  }
});

void test('removing an index that is not there is fine', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'a'));
  const file = join(folder, 'a', 'index');
  await removeWorktreeIndex(file);
  await writeWorktreeIndex(file, { base: few(1)[0]?.digest as Digest, isComplete: false, entries: [] });
  await removeWorktreeIndex(file);
  t.notOk(existsSync(file));
});
