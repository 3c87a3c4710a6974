import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { ExperimentContext, RunState } from '../../src/index.js';
import { makeExperiments } from '../support/experiments.js';
import { makeRepository } from '../support/repository.js';

void test('a callback is a run: completed with what it answers, and recorded with what it was given', async (t) => {
  const { repository, runRecord, versions, write } = await makeExperiments(t);
  await write('data.csv', 'a,b\n');
  await repository.add(['data.csv'], { name: 'dataset-raw' });
  const options = {
    repository,
    name: 'sft_training',
    runId: 'abc123',
    config: { learning_rate: 3e-5, layers: [1, 2] },
    captureLevel: 1,
    tags: ['baseline'],
    seed: 42,
    inputs: ['dataset-raw:v1=train'],
  } as const;
  let context: ExperimentContext | undefined;

  const answer = await ExperimentContext.run(options, async (run) => {
    context = run;
    t.equal(run.state, RunState.RUNNING);
    t.equal(run.result, undefined);
    t.equal(run.variables['PIXELIS_RUN_ID'], 'abc123');
    run.logMetrics({ loss: 0.9 }, 1);
    run.logMetrics({ loss: 0.4 }, 2);
    run.setParams({ batch: 8 });
    run.addTags('paper', 'baseline');
    const { version } = await run.logArtifact({ name: 'model-abc123', data: 'weights', aliases: ['best'] });
    return `model v${version}`;
  });

  t.equal(answer, 'model v1');
  t.equal(context?.state, RunState.COMPLETED);
  t.match(context?.result, { run: 'abc123', state: 'COMPLETED', outputs: [{ artifact: 'model-abc123', version: 1 }] });
  t.match(await runRecord('abc123'), {
    name: 'sft_training',
    kind: 'function',
    state: 'COMPLETED',
    captureLevel: 1,
    params: { learning_rate: 3e-5, layers: [1, 2], batch: 8 },
    tags: ['baseline', 'paper'],
    seed: 42,
    inputs: [{ artifact: 'dataset-raw', version: 1, role: 'train' }],
    metrics: { loss: { count: 2, last: 0.4, min: 0.4, max: 0.9, step: 2 } },
  });
  t.match(await versions('model-abc123'), [{ run: 'abc123', type: 'model', parents: [{ artifact: 'dataset-raw' }] }]);
});

void test('a configuration file is recorded, and its values are parameters', async (t) => {
  const { repository, runRecord, write } = await makeExperiments(t);
  await write('configs/sft.yaml', 'learning_rate: 0.1\npixelis:\n  tags: [from-file]\n');
  await ExperimentContext.run({ repository, runId: 'r1', config: 'configs/sft.yaml' }, () => undefined);
  t.match(await runRecord('r1'), {
    config: { path: 'configs/sft.yaml' },
    params: { learning_rate: 0.1 },
    tags: ['from-file'],
  });
});

void test('a run may watch the machine, and commit what it recorded', async (t) => {
  const { repository, runRecord, root } = await makeExperiments(t);
  const options = { repository, runId: 'r1', captureLevel: 1, monitorHardware: 0.1, commit: true } as const;
  const { result } = await ExperimentContext.run(options, async (run) => {
    await sleep(300);
    return run;
  });
  const { hardware = {} } = await runRecord('r1');
  t.ok(Object.values(hardware).some(({ count }) => count > 1));
  const head = execFileSync('git', ['log', '-1', '--format=%H %s'], { cwd: root, encoding: 'utf8' });
  t.equal(head, `${result?.commit} Run r1: COMPLETED\n`);
  await ExperimentContext.run({ repository, runId: 'r2', captureLevel: 1, monitorHardware: false }, () => undefined);
  t.equal((await runRecord('r2')).hardware, undefined);
});

void test('an error that a callback throws is the reason of the failed run, and goes on', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  const error = new TypeError('the loss is not a number');
  const failing = ExperimentContext.run({ repository, runId: 'r1' }, () => {
    throw error;
  });
  t.equal(await failing.catch((thrown: unknown) => thrown), error);
  t.match(await runRecord('r1'), { state: 'FAILED', reason: 'the loss is not a number' });
  await t.rejects(
    ExperimentContext.run({ repository, runId: 'r1' }, () => undefined),
    { code: 'run.exists' },
  );
  t.equal(await ExperimentContext.run({ repository, runId: 'r2' }, (run) => run.fail('diverged')), undefined);
  t.match(await runRecord('r2'), { state: 'FAILED', reason: 'diverged' });
});

