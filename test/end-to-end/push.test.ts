import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import { contentsOf, makeRepository } from '../support/repository.js';

void test('a second push moves nothing and says so', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.addAndCommit('data', 'data');
  const first = await repository.done('push');
  t.match(first.remotes, [{ upToDate: false, missingObjects: 0 }]);
  const stored = await contentsOf(repository.remote);
  const second = await repository.done('push');
  t.match(second.remotes, [{ upToDate: true, objects: 0, missingObjects: 0 }]);
  t.strictSame(await contentsOf(repository.remote), stored);
  t.match((await repository.pixelis(['push'])).stdout, /up to date|nothing to push/i);
});

void test('a push of what neither side has is never exit 0, and pushes the rest', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('kept.bin', 'kept');
  await repository.write('lost.bin', 'lost');
  await repository.done('add', 'kept.bin');
  await repository.addAndCommit('both', 'lost.bin');
  await rm(repository.at('.git/pixelis/cache'), { recursive: true });
  await repository.done('add', 'kept.bin');
  for (let times = 0; times < 2; times += 1) {
    const { code, result } = await repository.json('push');
    t.equal(code, 3);
    t.match(result.remotes, [{ upToDate: false, missingObjects: 1 }]);
    t.match(result.problems, [{ code: 'object.missing', message: /model-lost:v1|dataset-lost:v1/ }]);
  }
  const clone = await repository.clone();
  t.equal((await clone.json('pull')).code, 3);
  t.equal(await readFile(clone.at('kept.bin'), 'utf8'), 'kept');
});

void test('a folder of which a file is lost is told with the name of the file', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/small', '1');
  await repository.write('data/large', new Uint8Array(2 << 20));
  await repository.addAndCommit('data', 'data');
  await rm(repository.at('.git/pixelis/cache/objects'), { recursive: true });
  const { code, result } = await repository.json('push');
  t.equal(code, 3);
  t.match(result.problems, [{ code: 'object.missing', message: /'large' of 'dataset-data:v1'/ }]);
  t.match(await repository.json('push', 'data/small'), { code: 0 });
});

void test('what the remote lost since comes back with the next push', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/small', '1');
  await repository.write('data/large', new Uint8Array(2 << 20).fill(3));
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  const stored = await contentsOf(repository.remote);
  for (const part of ['objects', 'packs']) {
    await rm(path.join(repository.remote, part), { recursive: true });
    t.match(await repository.done('push'), { remotes: [{ upToDate: false }] }, part);
    t.strictSame(Object.keys(await contentsOf(repository.remote)).sort(), Object.keys(stored).sort(), part);
  }
});

void test('--all pushes every commit, --revs what a revision points at, nothing else', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/a', '2');
  await repository.addAndCommit('second', 'data');
  await repository.write('data/a', '3');
  await repository.addAndCommit('third', 'data');

  await repository.done('push', '--revs', first);
  const clone = await repository.clone();
  t.equal((await clone.json('pull')).code, 3, 'the third is not there');
  await clone.git('checkout', '--quiet', first);
  await clone.done('pull');
  t.equal(await readFile(clone.at('data/a'), 'utf8'), '1');

  await repository.done('push', '--all');
  await clone.done('fetch', '--all');
  await rm(repository.remote, { recursive: true });
  for (const [revision, content] of [
    ['main', '3'],
    ['main~1', '2'],
    ['main~2', '1'],
  ] as const) {
    await clone.git('checkout', '--quiet', revision === 'main' ? 'main' : `origin/${revision}`);
    await clone.done('checkout');
    t.equal(await readFile(clone.at('data/a'), 'utf8'), content);
  }
});

void test('--include moves only the files that fit', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a.csv', '1');
  await repository.write('data/in/b.csv', '2');
  await repository.write('data/c.bin', '3');
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull', '--include', '**/*.csv');
  t.strictSame(Object.keys(await contentsOf(clone.at('data'))), ['a.csv', 'in', 'in/b.csv']);
  t.match(await clone.done('status'), { clean: false, paths: [{ worktree: 'partial', notPulledFiles: 1 }] });
});

for (const isForgotten of [false, true]) {
  const word = isForgotten ? ', also when the index is lost' : '';
  void test(`a folder partly pulled, changed and added keeps what was not pulled${word}`, async (t) => {
    const repository = await makeRepository(t);
    await repository.write('data/a.csv', '1');
    await repository.write('data/in/b.csv', '2');
    await repository.write('data/in/c.bin', '3');
    await repository.addAndCommit('data', 'data');
    await repository.done('push');
    const clone = await repository.clone();
    await clone.done('pull', 'data/a.csv');
    if (isForgotten) await rm(clone.at('.git/pixelis/index'), { recursive: true });
    await clone.write('data/a.csv', 'changed');
    await clone.write('data/new.csv', 'new');
    const { paths } = await clone.done('add', 'data');
    t.match(paths, [{ state: 'updated', version: 2, files: 4, keptFiles: 2 }]);
    await clone.commit('changed');
    t.match(await clone.json('push'), { code: 0 });

    const other = await repository.clone('other');
    await other.git('pull', '--quiet', clone.root, 'main');
    await other.done('pull');
    t.strictSame(await contentsOf(other.at('data')), {
      'a.csv': '644 changed',
      in: 'folder',
      'in/b.csv': '644 2',
      'in/c.bin': '644 3',
      'new.csv': '644 new',
    });
  });
}

void test('a file that was pulled and then deleted is deleted by the next add', async (t) => {
  const repository = await makeRepository(t);
  for (const name of ['a', 'b', 'c']) await repository.write(`data/${name}`, name);
  await repository.addAndCommit('data', 'data');
  await repository.done('push');
  const clone = await repository.clone();
  await clone.done('pull', 'data/a', 'data/b');
  await rm(clone.at('data/b'));
  t.match((await clone.done('add', 'data')).paths, [{ files: 2, keptFiles: 1 }]);
  await clone.done('pull');
  t.strictSame(Object.keys(await contentsOf(clone.at('data'))), ['a', 'c']);
});
