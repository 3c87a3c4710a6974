import { readFile, rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { everythingOf, makeRepository, type TestRepository } from '../support/repository.js';

async function makePushed(t: Test): Promise<TestRepository> {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.addAndCommit('first', 'data');
  await repository.done('push');
  await repository.write('data/a', '2');
  await repository.addAndCommit('second', 'data');
  return repository;
}

void test('offline, push and fetch end with 12 and say why; everything else works', async (t) => {
  const repository = await makePushed(t);
  const before = await everythingOf(repository);
  for (const command of ['push', 'fetch']) {
    const { code, result } = await repository.json('--offline', command);
    t.strictSame([code, result.error?.code], [12, 'offline.forbidden'], command);
    t.match((await repository.pixelis(['--offline', command])).stderr, /offline/);
  }
  t.strictSame(await everythingOf(repository), before);
  for (const args of [
    ['status'],
    ['list'],
    ['log'],
    ['show', 'dataset-data'],
    ['checkout', 'dataset-data:v1'],
    ['pull'],
  ])
    t.equal((await repository.json('--offline', ...args)).code, 0, args.join(' '));
  await repository.write('data/a', '3');
  await repository.done('--offline', 'add', 'data');
});

void test('PIXELIS_OFFLINE_MODE=true forbids the network as --offline does', async (t) => {
  const repository = await makePushed(t);
  const env = { PIXELIS_OFFLINE_MODE: 'true' };
  t.match(await repository.spawn(['push'], { env }), { code: 12, stderr: /offline/ });
  t.match(await repository.spawn(['status'], { env }), { code: 0 });
});

void test('offline, pull places what the cache has and names what it lacks', async (t) => {
  const repository = await makePushed(t);
  await rm(repository.at('data'), { recursive: true });
  await repository.done('--offline', 'pull');
  t.equal(await readFile(repository.at('data/a'), 'utf8'), '2');
  const clone = await repository.clone();
  t.match(await clone.json('--offline', 'pull'), { code: 3, result: { problems: [{ code: 'object.missing' }] } });
});

void test('without a network, status lists what waits to be pushed, by what this clone saw on the remote', async (t) => {
  const repository = await makePushed(t);
  const waiting = async (of: TestRepository, ...args: readonly string[]) =>
    (
      (await of.done(...args, 'status')) as { readonly unpushed?: readonly { readonly version: number }[] }
    ).unpushed?.map(({ version }) => version);
  t.strictSame(await waiting(repository, '--offline'), [2], 'the first version was pushed, the second was not');
  await repository.done('push');
  t.strictSame(await waiting(repository, '--offline'), []);
  const clone = await repository.clone();
  t.strictSame(await waiting(clone, '--offline'), [2], 'a fresh clone has seen nothing');
  await clone.done('pull');
  t.strictSame(await waiting(clone, '--offline'), [], 'what came from there is there');
});
