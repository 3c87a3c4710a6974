import { deepStrictEqual } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { opener } from '../suite/open-in-test.js';

const opened = opener('isomorphic-git');

void test('rules of .gitignore mean to it what they mean to git', async (t) => {
  const repository = await makeGitRepository(t);
  for (const folder of ['a/b/a', 'b', 'a/.b']) await mkdir(path.join(repository.root, folder), { recursive: true });
  const reference = await opened(t, repository, { adapter: 'git' });
  const git = await opened(t, repository);
  const paths = [
    'a',
    'b',
    'ab',
    'a/b',
    'a/b/a',
    'a/b/a/b',
    'a/ab',
    'b/a',
    'b/.b',
    'a/.b/x',
    '*',
    'a/*',
    '[ab]',
    'b/ a',
    '!a',
  ];
  const piece = fc.constantFrom(
    'a',
    'b',
    '*',
    '**',
    '/',
    '/',
    '?',
    '[ab]',
    '[!a]',
    '[^b]',
    '\\*',
    '!',
    '.',
    ' ',
    '\\',
    '[',
    '**/',
    '/**',
  );
  // Git's own manual calls `a**` a plain star, and git treats it so or not by what stands before it: left out.
  const line = fc
    .array(piece, { minLength: 1, maxLength: 5 })
    .map((pieces) => pieces.join(''))
    .filter((text) => !/.[^/*]\*\*/.test(`/${text}`));
  const lines = fc.array(line, { minLength: 1, maxLength: 4 });
  await t.resolves(
    fc.assert(
      fc.asyncProperty(lines, lines, async (top, below) => {
        await repository.write('.gitignore', top.join('\n'));
        await repository.write('a/.gitignore', below.join('\n'));
        const [actual, expected] = await Promise.all([git.ignoredPaths(paths), reference.ignoredPaths(paths)]);
        deepStrictEqual([...actual], [...expected]);
      }),
      { numRuns: 100 },
    ),
  );
});
