import fc from 'fast-check';
import { test } from 'tap';
import { digestFromHex } from '#model/digest.js';
import type { TreeEntry, TreeEntryKind } from '#model/tree-entry.js';
import { type BothChanges, mergeChanges, type MergeChoice, type SideChange, type TreeEdit } from '#model/tree-merge.js';
import { settledEdits } from '#model/settled-edits.js';
import { treeOrderChecker } from '#model/tree-order.js';
import { comparePaths, type TreePath } from '#model/tree-path.js';

type Tree = ReadonlyMap<TreePath, TreeEntry>;

void test('what one side alone changed is taken, and the same change of both is no conflict', (t) => {
  const base = treeOf({ a: '1', b: '1', c: '1', d: '1' });
  const ours = treeOf({ a: '2', b: '1', c: '3', n: '9' });
  const theirs = treeOf({ a: '1', b: '2', c: '3', d: '1', n: '9', m: '8' });
  const { result, conflicts } = merged(base, ours, theirs);
  t.strictSame(conflicts, []);
  t.strictSame(contents(result), { a: '2', b: '2', c: '3', m: '8', n: '9' });
  t.end();
});

void test('of one file, content and executable bit are merged each by itself', (t) => {
  const base = treeOf({ run: '1' });
  const { result, conflicts } = merged(base, treeOf({ run: '1x' }), treeOf({ run: '2' }));
  t.strictSame([contents(result), conflicts], [{ run: '2x' }, []]);
  t.end();
});

void test('what both changed, added, or one changed and the other deleted, is in conflict', (t) => {
  const base = treeOf({ both: '1', gone: '1', kept: '1', link: '1' });
  const ours = treeOf({ both: '2', kept: '2', link: '2l', added: '1' });
  const theirs = treeOf({ both: '3', gone: '3', link: '1x', added: '2' });
  t.strictSame(
    merged(base, ours, theirs).conflicts.map(({ path, kind }) => `${path} ${kind}`),
    ['added both-added', 'both both-modified', 'gone deleted-by-us', 'kept deleted-by-them', 'link both-modified'],
  );
  t.end();
});

void test('a file that one side renamed and the other changed is changed under its new name', (t) => {
  const base = treeOf({ old: '1', other: '5' });
  const renamed = treeOf({ new: '1', other: '5' });
  const changed = treeOf({ old: '2', other: '5' });
  for (const sides of [
    [renamed, changed],
    [changed, renamed],
  ] as const) {
    const { result, conflicts } = merged(base, ...sides);
    t.strictSame([contents(result), conflicts], [{ new: '2', other: '5' }, []]);
  }
  t.end();
});

void test('of which of two files of the same bytes was renamed nobody can tell: it is a conflict', (t) => {
  const base = treeOf({ a: '1', b: '1' });
  const { conflicts } = merged(base, treeOf({ c: '1', d: '1' }), treeOf({ a: '2', b: '1' }));
  t.strictSame(
    conflicts.map(({ path, kind }) => `${path} ${kind}`),
    ['a deleted-by-us'],
  );
  t.end();
});

void test('a file where the other side has a folder is one conflict, settled as a whole', (t) => {
  const base = treeOf({ z: '1' });
  const ours = treeOf({ x: '2', z: '1' });
  const theirs = treeOf({ 'x/a': '3', 'x/b': '4', z: '1' });
  t.match(merged(base, ours, theirs).conflicts, [{ path: 'x', kind: 'file-and-folder' }]);
  t.strictSame(contents(merged(base, ours, theirs, 'ours').result), { x: '2', z: '1' });
  t.strictSame(contents(merged(base, ours, theirs, 'theirs').result), { 'x/a': '3', 'x/b': '4', z: '1' });
  for (const [mine, other, side] of [
    [ours, theirs, 'ours'],
    [theirs, ours, 'theirs'],
  ] as const) {
    const union = contents(merged(base, mine, other, 'union').result);
    t.strictSame(union, { [`x.${side}-00000002`]: '2', 'x/a': '3', 'x/b': '4', z: '1' });
  }
  t.end();
});

void test('an empty folder makes way for what the other side put into it', (t) => {
  const base = treeOf({ 'd/a': '1' });
  const { result, conflicts } = merged(base, treeOf({ d: 'folder' }), treeOf({ 'd/a': '1', 'd/b': '2' }));
  t.strictSame([contents(result), conflicts], [{ 'd/b': '2' }, []]);
  t.end();
});

void test('a union keeps both files, theirs beside ours with its ending', (t) => {
  const base = treeOf({});
  const { result } = merged(base, treeOf({ 'a/b.tar.gz': '1' }), treeOf({ 'a/b.tar.gz': '2' }), 'union');
  t.strictSame(contents(result), { 'a/b.tar.gz': '1', 'a/b.tar.theirs-00000002.gz': '2' });
  t.end();
});

