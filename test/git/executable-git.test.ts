import { execFileSync } from 'node:child_process';
import { chmod, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import type { CommitId, Git } from '#git/git.js';
import { type OpenGitOptions, openGit } from '#git/open-git.js';
import { childProcesses } from '../support/child-processes.js';
import { gitRepositoryAt, type GitRepository, makeFolder, makeGitRepository } from '../support/git-repository.js';
import { testGitAdapter } from './git-suite.js';
import { all, short } from './suite/open-in-test.js';

testGitAdapter('git');

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

void test('inside a hook, what is staged goes into the commit that is being made', async (t) => {
  const repository = await makeGitRepository(t);
  const program = path.join(path.dirname(repository.root), 'hook.mjs');
  const openGitModule = new URL('../../src/git/open-git.js', import.meta.url).href;
  await writeFile(
    program,
    `import { writeFileSync } from 'node:fs';
     import { openGit } from ${JSON.stringify(openGitModule)};
     const git = await openGit({ cwd: process.cwd(), environment: process.env });
     writeFileSync('made-by-hook', '1');
     await git.stage(['made-by-hook']);
     await git.close();`,
  );
  await repository.write('.git/hooks/pre-commit', `#!/bin/sh\nexec '${process.execPath}' '${program}'\n`);
  await chmod(path.join(repository.root, '.git/hooks/pre-commit'), 0o755);
  await repository.write('a', '1');
  await repository.write('b', '1');
  await repository.git('add', 'a', 'b');
  await repository.git('commit', '--quiet', '-m', 'one', '--', 'a');
  t.equal(await repository.git('show', '--name-only', '--format='), 'a\nmade-by-hook');
});

void test("a commit runs the user's hooks, and a hook that refuses is heard", async (t) => {
  const repository = await makeGitRepository(t);
  const hook = '#!/bin/sh\ntest -e allowed || { echo "not today" >&2; exit 1; }\necho ran > hook-ran\n';
  await repository.write('.git/hooks/pre-commit', hook);
  await chmod(path.join(repository.root, '.git/hooks/pre-commit'), 0o755);
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await git.stage(['a']);
  await t.rejects(git.commit('one'), { code: 'git.failed', message: /not today/ });
  await repository.write('allowed', '');
  await git.commit('one');
  t.equal(await readFile(path.join(repository.root, 'hook-ran'), 'utf8'), 'ran\n');
});

void test('a hook that leaves a process behind does not keep the commit waiting', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('.git/hooks/post-commit', '#!/bin/sh\nsleep 60 &\necho $! > sleeper\n');
  await chmod(path.join(repository.root, '.git/hooks/post-commit'), 0o755);
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await git.stage(['a']);
  const id = await git.commit('one');
  const sleeper = Number(await readFile(path.join(repository.root, 'sleeper'), 'utf8'));
  t.ok(isRunning(sleeper), 'the commit did not wait for it');
  process.kill(sleeper);
  t.equal(id, await repository.git('rev-parse', 'HEAD'));
});

void test("nothing that the repository's configuration names is run by a question", async (t) => {
  const repository = await makeGitRepository(t);
  const { root } = repository;
  const canary = path.join(path.dirname(root), 'canary.sh');
  const traces = path.join(path.dirname(root), 'traces');
  await writeFile(canary, `#!/bin/sh\necho "$0 $*" >> '${traces}'\n`);
  await chmod(canary, 0o755);
  await repository.write('a.dat', '1');
  await repository.write('b', '1');
  await repository.write('.gitattributes', '*.dat filter=evil diff=evil\n*.bin filter=e=vil.x\n');
  await repository.write('c.bin', '1');
  const commit = (await repository.commit('one')) as CommitId;
  await repository.write('sub/x', '1');
  await gitRepositoryAt(path.join(root, 'sub'), repository.environment).git('init', '--quiet');
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': canary,
    'core.pager': canary,
    'core.sshCommand': canary,
    'core.editor': canary,
    'core.askPass': canary,
    'diff.external': canary,
    'diff.evil.textconv': canary,
    'diff.evil.command': canary,
    'filter.evil.clean': canary,
    'filter.evil.smudge': canary,
    'filter.evil.process': canary,
    'filter.evil.required': 'true',
    'filter.e=vil.x.clean': canary,
    'gpg.program': canary,
    'gpg.ssh.program': canary,
    'log.showSignature': 'true',
    'log.follow': 'true',
    'pager.log': canary,
    'pager.status': canary,
    'credential.helper': canary,
    'alias.log': `!${canary}`,
    'remote.origin.url': root,
    'remote.origin.promisor': 'true',
    'remote.origin.uploadpack': canary,
    'extensions.partialClone': 'origin',
    'core.hooksPath': path.join(path.dirname(root), 'hooks'),
  };
  for (const [key, value] of Object.entries(settings)) await repository.git('config', key, value);
  for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction', 'fsmonitor-watchman']) {
    await repository.write(`../hooks/${hook}`, `#!/bin/sh\nexec '${canary}'\n`);
    await chmod(path.join(root, '../hooks', hook), 0o755);
  }
  await signHead(repository);
  // The same bytes at another time: git has to look inside, through the filter.
  for (const name of ['a.dat', 'b', 'c.bin']) await repository.write(name, '1');
  await rm(traces, { force: true });

  const git = await opened(t, repository);
  await git.head();
  await git.listRefs();
  const files = await git.listFiles(commit, {});
  await all(git.readBlobs(files.map((file) => file.blob)));
  await all(git.log({ scopes: [{ suffix: '.dat' }] }));
  await all(git.log({ all: true, scopes: [{}] }));
  await git.listWorktreeFiles({});
  await git.trackedPaths(['a.dat']);
  await git.ignoredPaths(['a.dat']);
  t.strictSame(await git.status({ suffix: '.dat' }), []);
  t.strictSame(await git.status({ suffix: '.bin' }), []);
  await git.configValue('core.pager');
  await t.rejects(all(git.readBlobs(['1'.repeat(40) as (typeof files)[number]['blob']])), { code: 'git.failed' });
  t.equal(await readFile(traces, 'utf8').catch(() => 'no traces'), 'no traces');
  await repository.git('status').catch(() => undefined); // the lazy fetch fails
  t.match(await readFile(traces, 'utf8'), /canary/, 'the canary does sing for a git that is not told otherwise');

  await repository.git('config', '--remove-section', 'filter.evil');
  await repository.git('config', '--remove-section', 'filter.e=vil.x');
  await rm(traces);
  await git.stage(['b']);
  t.equal(await readFile(traces, 'utf8').catch(() => 'no traces'), 'no traces', 'staging runs filters and no hooks');
});

