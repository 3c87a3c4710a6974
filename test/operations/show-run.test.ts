import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import type { RunRecord, StoredFile } from '#model/run.js';
import { compareRuns } from '#operations/compare-runs.js';
import { keepEnvironment } from '#operations/keep-environment.js';
import { runOutput } from '#operations/run-output.js';
import { showRun } from '#operations/show-run.js';
import { runStart } from '../live-run/run-start.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';
import { runRecord } from '../support/run-record.js';

async function writeRuns(
  { repository }: OperationFixture,
  ...records: readonly (Partial<RunRecord> & { readonly run: string })[]
): Promise<void> {
  for (const record of records)
    await repository.write(`.pixelis/runs/${record.run}.yaml`, encodeRunRecord(runRecord(record)));
}

async function stored({ context }: OperationFixture, text: string): Promise<StoredFile> {
  const [digest] = await (await context.cache()).write([Buffer.from(text)]);
  return { digest: digest as StoredFile['digest'], size: Buffer.byteLength(text) };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

void test('a run is shown with its record, the course of its metrics and the end of its output', async (t) => {
  const fixture = await makeOperationContext(t);
  const lines = Array.from({ length: 40 }, (_, line) => `line ${line}`);
  await writeRuns(fixture, {
    run: 'abc123',
    metrics: { loss: { count: 2, last: 1, min: 1, max: 2, mean: 1.5 } },
    series: await stored(fixture, '{"loss":2}\n{"loss":1}\n'),
    stdout: await stored(fixture, `${lines.join('\n')}\n 10%\r 90%\rdone\n`),
    stderr: await stored(fixture, ''),
  });
  const result = await showRun(fixture.context, 'ab');
  t.match(result, {
    run: { run: 'abc123', state: 'COMPLETED' },
    record: '.pixelis/runs/abc123.yaml',
    trends: { loss: [2, 1] },
    stdout: { lines: [...lines.slice(-9), 'done'] },
    stderr: { size: 0, lines: [] },
    related: [],
    problems: [],
  });
});

void test('an id may be cut short as long as it is that of one run, or of one job', async (t) => {
  const fixture = await makeOperationContext(t);
  const rank = (number: number) => ({ rank: number, world: 2, group: 'job1' });
  await writeRuns(
    fixture,
    { run: 'abc123' },
    { run: 'abd456' },
    { run: 'job1', rank: rank(0) },
    { run: 'job1-rank1', rank: rank(1) },
  );
  t.equal((await showRun(fixture.context, 'abc')).run.run, 'abc123');
  t.equal((await showRun(fixture.context, 'jo')).run.run, 'job1');
  await t.rejects(showRun(fixture.context, 'ab'), {
    code: 'reference.ambiguous',
    data: { candidates: ['abc123', 'abd456'] },
  });
  await t.rejects(showRun(fixture.context, 'abc124'), { code: 'run.not-found', hint: /abc123/ });
  for (const id of ['', '../config', 'x y'])
    await t.rejects(showRun(fixture.context, id), { code: 'run.not-found' }, id);
});

void test('runs that belong to a run are named with it', async (t) => {
  const fixture = await makeOperationContext(t);
  const rank = (number: number) => ({ rank: number, world: 2, group: 'job1' });
  const reproduces = { run: 'job1', verdict: 'different', outputs: [], differences: [] } as const;
  await writeRuns(
    fixture,
    { run: 'job1', rank: rank(0) },
    { run: 'job1-rank1', rank: rank(1) },
    { run: 'child1', parent: 'job1', state: 'FAILED', started: '2026-03-01T09:30:05.000Z' },
    { run: 'again1', reproduces, name: 'once more', started: '2026-03-01T09:30:06.000Z' },
    { run: 'further1', resumes: 'job1', started: '2026-03-01T09:30:07.000Z' },
    { run: 'stranger1' },
  );
  t.strictSame((await showRun(fixture.context, 'job1')).related, [
    { run: 'job1-rank1', state: 'COMPLETED', relation: 'rank' },
    { run: 'child1', state: 'FAILED', relation: 'child' },
    { run: 'again1', name: 'once more', state: 'COMPLETED', relation: 'reproduction', verdict: 'different' },
    { run: 'further1', state: 'COMPLETED', relation: 'continuation' },
  ]);
});

void test('a run that goes on is shown with what it has written by now', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const start = runStart({ run: 'going1' });
  const held = await holdNewRun(context.sharedState, { start, root: repository.root, pid: process.pid, allow: [] });
  t.teardown(() => held.end());
  await writeFile(held.live.stdout, 'first\nsecond\nhalf');
  const result = await showRun(context, 'going');
  t.match(result, { run: { state: 'RUNNING' }, stdout: { size: 17, lines: ['first', 'second', 'half'] } });
  t.equal(result.record, undefined);
  t.equal(result.stderr, undefined);
  const { bytes } = await runOutput(context, { id: 'going1', stream: 'stdout' });
  t.equal(await textOf(bytes), 'first\nsecond\nhalf');
});

