import path from 'node:path';
import type { Test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest, short } from './open-in-test.js';

export async function testPlaces(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('is found from a subfolder, with all its places', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a/b/c.txt', '1');
    const git = await opened(t, repository, { cwd: path.join(repository.root, 'a/b') });
    const gitFolder = path.join(repository.root, '.git');
    t.strictSame(git.places, {
      root: repository.root,
      gitFolder,
      commonFolder: gitFolder,
      hooksFolder: path.join(gitFolder, 'hooks'),
      isShallow: false,
    });
  });

  await parent.test('says where hooks are run from', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.git('config', 'core.hooksPath', '.githooks');
    const git = await opened(t, repository);
    t.equal(git.places.hooksFolder, path.join(repository.root, '.githooks'));
  });

  await parent.test('where there is none, or none with a worktree, it says so', async (t) => {
    const repository = await makeGitRepository(t);
    const outside = path.dirname(repository.root);
    await t.rejects(opened(t, repository, { cwd: outside }), { code: 'repository.no-git' });
    await repository.git('init', '--quiet', '--bare', path.join(outside, 'bare'));
    await t.rejects(opened(t, repository, { cwd: path.join(outside, 'bare') }), { code: 'repository.bare' });
    await t.rejects(opened(t, repository, { cwd: path.join(repository.root, '.git') }), { code: 'repository.bare' });
  });

  await parent.test('of a shallow clone, history is cut off', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a.txt', '1');
    await repository.commit('one');
    await repository.write('a.txt', '2');
    const second = await repository.commit('two');
    const root = path.join(path.dirname(repository.root), 'shallow');
    await repository.git('clone', '--quiet', '--depth=1', `file://${repository.root}`, root);
    const git = await opened(t, repository, { cwd: root });
    t.equal(git.places.isShallow, true);
    t.strictSame(short(await all(git.log({ scopes: [{}] }))), [['two', 'a.txt']]);
    t.equal((await git.head()).commit, second);
  });

  await parent.test('has settings', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.git('config', 'remote.a b=c.url', 'x y');
    const git = await opened(t, repository);
    t.equal(await git.configValue('user.name'), 'Ada Lovelace');
    t.equal(await git.configValue('remote.a b=c.url'), 'x y');
    t.equal(await git.configValue('core.none'), undefined);
    t.equal(await git.configValue('--output=x'), undefined);
  });
}
