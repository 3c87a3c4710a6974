import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import { appendMetrics, appendRunEvent } from '#live-run/run-events.js';
import type { MetricSummary, RunRecord } from '#model/run.js';
import { listRuns } from '#operations/list-runs.js';
import { runStart } from '../live-run/run-start.js';
import { runCli } from '../support/cli.js';
import { makeOperationContext, type OperationFixture } from '../support/operation-context.js';
import { runRecord } from '../support/run-record.js';

function summary(last: number): MetricSummary {
  return { count: 2, last, min: last, max: last + 1, mean: last + 0.5, step: 9 };
}

async function writeRuns(
  { repository }: OperationFixture,
  ...records: readonly (Partial<RunRecord> & { readonly run: string })[]
): Promise<void> {
  for (const record of records)
    await repository.write(`.pixelis/runs/${record.run}.yaml`, encodeRunRecord(runRecord(record)));
}

const three: Parameters<typeof writeRuns>[1][] = [
  {
    run: 'first1',
    name: 'sft',
    started: '2026-03-01T09:00:00.000Z',
    params: { lr: 0.1, optimizer: { name: 'adam' }, epochs: 3 },
    metrics: { loss: summary(0.5), 'val/acc': summary(0.7) },
    tags: ['good'],
  },
  {
    run: 'second2',
    state: 'FAILED',
    reason: 'exit code 1',
    started: '2026-03-01T10:00:00.000Z',
    params: { lr: 0.01, optimizer: { name: 'sgd' }, epochs: 3 },
    metrics: { loss: summary(0.05) },
    tags: ['good', 'night'],
  },
  { run: 'third3', started: '2026-03-01T11:00:00.000Z', params: { epochs: 3 } },
];

const idsOf = ({ runs }: { readonly runs: readonly { readonly run: string }[] }) => runs.map(({ run }) => run);

void test('runs are listed newest first, with the metrics and parameters that tell them apart', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three);
  const result = await listRuns(fixture.context);
  t.strictSame(idsOf(result), ['third3', 'second2', 'first1']);
  t.match(result, { total: 3, problems: [], warnings: [] });
  t.strictSame(result.columns, ['metrics.loss', 'metrics.val/acc', 'params.lr', 'params.optimizer.name']);
  const limited = await listRuns(fixture.context, { limit: 1, reverse: true });
  t.strictSame(idsOf(limited), ['first1']);
  t.equal(limited.total, 3);
});

void test('runs are sorted by any field, metric or parameter; those without it come last, however it is turned', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three);
  const order = async (sort: string, reverse = false) => idsOf(await listRuns(fixture.context, { sort, reverse }));
  t.strictSame(await order('metrics.loss'), ['second2', 'first1', 'third3']);
  t.strictSame(await order('loss', true), ['first1', 'second2', 'third3']);
  t.strictSame(await order('params.optimizer.name'), ['first1', 'second2', 'third3']);
  t.strictSame(await order('max.loss', true), ['first1', 'second2', 'third3']);
  t.strictSame(await order('state'), ['third3', 'first1', 'second2']);
  t.strictSame(await order('started'), ['first1', 'second2', 'third3']);
  t.strictSame(await order('signal'), ['third3', 'second2', 'first1'], 'a field that none of them has');
  await t.rejects(order('los'), { code: 'usage.invalid-argument', hint: /loss/ });
  await t.rejects(listRuns(fixture.context, { columns: ['lrr'] }), { code: 'usage.invalid-argument', hint: /lr/ });
});

void test('a filter is an expression over fields, last values of metrics and parameters, or a word', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three);
  const found = async (filter: string) => idsOf(await listRuns(fixture.context, { filter }));
  t.strictSame(await found('metrics.loss < 0.1 and params.lr = 0.01'), ['second2']);
  t.strictSame(await found('max.loss > 1'), ['second2', 'first1']);
  t.strictSame(await found('metrics.`val/acc` > 0.5'), ['first1']);
  t.strictSame(await found('state = "FAILED"'), ['second2']);
  t.strictSame(await found('"night" in tags'), ['second2']);
  t.strictSame(await found('adam'), ['first1']);
  t.strictSame(await found('seconds > 3600'), []);
  await t.rejects(found('metrics.loss < <'), { code: 'expression.invalid', data: { position: 16 } });
  const mixed = await listRuns(fixture.context, { filter: 'params.optimizer.name > 3 or params.epochs = 3' });
  t.strictSame(idsOf(mixed), ['third3']);
  t.match(mixed.warnings, [{ code: 'expression.invalid', message: /2 runs, the first is 'first1'/ }]);
});

void test('runs are chosen by state and by tags, all of which they must have', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three);
  t.strictSame(idsOf(await listRuns(fixture.context, { states: ['FAILED', 'RUNNING'] })), ['second2']);
  t.strictSame(idsOf(await listRuns(fixture.context, { tags: ['good', 'night'] })), ['second2']);
  await t.rejects(listRuns(fixture.context, { states: ['DONE' as 'FAILED'] }), {
    code: 'usage.invalid-argument',
    hint: /COMPLETED/,
  });
});