void test('whatever two sides did, the result is a tree, and nothing that one side alone did is lost', (t) => {
  fc.assert(
    fc.property(
      anyTree(),
      anyTree(),
      anyTree(),
      fc.constantFrom('ours', 'theirs', 'union'),
      (base, ours, theirs, choice) => {
        const { result, conflicts } = merged(base, ours, theirs, choice);
        checkTree(result);
        const mirrored = merged(base, theirs, ours, choice);
        checkTree(mirrored.result);
        if (conflicts.length === 0 && mirrored.conflicts.length === 0)
          if (JSON.stringify(contents(result)) !== JSON.stringify(contents(mirrored.result))) return false;
        const digests = new Set([...result.values()].map(digestOf));
        // Bytes that the base had may have been renamed, and changed under their new name.
        const old = new Set(['', ...[...base.values()].map(digestOf)]);
        for (const side of [ours, theirs]) {
          const other = side === ours ? theirs : ours;
          for (const [path, entry] of side) {
            const isMine = key(base.get(path)) !== key(entry) && key(other.get(path)) === key(base.get(path));
            const isInConflict = conflicts.some(
              (conflict) => path === conflict.path || path.startsWith(`${conflict.path}/`),
            );
            if (isMine && !isInConflict && !old.has(digestOf(entry)) && !digests.has(digestOf(entry))) return false;
          }
        }
        return true;
      },
    ),
    { numRuns: 3000 },
  );
  t.pass('for 3000 pairs of branches');
  t.end();
});

void test('a union has the bytes of both sides wherever they are in conflict', (t) => {
  fc.assert(
    fc.property(anyTree(), anyTree(), anyTree(), (base, ours, theirs) => {
      const { result, conflicts } = merged(base, ours, theirs, 'union');
      const digests = new Set([...result.values()].map(digestOf));
      return conflicts.every(({ ours: mine, theirs: other }) =>
        [mine, other].every((entry) => entry === undefined || entry.kind === 'folder' || digests.has(digestOf(entry))),
      );
    }),
    { numRuns: 1000 },
  );
  t.pass('for 1000 pairs of branches');
  t.end();
});

/** Entries by path: a digit for the content, then `x` of an executable, `l` of a link; `folder` is an empty one. */
function treeOf(files: Readonly<Record<string, string>>): Tree {
  const entries = Object.entries(files).map(([name, text]): [TreePath, TreeEntry] => {
    const path = name as TreePath;
    if (text === 'folder') return [path, { path, kind: 'folder' }];
    const kind: Exclude<TreeEntryKind, 'folder'> = text.endsWith('x')
      ? 'executable'
      : text.endsWith('l')
        ? 'symlink'
        : 'file';
    const digest = digestFromHex(`0000000${text[0]}`.padEnd(64, '0'));
    return [path, { path, kind, size: 1, digest }];
  });
  return new Map(entries.sort(([a], [b]) => comparePaths(a, b)));
}

function contents(tree: Tree): Readonly<Record<string, string>> {
  const text = (entry: TreeEntry): string => {
    if (entry.kind === 'folder') return 'folder';
    return `${entry.digest['blake3:'.length + 7]}${{ file: '', executable: 'x', symlink: 'l' }[entry.kind]}`;
  };
  return Object.fromEntries([...tree].map(([path, entry]) => [path, text(entry)]));
}

function merged(base: Tree, ours: Tree, theirs: Tree, choice: MergeChoice = 'ours') {
  const changes: BothChanges = { ours: changesOf(base, ours), theirs: changesOf(base, theirs) };
  const merge = mergeChanges(changes);
  const result = withEdits(
    ours,
    settledEdits(changes, merge, () => choice),
  );
  return { result, conflicts: merge.conflicts };
}

function changesOf(base: Tree, side: Tree): readonly SideChange[] {
  return [...new Set([...base.keys(), ...side.keys()])]
    .sort(comparePaths)
    .map((path) => ({ path, before: base.get(path), after: side.get(path) }))
    .filter(({ before, after }) => key(before) !== key(after));
}

function withEdits(tree: Tree, edits: readonly TreeEdit[]): Tree {
  const entries = new Map(tree);
  for (const { path, entry } of edits) {
    if (entry === undefined) entries.delete(path);
    else entries.set(path, entry);
  }
  return new Map([...entries].sort(([a], [b]) => comparePaths(a, b)));
}

function checkTree(tree: Tree): void {
  const check = treeOrderChecker();
  for (const path of tree.keys()) check(path);
}

function digestOf(entry: TreeEntry): string {
  return entry.kind === 'folder' ? '' : entry.digest;
}

function key(entry: TreeEntry | undefined): string {
  return entry === undefined ? '' : `${entry.kind} ${digestOf(entry)}`;
}

/** Few names and few contents, so that sides meet; what would lie below a file is left out. */
function anyTree(): fc.Arbitrary<Tree> {
  const names = fc.constantFrom('a', 'b', 'd', 'd/x', 'd/x/p', 'd/y', 'd-', 'e', 'e/x');
  const content = fc.constantFrom('1', '2', '3', '1x', '2l', 'folder');
  return fc.dictionary(names, content).map((files) => {
    const kept = Object.entries(files).filter(([name]) => {
      return !Object.keys(files).some((other) => name.startsWith(`${other}/`));
    });
    return treeOf(Object.fromEntries(kept));
  });
}
