import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addGitignoreLine } from '#records/gitignore-file.js';
import { smallFilesBelow } from '#records/small-file.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

void test('the line stands in the file beside the path, once, and what is there stays', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, '.gitignore'), '# mine\n*.log');
  const files = smallFilesBelow(root);
  t.equal(await addGitignoreLine(files, 'data'), true);
  t.equal(await addGitignoreLine(files, 'data'), false);
  t.equal(await readFile(join(root, '.gitignore'), 'utf8'), '# mine\n*.log\n/data\n');
  await addGitignoreLine(files, 'models/best.pt');
  t.equal(await readFile(join(root, 'models/.gitignore'), 'utf8'), '/best.pt\n');
});

void test('line ends of the file are kept', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, '.gitignore'), '*.log\r\n');
  await addGitignoreLine(smallFilesBelow(root), 'data');
  t.equal(await readFile(join(root, '.gitignore'), 'utf8'), '*.log\r\n/data\r\n');
});

void test('git ignores exactly the path, whatever its name', async (t) => {
  const root = await temporaryFolder(t);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const names = ['a[1].csv', 'b*c', 'q?', '#hash', '!bang', 'end ', 'back\\slash', 'ünï', 'quote\'"'];
  for (const name of names) await addGitignoreLine(smallFilesBelow(root), name);
  const ask = (paths: readonly string[]) =>
    execFileSync('git', ['check-ignore', '-z', '--stdin'], { cwd: root, input: paths.join('\0'), encoding: 'utf8' });
  t.same(ask(names).split('\0').filter(Boolean), names);
  t.throws(() => ask(['a1.csv', 'bxc', 'qq', 'hash', 'bang', 'end', 'sub/b*c']), 'nothing else is ignored');
});