void test("variables that would change git's answers are not passed on", async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  await repository.commit('one');
  await repository.write('a', '2');
  const trace = path.join(path.dirname(repository.root), 'trace');
  const git = await opened(t, repository, {
    environment: {
      ...repository.environment,
      GIT_LITERAL_PATHSPECS: '1',
      GIT_ICASE_PATHSPECS: '1',
      GIT_NAMESPACE: 'elsewhere',
      GIT_TRACE: trace,
      GIT_EXTERNAL_DIFF: 'false',
      LC_ALL: 'de_DE.UTF-8',
    },
  });
  t.strictSame(
    (await git.status({ suffix: 'a' })).map((entry) => entry.path),
    ['a'],
  );
  t.strictSame(short(await all(git.log({ scopes: [{ suffix: 'a' }] }))), [['one', 'a']]);
  await t.rejects(readFile(trace), { code: 'ENOENT' });
});

void test('a replaced commit is seen as it was written', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('a', '1');
  const first = await repository.commit('one');
  await repository.write('a', '2');
  const second = await repository.commit('two');
  await repository.git('replace', second, first);
  const git = await opened(t, repository);
  t.strictSame(short(await all(git.log({ scopes: [{}] }))), [
    ['two', 'a'],
    ['one', 'a'],
  ]);
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

void test("where another process holds the index's lock, staging waits, and in the end says who", async (t) => {
  const repository = await makeGitRepository(t);
  const lock = path.join(repository.root, '.git/index.lock');
  await repository.write('a', '1');
  const git = await opened(t, repository);
  await writeFile(lock, '');
  const staging = git.stage(['a']);
  setTimeout(() => void rm(lock), 300);
  await staging;
  t.equal(await repository.git('diff', '--cached', '--name-only'), 'a');
  await writeFile(lock, '');
  await t.rejects(git.commit('one'), { code: 'lock.held', data: { path: lock } });
  const stop = new AbortController();
  const stopped = git.stage(['a'], { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await t.rejects(stopped, { code: 'interrupted' });
});

void test('ten at once all stage their files', async (t) => {
  const repository = await makeGitRepository(t);
  const names = Array.from({ length: 10 }, (_, index) => `file-${index}`);
  for (const name of names) await repository.write(name, '1');
  const git = await opened(t, repository);
  await Promise.all(names.map((name) => git.stage([name])));
  t.equal(await repository.git('diff', '--cached', '--name-only'), names.join('\n'));
});

void test('closing and aborting leave no child process behind', async (t) => {
  const repository = await makeGitRepository(t);
  for (let index = 0; index < 50; index++) await repository.write(`f${index}`, 'x'.repeat(200_000));
  const commit = (await repository.commit('one')) as CommitId;
  const stop = new AbortController();
  for (const end of ['close', 'abort'] as const) {
    const git = await openGit({ cwd: repository.root, environment: repository.environment, signal: stop.signal });
    const ids = (await git.listFiles(commit, {})).map((file) => file.blob);
    for await (const _ of git.readBlobs(ids)) break;
    for await (const _ of git.log({ scopes: [{}] })) break;
    t.strictSame(childProcesses(), ['git'], 'cat-file waits for more');
    if (end === 'abort') stop.abort();
    await git.close();
    t.strictSame(childProcesses(), []);
  }
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

async function opened(t: Test, repository: GitRepository, options?: Partial<OpenGitOptions>): Promise<Git> {
  const git = await openGit({ cwd: repository.root, environment: repository.environment, ...options });
  t.teardown(() => git.close());
  return git;
}

async function signHead(repository: GitRepository): Promise<void> {
  const object = await repository.git('cat-file', 'commit', 'HEAD');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----';
  await repository.write('.git/signed', object.replace('\n\n', `\n${signature}\n\n`));
  const id = await repository.git('hash-object', '-t', 'commit', '-w', '.git/signed');
  await repository.git('update-ref', 'refs/heads/signed', id);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function gitPath(): string {
  return execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
}
