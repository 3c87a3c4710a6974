import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testWriting(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('what is staged can be committed, with deletions and odd names', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['gone', 'kept', 'kept-too']) await repository.write(name, '1');
    const before = await repository.commit('one');
    await rm(path.join(repository.root, 'gone'));
    const names = ['-dash', ':(top)x', '[a]*', 'd/ne\nw', 'ünï'];
    for (const name of [...names, 'not-staged']) await repository.write(name, '1');
    const git = await opened(t, repository);
    await git.stage([...names, 'gone', 'never-was']);
    const id = await git.commit('subject\n\nbody');
    t.equal(id, await repository.git('rev-parse', 'HEAD'));
    t.strictSame(
      (await all(git.log({ scopes: [{}], limit: 1 }))).map(({ parents, author, subject, changes }) => ({
        parents,
        author: author.name,
        subject,
        changes: changes.map((change) => [change.path, change.after !== undefined]),
      })),
      [
        {
          parents: [before],
          author: 'Ada Lovelace',
          subject: 'subject',
          changes: [...names.slice(0, 3), 'd/ne\nw', 'gone', 'ünï'].map((name) => [name, name !== 'gone']),
        },
      ],
    );
    t.equal(await repository.git('log', '-1', '--format=%B'), 'subject\n\nbody\n');
    t.strictSame(await git.status({}), [{ path: 'not-staged', staged: 'unchanged', worktree: 'untracked' }]);
  });

  await parent.test('some paths can be committed and the rest stay staged', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('old', '1');
    await repository.commit('one');
    for (const name of ['a', 'b', 'old']) await repository.write(name, '2');
    const git = await opened(t, repository);
    await git.stage(['a', 'b', 'old']);
    await git.commit('only a', { paths: ['a'] });
    t.equal(await repository.git('show', '--format=%s', '--name-only'), 'only a\n\na');
    t.equal(await repository.git('diff', '--cached', '--name-only'), 'b\nold');
  });

  await parent.test('the first commit can be made', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const git = await opened(t, repository);
    await git.stage(['a']);
    const id = await git.commit('first');
    t.strictSame(await git.head(), { commit: id, branch: 'main' });
  });

  await parent.test('an executable file, a symbolic link and a folder are staged as what they are', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('d/x', '1');
    await repository.write('d/y/z', '1');
    await symlink('d/x', path.join(repository.root, 'link'));
    const git = await opened(t, repository);
    await git.stage(['d', 'link']);
    const commit = await git.commit('one');
    t.strictSame(
      (await git.listFiles(commit, {})).map(({ path: name, mode }) => `${mode} ${name}`),
      ['100644 d/x', '100644 d/y/z', '120000 link'],
    );
  });

  await parent.test('an ignored path is refused with its rule; what an exception lets through is not', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('.gitignore', '/data/*\n!/data/*.yaml\n');
    await mkdir(path.join(repository.root, 'data'));
    await repository.write('data/x.yaml', '1');
    await repository.write('data/x', '1');
    const git = await opened(t, repository);
    await git.stage(['data/x.yaml']);
    t.equal(await repository.git('diff', '--cached', '--name-only'), 'data/x.yaml');
    await t.rejects(git.stage(['data/x']), {
      code: 'path.ignored',
      data: { paths: { 'data/x': '.gitignore:1:/data/*' } },
    });
  });

  await parent.test('where nothing is staged, there is nothing to commit', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.commit('one');
    const git = await opened(t, repository);
    await t.rejects(git.commit('two'), { code: 'git.failed' });
    await git.stage([]);
  });
}
