import { statSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { makeRepository, type TestRepository } from '../support/repository.js';

const big = (text: string): string => text.repeat(1_600_000);

/** A repository with a folder and a file, each with something large, placed anew by the first of `modes` that works. */
async function linkedRepository(t: Test, modes: readonly string[], cache?: string): Promise<TestRepository> {
  const repository = await makeRepository(t);
  if (cache !== undefined) await repository.done('config', 'set', 'cache.dir', cache);
  await repository.done('config', 'set', 'worktree.link', JSON.stringify(modes));
  await repository.write('data/big.bin', big('1'));
  await repository.write('data/small.txt', 'small');
  await repository.write('model.bin', big('m'));
  await repository.addAndCommit('first', 'data', 'model.bin');
  await rm(repository.at('data'), { recursive: true });
  await rm(repository.at('model.bin'));
  await repository.done('checkout');
  return repository;
}

const isLink = async (repository: TestRepository, name: string): Promise<boolean> =>
  (await lstat(repository.at(name))).isSymbolicLink();

const worktreeStates = async (repository: TestRepository) => {
  const { paths } = await repository.done('status');
  return Object.fromEntries(paths.map(({ path, worktree }) => [path, worktree]));
};

void test('with symlinks, large files are links to read-only objects, and nothing counts as changed', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  const object = await readlink(repository.at('data/big.bin'));
  t.match(object, new RegExp(`^${repository.at('.git/pixelis/cache/objects')}/[0-9a-f]{2}/[0-9a-f]{62}$`, 'u'));
  t.equal((await stat(object)).mode & 0o777, 0o444);
  t.ok(await isLink(repository, 'model.bin'));
  t.notOk(await isLink(repository, 'data/small.txt'), 'what is small lies in a pack, and is copied');
  t.equal(await readFile(repository.at('data/big.bin'), 'latin1'), big('1'));

  t.match(await repository.done('status'), { clean: true, untracked: [] });
  t.match(await repository.done('diff'), { paths: [] });
  t.match((await repository.done('add', 'data', 'model.bin')).paths, [{ state: 'unchanged' }, { state: 'unchanged' }]);
  t.equal(await repository.git('status', '--porcelain'), '');
  t.match((await repository.done('checkout')).paths, [{ state: 'unchanged' }, { state: 'unchanged' }]);
});

void test('with symlinks, a real file in the place of a link is a change, and versions replace each other', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  const objects = await Promise.all(['data/big.bin', 'model.bin'].map((name) => readlink(repository.at(name))));
  for (const name of ['data/big.bin', 'model.bin']) {
    await rm(repository.at(name));
    await repository.write(name, big('2'));
  }
  t.strictSame(await worktreeStates(repository), { data: 'modified', 'model.bin': 'modified' });
  await repository.addAndCommit('second', 'data', 'model.bin');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  await repository.done('checkout');
  t.strictSame(await Promise.all(['data/big.bin', 'model.bin'].map((name) => readlink(repository.at(name)))), objects);
  await repository.git('checkout', '--quiet', '-');
  await repository.done('checkout');
  t.equal(await readFile(repository.at('model.bin'), 'latin1'), big('2'));
  t.equal(await readFile(objects[1] as string, 'latin1'), big('m'), 'the object of the first version is as it was');
  t.match(await repository.done('status'), { clean: true });
});

void test('with symlinks, what is added beside a link leaves it a file of the version', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  await repository.write('data/new.txt', 'new');
  t.match((await repository.done('add', 'data/new.txt')).paths, [{ state: 'updated', files: 3, newObjects: 1 }]);
  await repository.write('data/other.txt', 'other');
  await repository.done('add', 'data');
  const { entries } = await repository.done('show', 'dataset-data:v3', '--files');
  t.match(
    (entries as readonly unknown[] | undefined)?.[0],
    { path: 'big.bin', kind: 'file', size: 1_600_000 },
    'a file, not a link',
  );
  t.ok(await isLink(repository, 'data/big.bin'));
});

void test('with symlinks, a folder that was moved is added, and stored no second time; one with a damaged object is not', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  await rename(repository.at('data'), repository.at('moved'));
  t.match((await repository.done('add', 'moved', '--name', 'dataset-moved')).paths, [
    { state: 'added', newObjects: 0 },
  ]);
  await rename(repository.at('moved'), repository.at('again'));
  const object = await readlink(repository.at('again/big.bin'));
  await rm(object);
  await writeFile(object, big('x'));
  const { code, result } = await repository.json('add', 'again', '--name', 'dataset-again');
  t.equal(code, 4);
  t.equal(result.error.code, 'object.corrupt');
});

