import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { ExperimentContext, reproducible, trackArtifacts } from '../../src/index.js';
import { makeExperiments } from '../support/experiments.js';

void test('each call of a reproducible function is a run with its configuration', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  const ids: string[] = [];
  const double = reproducible(
    { repository, captureLevel: 1 },
    function double(config: { readonly by: number }, name: string) {
      ids.push(ExperimentContext.current().id);
      return `${name} ${config.by * 2}`;
    },
  );
  const answers: readonly string[] = [await double({ by: 1 }, 'first'), await double({ by: 2 }, 'second')];
  t.strictSame(answers, ['first 2', 'second 4']);
  const [first = '', second = ''] = ids;
  t.match(await runRecord(first), { name: 'double', params: { by: 1 }, state: 'COMPLETED' });
  t.match(await runRecord(second), { name: 'double', params: { by: 2 }, state: 'COMPLETED' });
});

void test('a tracked function uses its inputs and makes its outputs, named by convention', async (t) => {
  const { repository, root, runRecord, versions, write } = await makeExperiments(t);
  await write('data.csv', 'rows');
  await repository.add(['data.csv'], { name: 'dataset-mmvet' });
  const train = trackArtifacts(
    {
      repository,
      captureLevel: 1,
      runId: '2x3y5z7q',
      name: 'sft_training',
      inputs: ['dataset-mmvet:v1=train'],
      outputs: ['model', 'metrics'],
    },
    async (config: { readonly epochs: number }) => {
      await writeFile(join(root, 'model.pt'), 'weights');
      return { model: { filePath: 'model.pt', metadata: { epochs: config.epochs } }, metrics: { loss: 0.5 }, left: 1 };
    },
  );
  const { metrics, left } = await train({ epochs: 3 });
  t.strictSame({ metrics, left }, { metrics: { loss: 0.5 }, left: 1 });
  const evaluate = trackArtifacts(
    { repository, captureLevel: 1, inputs: ['model-2x3y5z7q', 'dataset-mmvet:v1'], outputs: ['evaluation'] },
    () => ({ evaluation: { accuracy: 0.9 } }),
  );
  await evaluate();

  t.match(await runRecord('2x3y5z7q'), {
    params: { epochs: 3 },
    inputs: [{ artifact: 'dataset-mmvet', version: 1 }],
    outputs: [{ artifact: 'model-2x3y5z7q' }, { artifact: 'sft_metrics' }],
  });
  t.match(await versions('model-2x3y5z7q'), [
    { type: 'model', size: 7, metadata: { epochs: 3 }, parents: [{ artifact: 'dataset-mmvet', role: 'train' }] },
  ]);
  t.match(await versions('sft_metrics'), [{ type: 'metrics', parents: [{ artifact: 'dataset-mmvet' }] }]);
  t.match(await versions('eval-model-2x3y5z7q-on-dataset-mmvet-v1'), [
    {
      type: 'evaluation',
      parents: [
        { artifact: 'model-2x3y5z7q', role: 'model' },
        { artifact: 'dataset-mmvet', role: 'dataset' },
      ],
    },
  ]);
});

void test('a tracked function inside a run belongs to it, and its outputs are made from its own inputs alone', async (t) => {
  const { repository, runRecord, versions } = await makeExperiments(t);
  const clean = trackArtifacts({ inputs: ['dataset-raw'], outputs: ['dataset-clean'] }, () => ({
    'dataset-clean': 'clean',
  }));
  const whole = reproducible({ repository, captureLevel: 1, runId: 'r1', name: 'preparation' }, async () => {
    const run = ExperimentContext.current();
    await run.logArtifact({ name: 'dataset-raw', data: 'raw' });
    await run.logArtifact({ name: 'dataset-other', data: 'other' });
    await run.useArtifact('dataset-other');
    await clean();
  });
  await whole();
  t.strictSame(
    (await runRecord('r1')).outputs.map(({ artifact }) => artifact),
    ['dataset-raw', 'dataset-other', 'dataset-clean'],
  );
  t.match(await versions('dataset-clean'), [{ type: 'dataset', run: 'r1', parents: [{ artifact: 'dataset-raw' }] }]);
  t.equal((await versions('dataset-clean'))[0]?.parents.length, 1);
});

void test('an evaluation of no one model on one dataset cannot be named, and what is missing cannot be used', async (t) => {
  const { repository } = await makeExperiments(t);
  const nameless = trackArtifacts({ repository, captureLevel: 1, outputs: ['evaluation'] }, () => ({ evaluation: 1 }));
  await t.rejects(nameless(), { code: 'usage.invalid-argument', message: /0 and 0/ });
  let called = false;
  const missing = trackArtifacts(
    { repository, captureLevel: 1, inputs: ['dataset-none'] },
    () => ((called = true), {}),
  );
  await t.rejects(missing(), { code: 'reference.not-found' });
  t.notOk(called, 'it is not called without what it uses');
});
