import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { openGit } from '#git/open-git.js';
import { codePathOf } from '#model/code-path.js';
import type { CodeChanges } from '#model/run.js';
import { captureCode } from '#operations/capture-code.js';
import type { CodeRedactor } from '#operations/code-changes.js';
import { readTreeEntries } from '#operations/read-tree-entries.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext } from '../support/operation-context.js';
import { someRedactor, someToken } from '../support/redactor.js';

/** What was kept: kind and content by path. */
async function keptOf(context: RepositoryContext, changes: CodeChanges | undefined) {
  if (changes === undefined) return undefined;
  const cache = await context.cache();
  const kept: [string, string][] = [];
  for (const entry of await readTreeEntries(cache, changes.digest, {})) {
    if (entry.kind === 'folder') continue;
    kept.push([
      codePathOf(entry.path) as string,
      `${entry.kind} ${Buffer.from(await cache.read(entry.digest)).toString()}`,
    ]);
  }
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function makeCommitted(t: Test) {
  const fixture = await makeOperationContext(t);
  await fixture.repository.write('train.py', 'print(1)\n');
  await fixture.repository.write('lib/old.py', 'old\n');
  await fixture.repository.write('kept.py', 'kept');
  const commit = await fixture.repository.commit('start');
  return { ...fixture, commit };
}

void test('a clean worktree is its commit, its branch and the URL of its remote without the password', async (t) => {
  const { repository, context, commit } = await makeCommitted(t);
  await repository.git('remote', 'add', 'origin', 'https://ada:correct-horse-battery@example.org/repo.git');
  const captured = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.match(captured, { code: { commit, branch: 'main', dirty: false }, warnings: [] });
  t.match(captured.code.remote, /^https:\/\/ada:redacted:[^@]+@example\.org\/repo\.git$/);
  await repository.git('remote', 'add', 'lab', 'https://lab.example.org/repo.git');
  await repository.git('config', 'branch.main.remote', 'lab');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.equal(code.remote, 'https://lab.example.org/repo.git', 'the remote that the branch follows comes first');
});

void test('records of runs and environments do not make the code dirty, other records do and are kept', async (t) => {
  const { repository, context } = await makeCommitted(t);
  await repository.write('.pixelis/runs/k7m2x9w4q1.yaml', 'a run');
  await repository.write('.pixelis/environments/00.yaml', 'an environment');
  t.equal((await captureCode(context, { level: 2, redactor: someRedactor() })).code.dirty, false);
  await repository.write('.pixelis/artifacts/dataset-a/v1-00000000.yaml', 'a version');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.equal(code.dirty, true);
  t.strictSame(await keptOf(context, code.changes), {
    '.pixelis/artifacts/dataset-a/v1-00000000.yaml': 'file a version',
  });
});

void test('level 1 keeps no changes, and says so', async (t) => {
  const { repository, context, commit } = await makeCommitted(t);
  await repository.write('train.py', 'print(2)\n');
  const { code, warnings } = await captureCode(context, { level: 1, redactor: someRedactor() });
  t.strictSame(code, { commit, branch: 'main', dirty: true });
  t.match(warnings, [{ code: 'code.dirty', hint: /--capture-level 2/ }]);
});

for (const adapter of ['git', 'isomorphic-git'] as const) {
  void test(`what differs from the commit is kept as it lies in the worktree, by ${adapter}`, async (t) => {
    const fixture = await makeCommitted(t);
    const { repository } = fixture;
    const git = await openGit({ cwd: repository.root, environment: repository.environment, adapter });
    t.teardown(() => git.close());
    const context: RepositoryContext = Object.create(fixture.context, { git: { value: git } });
    await repository.write('.gitignore', '*.log\n');
    await repository.write('big.log', 'ignored');
    await repository.write('train.py', 'staged\n');
    await repository.git('add', 'train.py');
    await repository.write('train.py', `print('${someToken}')\nprint('Zk4f9Qm2xR7tLw8sVb3n')\n`);
    await repository.git('rm', '--quiet', '--cached', 'kept.py');
    await rm(join(repository.root, 'lib'), { recursive: true });
    await repository.write('lib', 'a file where a folder was');
    await repository.write('run.sh', '#!/bin/sh\n');
    await chmod(join(repository.root, 'run.sh'), 0o755);
    await symlink('../elsewhere', join(repository.root, 'link'));
    await repository.write('conf/local.env', 'API_KEY=Zk4f9Qm2xR7tLw8sVb3n');
    await repository.write('-- a "b"\n\u00e9\\.py', 'odd name');
    const { code, warnings } = await captureCode(context, { level: 2, redactor: someRedactor() });
    const { 'train.py': script, ...kept } = (await keptOf(context, code.changes)) ?? {};
    t.match(script, /^file print\('redacted:[^']+'\)\nprint\('redacted:[^']+'\)\n$/);
    t.strictSame(kept, {
      '-- a "b"\n\u00e9\\.py': 'file odd name',
      '.gitignore': 'file *.log\n',
      lib: 'file a file where a folder was',
      'kept.py': 'file kept',
      link: 'symlink ../elsewhere',
      'run.sh': 'executable #!/bin/sh\n',
    });
    t.strictSame(code.changes?.deleted, ['lib/old.py']);
    t.strictSame(code.changes?.withheld, ['conf/local.env']);
    t.match(warnings, [{ code: 'secret.redacted', message: /'conf\/local.env'/, hint: /--allow conf\/local.env/ }]);
    t.equal(code.changes?.files, 7);
  });
}

void test('before the first commit all files are changes', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  await repository.write('train.py', 'print(1)\n');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.notOk('commit' in code);
  t.equal(code.branch, 'main');
  t.strictSame(Object.keys((await keptOf(context, code.changes)) ?? {}), [
    '.pixelis/.gitignore',
    '.pixelis/config.yaml',
    'train.py',
  ]);
});

