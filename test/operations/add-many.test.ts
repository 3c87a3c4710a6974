import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import type { Digest } from '#model/digest.js';
import { add } from '#operations/add.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { smallFilesBelow } from '#records/small-file.js';
import { openLocalStore } from '#store/local-store.js';
import { everyCall } from '../support/file-calls.js';
import { makeFolder } from '../support/git-repository.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';

/** The fixture over a disk that notes its calls. */
async function countingContext(t: Test) {
  const fixture = await makeOperationContext(t);
  const { repository, context } = fixture;
  const calls: string[] = [];
  const files = everyCall((name, path) => void calls.push(`${name} ${path.slice(repository.root.length + 1)}`));
  const bucket = folderBucket(join(repository.root, '.git/pixelis/cache'), { files, create: true });
  const cache = await openLocalStore(bucket, { label: 'the cache' });
  t.teardown(() => cache.close());
  const temporaryFolder = join(repository.root, '.git/pixelis/tmp');
  const counting: RepositoryContext = Object.create(context, {
    cache: { value: async () => cache },
    files: { value: smallFilesBelow(repository.root, { temporaryFolder, calls: files }) },
  });
  /** Adds files `<folder>/0` to `<folder>/<count - 1>`. @returns how often something was flushed, and a folder of the cache listed */
  const addMany = async (folder: string, count: number) => {
    calls.length = 0;
    const paths = Array.from({ length: count }, (_, index) => `${folder}/${index}`);
    const { problems } = await add(counting, paths, {});
    t.strictSame(problems, []);
    const countOf = (name: string, within = '') => calls.filter((call) => call.startsWith(`${name} ${within}`)).length;
    return { flushes: countOf('sync'), lists: countOf('readdir', '.git/pixelis/cache/packs') };
  };
  return { ...fixture, addMany };
}

async function writeMany({ repository }: OperationFixture, folder: string, count: number, text: string): Promise<void> {
  for (let index = 0; index < count; index++)
    await repository.write(`${folder}/${index}`, `${folder} ${index} ${text}\n`);
}

void test('another path costs three flushes (record, its folder, pointer) and no look at the packs; an unchanged one nothing', async (t) => {
  const fixture = await countingContext(t);
  const { addMany } = fixture;
  for (const folder of ['first', 'few', 'many']) await writeMany(fixture, folder, 60, 'new');
  await addMany('first', 1);
  for (const [state, flushesPerPath] of [
    ['new', 3],
    ['changed', 3],
    ['unchanged', 0],
  ] as const) {
    if (state === 'changed') for (const folder of ['few', 'many']) await writeMany(fixture, folder, 60, state);
    const few = await addMany('few', 10);
    const many = await addMany('many', 60);
    t.ok(few.lists > 0, 'packs are looked at');
    // Each pack that is made is one folder more to list, and perhaps a new folder to flush.
    t.ok(many.lists <= few.lists + 4, `${state}: ${few.lists} and ${many.lists} lists`);
    const perPath = (many.flushes - few.flushes) / 50;
    t.ok(perPath <= flushesPerPath + 0.1, `${state}: ${few.flushes} and ${many.flushes} flushes`);
  }
});

void test('many small folders share a pack for their files and one for their trees', async (t) => {
  const fixture = await makeOperationContext(t);
  const { repository, context, pixelis } = fixture;
  const folders = Array.from({ length: 30 }, (_, index) => `runs/${index}`);
  for (const folder of folders) await writeMany(fixture, folder, 3, 'x');
  const { paths, problems } = await pixelis.add(folders);
  t.strictSame(problems, []);
  const cache = await context.cache();
  t.equal([...cache.catalogue.packs()].length, 2);
  t.strictSame(
    paths.map(({ path, files, newObjects }) => ({ path, files, newObjects })),
    folders.map((path) => ({ path, files: 3, newObjects: 3 })),
  );
  await rm(join(repository.root, 'runs'), { recursive: true });
  await repository.git('checkout', '--', 'runs');
  await pixelis.checkout();
  t.equal(await readFile(join(repository.root, 'runs/29/2'), 'utf8'), 'runs/29 2 x\n');
});

void test('more paths than a group holds are all added, in the order in which they were named', async (t) => {
  const fixture = await makeOperationContext(t);
  const { context, pixelis } = fixture;
  await writeMany(fixture, 'data', 300, 'x');
  const names = Array.from({ length: 300 }, (_, index) => `data/${299 - index}`);
  const { paths } = await pixelis.add(names);
  t.strictSame(
    paths.map(({ path, state }) => `${path} ${state}`),
    names.map((name) => `${name} added`),
  );
  const cache = await context.cache();
  t.equal((await cache.missing(paths.map(({ digest }) => digest as Digest))).size, 0);
  t.equal((await pixelis.status()).paths.length, 300);
});

