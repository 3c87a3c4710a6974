import { existsSync, readFileSync } from 'node:fs';
import { test } from 'tap';
import { decodeRunRecord } from '#format/run-record.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import { appendRunEvent } from '#live-run/run-events.js';
import { add } from '#operations/add.js';
import { listLiveRuns } from '#live-run/list-live-runs.js';
import type { RunRecord } from '#model/run.js';
import { runStart } from '../live-run/run-start.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';

void test('a command is executed as a run: what it used, made, logged and said is in its record, staged for git', async (t) => {
  const { repository, context, pixelis } = await makeOperationContext(t);
  await repository.write('data/raw.csv', '1,2\n');
  await pixelis.add(['data/raw.csv']);
  const script =
    'echo made; echo odd >&2; cp data/raw.csv model.txt; echo \'{"step":7,"loss":0.5}\' >> "$PIXELIS_METRICS_FILE"';
  const result = await pixelis.runs.execute(['sh', '-c', script], {
    id: 'abc123',
    name: 'training',
    inputs: ['data/raw.csv=train'],
    outputs: ['model.txt=model-{run_id}-{step}'],
    params: { lr: 0.1 },
    seed: 42,
    tags: ['baseline'],
  });
  t.match(result, {
    run: 'abc123',
    state: 'COMPLETED',
    exitCode: 0,
    problems: [],
    record: '.pixelis/runs/abc123.yaml',
  });
  const record = readRecord({ repository }, 'abc123');
  t.match(record, {
    state: 'COMPLETED',
    kind: 'command',
    name: 'training',
    params: { lr: 0.1 },
    seed: 42,
    tags: ['baseline'],
    code: { dirty: true },
    inputs: [{ artifact: 'dataset-raw', version: 1, role: 'train', path: 'data/raw.csv' }],
    outputs: [{ artifact: 'model-abc123-7', version: 1, path: 'model.txt' }],
    metrics: { loss: { last: 0.5, step: 7 } },
    stdout: { size: 5 },
    stderr: { size: 4 },
  });
  const cache = await context.cache();
  t.equal(Buffer.from(await cache.read(record.stdout?.digest as never)).toString(), 'made\n');
  const shown = await pixelis.show('model-abc123-7');
  t.match(shown, { version: { run: 'abc123' }, parents: [{ artifact: 'dataset-raw', version: 1, role: 'train' }] });
  t.ok(result.staged.includes('.pixelis/runs/abc123.yaml'));
  t.strictSame(listLiveRuns(context.sharedState), []);
});

void test('a run that fails is recorded, and what it left is no version of anything', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  const result = await pixelis.runs.execute(['sh', '-c', 'echo half > out.txt; exit 3'], { outputs: ['out.txt'] });
  t.match(result, {
    state: 'FAILED',
    reason: 'exit code 3',
    exitCode: 3,
    outputs: [],
    warnings: [{ code: 'run.outputs-left-out' }],
  });
  t.equal(readFileSync(`${repository.root}/out.txt`, 'utf8'), 'half\n');
  t.strictSame((await pixelis.list()).artifacts, []);
});

void test('a command that cannot be started is a run that failed, with the exit code of a shell', async (t) => {
  const { pixelis } = await makeOperationContext(t);
  const result = await pixelis.runs.execute(['no-such-program']);
  t.match(result, { state: 'FAILED', exitCode: 127, problems: [{ code: 'process.failed' }] });
});

void test('an output that was not made is told, and the run has completed all the same', async (t) => {
  const { pixelis } = await makeOperationContext(t);
  const result = await pixelis.runs.execute(['true'], { outputs: ['missing.txt'] });
  t.match(result, { state: 'COMPLETED', outputs: [], problems: [{ code: 'path.not-found', path: 'missing.txt' }] });
});

void test('what cannot be is refused before anything is executed', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  const execute = (options: object) => pixelis.runs.execute(['sh', '-c', 'touch executed'], options);
  await t.rejects(execute({ inputs: ['nothing'] }), { code: 'reference.not-found' });
  await t.rejects(execute({ id: 'a/b' }), { code: 'usage.invalid-argument' });
  await t.rejects(execute({ outputs: ['models/m.pt=final'] }), { code: 'name.against-convention' });
  await t.rejects(execute({ outputs: ['m-{epoch}.pt'] }), { code: 'usage.invalid-argument' });
  await t.rejects(execute({ outputs: ['../m.pt'] }), { code: 'path.outside-repository' });
  await t.rejects(execute({ config: 'none.yaml' }), { code: 'path.not-found' });
  await t.rejects(pixelis.runs.execute([]), { code: 'usage.invalid-argument' });
  await repository.write('bad.yaml', 'pixelis:\n  input: [x]\n');
  await t.rejects(execute({ config: 'bad.yaml' }), { code: 'file.invalid' });
  t.notOk(existsSync(`${repository.root}/executed`));
  await execute({ id: 'taken' });
  await t.rejects(execute({ id: 'taken' }), { code: 'run.exists' });
});

void test('an input that the worktree has in another state is refused: its lineage would be untrue', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/raw.csv', '1,2\n');
  await pixelis.add(['data/raw.csv']);
  await repository.write('data/raw.csv', '1,2\n3,4\n');
  await t.rejects(pixelis.runs.execute(['true'], { inputs: ['dataset-raw'] }), { code: 'run.input-modified' });
  await pixelis.add(['data/raw.csv']);
  t.match(await pixelis.runs.execute(['true'], { inputs: ['dataset-raw'] }), { inputs: [{ version: 2 }] });
  t.match(await pixelis.runs.execute(['true'], { inputs: ['dataset-raw:v1'] }), { inputs: [{ version: 1 }] });
});