void test('a run that goes on is listed with what it has logged by now, in its own worktree alone', async (t) => {
  const now = () => new Date('2026-03-01T09:31:30Z');
  const { context, repository } = await makeOperationContext(t, { now });
  const held = await holdNewRun(context.sharedState, {
    start: runStart({ run: 'going1', params: { lr: 0.1 } }),
    root: repository.root,
    pid: process.pid,
    allow: [],
  });
  t.teardown(() => held.end());
  const other = await holdNewRun(context.sharedState, {
    start: runStart({ run: 'other1' }),
    root: join(repository.root, 'elsewhere'),
    pid: process.pid,
    allow: [],
  });
  t.teardown(() => other.end());
  appendMetrics(held.live, { step: 1, values: { loss: 2 } });
  appendMetrics(held.live, { step: 2, values: { loss: 1 } });
  appendRunEvent(held.live, { kind: 'params', params: { batch: 32 } });
  appendRunEvent(held.live, { kind: 'tags', tags: ['late'] });
  const { runs } = await listRuns(context);
  t.match(runs, [
    {
      run: 'going1',
      state: 'RUNNING',
      seconds: 90,
      params: { lr: 0.1, batch: 32 },
      tags: ['late'],
      metrics: { loss: { count: 2, last: 1, step: 2 } },
    },
  ]);
  t.equal(runs[0]?.ended, undefined);
  t.strictSame(idsOf(await listRuns(context, { filter: 'state = "RUNNING"', sort: 'loss' })), ['going1']);
});

void test('the ranks of a job are one row, in the worst of their states, unless each is asked for', async (t) => {
  const fixture = await makeOperationContext(t);
  const rank = (number: number) => ({ rank: number, world: 3, group: 'job1' });
  await writeRuns(
    fixture,
    {
      run: 'job1',
      name: 'ddp',
      rank: rank(0),
      started: '2026-03-01T09:00:00.500Z',
      ended: '2026-03-01T09:00:10.500Z',
      params: { lr: 1 },
    },
    {
      run: 'job1-rank1',
      rank: rank(1),
      started: '2026-03-01T09:00:00.000Z',
      ended: '2026-03-01T09:00:20.000Z',
    },
    {
      run: 'job1-rank2',
      rank: rank(2),
      started: '2026-03-01T09:00:01.000Z',
      ended: '2026-03-01T09:00:03.000Z',
      seconds: 1e300,
      state: 'FAILED',
      reason: 'signal SIGSEGV',
    },
  );
  const { runs, total } = await listRuns(fixture.context);
  t.equal(total, 1);
  t.match(runs, [
    {
      run: 'job1',
      name: 'ddp',
      state: 'FAILED',
      reason: 'rank 2: signal SIGSEGV',
      started: '2026-03-01T09:00:00.000Z',
      ended: '2026-03-01T09:00:20.000Z',
      seconds: 20,
      params: { lr: 1 },
      ranks: { count: 3, states: { COMPLETED: 2, FAILED: 1 } },
    },
  ]);
  t.strictSame(idsOf(await listRuns(fixture.context, { filter: 'state = "FAILED"' })), ['job1']);
  t.equal((await listRuns(fixture.context, { ranks: true })).total, 3);
});

void test('a record that cannot be read is a problem, and hides no other run', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three);
  await fixture.repository.write('.pixelis/runs/broken.yaml', 'pixelis: 1\nrun: [\n');
  await fixture.repository.write('.pixelis/runs/renamed.yaml', encodeRunRecord(runRecord({ run: 'another' })));
  const { runs, problems } = await listRuns(fixture.context);
  t.equal(runs.length, 3);
  t.match(problems, [
    { code: 'file.invalid', path: '.pixelis/runs/broken.yaml' },
    { code: 'file.invalid', path: '.pixelis/runs/renamed.yaml' },
  ]);
});

void test('what was recorded at a revision is listed without what came later, or goes on', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRuns(fixture, ...three.slice(0, 1));
  await fixture.repository.commit('one');
  await writeRuns(fixture, ...three);
  await fixture.repository.commit('three');
  const { runs, revision } = await listRuns(fixture.context, { revision: 'HEAD~1' });
  t.strictSame([revision, ...runs.map(({ run }) => run)], ['HEAD~1', 'first1']);
  await t.rejects(listRuns(fixture.context, { revision: 'nothing' }), { code: 'git.revision-not-found' });
});

void test('ten thousand runs are listed in memory that is bounded', async (t) => {
  const fixture = await makeOperationContext(t);
  const { repository } = fixture;
  const params = Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`param${number}`, number / 7]));
  const template = Buffer.from(
    encodeRunRecord(runRecord({ run: 'r00000', params, metrics: { loss: summary(1), acc: summary(2) } })),
  ).toString();
  await repository.write('.pixelis/runs/r00000.yaml', template);
  // One process writes them: the test is about reading.
  const script = `const fs=require('fs');const t=fs.readFileSync('.pixelis/runs/r00000.yaml','utf8');
    for(let i=1;i<10000;i++){const id='r'+String(i).padStart(5,'0');fs.writeFileSync('.pixelis/runs/'+id+'.yaml',t.replace('r00000',id))}`;
  await once(spawn(process.execPath, ['-e', script], { cwd: repository.root, stdio: 'inherit' }), 'exit');
  const telling = 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS / 1024)))';
  const { stdout, stderr } = await runCli(
    repository.root,
    ['runs', 'list', '--json', '--sort', 'loss', '--filter', 'metrics.loss > 0'],
    {
      env: { ...repository.environment, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(telling)}` },
    },
  );
  t.match(JSON.parse(stdout), { total: 10_000, runs: { length: 50 } });
  const peakMiB = Number(stderr);
  t.ok(peakMiB > 0 && peakMiB < 200, `${stderr} MiB`);
});
