import { readFile } from 'node:fs/promises';
import { test } from 'tap';
import { makeRepository } from '../support/repository.js';

void test('type and name are derived from the path, shown, and kept by the next add', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train/a.csv', '1');
  const first = await repository.done('add', 'data/train');
  t.match(first.paths[0], { artifact: 'dataset-train', type: 'dataset', derivedName: true });
  await repository.write('data/train/a.csv', '2');
  const second = await repository.done('add', 'data/train');
  t.match(second.paths[0], { artifact: 'dataset-train', type: 'dataset', derivedName: false, version: 2 });
});

void test('two paths with the same last name get names that tell them apart', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('left/train/a.csv', '1');
  await repository.write('right/train/a.csv', '2');
  const names = [];
  for (const path of ['left/train', 'right/train']) names.push((await repository.done('add', path)).paths[0]?.artifact);
  t.equal(new Set(names).size, 2, names.join(', '));
});

void test('two paths of one call with the same last name get names that tell them apart', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('left/train/a.csv', '1');
  await repository.write('right/train/a.csv', '2');
  const { paths } = await repository.done('add', 'left/train', 'right/train');
  t.equal(new Set(paths.map(({ artifact }) => artifact)).size, 2);
});

void test('a name against the convention is refused with a corrected name that works', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/train.csv', '1');
  const refused = await repository.json('add', 'data/train.csv', '--name', 'train', '--type', 'dataset');
  t.equal(refused.code, 2);
  t.match(refused.result.error, { code: 'name.against-convention', hint: /--name (\S+)$/ });
  const [, corrected = ''] = /--name (\S+)$/.exec(refused.result.error.hint ?? '') ?? [];
  const { paths } = await repository.done('add', 'data/train.csv', '--name', corrected, '--type', 'dataset');
  t.match(paths[0], { artifact: corrected, type: 'dataset' });
});

void test("naming 'warn' lets such a name through with a warning, 'off' without a word", async (t) => {
  const repository = await makeRepository(t);
  await repository.write('a.csv', '1');
  await repository.write('b.csv', '2');
  await repository.done('config', 'set', 'naming', 'warn');
  const warned = await repository.done('add', 'a.csv', '--name', 'first', '--type', 'dataset');
  t.match(warned.warnings, [{ code: 'name.against-convention' }]);
  await repository.done('config', 'set', 'naming', 'off');
  const silent = await repository.done('add', 'b.csv', '--name', 'second', '--type', 'dataset');
  t.strictSame(silent.warnings, []);
});

void test('a type of your own has a pattern of its own', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('notes.txt', '1');
  const config = await readFile(repository.at('.pixelis/config.yaml'), 'utf8');
  await repository.write('.pixelis/config.yaml', `${config}types:\n  protocol:\n    pattern: protocol-[a-z]+\n`);
  const refused = await repository.json('add', 'notes.txt', '--name', 'notes', '--type', 'protocol');
  t.equal(refused.code, 2, JSON.stringify(refused.result));
  const { paths } = await repository.done('add', 'notes.txt', '--name', 'protocol-notes', '--type', 'protocol');
  t.match(paths[0], { type: 'protocol', artifact: 'protocol-notes' });
});

void test('an evaluation has its model and its dataset for parents, and both must exist', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('test.csv', '1');
  await repository.write('model.bin', 'm');
  await repository.write('scores.json', '{}');
  await repository.done('add', 'test.csv', '--name', 'dataset-test');
  const name = 'eval-model-abc-on-dataset-test-v1';
  const early = await repository.json('add', 'scores.json', '--name', name);
  t.equal(early.code, 1);
  t.match(early.result.error, { code: 'reference.not-found', message: /model-abc/ });
  await repository.done('add', 'model.bin', '--name', 'model-abc');
  const { paths } = await repository.done('add', 'scores.json', '--name', name);
  t.match(paths[0], {
    type: 'evaluation',
    parents: [
      { artifact: 'model-abc', version: 1, role: 'model' },
      { artifact: 'dataset-test', version: 1, role: 'dataset' },
    ],
  });
});
