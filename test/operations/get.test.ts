import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { cat } from '#operations/cat.js';
import { get } from '#operations/get.js';
import { gitRepositoryAt, makeFolder } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';

async function makeVersions(t: Parameters<typeof makeContextWithRemote>[0]) {
  const fixture = await makeContextWithRemote(t);
  const { repository, pixelis } = fixture;
  await repository.write('data/train/a.txt', 'a');
  await repository.write('data/train/deep/b.txt', 'bb');
  await mkdir(join(repository.root, 'data/train/empty'));
  await symlink('a.txt', join(repository.root, 'data/train/link'));
  await writeFile(join(repository.root, 'data/train/run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await repository.write('m.bin', 'one');
  await pixelis.add(['data/train'], { name: 'dataset-train', type: 'dataset' });
  await pixelis.add(['m.bin'], { name: 'model-m', type: 'model' });
  await repository.commit('first');
  await repository.write('m.bin', 'two');
  await pixelis.add(['m.bin']);
  await pixelis.push([], { all: true });
  const out = await makeFolder(t);
  return { ...fixture, out };
}

async function cloneOf(t: Parameters<typeof makeContextWithRemote>[0], options = {}) {
  const { repository } = await makeVersions(t);
  await repository.commit('second');
  const root = `${await makeFolder(t)}/clone`;
  await repository.git('clone', '-q', repository.root, root);
  return openOperationContext(t, gitRepositoryAt(root, repository.environment), options);
}

void test('an old version is placed outside the repository, and nothing else changes', async (t) => {
  const { context, repository, out } = await makeVersions(t);
  const before = await repository.git('status', '--porcelain');
  const result = await get(context, 'model-m:v1', { output: join(out, 'new/old.bin') });
  t.strictSame(result, {
    pixelis: 1,
    command: 'get',
    dryRun: false,
    artifact: 'model-m',
    version: 1,
    digest: result.digest,
    kind: 'file',
    destination: join(out, 'new/old.bin'),
    size: 3,
    placedFiles: 1,
    fetchedObjects: 0,
    fetchedBytes: 0,
    problems: [],
    warnings: [],
  });
  t.equal(await readFile(join(out, 'new/old.bin'), 'utf8'), 'one');
  t.equal(await repository.git('status', '--porcelain'), before);
});

void test('a folder comes as it was: executable bits, links, empty folders', async (t) => {
  const { context, out } = await makeVersions(t);
  const { placedFiles, kind } = await get(context, 'dataset-train', { output: join(out, 'train') });
  t.strictSame([kind, placedFiles], ['folder', 4]);
  t.equal(await readFile(join(out, 'train/link'), 'utf8'), 'a');
  t.equal((await stat(join(out, 'train/run.sh'))).mode & 0o111, 0o111);
  t.ok((await stat(join(out, 'train/empty'))).isDirectory());
  const again = await get(context, 'dataset-train', { output: join(out, 'train') });
  t.equal(again.placedFiles, 0);
});

void test('a file or a folder inside a version comes by itself', async (t) => {
  const { context, out } = await makeVersions(t);
  await get(context, 'data/train/deep/b.txt', { output: `${out}/` });
  t.equal(await readFile(join(out, 'b.txt'), 'utf8'), 'bb');
  await get(context, 'dataset-train//deep', { output: join(out, 'only') });
  t.equal(await readFile(join(out, 'only/b.txt'), 'utf8'), 'bb');
  await t.rejects(get(context, 'dataset-train//dep', { output: join(out, 'x') }), {
    code: 'reference.not-found',
    hint: 'did you mean: deep',
  });
  await t.rejects(get(context, 'dataset-train//link', { output: join(out, 'x') }), { code: 'path.is-symlink' });
});

void test('other bytes at the destination stay unless forced, also where the cache holds them', async (t) => {
  const { context, out } = await makeVersions(t);
  await writeFile(join(out, 'm.bin'), 'two');
  const refused = { code: 'worktree.would-overwrite' };
  await t.rejects(get(context, 'model-m:v1', { output: join(out, 'm.bin') }), refused);
  await t.rejects(get(context, 'model-m:v1', { output: join(out, 'm.bin'), dryRun: true }), refused);
  t.equal(await readFile(join(out, 'm.bin'), 'utf8'), 'two');
  await get(context, 'model-m:v1', { output: join(out, 'm.bin'), force: true });
  t.equal(await readFile(join(out, 'm.bin'), 'utf8'), 'one');
  await mkdir(join(out, 'train/deep'), { recursive: true });
  await writeFile(join(out, 'train/deep/b.txt'), 'mine');
  await writeFile(join(out, 'train/own.txt'), 'mine');
  await t.rejects(get(context, 'dataset-train', { output: join(out, 'train') }), refused);
  await get(context, 'dataset-train', { output: join(out, 'train'), force: true });
  t.equal(await readFile(join(out, 'train/deep/b.txt'), 'utf8'), 'bb');
  t.equal(await readFile(join(out, 'train/own.txt'), 'utf8'), 'mine');
});

void test('tracked paths, .git and .pixelis are no destination, through a link neither', async (t) => {
  const { context, repository, out } = await makeVersions(t);
  const at = (output: string) => get(context, 'model-m:v1', { output });
  await t.rejects(get(context, 'm.bin@HEAD'), { code: 'path.overlaps' }, 'its own name is tracked here');
  await t.rejects(at('data/train/x'), { code: 'path.overlaps' });
  await t.rejects(get(context, 'dataset-train', { output: 'data' }), { code: 'path.overlaps' });
  await t.rejects(at('.git/x'), { code: 'path.inside-git' });
  await t.rejects(at('.pixelis/x'), { code: 'path.inside-git' });
  await symlink(join(repository.root, '.git'), join(out, 'sly'));
  await t.rejects(at(join(out, 'sly/hooks/x')), { code: 'path.inside-git' });
});

void test('what the cache lacks is fetched, and no more than that', async (t) => {
  const { context } = await cloneOf(t);
  const out = await makeFolder(t);
  const dry = await get(context, 'dataset-train//deep', { output: join(out, 'deep'), dryRun: true });
  t.match(dry, { fetchedObjects: 1, fetchedBytes: 2, placedFiles: 1 });
  const one = await get(context, 'dataset-train//deep', { output: join(out, 'deep') });
  t.equal(one.fetchedObjects, 3, 'the root, its page, and the file');
  t.equal(await readFile(join(out, 'deep/b.txt'), 'utf8'), 'bb');
  const rest = await get(context, 'dataset-train', { output: join(out, 'all') });
  t.equal(rest.fetchedObjects, 3, 'two files, and where the link points');
});

void test('offline, what is not in the cache is missing', async (t) => {
  const { context } = await cloneOf(t, { isOffline: true });
  const out = await makeFolder(t);
  const missing = { code: 'object.missing', message: /offline/ };
  await t.rejects(get(context, 'model-m:v1', { output: join(out, 'x') }), missing);
  await t.rejects(cat(context, 'model-m:v1'), missing);
});

void test('what the remote has lost is named', async (t) => {
  const { context, remoteFolder, out } = await makeVersions(t);
  await rm(join(context.sharedState, 'cache'), { recursive: true });
  await rm(join(remoteFolder, 'packs'), { recursive: true });
  await t.rejects(get(context, 'model-m:v1', { output: join(out, 'x') }), { code: 'object.missing' });
  await t.rejects(cat(context, 'model-m:v1'), { code: 'object.missing' });
});

void test('cat gives the bytes of one file of any version, fetched where they are missing', async (t) => {
  const { context } = await cloneOf(t);
  const read = async (reference: string): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await cat(context, reference)).bytes) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  t.equal(await read('model-m:v1'), 'one');
  t.equal(await read('m.bin'), 'two');
  t.equal(await read('m.bin@HEAD~1'), 'one');
  t.equal(await read('dataset-train//deep/b.txt'), 'bb');
  t.match(await cat(context, 'data/train/a.txt'), {
    version: { artifact: 'dataset-train' },
    subpath: 'a.txt',
    size: 1,
  });
  await t.rejects(cat(context, 'dataset-train'), { code: 'reference.invalid', hint: /dataset-train:v1\/\/a.txt$/ });
  await t.rejects(cat(context, 'dataset-train//link'), { code: 'reference.invalid', message: /link to 'a.txt'/ });
});