void test('a configuration file gives parameters and seed, and declares inputs, outputs and tags', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/raw.csv', '1,2\n');
  await pixelis.add(['data/raw.csv']);
  await repository.write(
    'configs/sft.yaml',
    'lr: 0.1\nseed: 7\nmodel: { depth: 2 }\npixelis:\n  inputs: [dataset-raw:v1]\n  outputs: [out.txt]\n  tags: [sft]\n',
  );
  const result = await pixelis.runs.execute(['sh', '-c', 'echo x > out.txt'], {
    config: 'configs/sft.yaml',
    params: { lr: 0.2 },
  });
  t.match(readRecord({ repository }, result.run), {
    config: { path: 'configs/sft.yaml' },
    params: { lr: 0.2, seed: 7, model: { depth: 2 } },
    seed: 7,
    tags: ['sft'],
    inputs: [{ artifact: 'dataset-raw' }],
    outputs: [{ path: 'out.txt' }],
  });
});

void test('code inside a program is a run too: it logs, keeps artifacts, and is finished', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('data/raw.csv', '1,2\n');
  await pixelis.add(['data/raw.csv']);
  const run = await pixelis.runs.start({ name: 'library' });
  await run.use('dataset-raw', { role: 'train' });
  run.logMetrics({ loss: 2 }, { step: 1 });
  run.setParams({ lr: 0.5 });
  run.addTags(['a']);
  const version = await run.logArtifact({
    name: 'notes',
    type: 'other',
    data: { good: true },
    metadata: { by: 'ada' },
  });
  t.match(version, { artifact: 'notes', version: 1 });
  t.match(await pixelis.show('notes'), { version: { run: run.id }, parents: [{ artifact: 'dataset-raw' }], paths: [] });
  t.match(await run.finish(), { state: 'COMPLETED' });
  t.equal(await run.finish(), undefined);
  t.throws(() => run.logMetrics({ loss: 1 }), { code: 'run.ended' });
  t.match(readRecord({ repository }, run.id), {
    kind: 'function',
    state: 'COMPLETED',
    params: { lr: 0.5 },
    metrics: { loss: { last: 2 } },
    outputs: [{ artifact: 'notes' }],
  });
});

void test('a run whose scope is left before it was finished was interrupted', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  const run = await pixelis.runs.start();
  await run[Symbol.asyncDispose]();
  t.match(readRecord({ repository }, run.id), { state: 'INTERRUPTED' });
});

void test('a run whose process died is found by the next command, which records it with what there is', async (t) => {
  const { repository, context, pixelis } = await makeOperationContext(t);
  const start = runStart({ run: 'lost1', name: 'gone' });
  const held = await holdNewRun(context.sharedState, { start, root: repository.root, pid: 1, allow: [] });
  await repository.write('.git/pixelis/runs/lost1/stdout.log', 'so far\n');
  t.match((await pixelis.list()).warnings, []);
  held.release();
  t.match((await pixelis.list()).warnings, [{ code: 'run.lost' }]);
  t.match((await pixelis.list()).warnings, []);
  t.match(readRecord({ repository }, 'lost1'), {
    state: 'INTERRUPTED',
    reason: 'its process was lost',
    name: 'gone',
    stdout: { size: 7 },
  });
});

void test('a run that had ended when its process was killed is recorded as it ended, with what had become a version', async (t) => {
  const { repository, context, pixelis } = await makeOperationContext(t);
  const start = runStart({ run: 'late1' });
  const held = await holdNewRun(context.sharedState, {
    start,
    root: repository.root,
    pid: 1,
    allow: [],
  });
  const ended = '2026-03-01T09:31:00.000Z';
  const outputs = ['made.txt', 'left.txt'];
  appendRunEvent(held.live, { kind: 'end', state: 'COMPLETED', exitCode: 0, ended, outputs });
  for (const name of outputs) await repository.write(name, name);
  await add(context, ['made.txt'], { madeBy: { run: 'late1', parents: [] }, isStagedLater: true });
  held.release();
  t.match((await pixelis.list()).warnings, [
    { code: 'run.lost', message: /had ended \(COMPLETED\).*: left.txt$/, hint: /pixelis add left.txt$/ },
  ]);
  const record = readRecord({ repository }, 'late1');
  t.match(record, { state: 'COMPLETED', exitCode: 0, ended });
  t.strictSame(
    record.outputs.map(({ path }) => path),
    ['made.txt'],
  );
  const staged = await repository.git('diff', '--cached', '--name-only');
  for (const file of ['.pixelis/runs/late1.yaml', 'made.txt.pixelis.yaml', '.gitignore']) t.match(staged, file);
  t.strictSame(listLiveRuns(context.sharedState), []);
});

void test('outside of a run there is none to join, and the error says how to get one', async (t) => {
  const { pixelis } = await makeOperationContext(t);
  await t.rejects(pixelis.runs.active(), { code: 'run.not-active', hint: /pixelis run -- COMMAND/ });
});

function readRecord({ repository }: Pick<OperationFixture, 'repository'>, run: string): RunRecord {
  const path = `.pixelis/runs/${run}.yaml`;
  return decodeRunRecord(readFileSync(`${repository.root}/${path}`), path);
}