void test('with symlinks, an object that is gone shows, is never added, and comes back by a pull', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  await repository.done('push');
  for (const name of ['data/big.bin', 'model.bin']) await rm(await readlink(repository.at(name)));
  t.strictSame(await worktreeStates(repository), { data: 'modified', 'model.bin': 'modified' });
  t.match(await repository.done('diff'), { paths: [{ path: 'data' }, { path: 'model.bin' }] });
  for (const path of ['data', 'model.bin', 'data/big.bin']) {
    const { result } = await repository.json('add', path);
    t.match(result.error, { code: 'object.missing', hint: /pixelis checkout/ }, `add ${path}`);
  }
  t.match((await repository.json('checkout')).result.problems, [
    { code: 'object.missing' },
    { code: 'object.missing' },
  ]);
  await repository.done('pull');
  t.match(await repository.done('status'), { clean: true });
  t.equal(await readFile(repository.at('model.bin'), 'latin1'), big('m'));
});

void test('with symlinks, a link into another repository\u2019s cache is a change that is never added, and a checkout puts it right', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('config', 'set', 'worktree.link', '["symlink"]');
  await clone.done('pull');
  await rm(clone.at('model.bin'));
  await symlink(await readlink(repository.at('model.bin')), clone.at('model.bin'));
  t.match(await worktreeStates(clone), { 'model.bin': 'modified' });
  t.match((await clone.json('add', 'model.bin')).result.error, { code: 'object.missing' });
  await clone.done('checkout');
  t.ok((await readlink(clone.at('model.bin'))).startsWith(clone.at('.git')));
  t.match(await clone.done('status'), { clean: true });
});

void test('a link to anything else is refused as a tracked path', async (t) => {
  const repository = await linkedRepository(t, ['symlink']);
  await symlink(await readlink(repository.at('model.bin')), repository.at('other.bin'));
  t.match((await repository.json('add', 'other.bin')).result.error, { code: 'path.is-symlink' });
  await rm(repository.at('model.bin'));
  await symlink('data/small.txt', repository.at('model.bin'));
  t.match((await repository.json('add', 'model.bin')).result.error, { code: 'path.is-symlink' });
});

void test('what is got elsewhere is a copy, whatever the link mode', async (t) => {
  const repository = await linkedRepository(t, ['symlink', 'hardlink']);
  await repository.done('get', 'data', '-o', 'out');
  t.match(await lstat(repository.at('out/big.bin')), { nlink: 1, size: 1_600_000 });
});

void test('with hard links, large files are the cache\u2019s own, read-only, and nothing counts as changed', async (t) => {
  const repository = await linkedRepository(t, ['hardlink', 'copy']);
  const placed = await lstat(repository.at('data/big.bin'));
  t.match({ nlink: placed.nlink, mode: placed.mode & 0o777 }, { nlink: 2, mode: 0o444 });
  t.equal((await lstat(repository.at('data/small.txt'))).mode & 0o200, 0o200);
  t.match(await repository.done('status'), { clean: true });
  t.match((await repository.done('add', 'data', 'model.bin')).paths, [{ state: 'unchanged' }, { state: 'unchanged' }]);
  await rm(repository.at('model.bin'));
  await repository.write('model.bin', big('2'));
  t.strictSame(await worktreeStates(repository), { data: 'unchanged', 'model.bin': 'modified' });
  await repository.addAndCommit('second', 'model.bin');
  await repository.done('checkout', 'model.bin');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  await repository.done('checkout');
  t.equal(await readFile(repository.at('model.bin'), 'latin1'), big('m'));
  t.equal((await lstat(repository.at('model.bin'))).nlink, 2);
});

const otherDisk = '/dev/shm';
const isOther = (statSync(otherDisk, { throwIfNoEntry: false }) ?? statSync(tmpdir())).dev !== statSync(tmpdir()).dev;
const onTwoDisks = { skip: isOther ? false : 'there is no other file system here' };

void test('a cache on another file system is linked to by symlinks; other modes copy', onTwoDisks, async (t) => {
  const elsewhere = await mkdtemp(join(otherDisk, 'pixelis-link-modes-'));
  t.teardown(() => rm(elsewhere, { recursive: true, force: true }));
  const linked = await linkedRepository(t, ['symlink'], join(elsewhere, 'cache'));
  t.ok((await readlink(linked.at('data/big.bin'))).startsWith(join(elsewhere, 'cache', 'objects')));
  t.match(await linked.done('status'), { clean: true });
  const copied = await linkedRepository(t, ['hardlink', 'reflink'], join(elsewhere, 'cache'));
  t.match(await lstat(copied.at('data/big.bin')), { nlink: 1, size: 1_600_000 });
  t.match(await copied.done('status'), { clean: true });
  t.strictSame((await readdir(elsewhere)).sort(), ['cache'], 'nothing else is left there');
});