void test('a linked worktree has a commit and changes of its own', async (t) => {
  const { repository } = await makeCommitted(t);
  const folder = `${repository.root}-linked`;
  await repository.git('worktree', 'add', '--quiet', '-b', 'side', folder);
  const linked = gitRepositoryAt(folder, repository.environment);
  await linked.write('side.py', 'side');
  await repository.write('main.py', 'main');
  const { context } = await openOperationContext(t, linked, { folder: 'lib' });
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.equal(code.branch, 'side');
  t.strictSame(await keptOf(context, code.changes), { 'side.py': 'file side' });
});

void test('a large file is an object of its own, as large as it is', async (t) => {
  const { repository, context } = await makeCommitted(t);
  await writeFile(join(repository.root, 'dump.bin'), 'start');
  await truncate(join(repository.root, 'dump.bin'), 101 * 1024 * 1024);
  const { code, warnings } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.equal(code.changes?.size, 101 * 1024 * 1024);
  t.match(warnings, [{ path: 'dump.bin', message: /^101 MiB of changed/, hint: /pixelis add dump.bin/ }]);
  const cache = await context.cache();
  const [entry] = await readTreeEntries(cache, code.changes?.digest as CodeChanges['digest'], {});
  t.match(entry, { path: 'files/dump.bin', size: 101 * 1024 * 1024 });
  const { stdout } = await promisify(execFile)('find', [await cache.temporaryFolder(), '-mindepth', '1']);
  t.equal(stdout, '', 'no temporary file is left');
});

void test('a file that something keeps writing to is kept as it was read, with a warning', async (t) => {
  const { repository, context } = await makeCommitted(t);
  const file = join(repository.root, 'out.txt');
  await writeFile(file, 'x'.repeat(1024 * 1024));
  const writing = setInterval(() => void appendFile(file, 'y'.repeat(1024)), 1);
  t.teardown(() => clearInterval(writing));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const slow: CodeRedactor = {
    ...someRedactor(),
    async *content(source) {
      for await (const chunk of source) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        yield chunk;
      }
    },
  };
  const { code, warnings } = await captureCode(context, { level: 2, redactor: slow });
  clearInterval(writing);
  t.match(warnings, [{ code: 'worktree.changed-meanwhile', path: 'out.txt' }]);
  t.equal(code.changes?.files, 1);
});

void test('a file whose name cannot be kept is left out with a warning', async (t) => {
  const { repository, context } = await makeCommitted(t);
  await mkdir(join(repository.root, 'sub/.pixelis'), { recursive: true });
  await repository.write('sub/.pixelis/config.yaml', 'a repository in a folder');
  await writeFile(Buffer.concat([Buffer.from(`${repository.root}/latin-`), Buffer.of(0xe9)]), 'a name in Latin-1');
  const { code, warnings } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.strictSame(
    warnings.map((warning) => `${warning.code} ${warning.path}`),
    ['path.invalid latin-\ufffd', 'path.invalid sub/.pixelis/config.yaml'],
  );
  t.equal(code.changes?.files, 0);
});

void test('aborting ends it, and leaves nothing behind', async (t) => {
  const { repository, context } = await makeCommitted(t);
  const file = await open(join(repository.root, 'dump.bin'), 'w');
  await file.truncate(64 * 1024 * 1024);
  await file.close();
  const stop = new AbortController();
  const aborting: CodeRedactor = {
    ...someRedactor(),
    async *content(source) {
      for await (const chunk of source) {
        yield chunk;
        stop.abort();
      }
    },
  };
  await t.rejects(captureCode(context, { level: 2, redactor: aborting }, { signal: stop.signal }), {
    code: 'interrupted',
  });
  const { stdout } = await promisify(execFile)('find', [
    await (await context.cache()).temporaryFolder(),
    '-mindepth',
    '1',
  ]);
  t.equal(stdout, '');
});
