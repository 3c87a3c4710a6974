import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { runCli, runCliJson } from '../support/cli.js';
import { type GitRepository, gitRepositoryAt, makeGitRepository } from '../support/git-repository.js';
import { outputErrors } from '../support/output-schemas.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Runs a command in a repository and checks its output against its schema. */
function commands(t: Test, { root, environment }: GitRepository) {
  return async (...args: string[]): Promise<Readonly<Record<string, unknown>> & { readonly code: number }> => {
    const { code, result } = await runCliJson(root, args, { env: environment });
    t.strictSame(outputErrors(result), [], `pixelis ${args.join(' ')}`);
    return { ...(result as object), code };
  };
}

/** A repository with Pixelis, a folder as remote, and two versions of a folder under version, all committed. */
async function makeProject(t: Test): Promise<{ readonly repository: GitRepository; readonly store: string }> {
  const repository = await makeGitRepository(t);
  const store = await temporaryFolder(t);
  const pixelis = commands(t, repository);
  await pixelis('init', '--remote', store);
  await repository.write('data/train/a.csv', 'a\n');
  await repository.write('data/train/sub/b.csv', 'b\n');
  await pixelis('add', 'data/train', '--name', 'dataset-train', '--meta', 'rows=2', '--alias', 'first');
  await repository.commit('Add the data');
  await repository.write('data/train/a.csv', 'changed\n');
  await pixelis('add', 'data/train');
  await repository.commit('Change the data');
  return { repository, store };
}

void test('every output is what its schema says, through a whole day of work', async (t) => {
  const { repository, store } = await makeProject(t);
  const pixelis = commands(t, repository);

  t.match(await pixelis('status'), { code: 0, clean: true, paths: [{ path: 'data/train', version: 2 }] });
  t.match(await pixelis('add', 'data/train'), { code: 0, paths: [{ state: 'unchanged' }] });
  await repository.write('data/train/a.csv', 'changed again\n');
  t.match(await pixelis('status', '--exit-code'), {
    code: 1,
    clean: false,
    paths: [{ worktree: 'modified', changedFiles: [{ path: 'a.csv', change: 'modified' }] }],
  });
  t.match(await pixelis('diff'), { code: 0, clean: false, paths: [{ files: [{ path: 'a.csv' }] }] });
  t.match(await pixelis('checkout'), { code: 3, problems: [{ code: 'worktree.would-overwrite' }] });
  t.match(await pixelis('checkout', '--force'), { code: 0, paths: [{ state: 'updated', placedFiles: 1 }] });
  t.match(await pixelis('diff', 'HEAD~1', 'HEAD'), { code: 0, paths: [{ changes: { modified: 1 } }] });
  t.match(await pixelis('diff', 'dataset-train:v1', 'dataset-train:v2'), { code: 0, clean: false });

  t.match(await pixelis('push', '--dry-run'), { code: 0, dryRun: true });
  t.match(await pixelis('push', '--all'), { code: 0, remotes: [{ remote: 'origin', upToDate: false }] });
  t.match(await pixelis('push'), { code: 0, remotes: [{ upToDate: true, objects: 0 }] });
  t.match(await pixelis('status', '--remote'), { code: 0, remote: 'origin' });
  t.match(await pixelis('fetch'), { code: 0, remotes: [{ upToDate: true }] });

  t.match(await pixelis('list', '--all'), { code: 0, artifacts: [{ artifact: 'dataset-train', versionCount: 2 }] });
  t.match(await pixelis('show', 'dataset-train:first', '--files'), {
    code: 0,
    version: { version: 1, metadata: { rows: 2 } },
    entries: [{ path: 'a.csv' }, { path: 'sub/b.csv' }],
  });
  t.match(await pixelis('log', 'dataset-train'), {
    code: 0,
    entries: [
      { version: 2, changes: { modified: 1 } },
      { version: 1, recorded: { subject: 'Add the data' } },
    ],
  });
  t.match(await pixelis('search', 'metadata.rows > 1'), { code: 0, versions: [{ version: 1 }] });
  t.match(await pixelis('cat', 'dataset-train:v1//a.csv'), { code: 0, encoding: 'utf8', content: 'a\n' });
  const output = path.join(store, 'got');
  t.match(await pixelis('get', 'dataset-train:v1', '-o', output), { code: 0, kind: 'folder', placedFiles: 2 });
  t.equal(await readFile(path.join(output, 'a.csv'), 'utf8'), 'a\n');
});

