import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import { test } from 'tap';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

/** Everything that a folder may hold and another tool may lose. */
async function fill(repository: TestRepository, folder: string): Promise<void> {
  const names = [
    'line\nbreak',
    '"quotes" and \'more\'',
    '-rf',
    'trailing space ',
    '🐧.txt',
    'caf\u00e9',
    'cafe\u0301',
    '\\back\\slash',
    '*?[glob]',
    '%2F',
    ' leading',
    '~',
    '$HOME',
    'CON',
    'a:b',
    '#hash',
    '!bang',
    'x'.repeat(255),
  ];
  for (const name of names) await repository.write(`${folder}/odd/${name}`, `bytes of ${name}`);
  await repository.write(`${folder}/${'deep/'.repeat(60)}end`, 'deep');
  await repository.write(`${folder}/empty-file`, '');
  await repository.write(
    `${folder}/bytes.bin`,
    Uint8Array.from({ length: 256 }, (_, index) => index),
  );
  await repository.write(`${folder}/run.sh`, '#!/bin/sh\n');
  await chmod(repository.at(`${folder}/run.sh`), 0o755);
  await repository.write(`${folder}/large.bin`, new Uint8Array(3 << 20).fill(7));
  await mkdir(repository.at(`${folder}/empty/in/empty`), { recursive: true });
  await symlink('nowhere', repository.at(`${folder}/dangling`));
  await symlink('/etc/hostname', repository.at(`${folder}/absolute`));
  await symlink('odd', repository.at(`${folder}/to-a-folder`));
  await symlink('../../outside', repository.at(`${folder}/upwards`));
}

void test('a folder comes back in a clone as it was: modes, links, empty folders, odd names', async (t) => {
  const repository = await makeRepository(t);
  await fill(repository, 'data');
  const before = await contentsOf(repository.at('data'));
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull');
  t.strictSame(await contentsOf(clone.at('data')), before);
  t.match(await clone.done('status'), { clean: true, paths: [{ worktree: 'unchanged', cache: 'complete' }] });
});

void test('what was removed comes back from the cache by checkout', async (t) => {
  const repository = await makeRepository(t);
  await fill(repository, 'data');
  const before = await contentsOf(repository.at('data'));
  await repository.addAndCommit('data', 'data');
  await rm(repository.at('data'), { recursive: true });
  await repository.done('checkout');
  t.strictSame(await contentsOf(repository.at('data')), before);
});

void test('an empty folder and an empty file can be put under version', async (t) => {
  const repository = await makeRepository(t);
  await mkdir(repository.at('nothing'));
  await repository.write('none.bin', '');
  await repository.addAndCommit('nothing', 'nothing', 'none.bin');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull');
  const { nothing, 'none.bin': none } = await contentsOf(clone.root);
  t.strictSame([nothing, none], ['folder', '644 ']);
});

void test('an executable bit that was set is still a change after status has told of it', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('bin/a', '1');
  await repository.write('bin/b', '2');
  await repository.addAndCommit('first', 'bin');
  await chmod(repository.at('bin/a'), 0o755);
  for (const time of ['once', 'again']) {
    t.match(await repository.done('status', 'bin'), { paths: [{ changes: { modified: 1 } }] }, time);
  }
  t.match(await repository.done('add', 'bin'), { paths: [{ version: 2, changes: { modified: 1 } }] });
});

void test('a tracked file keeps its executable bit, and setting it is a new version', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('tool', '#!/bin/sh\n');
  await repository.addAndCommit('plain', 'tool');
  await chmod(repository.at('tool'), 0o755);
  const { paths } = await repository.done('add', 'tool');
  t.match(paths[0], { state: 'updated' });
  await repository.commit('executable');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull');
  t.match((await contentsOf(clone.root))['tool'], /^755 /);
  await clone.git('checkout', '--quiet', 'HEAD~1');
  await clone.done('checkout');
  t.match((await contentsOf(clone.root))['tool'], /^644 /);
});

void test('names with odd characters can be tracked paths themselves', async (t) => {
  const repository = await makeRepository(t);
  const names = ['-rf', 'with space ', '"q"', '🐧', '#x', '!y', 'a*b', 'café', 'cafe\u0301'];
  for (const [index, name] of names.entries()) {
    await repository.write(`${name}/file`, name);
    await repository.done('add', '--name', `dataset-odd${index}`, '--', name);
  }
  const before = await contentsOf(repository.root);
  t.equal(await repository.git('status', '--porcelain', '--untracked-files=all', '-z', '--', '*/file'), '');
  await repository.commit('odd');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull');
  t.strictSame(await contentsOf(clone.root), before);
});
