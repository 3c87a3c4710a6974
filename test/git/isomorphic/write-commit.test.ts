import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { opener } from '../suite/open-in-test.js';

const opened = opener('isomorphic-git');

void test('what it writes, git finds in order', async (t) => {
  const repository = await makeGitRepository(t);
  for (const name of ['a.b', 'a/x', 'a/y/z', 'a0', 'run']) await repository.write(name, name);
  await chmod(path.join(repository.root, 'run'), 0o755);
  const git = await opened(t, repository);
  await git.stage(['a.b', 'a', 'a0', 'run']);
  await git.commit('one');
  await repository.write('a/y/z', 'changed');
  await rm(path.join(repository.root, 'a/x'));
  await git.stage(['a']);
  await git.commit('two');
  t.equal(await repository.git('status', '--porcelain'), '');
  t.match(await repository.git('fsck', '--strict'), /^(?:notice: .*)?$/);
  t.equal(await repository.git('show', '--format=', '--name-status'), 'D\ta/x\nM\ta/y/z');
});

void test("where another process holds the index's lock, it waits, and in the end says who", async (t) => {
  const repository = await makeGitRepository(t);
  const lock = path.join(repository.root, '.git/index.lock');
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await writeFile(lock, '');
  const staging = git.stage(['a']);
  setTimeout(() => void rm(lock), 200);
  await staging;
  t.equal(await repository.git('diff', '--cached', '--name-only'), 'a');
  await repository.write('b', '1');
  await Promise.all([git.stage(['b']), repository.git('add', 'b').catch(() => undefined)]);
  await writeFile(lock, '');
  await t.rejects(git.stage(['a']), { code: 'lock.held', data: { path: lock } });
});