void test('names, remotes, settings and hooks answer by their schemas too', async (t) => {
  const { repository, store } = await makeProject(t);
  const pixelis = commands(t, repository);
  t.match(await pixelis('alias', 'set', 'dataset-train:v2', 'best'), { code: 0, changed: { after: { version: 2 } } });
  t.match(await pixelis('alias', 'list'), { code: 0 });
  t.match(await pixelis('alias', 'remove', 'dataset-train', 'best'), { code: 0, changed: { before: { version: 2 } } });
  t.match(await pixelis('remote', 'add', 'other', `${store}-other`), { code: 0, changed: 'other' });
  t.match(await pixelis('remote', 'default', 'other'), { code: 0, changed: 'other' });
  t.match(await pixelis('remote', 'list'), { code: 0, remotes: [{}, {}] });
  t.match(await pixelis('remote', 'remove', 'other'), { code: 0 });
  t.match(await pixelis('config', 'set', 'jobs', '3'), { code: 0, changed: { after: 3 } });
  t.match(await pixelis('config', 'get', 'jobs'), { code: 0, settings: [{ value: 3, source: 'repository' }] });
  t.match(await pixelis('config', 'unset', 'jobs'), { code: 0, changed: { before: 3 } });
  t.match(await pixelis('config', 'list'), { code: 0 });
  const { digest } = await pixelis('env', 'capture', '--level', '1', '--', 'sh', '-c', 'true');
  t.match(await pixelis('env', 'show', String(digest)), { code: 0, known: true, environment: { level: 1 } });
  t.match(await pixelis('env', 'check', String(digest)), { code: 0, satisfied: true, differences: [] });
  t.match(await pixelis('env', 'diff', String(digest), '.'), { code: 0, differences: [] });
  await repository.write('tool', 'no script');
  await repository.write('go.sum', 'a');
  const { digest: locked } = await pixelis('env', 'capture', '--level', '1', '--', './tool');
  await repository.write('go.sum', 'b');
  t.match(await pixelis('env', 'check', String(locked)), { code: 1, satisfied: false, problems: [] });
  t.match(await pixelis('hooks', 'status'), { code: 0, hooks: [{ state: 'installed' }, {}, {}] });
  t.match(await pixelis('hooks', 'uninstall'), { code: 0, hooks: [{ state: 'absent' }, {}, {}] });
  t.match(await pixelis('hooks', 'install'), { code: 0, hooks: [{ state: 'installed' }, {}, {}] });
  t.match(await pixelis('completion', 'fish'), { code: 0, shell: 'fish' });
});

void test('a clone pulls what was pushed', async (t) => {
  const { repository } = await makeProject(t);
  await commands(t, repository)('push', '--all');
  const root = path.join(await temporaryFolder(t), 'clone');
  await repository.git('clone', '--quiet', repository.root, root);
  const clone = gitRepositoryAt(root, repository.environment);
  const pixelis = commands(t, clone);
  t.match(await pixelis('status'), { paths: [{ worktree: 'absent', cache: 'absent' }] });
  t.match(await pixelis('pull'), { code: 0, paths: [{ state: 'updated', placedFiles: 2 }] });
  t.equal(await readFile(path.join(root, 'data/train/a.csv'), 'utf8'), 'changed\n');
  await clone.git('checkout', '--quiet', 'HEAD~1');
  t.match(await pixelis('checkout'), { code: 3, problems: [{ code: 'object.missing' }] }, 'v1 was not pulled');
  t.match(await pixelis('pull'), { code: 0 });
  t.equal(await readFile(path.join(root, 'data/train/a.csv'), 'utf8'), 'a\n');
});

void test('errors are one object with the code and the exit code of their kind', async (t) => {
  const { repository } = await makeProject(t);
  const pixelis = commands(t, repository);
  t.match(await pixelis('show', 'dataset-trian'), {
    code: 1,
    error: { code: 'reference.not-found', hint: /dataset-train/ },
  });
  t.match(await pixelis('init'), { code: 1, error: { code: 'repository.exists' } });
  t.match(await pixelis('push', '--remote', 'nowhere'), { code: 2, error: { code: 'remote.not-configured' } });
  t.match(await pixelis('add', 'nothing-here'), { code: 1, error: { code: 'path.not-found' } });
  t.match(await pixelis('stauts'), { code: 2, error: { code: 'usage.unknown-command' } });
  const elsewhere = gitRepositoryAt(await temporaryFolder(t), repository.environment);
  t.match(await commands(t, elsewhere)('status'), { code: 10, error: { kind: 'not-a-repository' } });
});

void test('every command works from a subfolder and with -C', async (t) => {
  const { repository } = await makeProject(t);
  const { root, environment: env } = repository;
  const fromBelow = await runCli(path.join(root, 'data'), ['status', 'train'], { env });
  t.match(fromBelow, { code: 0, stdout: /^branch main: 1 tracked path, all as recorded\n/, stderr: '' });
  const fromAbove = await runCli(path.dirname(root), ['-C', path.join(root, 'data'), 'status', 'train'], { env });
  t.strictSame(fromAbove, fromBelow);
  await writeFile(path.join(root, 'data/new.bin'), 'x');
  const added = await runCli(path.join(root, 'data'), ['add', 'new.bin', '--name', 'dataset-new', '-q'], { env });
  t.strictSame(added, { code: 0, stdout: '', stderr: '' });
});

void test('what nobody tracks is listed as the outermost folder in which nothing is tracked', async (t) => {
  const { repository } = await makeProject(t);
  for (const name of ['node_modules/a/1', 'node_modules/b/c/2', 'data/new/x', 'top.bin'])
    await repository.write(name, '123');
  t.match(await commands(t, repository)('status'), {
    untracked: [
      { path: 'data/new', kind: 'folder', size: 3, files: 1 },
      { path: 'node_modules', kind: 'folder', size: 6, files: 2 },
      { path: 'top.bin', kind: 'file', size: 3 },
    ],
  });
});

void test('artifacts of the repository complete', async (t) => {
  const { repository } = await makeProject(t);
  const { stdout } = await runCli(repository.root, ['complete', '--', 'show', 'data'], { env: repository.environment });
  t.equal(stdout, 'dataset-train\tdataset\ndataset-train:latest\tv2\n:files\n');
});
