import { readFile, rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import { executeRun } from '#operations/execute-run.js';
import { runStart } from '../live-run/run-start.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';
import { runRecord } from '../support/run-record.js';

/** Counts on from where the checkpoint left it, until it has counted enough; says what it was told. */
const script = `
import { readFileSync, writeFileSync } from 'node:fs';
const { PIXELIS_CHECKPOINT: checkpoint, PIXELIS_RESUMED_RUN_ID: resumed, PIXELIS_PARAMS: params, PIXELIS_SEED: seed } = process.env;
const from = checkpoint ? Number(readFileSync(checkpoint, 'utf8')) : 0;
writeFileSync('count.txt', String(from + 10));
console.log(JSON.stringify({ from, name: checkpoint && checkpoint.split('/').pop(), resumed, params: JSON.parse(params), seed }));
if (from + 10 < JSON.parse(params).until) process.exit(1);
writeFileSync('model.bin', 'counted to ' + (from + 10));
`;

async function makeCounting(t: Test) {
  const fixture = await makeOperationContext(t);
  const { repository, pixelis } = fixture;
  await repository.write('code/count.mjs', script);
  await repository.write('data.csv', 'a');
  await pixelis.add(['data.csv'], { name: 'dataset-numbers' });
  await repository.write('.gitignore', '/code/count.txt\n/code/model.bin\n/data.csv\n');
  await repository.commit('begin');
  return fixture;
}

/** A first run that got to 10 of 20, and kept that as a checkpoint. */
async function runHalfway({ context, pixelis, repository }: OperationFixture) {
  const inCode: typeof context = Object.create(context, { folder: { value: 'code' } });
  const first = await executeRun(inCode, [process.execPath, 'count.mjs'], {
    name: 'counting',
    inputs: ['dataset-numbers=train'],
    outputs: ['model.bin=model-{run_id}'],
    params: { until: 20, note: 'x' },
    seed: 7,
    tags: ['paper'],
    captureLevel: 1,
  });
  // As a nested call of the run would have done.
  await repository.write('ckpt/step10.txt', await readFile(`${repository.root}/code/count.txt`));
  const { added } = await addCheckpoint({ pixelis });
  const record = await pixelis.runs.show(first.run);
  await repository.write(
    `.pixelis/runs/${first.run}.yaml`,
    encodeRunRecord({ ...(record.run as Parameters<typeof encodeRunRecord>[0]), outputs: added }),
  );
  return first;
}

async function addCheckpoint({ pixelis }: Pick<OperationFixture, 'pixelis'>) {
  const { paths } = await pixelis.add(['ckpt/step10.txt'], { name: 'checkpoint_step_10', type: 'checkpoint' });
  const added = paths.map(({ artifact, version, digest, path }) => ({
    artifact,
    version,
    digest: digest as never,
    path,
  }));
  return { added };
}

async function saidBy({ pixelis }: OperationFixture, run: string): Promise<Record<string, unknown>> {
  const { bytes } = await pixelis.runs.output(run, 'stdout');
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
}

void test('a run that failed halfway goes on from its checkpoint, with what it was told, and makes what it was to make', async (t) => {
  const fixture = await makeCounting(t);
  const first = await runHalfway(fixture);
  t.match(first, { state: 'FAILED', exitCode: 1, outputs: [] });
  const second = await fixture.pixelis.runs.resume(first.run.slice(0, 6));
  t.strictSame(outputErrors(second), []);
  t.match(second, { command: 'runs resume', state: 'COMPLETED', name: 'counting', problems: [] });
  t.strictSame(await saidBy(fixture, second.run), {
    from: 10,
    name: 'step10.txt',
    resumed: first.run,
    params: { until: 20, note: 'x' },
    seed: '7',
  });
  t.match(second.inputs, [
    { artifact: 'dataset-numbers', role: 'train' },
    { artifact: 'checkpoint_step_10', role: 'checkpoint' },
  ]);
  t.match(second.outputs, [{ artifact: `model-${second.run}`, path: 'code/model.bin' }]);
  const { run, related } = await fixture.pixelis.runs.show(second.run);
  t.match(run, { resumes: first.run, folder: 'code', tags: ['paper'], seed: 7, captureLevel: 1 });
  t.strictSame(related, []);
  t.match((await fixture.pixelis.runs.show(first.run)).related, [{ run: second.run, relation: 'continuation' }]);

  const third = await fixture.pixelis.runs.resume(second.run, { params: { until: 5 }, seed: 8, outputs: [], tags: [] });
  t.match(await saidBy(fixture, third.run), {
    from: 10,
    resumed: second.run,
    params: { until: 5, note: 'x' },
    seed: '8',
  });
  t.match(third, { outputs: [], inputs: { length: 2 } });
});

void test('without a checkpoint a run begins anew', async (t) => {
  const fixture = await makeCounting(t);
  const { pixelis } = fixture;
  const first = await pixelis.runs.execute([process.execPath, 'code/count.mjs'], {
    params: { until: 20 },
    captureLevel: 1,
  });
  const second = await pixelis.runs.resume(first.run);
  t.match(second, { state: 'FAILED', inputs: [] });
  t.match(await saidBy(fixture, second.run), { from: 0, name: '', resumed: first.run });
});

void test('a configuration that is another by now is used as it is, and that is said', async (t) => {
  const fixture = await makeCounting(t);
  const { pixelis, repository } = fixture;
  await repository.write('config.yaml', 'until: 5\nlr: 1\npixelis:\n  outputs: [model.bin]\n');
  const command = [process.execPath, 'code/count.mjs'];
  const first = await pixelis.runs.execute(command, { config: 'config.yaml', params: { lr: 2 }, captureLevel: 1 });
  t.match(first, { state: 'COMPLETED' });
  const same = await pixelis.runs.resume(first.run);
  t.match(same, { state: 'COMPLETED', warnings: [] });
  t.match(await saidBy(fixture, same.run), { params: { until: 5, lr: 2 } });

  await repository.write('config.yaml', 'until: 6\n');
  const changed = await pixelis.runs.resume(first.run);
  t.match(changed.warnings, [{ code: 'run.config-changed', path: 'config.yaml' }]);
  t.match(await saidBy(fixture, changed.run), { params: { until: 6, lr: 2 } });

  await rm(`${repository.root}/config.yaml`);
  const gone = await pixelis.runs.resume(first.run);
  t.match(gone.warnings, [{ code: 'run.config-changed', message: /is not here/ }]);
  t.match(await saidBy(fixture, gone.run), { params: { until: 5, lr: 2 } });
});

void test('what cannot go on is refused before anything is executed', async (t) => {
  const fixture = await makeCounting(t);
  const { context, pixelis, repository } = fixture;
  const secret = 'redacted:github-token:0123456789ab';
  const records = [
    runRecord({ run: 'within1', kind: 'function', command: ['node', 'train.mjs'] }),
    runRecord({ run: 'ranked1', rank: { rank: 0, world: 2, group: 'ranked1' } }),
    runRecord({ run: 'secret1', command: ['curl', secret] }),
    runRecord({ run: 'secret2', params: { token: secret } }),
    runRecord({
      run: 'moved1',
      inputs: [
        { artifact: 'dataset-numbers', version: 9, digest: `blake3:${'9'.repeat(64)}` as never, path: 'data.csv' },
      ],
    }),
  ];
  for (const record of records) await repository.write(`.pixelis/runs/${record.run}.yaml`, encodeRunRecord(record));
  const start = runStart({ run: 'going1' });
  const held = await holdNewRun(context.sharedState, { start, root: repository.root, pid: process.pid, allow: [] });
  t.teardown(() => held.end());
  const refused = (run: string, code: string, text: RegExp) =>
    t.rejects(pixelis.runs.resume(run), { code, message: text }, run);
  await refused('within1', 'run.not-reproducible', /code inside a program/);
  await refused('ranked1', 'run.not-reproducible', /one of the 2 processes/);
  await refused('secret1', 'run.not-reproducible', /argument/);
  await refused('secret2', 'run.not-reproducible', /parameter 'token'/);
  await refused('moved1', 'run.input-modified', /data\.csv/);
  await refused('going1', 'run.not-reproducible', /still goes on/);
  await refused('nothing1', 'run.not-found', /nothing1/);
  t.equal((await pixelis.runs.list()).total, records.length + 1, 'no other run came');
  t.match(await pixelis.runs.resume('secret2', { params: { token: 'public' } }), { state: 'COMPLETED' });
  t.match(await pixelis.runs.resume('moved1', { inputs: ['data.csv'] }), {
    inputs: [{ version: 1, path: 'data.csv' }],
  });
});
