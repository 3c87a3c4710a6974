import { type ComparedEntry, compareEntries, countChanges, withRenames } from '#model/file-change.js';
import { parseDigest } from '#model/digest.js';
import { test } from 'tap';

const digest = (digit: string) => parseDigest(`blake3:${digit.repeat(64)}`);
const file = (path: string, digit: string): ComparedEntry => ({ path, kind: 'file', size: 10, digest: digest(digit) });

void test('two lists differ by what was added, modified and removed; what is equal is not mentioned', async (t) => {
  const old = [file('a', '1'), file('b', '2'), file('c', '3')];
  const now = [file('a', '1'), file('b', '4'), file('d', '5')];
  t.same(compareEntries(old, now), [
    {
      path: 'b',
      change: 'modified',
      kind: 'file',
      size: 10,
      digest: digest('4'),
      oldKind: 'file',
      oldSize: 10,
      oldDigest: digest('2'),
    },
    { path: 'c', change: 'removed', oldKind: 'file', oldSize: 10, oldDigest: digest('3') },
    { path: 'd', change: 'added', kind: 'file', size: 10, digest: digest('5') },
  ]);
});

void test('an executable bit alone is a change, and so is a folder that became a file', async (t) => {
  const old: ComparedEntry[] = [file('run.sh', '1'), { path: 'x', kind: 'folder' }];
  const now: ComparedEntry[] = [{ ...file('run.sh', '1'), kind: 'executable' }, file('x', '2')];
  t.same(
    compareEntries(old, now).map(({ path, change, oldKind, kind }) => ({ path, change, oldKind, kind })),
    [
      { path: 'run.sh', change: 'modified', oldKind: 'file', kind: 'executable' },
      { path: 'x', change: 'modified', oldKind: 'folder', kind: 'file' },
    ],
  );
});

void test('the same bytes under another name are a rename, each once, and never for empty files', async (t) => {
  const empty = (path: string): ComparedEntry => ({ ...file(path, '9'), size: 0 });
  const changes = withRenames(
    compareEntries(
      [file('a', '1'), file('b', '1'), empty('e')],
      [file('c', '1'), file('d', '1'), empty('f'), file('g', '1')],
    ),
  );
  t.same(
    changes.map(({ path, change, from }) => [path, change, from]),
    [
      ['c', 'renamed', 'a'],
      ['d', 'renamed', 'b'],
      ['e', 'removed', undefined],
      ['f', 'added', undefined],
      ['g', 'added', undefined],
    ],
  );
  const bytes = { addedBytes: 10, removedBytes: 0 };
  t.same(countChanges(changes), { added: 2, modified: 0, removed: 1, renamed: 2, ...bytes });
});

void test('lists are compared in the order of their bytes: a-b comes before a/b', async (t) => {
  t.same(compareEntries([file('a-b', '1'), file('a/b', '2')], [file('a-b', '1'), file('a/b', '2')]), []);
});
