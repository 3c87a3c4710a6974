import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { showVersion } from '#operations/show-version.js';
import { makeOperationContext } from '../support/operation-context.js';

async function makeLineage(t: Parameters<typeof makeOperationContext>[0]) {
  const fixture = await makeOperationContext(t);
  const { repository, pixelis } = fixture;
  await repository.write('data/train/a.txt', 'a');
  await repository.write('data/train/deep/b.txt', 'bb');
  await pixelis.add(['data/train'], { name: 'dataset-train', type: 'dataset', metadata: { rows: 3 } });
  await repository.commit('data');
  await repository.write('m.bin', 'one');
  await pixelis.add(['m.bin'], {
    name: 'model-m',
    type: 'model',
    parents: ['dataset-train=source'],
    aliases: ['best'],
  });
  return fixture;
}

void test('a version is shown with its origin, its descendants, its paths and the commit that recorded it', async (t) => {
  const { context, repository } = await makeLineage(t);
  const data = await showVersion(context, 'dataset-train');
  const { digest } = data.version;
  const model = await showVersion(context, 'model-m:best');
  t.strictSame(data, {
    pixelis: 1,
    command: 'show',
    version: {
      artifact: 'dataset-train',
      version: 1,
      digest,
      type: 'dataset',
      size: 3,
      files: 2,
      created: '2026-03-01T09:30:00Z',
      aliases: ['latest'],
      metadata: { rows: 3 },
    },
    parents: [],
    children: [{ artifact: 'model-m', version: 1, digest: model.version.digest }],
    paths: ['data/train'],
    record: `.pixelis/artifacts/dataset-train/v1-${digest.slice(7, 15)}.yaml`,
    recorded: {
      commit: await repository.git('rev-parse', 'HEAD'),
      author: 'Ada Lovelace',
      email: 'ada@example.org',
      date: '2023-11-14T22:14:20Z',
      subject: 'data',
      signature: 'none',
    },
    cache: 'complete',
    problems: [],
    warnings: [],
  });
  t.strictSame(model.parents, [{ artifact: 'dataset-train', version: 1, digest, role: 'source' }]);
  t.equal(model.recorded, undefined, 'nobody committed it yet');
});

void test('what is in a version is listed, whole or below a path inside it', async (t) => {
  const { context } = await makeLineage(t);
  const entries = async (reference: string) =>
    (await showVersion(context, reference, { files: true })).entries?.map(({ path, kind, size }) => [path, kind, size]);
  t.strictSame(await entries('dataset-train'), [
    ['a.txt', 'file', 1],
    ['deep/b.txt', 'file', 2],
  ]);
  t.strictSame(await entries('data/train/deep'), [['deep/b.txt', 'file', 2]]);
  t.strictSame(await entries('dataset-train//a.txt'), [['a.txt', 'file', 1]]);
  t.strictSame(await entries('m.bin'), [['', 'file', 3]]);
  await t.rejects(entries('dataset-train//deep/c.txt'), { code: 'reference.not-found', hint: /deep\/b.txt/ });
});

void test('a version whose objects are gone is shown all the same', async (t) => {
  const { context } = await makeLineage(t);
  await rm(join(context.sharedState, 'cache'), { recursive: true });
  const { cache, problems, entries } = await showVersion(context, 'dataset-train', { files: true });
  t.strictSame({ cache, entries }, { cache: 'absent', entries: undefined });
  t.match(problems, [{ code: 'object.missing', artifact: 'dataset-train', version: 1 }]);
});

void test('a pointer without its record says where the record went', async (t) => {
  const { context, repository } = await makeLineage(t);
  await rm(join(repository.root, '.pixelis/artifacts/dataset-train'), { recursive: true });
  await t.rejects(showVersion(context, 'data/train'), { code: 'reference.not-found', hint: /^see what became of it/ });
});
