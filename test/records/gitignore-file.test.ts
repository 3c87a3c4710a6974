import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addGitignoreLines, gitignoreReader } from '#records/gitignore-file.js';
import type { NewFile } from '#records/place-files.js';
import { smallFilesBelow } from '#records/small-file.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

void test('the line stands in the file beside the path, once, and what is there stays', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, '.gitignore'), '# mine\n*.log');
  const files = smallFilesBelow(root);
  t.same(await addGitignoreLines(files, ['data']), [true]);
  t.same(await addGitignoreLines(files, ['data']), [false]);
  t.equal(await readFile(join(root, '.gitignore'), 'utf8'), '# mine\n*.log\n/data\n');
  await addGitignoreLines(files, ['models/best.pt']);
  t.equal(await readFile(join(root, 'models/.gitignore'), 'utf8'), '/best.pt\n');
});

void test('line ends of the file are kept', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, '.gitignore'), '*.log\r\n');
  await addGitignoreLines(smallFilesBelow(root), ['data']);
  t.equal(await readFile(join(root, '.gitignore'), 'utf8'), '*.log\r\n/data\r\n');
});

void test('many lines at once are one change to each file, and a file that cannot be read fails its own paths alone', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, '.gitignore'), '/b\n');
  await mkdir(join(root, 'bad/.gitignore'), { recursive: true });
  const files = smallFilesBelow(root);
  const replaced: string[] = [];
  const noting = {
    ...files,
    replaceAll: (all: readonly NewFile[]) => (replaced.push(...all.map(({ path }) => path)), files.replaceAll(all)),
  };
  const outcomes = await addGitignoreLines(noting, ['a', 'bad/x', 'b', 'in/c', 'd', 'in/e']);
  t.match(outcomes, [true, { code: 'file.invalid' }, false, true, true, true]);
  t.same(replaced, ['.gitignore', 'in/.gitignore']);
  t.equal(await readFile(join(root, '.gitignore'), 'utf8'), '/b\n/a\n/d\n');
  const hasLine = gitignoreReader(files);
  t.same(['a', 'in/c', 'in/a'].map(hasLine), [true, true, false]);
});

void test('git ignores exactly the path, whatever its name', async (t) => {
  const root = await temporaryFolder(t);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const names = ['a[1].csv', 'b*c', 'q?', '#hash', '!bang', 'end ', 'back\\slash', 'ünï', 'quote\'"'];
  await addGitignoreLines(smallFilesBelow(root), names);
  const ask = (paths: readonly string[]) =>
    execFileSync('git', ['check-ignore', '-z', '--stdin'], { cwd: root, input: paths.join('\0'), encoding: 'utf8' });
  t.same(ask(names).split('\0').filter(Boolean), names);
  t.throws(() => ask(['a1.csv', 'bxc', 'qq', 'hash', 'bang', 'end', 'sub/b*c']), 'nothing else is ignored');
});
