import fc from 'fast-check';
import { test } from 'tap';
import {
  bytes,
  columns,
  count,
  displayWidth,
  number,
  printable,
  printableLines,
  quoted,
  truncate,
} from '../../../src/cli/render/text.js';

void test('a name shows nothing that moves, hides or reorders text', async (t) => {
  t.equal(printable('a\u001b[2Jb'), 'a\\u001b[2Jb');
  t.equal(printable('gpj.\u202eexe'), 'gpj.\\u202eexe');
  t.equal(printable('a\nb\tc\u007f\u0085\u200b\ufeff'), 'a\\u000ab\\u0009c\\u007f\\u0085\\u200b\\ufeff');
  t.equal(printable('half \ud800'), 'half \\ud800');
  t.equal(printable('データ/été 😀.csv'), 'データ/été 😀.csv', 'other scripts stay');
  t.equal(printableLines('a\nb\u001b'), 'a\nb\\u001b');
});

void test('no text whatever shows a control or a bidirectional mark', async (t) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => !/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(printable(text)),
    ),
    { numRuns: 1000 },
  );
  t.pass('1000 texts');
});

void test('sizes have binary units and three digits at most', async (t) => {
  t.strictSame([0, 999, 1000, 1023, 1536, 99.96 * 1024, 1_048_575, 5 * 2 ** 30, 3 * 2 ** 60].map(bytes), [
    '0 B',
    '999 B',
    '1.0 KiB',
    '1.0 KiB',
    '1.5 KiB',
    '100 KiB',
    '1.0 MiB',
    '5.0 GiB',
    '3072 PiB',
  ]);
});

void test('counts have separators and a plural', async (t) => {
  t.strictSame([0, 999, 1000, 1234567].map(number), ['0', '999', '1,000', '1,234,567']);
  t.strictSame([count(1, 'file'), count(12000, 'file')], ['1 file', '12,000 files']);
});

void test('columns are aligned by what a terminal shows', async (t) => {
  t.strictSame(
    columns(
      [
        ['データ', '1 B', 'x'],
        ['\u001b[1ma\u001b[22m', '100 B', ''],
      ],
      [1],
    ),
    ['データ    1 B  x', '\u001b[1ma\u001b[22m       100 B'],
  );
  t.equal(displayWidth('e\u0301'), 1, 'an accent takes no room');
});

void test('a text is cut to a width with a mark', async (t) => {
  t.strictSame([truncate('abcdef', 6), truncate('abcdef', 5), truncate('データ', 4)], ['abcdef', 'abcd…', 'デ…']);
});

void test('a word to paste shows what is not printable, and still means the same', async (t) => {
  t.equal(quoted("it's\u001b[2J \\ \u202e"), "$'it\\'s\\u001b[2J \\\\ \\u202e'");
});

void test('a word to paste is quoted where the shell would read it', async (t) => {
  t.strictSame(['data/a-b.csv', 'a b', "it's", ''].map(quoted), ['data/a-b.csv', "'a b'", "'it'\\''s'", "''"]);
});
