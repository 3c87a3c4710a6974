import { execFileSync } from 'node:child_process';
import { chmod, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { type CommitId } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import { gitRepositoryAt, makeFolder, makeGitRepository } from '../../support/git-repository.js';
import { all, opener, short } from '../suite/open-in-test.js';

const opened = opener('git');

void test('a linked worktree has its own git folder and shares the common one', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  await repository.commit('one');
  const root = path.join(path.dirname(repository.root), 'linked');
  await repository.git('worktree', 'add', '--quiet', '-b', 'other', root);
  const git = await opened(t, repository, { cwd: root });
  const commonFolder = path.join(repository.root, '.git');
  t.strictSame(git.places, {
    root,
    gitFolder: path.join(commonFolder, 'worktrees/linked'),
    commonFolder,
    hooksFolder: path.join(commonFolder, 'hooks'),
    isShallow: false,
  });
  t.equal((await git.head()).branch, 'other');
  await gitRepositoryAt(root, repository.environment).write('b', '1');
  await git.stage(['b']);
  await git.commit('two');
  t.strictSame(short(await all(git.log({ scopes: [{}] }))), [
    ['two', 'b'],
    ['one', 'a'],
  ]);
});

void test('a submodule is a repository of its own, and no file of the one around it', async (t) => {
  const repository = await makeGitRepository(t);
  const inner = await makeGitRepository(t);
  await inner.write('x', '1');
  await inner.commit('inner');
  await repository.write('a', '1');
  await repository.git('submodule', '--quiet', 'add', inner.root, 'sub');
  await repository.commit('outer');
  await repository.write('sub/x', 'changed');
  const outside = await opened(t, repository);
  t.strictSame(await outside.listWorktreeFiles({}), ['.gitmodules', 'a']);
  t.strictSame(await outside.status({}), []);
  const inside = await opened(t, repository, { cwd: path.join(repository.root, 'sub') });
  t.equal(inside.places.root, path.join(repository.root, 'sub'));
  t.strictSame(short(await all(inside.log({ scopes: [{}] }))), [['inner', 'x']]);
});

void test('GIT_DIR and GIT_WORK_TREE count, also where they are relative', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  const id = await repository.commit('one');
  const elsewhere = await makeFolder(t);
  const git = await opened(t, repository, {
    cwd: elsewhere,
    environment: {
      ...repository.environment,
      GIT_DIR: path.relative(elsewhere, path.join(repository.root, '.git')),
      GIT_WORK_TREE: path.relative(elsewhere, repository.root),
    },
  });
  t.equal(git.places.root, repository.root);
  t.equal((await git.head()).commit, id);
  t.strictSame(await git.listWorktreeFiles({}), ['a']);
});

void test('a partial clone says how to get what is not here', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  const first = (await repository.commit('one')) as CommitId;
  await repository.write('a', '2');
  await repository.commit('two');
  await repository.git('config', 'uploadpack.allowFilter', 'true');
  const root = path.join(path.dirname(repository.root), 'partial');
  await repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.root}`, root);
  const git = await opened(t, repository, { cwd: root });
  t.strictSame(await git.status({}), []);
  const [file] = await git.listFiles(first, {});
  if (file === undefined) throw new Error('no file');
  const read = (): Promise<unknown> => all(git.readBlobs([file.blob]));
  await t.rejects(read(), { code: 'git.failed', hint: /git fetch --refetch --no-filter$/ });
  await gitRepositoryAt(root, repository.environment).git('fetch', '--quiet', '--refetch', '--no-filter');
  await t.resolves(read());
});

void test('a SHA-256 repository works as any other', async (t) => {
  const repository = await makeGitRepository(t, '--object-format=sha256');
  await repository.write('a', '1');
  const id = (await repository.commit('one')) as CommitId;
  const git = await opened(t, repository);
  t.match(id, /^[0-9a-f]{64}$/);
  t.equal(await git.resolveCommit('main'), id);
  t.strictSame(short(await all(git.log({ scopes: [{}] }))), [['one', 'a']]);
  const blobs = await all(git.readBlobs((await git.listFiles(id, {})).map((file) => file.blob)));
  t.equal(Buffer.from(blobs[0]?.bytes ?? '').toString(), '1');
});

void test('a sparse checkout has no deleted files', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('in/a', '1');
  await repository.write('out/b', '1');
  await repository.commit('one');
  await repository.git('sparse-checkout', 'set', 'in');
  const git = await opened(t, repository);
  t.strictSame(await git.status({}), []);
  t.strictSame(await git.listWorktreeFiles({}), ['in/a']);
  t.strictSame([...(await git.trackedPaths(['out/b']))], ['out/b']);
});

void test('a conflict is a conflict, with the blob at HEAD', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', 'base');
  await repository.commit('base');
  await repository.git('checkout', '--quiet', '-b', 'side');
  await repository.write('a', 'side');
  await repository.commit('side');
  await repository.git('checkout', '--quiet', 'main');
  await repository.write('a', 'main');
  await repository.commit('main');
  const headBlob = await repository.git('rev-parse', 'HEAD:a');
  await t.rejects(repository.git('merge', '--quiet', 'side'));
  const git = await opened(t, repository);
  t.strictSame(await git.status({}), [{ path: 'a', staged: 'conflicted', worktree: 'modified', headBlob }]);
});

void test('a folder of someone else is not trusted, and git says how to change that', async (t) => {
  const repository = await makeGitRepository(t);
  const program = path.join(path.dirname(repository.root), 'bin/git');
  await repository.write('../bin/git', `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${gitPath()}' "$@"\n`);
  await chmod(program, 0o755);
  const environment = { ...repository.environment, PATH: path.dirname(program) };
  await t.rejects(openGit({ cwd: repository.root, environment }), {
    code: 'git.failed',
    message: /dubious ownership/,
    hint: `if you trust it: git config --global --add safe.directory ${repository.root}`,
  });
});

void test('a git in the current folder is never run', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('git', '#!/bin/sh\ntouch pwned\n');
  await chmod(path.join(repository.root, 'git'), 0o755);
  const bin = await makeFolder(t);
  await symlink(gitPath(), path.join(bin, 'git'));
  const environment = { ...repository.environment, PATH: `:.:${bin}` };
  const git = await openGit({ cwd: repository.root, environment });
  await git.close();
  t.notOk((await readdir(repository.root)).includes('pwned'));
});

void test('opening a repository costs one process', async (t) => {
  const repository = await makeGitRepository(t);
  const bin = await makeFolder(t);
  const calls = path.join(bin, 'calls');
  await writeFile(path.join(bin, 'git'), `#!/bin/sh\necho "$*" >> '${calls}'\nexec '${gitPath()}' "$@"\n`, {
    mode: 0o755,
  });
  const environment = { ...repository.environment, PATH: `${bin}:${repository.environment['PATH']}` };
  const git = await openGit({ cwd: repository.root, environment });
  await git.close();
  t.equal((await readFile(calls, 'utf8')).trim().split('\n').length, 1);
});

function gitPath(): string {
  return execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
}
