import { readdir, readFile, rm } from 'node:fs/promises';
import { test } from 'tap';
import type { CliRun } from '../support/cli.js';
import { contentsOf, makeRepository, type Outcome } from '../support/repository.js';

const numbers = [0, 1, 2, 3, 4, 5, 6, 7];

function resultOf({ code, stdout, stderr }: CliRun): Outcome {
  if (code !== 0) throw new Error(`ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Outcome;
}

void test('eight adds of different paths at once all succeed, and git has them all', async (t) => {
  const repository = await makeRepository(t);
  for (const number of numbers) await repository.write(`data/part${number}/a`, `${number}`);
  const runs = await Promise.all(numbers.map((number) => repository.spawn(['add', `data/part${number}`, '--json'])));
  t.strictSame(
    runs.map((run) => resultOf(run).paths[0]?.version),
    numbers.map(() => 1),
  );
  await repository.commit('all');
  t.equal(await repository.git('status', '--porcelain', '--untracked-files=all'), '');
  const tracked = await repository.git('ls-files', 'data/*.pixelis.yaml');
  t.equal(tracked.split('\n').length, numbers.length);
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull');
  for (const number of numbers) t.equal(await readFile(clone.at(`data/part${number}/a`), 'utf8'), `${number}`);
});

void test('eight adds to one artifact at once get eight version numbers', async (t) => {
  const repository = await makeRepository(t);
  const runs = await Promise.all(
    numbers.map(async (number) => {
      await repository.write(`shard${number}.bin`, `shard ${number}`);
      return repository.spawn(['add', `shard${number}.bin`, '--name', 'dataset-shards', '--json']);
    }),
  );
  const versions = runs.map((run) => resultOf(run).paths[0]?.version ?? 0);
  t.strictSame(
    versions.sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  t.equal((await readdir(repository.at('.pixelis/artifacts/dataset-shards'))).length, numbers.length);
});

void test('eight adds of one path at once make one version', async (t) => {
  const repository = await makeRepository(t);
  for (const number of numbers) await repository.write(`data/${number}`, `${number}`);
  const runs = await Promise.all(numbers.map(() => repository.spawn(['add', 'data', '--json'])));
  t.strictSame(new Set(runs.map((run) => resultOf(run).paths[0]?.version)), new Set([1]));
  await repository.commit('data');
  t.equal(await repository.git('status', '--porcelain', '--untracked-files=all'), '');
  t.match(await repository.done('status'), { clean: true });
});

void test('push, pull, status, checkout, add and log at once all succeed', async (t) => {
  const repository = await makeRepository(t);
  for (let file = 0; file < 200; file += 1) await repository.write(`data/${file}`, `${file}`.repeat(100));
  await repository.write('more/large', new Uint8Array(4 << 20).fill(1));
  await repository.addAndCommit('data', 'data', 'more');
  await repository.done('push');
  await repository.write('new/a', 'new');
  await rm(repository.at('data/7'));
  const before = await contentsOf(repository.remote);
  const commands = [
    ['push'],
    ['pull'],
    ['status'],
    ['checkout'],
    ['add', 'new'],
    ['log'],
    ['fetch'],
    ['push', '--all'],
  ];
  const runs = await Promise.all(commands.map((args) => repository.spawn([...args, '--json'])));
  for (const [index, run] of runs.entries())
    t.equal(run.code, 0, `${commands[index]?.join(' ')} ${run.stdout}${run.stderr}`);
  t.equal(await readFile(repository.at('data/7'), 'utf8'), '7'.repeat(100));
  await repository.done('push');
  for (const name of Object.keys(before)) t.ok(name in (await contentsOf(repository.remote)), name);
});

void test('two clones that push and pull at once through one remote both end whole', async (t) => {
  const repository = await makeRepository(t);
  const clone = await repository.clone();
  for (const [index, each] of [repository, clone].entries()) {
    for (let file = 0; file < 50; file += 1) await each.write(`data${index}/${file}`, `${index} ${file}`);
    await each.write(`data${index}/same`, new Uint8Array(2 << 20).fill(5));
    await each.addAndCommit('data', `data${index}`);
  }
  const pushes = await Promise.all([repository, clone].map((each) => each.spawn(['push', '--json'])));
  for (const run of pushes) resultOf(run);
  await rm(repository.at('.git/pixelis/cache'), { recursive: true });
  await rm(repository.at('data0'), { recursive: true });
  await repository.done('pull');
  t.equal(await readFile(repository.at('data0/49'), 'utf8'), '0 49');
});

void test('commands of one worktree started in the middle of each other leave the index right', async (t) => {
  const repository = await makeRepository(t);
  for (const number of numbers) await repository.write(`data/${number}`, `${number}`);
  await repository.addAndCommit('data', 'data');
  await repository.write('data/0', 'changed');
  const runs = await Promise.all(
    [['status'], ['add', 'data'], ['status'], ['diff']].map((args) => repository.spawn([...args, '--json'])),
  );
  for (const run of runs) resultOf(run);
  await repository.commit('changed');
  t.match(await repository.done('status'), { clean: true, paths: [{ version: 2, worktree: 'unchanged' }] });
});
