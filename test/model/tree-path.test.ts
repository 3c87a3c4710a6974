import { test } from 'tap';
import fc from 'fast-check';
import { comparePaths, isTreePath, parseTreePath, utf8Length } from '#model/tree-path.js';

void test('odd names that a file system allows are allowed', async (t) => {
  const names = [
    'a',
    'a b',
    ' a ',
    '-rf',
    'a\nb',
    `"it's"`,
    'C:',
    'a:b',
    'été',
    '日本/語',
    '👍.txt',
    'CON',
    'a.',
    '...',
    '.gitignore',
  ];
  names.push(
    '.github/x',
    '.pixelisignore',
    '.pixelis.yaml',
    'git',
    'a~1',
    'x.git',
    'a\\b',
    '\u0001',
    'a'.repeat(255),
    '.g',
    'é'.repeat(127),
  );
  t.same(
    names.filter((name) => !isTreePath(name)),
    [],
  );
});

void test('a path that could lead out of its folder is refused', async (t) => {
  const paths = ['', '/', '/a', 'a/', 'a//b', '.', '..', './a', 'a/.', 'a/..', 'a/../b', 'a\\..\\b', 'a\0b'];
  t.same(
    paths.filter((path) => isTreePath(path)),
    [],
  );
  t.throws(() => parseTreePath('../../etc/passwd'), { code: 'worktree.unsafe-path' });
});

void test('a path is refused that is too long, or no Unicode', async (t) => {
  const paths = ['a'.repeat(256), `b/${'é'.repeat(128)}`, 'a/'.repeat(2048) + 'a', 'a\ud800', '\udc00/b'];
  t.same(
    paths.filter((path) => isTreePath(path)),
    [],
  );
});

void test('a path is refused that some file system reads as .git or .pixelis', async (t) => {
  const names = [
    '.git',
    '.GIT',
    '.Git',
    'git~1',
    'GIT~1',
    '.git ',
    '.git...',
    '.git . .',
    '.git:x',
    '.git::$INDEX_ALLOCATION',
  ];
  names.push(
    '.g\u200cit',
    '\ufeff.git',
    '.gıt',
    '.pixelis',
    '.PIXELIS',
    '.pixelis ',
    '.pixeliſ',
    'PIXELI~1',
    '.git\\x',
    'a\\.git',
  );
  const paths = names.flatMap((name) => [name, `a/${name}`, `${name}/config`]);
  t.same(
    paths.filter((path) => isTreePath(path)),
    [],
  );
});

void test('paths are ordered by the bytes of their UTF-8', async (t) => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[a\ud7ff\ue000\uffff😀]*$/u),
  );
  const comparison = fc.property(text, text, (a, b) => {
    return Math.sign(comparePaths(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b));
  });
  t.doesNotThrow(() => fc.assert(comparison, { numRuns: 2000 }));
});

void test('the length of a path is counted in bytes of UTF-8', async (t) => {
  const count = fc.property(fc.string({ unit: 'binary' }), (text) => utf8Length(text) === Buffer.byteLength(text));
  t.doesNotThrow(() => fc.assert(count));
});
