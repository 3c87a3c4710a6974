import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import type { CommitId } from '#git/git.js';
import { makeFolder, makeGitRepository } from '../../support/git-repository.js';
import { contentsOf } from '../../support/repository.js';
import type { OpenInTest } from './open-in-test.js';

export async function testLinkedWorktrees(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('a commit is checked out a second time, no hook is run, and the worktree goes again', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a/file', 'old');
    const first = (await repository.commit('one')) as CommitId;
    await repository.write('a/file', 'new');
    await repository.commit('two');
    await repository.write('.git/hooks/post-checkout', '#!/bin/sh\ntouch hooked\n');
    await chmod(path.join(repository.root, '.git/hooks/post-checkout'), 0o755);
    const git = await opened(t, repository);
    const folder = path.join(await makeFolder(t), '-- odd');
    await git.addWorktree(folder, first);
    t.strictSame(await contentsOf(folder), { a: 'folder', 'a/file': '644 old' });
    const scratch = await opened(t, { ...repository, root: folder });
    t.strictSame(await scratch.head(), { commit: first, branch: undefined });
    t.equal(scratch.places.commonFolder, git.places.commonFolder);
    await writeFile(path.join(folder, 'untracked'), '1');
    await git.removeWorktree(folder);
    await t.rejects(access(folder), { code: 'ENOENT' });
    t.equal((await repository.git('worktree', 'list')).split('\n').length, 1);
    t.strictSame(await contentsOf(repository.root), { a: 'folder', 'a/file': '644 new' });
    await git.removeWorktree(folder);
  });

  await parent.test('a folder that holds something is not taken for a new worktree', async (t) => {
    const repository = await makeGitRepository(t);
    const commit = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    const folder = await makeFolder(t);
    await writeFile(path.join(folder, 'mine'), '1');
    await t.rejects(git.addWorktree(folder, commit), { code: 'git.failed' });
    t.strictSame(await contentsOf(folder), { mine: '644 1' });
  });

  await parent.test('how two folders differ is a patch', async (t) => {
    const repository = await makeGitRepository(t);
    const git = await opened(t, repository);
    const folder = await makeFolder(t);
    for (const name of ['a', 'b']) await mkdir(path.join(folder, name));
    t.equal(await git.diffFolders(folder), '');
    await writeFile(path.join(folder, 'a/train.py'), 'one\ntwo\n');
    await writeFile(path.join(folder, 'b/train.py'), 'one\nthree\n');
    const patch = await git.diffFolders(folder);
    t.match(patch, /^diff --git a\/train\.py b\/train\.py$/m);
    t.match(patch, /^-two\n\+three$/m);
  });
}

/** Without the executable there is no second worktree, and it says so. */
export async function testNoLinkedWorktrees(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('a second worktree and a patch take git itself', async (t) => {
    const repository = await makeGitRepository(t);
    const commit = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    const folder = path.join(await makeFolder(t), 'scratch');
    const refused = { code: 'git.unsupported', hint: 'install git' };
    await t.rejects(git.addWorktree(folder, commit), refused);
    await t.rejects(git.removeWorktree(folder), refused);
    await t.rejects(git.diffFolders(folder), refused);
    await t.rejects(access(folder), { code: 'ENOENT' });
  });
}
