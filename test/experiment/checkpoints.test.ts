import { test } from 'tap';
import { ExperimentContext, type ExperimentOptions } from '../../src/index.js';
import { makeExperiments } from '../support/experiments.js';

void test('a checkpoint is kept under its step or epoch, with its metrics', async (t) => {
  const { repository, versions, write } = await makeExperiments(t);
  await write('model.pt', 'weights');
  await ExperimentContext.run({ repository, runId: 'r1', captureLevel: 1 }, async (run) => {
    const modelPath = 'model.pt';
    const kept = await run.logModelCheckpoint({ modelPath, step: 1000, metrics: { loss: 0.5 }, aliases: ['stable'] });
    t.match(kept, [{ artifact: 'checkpoint_step_1000', version: 1 }]);
    t.equal(kept.length, 1);
    t.match(await run.logModelCheckpoint({ modelPath, epoch: 5, metadata: { note: 'late' } }), [
      { artifact: 'checkpoint_epoch_5' },
    ]);
  });
  t.match(await versions('checkpoint_step_1000'), [
    { type: 'checkpoint', run: 'r1', metadata: { step: 1000, metrics: { loss: 0.5 } } },
  ]);
  t.match(await versions('checkpoint_epoch_5'), [{ metadata: { epoch: 5, note: 'late' } }]);
});

void test('of many checkpoints every n-th is kept, and each that is better than all before it', async (t) => {
  const { repository, versions, write } = await makeExperiments(t);
  const losses = [0.9, Number.NaN, 0.7, 0.8, 0.3, 0.3];
  const checkpoints = { every: 2, best: { metric: 'loss' } };
  const kept = await ExperimentContext.run({ repository, checkpoints, captureLevel: 1 }, async (run) => {
    const names: string[] = [];
    for (const [index, loss] of losses.entries()) {
      await write('model.pt', `weights of ${index + 1}`);
      const versionsKept = await run.logModelCheckpoint({
        modelPath: 'model.pt',
        step: index + 1,
        ...(Number.isNaN(loss) ? { metrics: { loss }, metadata: { metrics: 'diverged' } } : { metrics: { loss } }),
      });
      names.push(versionsKept.map(({ artifact, version }) => `${artifact}:v${version}`).join(' '));
    }
    return names;
  });
  t.strictSame(kept, [
    'checkpoint_best:v1',
    'checkpoint_step_2:v1',
    'checkpoint_best:v2',
    'checkpoint_step_4:v1',
    'checkpoint_best:v3',
    'checkpoint_step_6:v1',
  ]);
  t.match((await versions('checkpoint_best')).at(-1)?.metadata, { step: 5, metrics: { loss: 0.3 } });
});

void test('the best may be the largest', async (t) => {
  const { repository, versions, write } = await makeExperiments(t);
  const checkpoints = { every: 100, best: { metric: 'accuracy', mode: 'max' } } as const;
  await ExperimentContext.run({ repository, checkpoints, captureLevel: 1 }, async (run) => {
    for (const [epoch, accuracy] of [0.5, 0.9, 0.7].entries()) {
      await write('model.pt', `weights of ${epoch}`);
      await run.logModelCheckpoint({ modelPath: 'model.pt', epoch: epoch + 1, metrics: { accuracy } });
    }
  });
  t.match(
    (await versions('checkpoint_best')).map(({ metadata }) => metadata['epoch']),
    [1, 2],
  );
});

void test('what says nothing of which checkpoint it is, or how good, is refused', async (t) => {
  const { repository, write } = await makeExperiments(t);
  await write('model.pt', 'weights');
  const start = (options: ExperimentOptions) => ExperimentContext.start({ repository, captureLevel: 1, ...options });
  for (const every of [0, -1, 1.5]) {
    await t.rejects(start({ runId: 'never', checkpoints: { every } }), { code: 'usage.invalid-argument' });
  }
  await using run = await start({ runId: 'never', checkpoints: { best: { metric: 'loss' } } });
  t.equal(run.id, 'never', 'a run that was refused never began');
  const refused = [{ step: 1.5 }, { step: -1 }, { epoch: Number.NaN }, { step: 1 }, { step: 1, metrics: { other: 1 } }];
  for (const checkpoint of refused) {
    await t.rejects(run.logModelCheckpoint({ modelPath: 'model.pt', ...(checkpoint as { step: number }) }), {
      code: 'usage.invalid-argument',
    });
  }
});
