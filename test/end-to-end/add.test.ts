import { readFile, rm } from 'node:fs/promises';
import { test } from 'tap';
import { makeRepository } from '../support/repository.js';

void test('adding content that did not change changes no byte in git', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train/a.csv', '1\n');
  await repository.write('model.bin', 'weights');
  await repository.addAndCommit('first', 'data/train', 'model.bin');
  const tree = await repository.git('rev-parse', 'HEAD^{tree}');
  const { paths } = await repository.done('add', 'data/train', 'model.bin');
  t.strictSame(
    paths.map(({ state, version }) => [state, version]),
    [
      ['unchanged', 1],
      ['unchanged', 1],
    ],
  );
  t.equal(await repository.git('write-tree'), tree);
  t.equal(await repository.git('status', '--porcelain'), '');

  // Not by the index alone: without it every byte is read again.
  await rm(repository.at('.git/pixelis/index'), { recursive: true });
  await repository.done('add', 'data/train', 'model.bin');
  t.equal(await repository.git('write-tree'), tree);
});

void test('content equal to an earlier version points back at it', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train/a.csv', '1\n');
  await repository.addAndCommit('v1', 'data/train');
  const pointer = await readFile(repository.at('data/train.pixelis.yaml'), 'utf8');
  await repository.write('data/train/a.csv', '2\n');
  await repository.addAndCommit('v2', 'data/train');
  await repository.write('data/train/a.csv', '1\n');
  const { paths } = await repository.done('add', 'data/train');
  t.match(paths[0], { state: 'existing-version', version: 1, previous: { version: 2 } });
  t.equal(await readFile(repository.at('data/train.pixelis.yaml'), 'utf8'), pointer);
  await repository.write('data/train/a.csv', '3\n');
  t.match((await repository.done('add', 'data/train')).paths[0], { state: 'updated', version: 3 });
});

void test('comments, unknown keys and line ends of a pointer survive a new version', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('model.bin', 'one');
  await repository.done('add', 'model.bin');
  const before = await readFile(repository.at('model.bin.pixelis.yaml'), 'utf8');
  await repository.write('model.bin.pixelis.yaml', `# of the paper\n${before}reviewed: by Ada # twice\n`);
  await repository.write('model.bin', 'two, longer');
  await repository.done('add', 'model.bin');
  const after = await readFile(repository.at('model.bin.pixelis.yaml'), 'utf8');
  t.match(after, /^# of the paper\n/);
  t.match(after, /^reviewed: by Ada # twice$/m);
  t.match(after, /^version: 2$/m);
  t.match(after, /^size: 11$/m);
});

void test('metadata, parents and aliases stand in the record and are found again', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/raw.csv', 'raw');
  await repository.write('data/clean.csv', 'clean');
  await repository.done('add', 'data/raw.csv', '--name', 'dataset-raw');
  const facts = ['--parent', 'dataset-raw:v1=source', '--meta', 'num_samples=12000', '--meta', 'note=a b'];
  await repository.done('add', 'data/clean.csv', '--name', 'dataset-clean', ...facts, '--alias', 'best');
  const shown = await repository.done('show', 'dataset-clean:best');
  t.match(shown, {
    version: { artifact: 'dataset-clean', version: 1, metadata: { num_samples: 12000, note: 'a b' } },
    parents: [{ artifact: 'dataset-raw', version: 1, role: 'source' }],
  });
  const again = await repository.done('add', 'data/clean.csv', '--parent', 'dataset-raw:v1=source');
  t.match(again.paths[0], { state: 'unchanged', version: 1 });
});

void test('a parent, an alias or a type that is unknown is refused before anything is written', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/raw.csv', 'raw');
  const status = await repository.git('status', '--porcelain', '--ignored');
  for (const [option, value, code] of [
    ['--parent', 'dataset-nothing:v1', 'reference.not-found'],
    ['--alias', 'latest', 'usage.invalid-argument'],
    ['--alias', 'v3', 'usage.invalid-argument'],
    ['--type', 'datasett', 'usage.invalid-argument'],
    ['--name', '../up', 'name.invalid'],
    ['--meta', 'novalue', 'usage.invalid-argument'],
  ] as const) {
    const { result } = await repository.json('add', 'data/raw.csv', option, value);
    t.equal(result.error.code, code, `${option} ${value}`);
  }
  t.equal(await repository.git('status', '--porcelain', '--ignored'), status);
});
