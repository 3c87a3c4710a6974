import { test } from 'tap';
import { isRepositoryPath, parseRepositoryPath, pointerPathOf, trackedPathOf } from '#model/repository-path.js';

void test('a pointer lies beside the path that it stands for', async (t) => {
  const path = parseRepositoryPath('data/train.csv');
  t.equal(pointerPathOf(path), 'data/train.csv.pixelis.yaml');
  t.equal(trackedPathOf('data/train.csv.pixelis.yaml'), 'data/train.csv');
});

void test('a path that is no pointer, or the pointer of no path, stands for nothing', async (t) => {
  const paths = ['data/train.csv', '.pixelis.yaml', 'a/.pixelis.yaml', '../a.pixelis.yaml', '.git/a.pixelis.yaml'];
  paths.push('a.pixelis.yaml.pixelis.yaml', '.pixelis/x.pixelis.yaml', '/a.pixelis.yaml');
  t.same(
    paths.filter((path) => trackedPathOf(path) !== undefined),
    [],
  );
});

void test('a path can be tracked if its pointer has room and git and terminals can show it', async (t) => {
  const good = ['a', 'data/été', 'a b', '-x', 'a'.repeat(242), `${'a'.repeat(255)}/b`];
  const bad = [
    '',
    '/a',
    'a/',
    '../a',
    'a\nb',
    'a\u007f',
    '.git',
    '.pixelis/x',
    'a.pixelis.yaml',
    'a.PIXELIS.yaml',
    'a'.repeat(243),
  ];
  t.same(
    good.filter((path) => !isRepositoryPath(path)),
    [],
  );
  t.same(
    bad.filter((path) => isRepositoryPath(path)),
    [],
  );
  t.throws(() => parseRepositoryPath('a\nb'), {
    code: 'path.invalid',
    message: /"a\\nb" cannot be tracked: .*control/,
  });
});
