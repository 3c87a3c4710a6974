import { createHash } from 'node:crypto';
import { test } from 'tap';
import fc from 'fast-check';
import { cutPages } from '#format/tree.js';
import { decodeTreePage, encodeTreePage } from '#format/tree-page.js';
import { checkTreePage, decodeTreeRoot, encodeTreeRoot } from '#format/tree-root.js';
import { digestFromBytes } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { treeOrderChecker } from '#model/tree-order.js';
import { comparePaths, isTreePath, type TreePath } from '#model/tree-path.js';
import { pageIndexOf, pageRangeBelow, treePageInfo, treeRootOf } from '#model/tree-root.js';

const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => digestFromBytes(bytes));
const path = fc
  .array(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 6 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
      fc.constantFrom('a', 'b', 'a-', 'a0'),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((components) => components.join('/'))
  .filter(isTreePath);
const entry: fc.Arbitrary<TreeEntry> = fc.oneof(
  fc.record({ path, kind: fc.constantFrom('file', 'executable'), size: fc.maxSafeNat(), digest }),
  fc.record({ path, kind: fc.constant('symlink'), size: fc.nat(4095), digest }),
  fc.record({ path, kind: fc.constant('folder') }),
);
const entries = fc
  .array(entry, { minLength: 1, maxLength: 30 })
  .map(asTree)
  .filter((list) => list.length > 0);

void test('a page decodes to the entries that were encoded', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(entries, (list) => {
        for (const page of cutPages(list)) assertSame(decodeTreePage(encodeTreePage(page)), page);
      }),
      { numRuns: 500 },
    ),
  );
});

void test('a page has one encoding: a changed byte is refused, or means something else', async (t) => {
  const mutation = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(entries, fc.array(mutation, { minLength: 50, maxLength: 50 }), (list, mutations) => {
        const [page = []] = cutPages(list);
        const good = encodeTreePage(page);
        for (const [position, change] of mutations) {
          const bytes = good.slice();
          const index = position % bytes.length;
          bytes[index] = (bytes[index] as number) ^ change;
          const decoded = decodedOrRefused(() => decodeTreePage(bytes));
          if (decoded !== undefined) assertSame(encodeTreePage(decoded), bytes);
        }
      }),
      { numRuns: 200 },
    ),
  );
});

void test('a root decodes to what was encoded, and has one encoding', async (t) => {
  const info = fc
    .record({ firstPath: path, digest, entries: fc.integer({ min: 1, max: 32_768 }), size: fc.nat() })
    .map(({ firstPath, digest: page, entries: count, size }) => ({
      firstPath,
      digest: page,
      entries: count,
      files: count,
      size,
    }));
  const roots = fc.uniqueArray(info, { selector: (page) => page.firstPath, maxLength: 10 }).map((pages) => {
    return treeRootOf(pages.sort((a, b) => comparePaths(a.firstPath, b.firstPath)));
  });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(roots, fc.nat(), fc.integer({ min: 1, max: 255 }), (root, position, change) => {
        const bytes = encodeTreeRoot(root);
        assertSame(decodeTreeRoot(bytes), root);
        const index = position % bytes.length;
        bytes[index] = (bytes[index] as number) ^ change;
        const decoded = decodedOrRefused(() => decodeTreeRoot(bytes));
        if (decoded !== undefined) assertSame(encodeTreeRoot(decoded), bytes);
      }),
      { numRuns: 1000 },
    ),
  );
});

void test('an empty folder is a root without pages', async (t) => {
  t.same([...cutPages([])], []);
  t.same(Buffer.from(encodeTreeRoot(treeRootOf([]))).toString('hex'), '5058720100');
  t.same(decodeTreeRoot(Buffer.from('5058720100', 'hex')), { files: 0, size: 0, pages: [] });
});

void test('a tree of a newer format says so', async (t) => {
  const [page, root] = [encodeTreePage([file('a')]), encodeTreeRoot(treeRootOf([]))];
  page[3] = 2;
  root[3] = 2;
  t.throws(() => decodeTreePage(page), { code: 'file.newer-format' });
  t.throws(() => decodeTreeRoot(root), { code: 'file.newer-format' });
});

void test('a page cut short or gone on with is refused', async (t) => {
  const bytes = encodeTreePage([file('a'), file('b/c')]);
  for (let length = 0; length < bytes.length; length++) {
    t.throws(() => decodeTreePage(bytes.subarray(0, length)), { code: 'tree.invalid' });
  }
  t.throws(() => decodeTreePage(new Uint8Array([...bytes, 0])), { code: 'tree.invalid' });
});

void test('a page is refused whose paths lead out of the folder', async (t) => {
  for (const hostile of ['../x', '/etc', 'a/../b', '.git/config', 'x/.pixelis/y']) {
    const bytes = encodeTreePage([file(hostile)]);
    t.throws(() => decodeTreePage(bytes), { code: 'worktree.unsafe-path' }, hostile);
  }
});