void test('aborting the signal interrupts the run at once, and what its callback still does is refused', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  const controller = new AbortController();
  const refused: unknown[] = [];
  const running = ExperimentContext.run({ repository, runId: 'r1', signal: controller.signal }, async (run) => {
    setImmediate(() => controller.abort());
    await sleep(60_000, undefined, { signal: run.signal }).catch(() => undefined);
    await run.logArtifact({ name: 'late', data: 1 }).catch((error: unknown) => refused.push(error));
    try {
      run.logMetrics({ late: 1 });
    } catch (error) {
      refused.push(error);
    }
  });
  await t.rejects(running, { code: 'interrupted' });
  t.match(await runRecord('r1'), { state: 'INTERRUPTED', reason: 'aborted', outputs: [] });
  t.match(refused, [{ code: 'run.ended' }, { code: 'run.ended' }]);
  await t.rejects(
    ExperimentContext.run({ repository, runId: 'r2', signal: controller.signal }, () => t.fail('it was begun')),
    { code: 'interrupted' },
  );
});

void test('a block ends its run as it was completed or failed, and one that nobody completed is failed', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  {
    await using run = await ExperimentContext.start({ repository, runId: 'done' });
    t.equal(run.complete('the value'), 'the value');
  }
  {
    await using run = await ExperimentContext.start({ repository, runId: 'gone-wrong' });
    run.fail(new Error('no convergence'));
  }
  {
    await using run = await ExperimentContext.start({ repository, runId: 'left' });
    run.logMetrics({ loss: 1 });
  }
  t.match(await runRecord('done'), { state: 'COMPLETED', reason: undefined });
  t.match(await runRecord('gone-wrong'), { state: 'FAILED', reason: 'no convergence' });
  t.match(await runRecord('left'), { state: 'FAILED', reason: 'its scope was left before complete() was called' });
});

void test('what was begun inside a run is done before the run ends, waited for or not', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  await ExperimentContext.run({ repository, runId: 'r1' }, (run) => {
    void run.logArtifact({ name: 'forgotten', type: 'other', data: 'kept all the same' });
  });
  t.match(await runRecord('r1'), { state: 'COMPLETED', outputs: [{ artifact: 'forgotten' }] });
});

void test('a run inside another one names it as its parent, however deep it was called', async (t) => {
  const { repository, runRecord } = await makeExperiments(t);
  const inner = async () => ExperimentContext.run({ repository, runId: 'inner' }, () => ExperimentContext.current().id);
  await ExperimentContext.run({ repository, runId: 'outer' }, async () => {
    t.equal(await inner(), 'inner');
    t.equal(ExperimentContext.current().id, 'outer');
  });
  t.equal((await runRecord('inner')).parent, 'outer');
  t.equal((await runRecord('outer')).parent, undefined);
  t.throws(() => ExperimentContext.current(), { code: 'run.not-active', message: /no active run/ });
});

void test('twenty runs at once in one program each have their own record, metrics and outputs', async (t) => {
  const { repository, runRecord, versions } = await makeExperiments(t);
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  const ids = await Promise.all(
    numbers.map((number) =>
      ExperimentContext.run({ repository, captureLevel: 1, config: { number } }, async (run) => {
        await ExperimentContext.current().logArtifact({ name: 'shared', type: 'other', data: { number } });
        ExperimentContext.current().logMetrics({ number });
        return run.id;
      }),
    ),
  );
  t.equal(new Set(ids).size, 20);
  for (const [number, id] of ids.entries()) {
    t.match(await runRecord(id), { params: { number }, metrics: { number: { last: number } }, outputs: { length: 1 } });
  }
  const made = await versions('shared');
  t.strictSame(
    made.map(({ version }) => version),
    numbers.map((number) => number + 1),
  );
  t.strictSame(new Set(made.map(({ run }) => run)), new Set(ids));
});

void test('offline everything is recorded, and what is on the remote alone is refused', async (t) => {
  const origin = await makeRepository(t);
  await mkdir(origin.at('data'));
  await writeFile(origin.at('data/rows.txt'), 'rows');
  await origin.addAndCommit('data', 'data');
  await origin.done('push');
  const { root: folder } = await origin.clone();
  const options = { folder, captureLevel: 1 } as const;
  await ExperimentContext.run({ ...options, offline: true }, async (run) => {
    const dataset = await run.useArtifact('dataset-data');
    await t.rejects(dataset.bytes('rows.txt'), { code: 'object.missing', message: /offline/ });
    t.match(await run.logArtifact({ name: 'model-offline', data: 'weights' }), { version: 1 });
  });
  await ExperimentContext.run({ ...options, offline: false }, async (run) => {
    const dataset = await run.useArtifact('dataset-data');
    t.equal((await dataset.bytes('rows.txt')).toString(), 'rows');
  });
});
