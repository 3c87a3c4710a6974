import { chown, rm, truncate, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { test } from 'tap';
import { type CommitId } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import { type GitRepository, makeFolder, makeGitRepository } from '../../support/git-repository.js';
import { opener } from '../suite/open-in-test.js';

const opened = opener('isomorphic-git');

void test('it is what a machine without git gets', async (t) => {
  const repository = await makeGitRepository(t);
  const environment = { ...repository.environment, PATH: await makeFolder(t) };
  const git = await openGit({ cwd: repository.root, environment });
  t.equal(git.adapter, 'isomorphic-git');
  await t.rejects(openGit({ cwd: repository.root, environment, adapter: 'git' }), { code: 'git.unsupported' });
});

void test('it refuses, with the reason, a repository that it would misread', async (t) => {
  const cases: Readonly<Record<string, (repository: GitRepository) => Promise<unknown>>> = {
    "uses the extension 'objectformat'": async ({ git, root }) => {
      await rm(path.join(root, '.git'), { recursive: true });
      await git('init', '--quiet', '--object-format=sha256');
    },
    "uses the extension 'partialclone'": ({ git }) => git('config', 'extensions.partialClone', 'origin'),
    'is a partial clone': ({ git }) => git('config', 'remote.origin.promisor', 'true'),
    'is a sparse checkout': ({ git }) => git('config', 'core.sparseCheckout', 'true'),
    'has its worktree elsewhere (core.worktree)': ({ git, root }) => git('config', 'core.worktree', root),
    'borrows objects from another one (alternates)': ({ write }) => write('.git/objects/info/alternates', '/x\n'),
    'has an index of version 4': ({ git }) => git('update-index', '--index-version=4'),
    "has an index with the extension 'link'": ({ git }) => git('update-index', '--split-index'),
    'has a damaged index': ({ root }) => truncate(path.join(root, '.git/index'), 50),
    'has a pack of 513 MiB': async ({ write, root }) => {
      await write('.git/objects/pack/pack-1.pack', '');
      await truncate(path.join(root, '.git/objects/pack/pack-1.pack'), 513 * 1024 * 1024);
    },
    "has a pack without index, 'pack-1.pack'": ({ write }) => write('.git/objects/pack/pack-1.pack', ''),
  };
  for (const [reason, change] of Object.entries(cases)) {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    await repository.commit('one');
    await change(repository);
    await t.rejects(opened(t, repository), { code: 'git.unsupported', data: { reason } }, reason);
  }
});

void test('it refuses linked worktrees, submodules and variables that name a repository', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.commit('one');
  const linked = path.join(path.dirname(repository.root), 'linked');
  await repository.git('worktree', 'add', '--quiet', linked);
  const reason = 'is a linked worktree or a submodule';
  await t.rejects(opened(t, repository, { cwd: linked }), { code: 'git.unsupported', data: { reason } });
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) {
    const environment = { ...repository.environment, [name]: '/x' };
    await t.rejects(opened(t, repository, { environment }), {
      code: 'git.unsupported',
      data: { reason: `is named by ${name}` },
    });
  }
});

const needsRoot = { skip: userInfo().uid === 0 ? false : 'only root can give files away' };

void test('a repository of another user is not trusted because it says so itself', needsRoot, async (t) => {
  const repository = await makeGitRepository(t);
  await repository.git('config', 'safe.directory', '*');
  await chown(path.join(repository.root, '.git'), 12_345, 12_345);
  await t.rejects(opened(t, repository), { code: 'git.failed', data: { path: repository.root } });
  await writeFile(path.join(repository.root, '../.gitconfig'), `[safe]\n\tdirectory = ${repository.root}\n`);
  t.equal((await opened(t, repository)).places.root, repository.root);
});

void test('it refuses to compare or store files that git would convert', async (t) => {
  for (const rule of ['*.bin filter=lfs', '*.txt text eol=crlf', '* ident', 'x working-tree-encoding=UTF-16']) {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const commit = (await repository.commit('one')) as CommitId;
    await repository.write('.gitattributes', `${rule}\n`);
    const git = await opened(t, repository);
    await t.rejects(git.status({}), { code: 'git.unsupported' }, rule);
    await t.rejects(git.stage(['a']), { code: 'git.unsupported' }, rule);
    t.equal((await git.listFiles(commit, {})).length, 1, 'history can be read');
  }
});

void test('it refuses to commit where hooks or signing would be left out', async (t) => {
  const cases: Readonly<Record<string, (repository: GitRepository) => Promise<unknown>>> = {
    'signs its commits': ({ git }) => git('config', 'commit.gpgSign', 'true'),
    "has a hook 'commit-msg'": ({ write }) => write('.git/hooks/commit-msg', '#!/bin/sh\n'),
    'has settings that hold under conditions (includeIf)': ({ git }) =>
      git('config', '--global', 'includeIf.gitdir:~/work/.path', 'work'),
    'is in the middle of a merge or a rebase (MERGE_HEAD)': ({ write }) => write('.git/MERGE_HEAD', ''),
  };
  for (const [reason, change] of Object.entries(cases)) {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    await change(repository);
    const git = await opened(t, repository);
    await git.stage(['a']);
    await t.rejects(git.commit('one'), { code: 'git.unsupported', data: { reason } }, reason);
  }
});