void test('what fails in any step is told of its own path, and the others are recorded', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('known', '1\n');
  await pixelis.add(['known']);
  await repository.write('known', '2\n');
  const names = ['no-record', 'no-gitignore/x', 'good', 'known', 'good-as-well'];
  for (const name of names) await repository.write(name, `${name}\n`);
  const foreseen = (await pixelis.add(names, { dryRun: true })).paths;
  // A record would be written through a link, and a folder has the name of a gitignore file.
  await mkdir(join(repository.root, '.pixelis/artifacts'), { recursive: true });
  await symlink(await makeFolder(t), join(repository.root, dirname(foreseen[0]?.record ?? '')));
  await mkdir(join(repository.root, 'no-gitignore/.gitignore'));
  const { paths, problems } = await pixelis.add(names);
  t.match(problems, [
    { path: 'no-record', code: 'worktree.unsafe-path' },
    { path: 'no-gitignore/x', code: 'file.invalid' },
  ]);
  t.strictSame(
    paths.map(({ path, version, state }) => `${path} v${version} ${state}`),
    ['good v1 added', 'known v2 updated', 'good-as-well v1 added'],
  );
  await rm(join(repository.root, dirname(foreseen[0]?.record ?? '')));
  await rm(join(repository.root, 'no-gitignore/.gitignore'), { recursive: true });
  const again = await pixelis.add(names);
  t.strictSame(again.problems, []);
  t.strictSame(
    again.paths.map(({ artifact, version }) => [artifact, version]),
    foreseen.map(({ artifact, version }) => [artifact, version]),
  );
});

void test('of one artifact at two paths, the second version comes after the first', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('one', '1\n');
  await pixelis.add(['one'], { name: 'dataset-both' });
  await repository.write('two', '2\n');
  await pixelis.add(['two'], { name: 'dataset-both' });
  await repository.write('one', '3\n');
  await repository.write('two', '4\n');
  const numbersOf = async () => (await pixelis.add(['one', 'two'])).paths.map(({ version, state }) => [version, state]);
  t.strictSame(await numbersOf(), [
    [3, 'updated'],
    [4, 'updated'],
  ]);
  await repository.write('one', '5\n');
  await repository.write('two', '5\n');
  t.strictSame(await numbersOf(), [
    [5, 'updated'],
    [5, 'existing-version'],
  ]);
});

void test('equal files at many paths are stored once, and counted for the first', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  for (const name of ['a', 'b', 'c']) await repository.write(name, 'same\n');
  await chmod(join(repository.root, 'c'), 0o755);
  const { paths } = await pixelis.add(['a', 'b', 'c']);
  t.strictSame(
    paths.map(({ newObjects, newBytes }) => [newObjects, newBytes]),
    [
      [1, 5],
      [0, 0],
      [0, 0],
    ],
  );
});

void test('what is refused by its tombstone leaves the others of the command alone', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('secret', 'password\n');
  await pixelis.add(['secret']);
  await repository.commit('Add a secret');
  await pixelis.purge(['secret'], { apply: true, reason: 'leaked' });
  await writeFile(join(repository.root, 'again'), 'password\n');
  await writeFile(join(repository.root, 'other'), 'harmless\n');
  const { paths, problems } = await pixelis.add(['again', 'other']);
  t.match(problems, [{ path: 'again', code: 'object.purged' }]);
  t.match(paths, [{ path: 'other', state: 'added' }]);
});

void test('a cancel between groups leaves what is done, and run again everything is added', async (t) => {
  const fixture = await makeOperationContext(t);
  const { pixelis, repository } = fixture;
  await writeMany(fixture, 'data', 300, 'x');
  const names = Array.from({ length: 300 }, (_, index) => `data/${index}`);
  const controller = new AbortController();
  let hashed = 0;
  const onProgress = () => {
    hashed += 1;
    if (hashed === 2) controller.abort();
  };
  await t.rejects(pixelis.add(names, { signal: controller.signal, onProgress }), { code: 'interrupted' });
  const before = (await pixelis.status()).paths.length;
  t.ok(before < 300, `${before} were added`);
  const { paths, problems } = await pixelis.add(names);
  t.strictSame(problems, []);
  t.equal(new Set(paths.map(({ artifact, version }) => `${artifact} ${version}`)).size, 300);
  t.ok(paths.every(({ version }) => version === 1));
  t.equal((await repository.git('ls-files', 'data')).trim().split('\n').length, 301);
});

void test('a path behind a link is refused before anything is written', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('real/x', 'x\n');
  await repository.write('a', 'a\n');
  await symlink('real', join(repository.root, 'linked'));
  await t.rejects(pixelis.add(['a', 'linked/x']), { code: 'path.is-symlink' });
  t.equal((await pixelis.status()).paths.length, 0);
});
