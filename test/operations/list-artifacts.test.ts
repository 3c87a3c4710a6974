import { test } from 'tap';
import { listArtifacts } from '#operations/list-artifacts.js';
import { makeOperationContext } from '../support/operation-context.js';

void test('artifacts are listed with their latest version, where they are tracked, and their aliases', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/train.csv', 'a\n');
  await pixelis.add(['data/train.csv'], { name: 'dataset-train', type: 'dataset', aliases: ['first'] });
  await repository.write('data/train.csv', 'a\nb\n');
  await pixelis.add(['data/train.csv'], { metadata: { rows: 2 }, aliases: ['best'] });
  const result = await listArtifacts(context, []);
  const [listed] = result.artifacts;
  t.match(result, { pixelis: 1, command: 'list', problems: [], warnings: [] });
  t.strictSame(listed, {
    artifact: 'dataset-train',
    type: 'dataset',
    paths: ['data/train.csv'],
    versionCount: 2,
    versions: [
      {
        artifact: 'dataset-train',
        version: 2,
        digest: listed?.versions[0]?.digest,
        type: 'dataset',
        size: 4,
        created: '2026-03-01T09:30:00Z',
        aliases: ['latest', 'best'],
        metadata: { rows: 2 },
      },
    ],
  });
  const { artifacts } = await listArtifacts(context, ['data'], { all: true });
  t.strictSame(
    artifacts[0]?.versions.map(({ version, aliases }) => [version, aliases]),
    [
      [2, ['latest', 'best']],
      [1, ['first']],
    ],
  );
});

void test('a list is narrowed by name, by path from where the user stands, and by type', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t, { folder: 'data' });
  await repository.write('data/a.csv', 'a');
  await repository.write('models/m.bin', 'm');
  await pixelis.add(['a.csv'], { name: 'dataset-a', type: 'dataset' });
  await pixelis.add(['../models/m.bin'], { name: 'model-m', type: 'model' });
  const names = async (targets: string[], type?: string) =>
    (await listArtifacts(context, targets, { type })).artifacts.map(({ artifact }) => artifact);
  t.strictSame(await names([]), ['dataset-a', 'model-m']);
  t.strictSame(await names(['model-m']), ['model-m']);
  t.strictSame(await names(['model-m:v1']), ['model-m']);
  t.strictSame(await names(['.']), ['dataset-a']);
  t.strictSame(await names(['../models']), ['model-m']);
  t.strictSame(await names([], 'model'), ['model-m']);
  t.strictSame(await names([], 'code'), []);
  await t.rejects(names(['datset-a']), { code: 'reference.not-found', hint: /dataset-a/ });
});

void test('a record that cannot be read hides its artifact alone', async (t) => {
  const { context, repository, pixelis } = await makeOperationContext(t);
  await repository.write('a.csv', 'a');
  await pixelis.add(['a.csv'], { name: 'dataset-a', type: 'dataset' });
  await repository.write('.pixelis/artifacts/dataset-b/v1-00000000.yaml', 'pixelis: 1\n');
  const { artifacts, problems } = await listArtifacts(context, []);
  t.strictSame(
    artifacts.map(({ artifact }) => artifact),
    ['dataset-a'],
  );
  t.match(problems, [{ code: 'file.invalid', artifact: 'dataset-b' }]);
});