void test('output is printed whole, and where it cannot be had that is an error', async (t) => {
  const fixture = await makeOperationContext(t);
  const text = 'much\n'.repeat(100_000);
  await writeRuns(fixture, { run: 'abc123', stdout: await stored(fixture, text) });
  const { run, bytes } = await runOutput(fixture.context, { id: 'abc', stream: 'stdout' });
  t.equal(run, 'abc123');
  t.ok((await textOf(bytes)) === text);
  t.equal(await textOf((await runOutput(fixture.context, { id: 'abc', stream: 'stderr' })).bytes), '');
  await rm(join(fixture.repository.root, '.git/pixelis/cache/packs'), { recursive: true });
  const lost = await runOutput(fixture.context, { id: 'abc', stream: 'stdout' });
  await t.rejects(textOf(lost.bytes), { code: 'object.missing', message: /stdout of run 'abc123'/ });
  t.match(await showRun(fixture.context, 'abc'), { stdout: { size: text.length, lines: [] }, problems: [] });
});

void test('runs are compared by what they were told, what they measured, and what they used and made', async (t) => {
  const fixture = await makeOperationContext(t);
  const digest = (letter: string) => `blake3:${letter.repeat(64)}` as StoredFile['digest'];
  const summary = (last: number) => ({ count: 1, last, min: last, max: last, mean: last });
  await writeRuns(
    fixture,
    {
      run: 'abc123',
      params: { lr: 0.1, optimizer: { name: 'adam', eps: 1 } },
      metrics: { 'train/loss': summary(0.5), valAccuracy: summary(0.9), norm: summary(1) },
      inputs: [{ artifact: 'dataset-raw', version: 1, digest: digest('1') }],
      outputs: [{ artifact: 'model-abc123', version: 1, digest: digest('a') }],
    },
    {
      run: 'def456',
      params: { lr: 0.2, optimizer: { name: 'adam', eps: 1 }, extra: [1] },
      metrics: { 'train/loss': summary(0.4), valAccuracy: summary(0.8), norm: summary(2) },
      inputs: [{ artifact: 'dataset-raw', version: 2, digest: digest('2') }],
      outputs: [{ artifact: 'model-def456', version: 1, digest: digest('b') }],
    },
  );
  const { runs, rows } = await compareRuns(fixture.context, ['abc', 'def']);
  t.match(runs, [{ run: 'abc123' }, { run: 'def456' }]);
  const differing = rows
    .filter(({ differs }) => differs)
    .map(({ section, key, best }) => [section, key, ...(best ?? [])]);
  t.strictSame(differing, [
    ['params', 'lr'],
    ['params', 'extra'],
    ['metrics', 'train/loss', 1],
    ['metrics', 'valAccuracy', 0],
    ['metrics', 'norm'],
    ['inputs', 'dataset-raw'],
    ['outputs', 'model-{run_id}'],
  ]);
  t.match(rows.find(({ key }) => key === 'extra')?.values, [null, [1]]);
  t.match(
    rows.find(({ key }) => key === 'optimizer.name'),
    { values: ['adam', 'adam'], differs: false },
  );
  await t.rejects(compareRuns(fixture.context, ['abc']), { code: 'usage.invalid-argument' });
  await t.rejects(compareRuns(fixture.context, ['abc', 'xyz']), { code: 'run.not-found' });
});

void test('environments are compared fact by fact with that of the first run', async (t) => {
  const fixture = await makeOperationContext(t);
  const { pixelis, context } = fixture;
  const environments: string[] = [];
  for (const switches of [{}, { PYTHONHASHSEED: '0' }]) {
    const other: typeof context = Object.create(context, {
      environment: { value: { ...context.environment, ...switches } },
    });
    environments.push((await keepEnvironment(other, { level: 1 })).digest);
  }
  const [first, second] = environments as [StoredFile['digest'], StoredFile['digest']];
  await writeRuns(fixture, { run: 'abc123', environment: first }, { run: 'def456', environment: second });
  await writeRuns(fixture, { run: 'ghi789', environment: `blake3:${'f'.repeat(64)}` as typeof first });
  const { rows, problems } = await compareRuns(context, ['abc123', 'def456', 'ghi789']);
  t.match(
    rows.filter(({ section, differs }) => section === 'environment' && differs),
    [
      { key: 'environment', values: [first, second, /^blake3:f/] },
      { key: 'switch PYTHONHASHSEED', values: [null, '0', null] },
    ],
  );
  t.match(problems, [{ code: 'environment.not-found' }]);
  t.match(await pixelis.runs.show('abc123'), { environmentSummary: /\w/ });
});
