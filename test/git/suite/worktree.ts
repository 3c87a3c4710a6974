import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import type { OpenInTest } from './open-in-test.js';

export async function testWorktree(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('has files that git tracks or may track, and none that are ignored or gone', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['a/tracked', 'a/gone', 'a/forced.tmp', 'b/tracked.yaml']) await repository.write(name, '1');
    await repository.git('add', '--all');
    await repository.write('.gitignore', '*.tmp\n/out/\n');
    await repository.git('commit', '--quiet', '-m', 'one');
    await rm(path.join(repository.root, 'a/gone'));
    for (const name of ['a/new', 'a/x.tmp', 'out/y', 'b/-dash', 'b/ne\nw', 'b/[x].yaml']) {
      await repository.write(name, '1');
    }
    const git = await opened(t, repository);
    t.strictSame(await git.listWorktreeFiles({}), [
      '.gitignore',
      'a/forced.tmp',
      'a/new',
      'a/tracked',
      'b/-dash',
      'b/[x].yaml',
      'b/ne\nw',
      'b/tracked.yaml',
    ]);
    t.strictSame(await git.listWorktreeFiles({ folder: 'b', suffix: '.yaml' }), ['b/[x].yaml', 'b/tracked.yaml']);
    t.strictSame(await git.listWorktreeFiles({ folder: 'none' }), []);
  });

  await parent.test('tells of paths which git tracks, folders by what is in them', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['a/b/c', 'a/*', 'staged-only']) await repository.write(name, '1');
    await repository.git('add', 'a');
    await repository.commit('one');
    await repository.write('a/other', '1');
    const git = await opened(t, repository);
    const paths = ['a', 'a/b', 'a/b/c', 'a/*', 'a/other', 'b', 'a/b/c/d', '-x', ':(glob)**'];
    t.strictSame([...(await git.trackedPaths(paths))].sort(), ['a', 'a/*', 'a/b', 'a/b/c']);
    const many = Array.from({ length: 300 }, (_, index) => `none/${index}`);
    t.strictSame([...(await git.trackedPaths([...many, 'a/b']))], ['a/b']);
    t.strictSame([...(await git.trackedPaths([]))], []);
  });

  await parent.test('tells of paths which git ignores, and the rule that does it', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('.gitignore', '# data\n*.csv\n!keep.csv\n/out/\n');
    await repository.write('sub/.gitignore', 'x\n*.local\n!*.csv\n');
    await repository.write('out/a', '1');
    await repository.write('t.csv', '1');
    await repository.git('add', '--force', 't.csv');
    await repository.write('.git/info/exclude', 'excluded\n');
    const excludes = path.join(path.dirname(repository.root), 'global-ignore');
    await repository.git('config', '--global', 'core.excludesFile', excludes);
    await repository.write('../global-ignore', 'everywhere\n');
    const git = await opened(t, repository);
    const paths = ['a.csv', 'keep.csv', 't.csv', 'out/a', 'out', 'sub/x', 'sub/y.csv', 'z', ':x.csv', '-y.csv'];
    t.strictSame(
      await git.ignoredPaths([...paths, 'excluded', 'deep/everywhere', 'ne\nw.csv']),
      new Map([
        ['a.csv', '.gitignore:2:*.csv'],
        ['out/a', '.gitignore:4:/out/'],
        ['out', '.gitignore:4:/out/'],
        ['sub/x', 'sub/.gitignore:1:x'],
        [':x.csv', '.gitignore:2:*.csv'],
        ['-y.csv', '.gitignore:2:*.csv'],
        ['excluded', '.git/info/exclude:1:excluded'],
        ['deep/everywhere', `${excludes}:1:everywhere`],
        ['ne\nw.csv', '.gitignore:2:*.csv'],
      ]),
    );
    t.strictSame(await git.ignoredPaths(['z']), new Map());
    t.strictSame(await git.ignoredPaths([]), new Map());
  });

  await parent.test('differs from the index, and the index from HEAD', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['same', 'edited', 'staged', 'both', 'deleted', 'removed', 'd/x'])
      await repository.write(name, '1');
    await repository.commit('one');
    const headBlob = await repository.git('rev-parse', 'HEAD:same');
    await repository.write('staged', '22');
    await repository.write('both', '22');
    await repository.write('added', '22');
    await repository.git('add', 'staged', 'both', 'added');
    await repository.git('rm', '--quiet', 'removed');
    await repository.write('both', '333');
    await repository.write('edited', '333');
    await rm(path.join(repository.root, 'deleted'));
    await repository.write('d/new', '1');
    await repository.write('.gitignore', 'ignored\n');
    await repository.write('ignored', '1');
    const git = await opened(t, repository);
    const entries = [...(await git.status({}))].sort((one, other) => (one.path < other.path ? -1 : 1));
    t.strictSame(entries, [
      { path: '.gitignore', staged: 'unchanged', worktree: 'untracked' },
      { path: 'added', staged: 'added', worktree: 'unchanged' },
      { path: 'both', staged: 'modified', worktree: 'modified', headBlob },
      { path: 'd/new', staged: 'unchanged', worktree: 'untracked' },
      { path: 'deleted', staged: 'unchanged', worktree: 'deleted', headBlob },
      { path: 'edited', staged: 'unchanged', worktree: 'modified', headBlob },
      { path: 'removed', staged: 'deleted', worktree: 'unchanged', headBlob },
      { path: 'staged', staged: 'modified', worktree: 'unchanged', headBlob },
    ]);
    t.strictSame(await git.status({ folder: 'd', suffix: 'new' }), [
      { path: 'd/new', staged: 'unchanged', worktree: 'untracked' },
    ]);
    t.strictSame(await git.status({ folder: 'same' }), []);
  });

  await parent.test('sees a file where a folder of tracked files was, and the other way round', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('folder/file', '1');
    await repository.write('file', '1');
    await repository.commit('one');
    const headBlob = await repository.git('rev-parse', 'HEAD:file');
    for (const name of ['folder', 'file']) await rm(path.join(repository.root, name), { recursive: true });
    await repository.write('folder', '2');
    await repository.write('file/new', '2');
    const git = await opened(t, repository);
    const entries = [...(await git.status({}))].sort((one, other) => (one.path < other.path ? -1 : 1));
    t.strictSame(entries, [
      { path: 'file', staged: 'unchanged', worktree: 'deleted', headBlob },
      { path: 'file/new', staged: 'unchanged', worktree: 'untracked' },
      { path: 'folder', staged: 'unchanged', worktree: 'untracked' },
      { path: 'folder/file', staged: 'unchanged', worktree: 'deleted', headBlob },
    ]);
  });
}
