import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { type IgnoreRules, openIgnoreRules } from '#worktree/ignore-rules.js';
import { scanWorktree } from '#worktree/scan.js';
import { build, temporaryFolder } from './folder-builder.js';

const paths = async (root: string, path: string, ignore: IgnoreRules) =>
  (await scanWorktree({ root: join(root, path), repositoryPath: path, ignore })).entries.map((entry) => entry.path);

void test('without any .pixelisignore nothing is ignored', async (t) => {
  const root = temporaryFolder(t);
  build(root, { 'data/a.txt': 'a', 'data/b/c.tmp': 'c' });
  const rules = openIgnoreRules(root);
  t.ok(rules.inFolder('data').isEmpty);
  t.equal(rules.ruleFor('data/a.txt', false), undefined);
  t.strictSame(await paths(root, 'data', rules), ['a.txt', 'b/c.tmp']);
});

void test('rules above the tracked folder, in it and below it all count; nearer files overrule', async (t) => {
  const root = temporaryFolder(t);
  build(root, {
    '.pixelisignore': '*.tmp\n/data/raw/\n',
    'data/.pixelisignore': '!keep.tmp\ncache\n',
    'data/deep/.pixelisignore': '/only-here\nkeep.tmp\n',
    'data/a.tmp': '1',
    'data/keep.tmp': '2',
    'data/raw/x': '3',
    'data/cache/y': '4',
    'data/deep/keep.tmp': '5',
    'data/deep/only-here': '6',
    'data/deep/more/only-here': '7',
    'data/deep/more/cache/z': '8',
  });
  t.strictSame(await paths(root, 'data', openIgnoreRules(root)), [
    '.pixelisignore',
    'deep/.pixelisignore',
    'deep/more/only-here',
    'keep.tmp',
  ]);
});

void test('what lies below an ignored folder cannot be taken back, a folder itself can', async (t) => {
  const root = temporaryFolder(t);
  build(root, {
    '.pixelisignore': 'logs/\n!logs/kept.txt\nout/\n',
    'data/.pixelisignore': '!out/\n',
    'data/logs/kept.txt': '1',
    'data/out/result.txt': '2',
  });
  t.strictSame(await paths(root, 'data', openIgnoreRules(root)), ['.pixelisignore', 'out/result.txt']);
});

void test('a path that is ignored names the file, the line and the rule that does it', async (t) => {
  const root = temporaryFolder(t);
  build(root, { '.pixelisignore': '# scratch\n\nscratch/\n', 'data/.pixelisignore': '*.log\n!important.log\n' });
  const rules = openIgnoreRules(root);
  t.equal(rules.ruleFor('scratch', true), '.pixelisignore:3:scratch/');
  t.equal(rules.ruleFor('scratch', false), undefined, 'a file of that name is not a folder');
  t.equal(rules.ruleFor('scratch/deep/file', false), '.pixelisignore:3:scratch/');
  t.equal(rules.ruleFor('data/x/y.log', false), 'data/.pixelisignore:1:*.log');
  t.equal(rules.ruleFor('data/important.log', false), undefined);
});

void test('case counts, and names with special characters hold their rules', async (t) => {
  const root = temporaryFolder(t);
  build(root, {
    '.pixelisignore': '*.TMP\n',
    'data [1]*/.pixelisignore': '*.x\n/sub/y\n',
    'data [1]*/a.x': '1',
    'data [1]*/b.tmp': '2',
    'data [1]*/sub/y': '3',
    'data [1]*/sub/z': '4',
    'data 1/a.x': '5',
  });
  const rules = openIgnoreRules(root);
  t.strictSame(await paths(root, 'data [1]*', rules), ['.pixelisignore', 'b.tmp', 'sub/z']);
  t.strictSame(await paths(root, 'data 1', rules), ['a.x']);
});

void test('every folder of random rules scans as git would list it', async (t) => {
  const names = ['a', 'b', 'c.txt', 'd.log'];
  const pattern = fc.constantFrom(
    'a',
    'b/',
    '*.txt',
    '!c.txt',
    '/a/b',
    'a/*',
    '!a/b/',
    '**/d.log',
    '!*.log',
    'b/**',
    '# no',
    ' ',
    '/c.txt',
    'a/**/c.txt',
    '!/b',
  );
  const lines = fc.array(pattern, { maxLength: 4 }).map((list) => list.join('\n'));
  const folders = ['', 'a', 'a/b', 'b', 'b/a'];
  await fc.assert(
    fc.asyncProperty(fc.array(lines, { minLength: folders.length, maxLength: folders.length }), async (texts) => {
      const root = temporaryFolder(t, { manyFiles: true });
      const things: Record<string, string> = {};
      for (const folder of folders) {
        for (const name of names.slice(2)) things[join('data', folder, name)] = name;
        things[join('data', folder, '.pixelisignore')] = texts[folders.indexOf(folder)] as string;
      }
      build(root, things);
      const mine = await paths(root, 'data', openIgnoreRules(root));
      execFileSync('git', ['init', '-q', root]);
      for (const folder of folders)
        renameSync(join(root, 'data', folder, '.pixelisignore'), join(root, 'data', folder, '.gitignore'));
      const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-standard', 'data'], {
        cwd: root,
        encoding: 'utf8',
      });
      const theirs = listed.split('\0').filter((path) => path !== '');
      t.strictSame(
        mine.toSorted(),
        theirs.map((path) => path.slice('data/'.length).replace('.gitignore', '.pixelisignore')).toSorted(),
      );
    }),
    { numRuns: 60 },
  );
});