void test('entries out of order, twice, or below a file are refused', async (t) => {
  t.throws(() => encodeTreePage([file('b'), file('a')]), { code: 'tree.invalid' });
  t.throws(() => encodeTreePage([file('a'), file('a')]), { code: 'tree.invalid' });
  t.throws(() => [...cutPages([file('b'), file('a')])], { code: 'tree.invalid' });
  t.throws(() => [...cutPages([file('a'), file('a-'), file('a.b'), file('a/b')])], { code: 'tree.invalid' });
  t.throws(() => decodeTreePage(encodeTreePage([file('a'), file('a-'), file('a/b')])), { code: 'tree.invalid' });
});

void test('one checker sees to the order of a whole tree', async (t) => {
  const checkOrder = treeOrderChecker();
  decodeTreePage(encodeTreePage([file('a'), file('a-')]), checkOrder);
  t.throws(() => decodeTreePage(encodeTreePage([file('a/b')]), checkOrder), { code: 'tree.invalid' });
  t.throws(() => decodeTreePage(encodeTreePage([file('a')]), checkOrder), { code: 'tree.invalid' });
});

void test('a file that comes, goes or changes touches one page', async (t) => {
  const before = manyFiles(30_000);
  const pages = pageDigests(before);
  t.ok(pages.size > 5, `${pages.size} pages`);
  for (let index = 17; index < before.length; index += 2999) {
    const removed = pageDigests(before.toSpliced(index, 1));
    t.ok(newPages(pages, removed) <= 1, 'removed');
    const added = pageDigests(asTree([...before, file(`${before[index]?.path ?? ''}.new`)]));
    t.ok(newPages(pages, added) <= 2, 'added');
    const changed = pageDigests(before.with(index, { path: before[index]?.path as TreePath, kind: 'folder' }));
    t.equal(newPages(pages, changed), 1, 'changed');
  }
});

void test('the page that lists a path is found without reading the others', async (t) => {
  const list = manyFiles(30_000);
  const pages = [...cutPages(list)];
  const root = treeRootOf(pages.map((page) => treePageInfo(page, digestOf(encodeTreePage(page)))));
  const wrong = list.filter((item, index) => {
    return index % 97 === 0 && !pages[pageIndexOf(root, item.path) as number]?.includes(item);
  });
  t.same(wrong, []);
  t.equal(pageIndexOf(root, ' '), undefined);
  const { start, end } = pageRangeBelow(root, 'folder7');
  const below = pages.map((page) => page.some((item) => item.path.startsWith('folder7/')));
  t.same([start <= below.indexOf(true), end > below.lastIndexOf(true), end - start < pages.length], [true, true, true]);
  t.same(pageRangeBelow(root, ''), { start: 0, end: pages.length });
});

void test('a page that is not what its root says of it is refused', async (t) => {
  const [page = [], other = []] = cutPages(manyFiles(10_000));
  const root = treeRootOf([page, other].map((list) => treePageInfo(list, digestOf(encodeTreePage(list)))));
  checkTreePage(root, 0, page);
  checkTreePage(root, 1, other);
  t.throws(() => checkTreePage(root, 0, other), { code: 'tree.invalid' });
  const short = page.slice(0, -1);
  const cutEarly = treeRootOf([short, other].map((list) => treePageInfo(list, digestOf(encodeTreePage(list)))));
  t.throws(() => checkTreePage(cutEarly, 0, short), { code: 'tree.invalid' });
});

function asTree(list: readonly TreeEntry[]): TreeEntry[] {
  const byPath = new Map(list.map((item) => [item.path as string, item]));
  const isBelowAnother = (item: TreeEntry) => {
    const components = item.path.split('/');
    return components.some((_, index) => index > 0 && byPath.has(components.slice(0, index).join('/')));
  };
  return [...byPath.values()].filter((item) => !isBelowAnother(item)).sort((a, b) => comparePaths(a.path, b.path));
}

function file(name: string): TreeEntry {
  const bytes = createHash('sha256').update(name).digest();
  return { path: name as TreePath, kind: 'file', size: name.length, digest: digestFromBytes(bytes) };
}

function manyFiles(count: number): TreeEntry[] {
  return asTree(Array.from({ length: count }, (_, index) => file(`folder${index % 10}/file-${index}.jpg`)));
}

function digestOf(bytes: Uint8Array) {
  return digestFromBytes(createHash('sha256').update(bytes).digest());
}

function pageDigests(list: readonly TreeEntry[]): Set<string> {
  return new Set([...cutPages(list)].map((page) => digestOf(encodeTreePage(page))));
}

function newPages(before: ReadonlySet<string>, after: ReadonlySet<string>): number {
  return [...after].filter((item) => !before.has(item)).length;
}

function decodedOrRefused<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'tree.invalid' || code === 'worktree.unsafe-path' || code === 'file.newer-format') return undefined;
    throw error;
  }
}

function assertSame(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}
