import { test } from 'tap';
import { decodeConflict, encodeConflict } from '#format/conflict-marks.js';

const labels = { base: 'base: a:v1', ours: 'ours: a:v2', theirs: 'theirs: a:v3' };

void test('a conflict is read back as it was written, with and without a base', (t) => {
  for (const texts of [
    { ours: 'a\nb\n', theirs: 'a\nc\n' },
    { base: 'a\n', ours: '', theirs: 'c\n' },
  ]) {
    t.strictSame(decodeConflict(encodeConflict(texts, labels)), texts);
  }
  t.end();
});

void test('marks of git around parts of a file give each side as a whole', (t) => {
  const text = 'x\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\ny\n<<<<<<< HEAD\n=======\nc\n>>>>>>> other\n';
  t.strictSame(decodeConflict(text), { ours: 'x\na\ny\n', theirs: 'x\nb\ny\nc\n' });
  const diff3 = 'x\n<<<<<<< HEAD\na\n||||||| 1f2e3d4\no\n=======\nb\n>>>>>>> other\ny\n';
  t.strictSame(decodeConflict(diff3), { base: 'x\no\ny\n', ours: 'x\na\ny\n', theirs: 'x\nb\ny\n' });
  t.end();
});

void test('a base that is itself in conflict counts as none', (t) => {
  const inner = '<<<<<<<<< one\np\n=========\nq\n>>>>>>>>> two\n';
  const text = `<<<<<<< HEAD\na\n||||||| merged\n${inner}=======\nb\n>>>>>>> other\n`;
  t.strictSame(decodeConflict(text), { ours: 'a\n', theirs: 'b\n' });
  const base = '<<<<<<< one\np\n=======\nq\n>>>>>>> two\n';
  t.strictSame(decodeConflict(encodeConflict({ base, ours: 'a\n', theirs: 'b\n' }, labels)), {
    ours: 'a\n',
    theirs: 'b\n',
  });
  t.end();
});

void test('text without marks, or with marks that do not end, is no conflict', (t) => {
  t.equal(decodeConflict('a: 1\n'), undefined);
  t.equal(decodeConflict('<<<<<<< HEAD\na\n=======\nb\n'), undefined);
  t.end();
});
