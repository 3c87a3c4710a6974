import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { gitRepositoryAt } from '../support/git-repository.js';
import { contentsOf, makeRepository, type TestRepository, testRepository } from '../support/repository.js';

async function makePushed(t: Test): Promise<TestRepository> {
  const repository = await makeRepository(t);
  await repository.write('code/data/a', '1');
  await repository.write('model.bin', 'm');
  await repository.addAndCommit('first', 'code/data', 'model.bin');
  await repository.done('push');
  return repository;
}

void test('from a subfolder, paths are those of the subfolder', async (t) => {
  const repository = await makePushed(t);
  await repository.write('code/data/b', '2');
  const added = await repository.pixelis(['add', 'data'], 'code');
  t.equal(added.code, 0, added.stderr);
  t.match(await repository.pixelis(['status', '../model.bin'], 'code'), { code: 0, stdout: /1 tracked path/ });
  await rm(repository.at('code/data'), { recursive: true });
  t.equal((await repository.pixelis(['checkout', 'data/b'], 'code')).code, 0);
  t.strictSame(await contentsOf(repository.at('code/data')), { b: '644 2' });
  t.equal((await repository.pixelis(['checkout'], 'code')).code, 0);
  t.equal((await repository.pixelis(['push', 'data'], 'code')).code, 0);
  t.match(await repository.pixelis(['add', 'code/data'], 'code'), { code: 1, stderr: /does not exist/ });
});

void test('-C works as if started there', async (t) => {
  const repository = await makePushed(t);
  const elsewhere = path.dirname(repository.root);
  const { code, stdout } = await repository.spawn(['-C', 'repository/code', 'status', 'data', '--json'], {
    cwd: elsewhere,
  });
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { paths: [{ path: 'code/data' }], clean: true });
  t.match(await repository.spawn(['-C', 'nowhere', 'status'], { cwd: elsewhere }), {
    code: 1,
    stderr: /does not exist/,
  });
});

void test('a path that leads through a link into the repository is a path of the repository', async (t) => {
  const repository = await makePushed(t);
  const link = path.join(path.dirname(repository.root), 'link');
  await symlink(repository.root, link);
  t.match(await repository.done('status', path.join(link, 'code/data')), { paths: [{ path: 'code/data' }] });
  await repository.write('more', '1');
  t.match(await repository.done('add', path.join(link, 'more')), { paths: [{ path: 'more' }] });
  const { code } = await repository.spawn(['add', 'more'], { cwd: link });
  t.equal(code, 0);
});

void test('a linked worktree shares the cache and has an index of its own', async (t) => {
  const repository = await makePushed(t);
  await rm(repository.remote, { recursive: true });
  await repository.git('worktree', 'add', '--quiet', '-b', 'side', '../linked');
  const linked = testRepository(
    gitRepositoryAt(path.join(path.dirname(repository.root), 'linked'), repository.environment),
    repository.remote,
  );
  await linked.done('checkout');
  t.equal(await readFile(linked.at('code/data/a'), 'utf8'), '1');
  await linked.write('code/data/a', 'changed');
  await linked.addAndCommit('side', 'code/data');
  t.match(await repository.done('status'), { clean: true });
  await repository.git('merge', '--quiet', 'side');
  await repository.done('checkout');
  t.equal(await readFile(repository.at('code/data/a'), 'utf8'), 'changed');
});

void test('GIT_DIR and GIT_WORK_TREE say where the repository is', async (t) => {
  const repository = await makePushed(t);
  const elsewhere = path.join(path.dirname(repository.root), 'elsewhere');
  await mkdir(elsewhere);
  const env = { GIT_DIR: repository.at('.git'), GIT_WORK_TREE: repository.root };
  await rm(repository.at('model.bin'));
  t.equal((await repository.spawn(['checkout'], { cwd: elsewhere, env })).code, 0);
  t.equal(await readFile(repository.at('model.bin'), 'utf8'), 'm');
  const { stdout } = await repository.spawn(['status', '--json'], { env: { GIT_DIR: '.git' } });
  t.match(JSON.parse(stdout), { clean: true });
});

void test('a fresh clone says what to do before anything is pulled', async (t) => {
  const repository = await makePushed(t);
  const clone = await repository.clone();
  t.match(await clone.done('status'), { paths: [{ worktree: 'absent', cache: 'absent' }, {}] });
  t.match((await clone.pixelis(['status'])).stdout, /pixelis pull/);
  t.match(await clone.pixelis(['checkout']), { code: 3, stderr: /pixelis pull/ });
  await clone.done('pull');
  t.match(await clone.done('status'), { clean: true });
});

void test('a shallow clone pulls, resolves old versions and pushes new ones', async (t) => {
  const repository = await makePushed(t);
  await repository.write('model.bin', 'm2');
  await repository.addAndCommit('second', 'model.bin');
  await repository.done('push');
  const shallow = await repository.clone('shallow', '--depth=1', '--no-local');
  await shallow.done('pull');
  t.equal(await readFile(shallow.at('model.bin'), 'utf8'), 'm2');
  await shallow.done('fetch', 'model-model:v1');
  await shallow.done('checkout', 'model-model:v1');
  t.equal(await readFile(shallow.at('model.bin'), 'utf8'), 'm');
  await shallow.write('model.bin', 'm3');
  t.match(await shallow.done('add', 'model.bin'), { paths: [{ version: 3 }] });
  await shallow.done('push');
});

void test('a submodule is a repository of its own', async (t) => {
  const repository = await makePushed(t);
  const outer = await makeRepository(t);
  await outer.git('submodule', '--quiet', 'add', repository.root, 'inner');
  await outer.commit('with a submodule');
  const inner = testRepository(gitRepositoryAt(outer.at('inner'), outer.environment), repository.remote);
  await inner.done('pull');
  t.equal(await readFile(inner.at('model.bin'), 'utf8'), 'm');
  t.match(await inner.done('status'), { clean: true });
  t.match(await outer.done('status'), { paths: [] });
  t.match(await outer.json('add', 'inner'), { code: 1, result: { error: { code: 'path.tracked-by-git' } } });
});

void test('without the git executable, a plain repository still works', async (t) => {
  const repository = await makePushed(t);
  const env = { PATH: path.dirname(repository.remote) };
  await repository.write('model.bin', 'm2');
  const commands = [
    ['add', 'model.bin'],
    ['status'],
    ['push'],
    ['log'],
    ['list'],
    ['checkout', 'model-model:v1'],
    ['pull'],
  ];
  for (const args of commands) {
    const { code, stderr } = await repository.spawn(args, { env });
    t.equal(code, 0, `${args.join(' ')}: ${stderr}`);
  }
  t.equal(await readFile(repository.at('model.bin'), 'utf8'), 'm');
});
