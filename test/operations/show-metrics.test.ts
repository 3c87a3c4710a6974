import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { holdNewRun } from '#live-run/hold-live-run.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { appendMetrics } from '#live-run/run-events.js';
import { encodeMetricPoint, type MetricPoint } from '#model/metric-series.js';
import type { RunRecord } from '#model/run.js';
import { summarizeSeries } from '#model/summarize-series.js';
import { logMetrics } from '#operations/log-metrics.js';
import { readMetrics } from '#operations/read-metrics.js';
import { showMetrics } from '#operations/show-metrics.js';
import { runStart } from '../live-run/run-start.js';
import {
  makeContextWithRemote,
  makeOperationContext,
  openOperationContext,
  type OperationFixture,
} from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';
import { runRecord } from '../support/run-record.js';

/** A thousand steps: loss falls, with a spike; accuracy is measured at every hundredth. */
const points: readonly MetricPoint[] = Array.from({ length: 1000 }, (_, step) => ({
  step,
  time: 1_772_357_400 + step,
  values: { loss: step === 500 ? 9 : 1 / (step + 1), ...(step % 100 === 0 ? { 'val/acc': step / 1000 } : {}) },
}));

async function* chunksOf(text: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

/** A run that has ended, with its series in the cache. */
async function writeRun(
  { context, repository }: OperationFixture,
  text: string,
  facts: Partial<RunRecord> = {},
): Promise<void> {
  const cache = await context.cache();
  const [digest] = await cache.write([Buffer.from(text)]);
  const { metrics } = await summarizeSeries(chunksOf(text));
  const series = { digest: digest as NonNullable<typeof digest>, size: Buffer.byteLength(text) };
  await repository.write(
    '.pixelis/runs/ended1.yaml',
    encodeRunRecord(runRecord({ run: 'ended1', metrics, series, ...facts })),
  );
}

async function holdRun(t: Test, { context, repository }: OperationFixture) {
  const start = runStart({ run: 'going1' });
  const held = await holdNewRun(context.sharedState, { start, root: repository.root, pid: process.pid, allow: [] });
  t.teardown(() => held.end());
  return held.live;
}

const seriesText = points.map(encodeMetricPoint).join('');

void test('all metrics of a run come with what they come to, and a hint of how they went', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRun(fixture, seriesText);
  const result = await showMetrics(fixture.context, 'end');
  t.match(result, { run: 'ended1', state: 'COMPLETED', source: 'metrics', wanted: [], problems: [], warnings: [] });
  t.match(result.metrics, [
    { metric: 'loss', count: 1000, last: 0.001, min: 0.001, max: 9, step: 999 },
    { metric: 'val/acc', count: 10, last: 0.9, step: 900 },
  ]);
  for (const { points: course = [] } of result.metrics) t.ok(course.length > 0 && course.length <= 24);
});

void test('a metric that is asked for by name, or by a pattern, comes with as many points as asked for', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRun(fixture, seriesText);
  const { metrics } = await showMetrics(fixture.context, 'ended1', { metrics: ['val/*', 'loss'], points: 10 });
  t.strictSame(
    metrics.map(({ metric, points: course }) => [metric, course?.length]),
    [
      ['val/acc', 5],
      ['loss', 8],
    ],
  );
  t.equal(Math.max(...(metrics[1]?.points ?? []).map(({ max = 0 }) => max)), 9, 'the spike is there');
  await t.rejects(showMetrics(fixture.context, 'ended1', { metrics: ['los'] }), {
    code: 'reference.not-found',
    hint: 'did you mean loss?',
  });
});

void test('a run that goes on shows what it has logged by now', async (t) => {
  const fixture = await makeOperationContext(t);
  const live = await holdRun(t, fixture);
  t.match(await showMetrics(fixture.context, 'going1'), { state: 'RUNNING', metrics: [] });
  appendMetrics(live, { step: 1, values: { loss: 2, bad: NaN } });
  t.match((await showMetrics(fixture.context, 'going1')).metrics, [
    { metric: 'loss', count: 1, last: 2, points: [{ step: 1, last: 2 }] },
    { metric: 'bad', count: 0, notFinite: 1, points: [{ step: 1, count: 0, notFinite: 1 }] },
  ]);
});

void test('the use of the machine is shown in the same way', async (t) => {
  const fixture = await makeOperationContext(t);
  const live = await holdRun(t, fixture);
  await writeFile(live.hardware, '{"time":1,"cpu_percent":50}\n{"time":2.5,"cpu_percent":70}\n');
  t.match(await showMetrics(fixture.context, 'going1', { hardware: true }), {
    source: 'hardware',
    metrics: [{ metric: 'cpu_percent', count: 2, mean: 60, points: [{ step: 0 }, { step: 1.5, time: 2.5 }] }],
  });
});

void test('what one process of a distributed job logged is shown by itself', async (t) => {
  const fixture = await makeOperationContext(t);
  const live = await holdRun(t, fixture);
  for (const rank of [0, 1]) appendMetrics(live, { step: 1, rank, values: { loss: rank } });
  t.match((await showMetrics(fixture.context, 'going1', { rank: 1 })).metrics, [{ metric: 'loss', count: 1, last: 1 }]);
  t.match((await showMetrics(fixture.context, 'going1')).metrics, [{ metric: 'loss', count: 2 }]);
});

void test('broken lines and values that are no numbers are told, and the rest is shown', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRun(fixture, `{"loss":1}\n{"loss":"good"}\n{"lo`);
  const { metrics, warnings } = await showMetrics(fixture.context, 'ended1', { metrics: ['loss'] });
  t.match(metrics, [{ metric: 'loss', count: 1 }]);
  t.match(warnings, [{ code: 'file.invalid', message: /1 line that is no JSON object, and 1 value that/ }]);
});

void test('a series that the cache lacks is fetched when it is asked for', async (t) => {
  const fixture = await makeContextWithRemote(t);
  await writeRun(fixture, seriesText);
  await fixture.repository.commit('a run');
  await fixture.pixelis.push();
  await rm(join(fixture.repository.root, '.git/pixelis/cache'), { recursive: true });
  const fresh = async (isOffline: boolean) =>
    (await openOperationContext(t, fixture.repository, { isOffline })).context;
  const offline = await fresh(true);
  t.strictSame((await showMetrics(offline, 'ended1')).problems, [], 'a hint is not worth a problem');
  t.match((await showMetrics(offline, 'ended1', { metrics: ['loss'] })).problems, [{ code: 'object.missing' }]);
  const { metrics, problems } = await showMetrics(await fresh(false), 'ended1', { metrics: ['loss'] });
  t.strictSame(problems, []);
  t.ok((metrics[0]?.points?.length ?? 0) > 50);
});

void test('where nobody has the series, the record says what it came to', async (t) => {
  const { context, repository } = await makeOperationContext(t);
  const digest = `blake3:${'a'.repeat(64)}` as NonNullable<RunRecord['series']>['digest'];
  const metrics = { loss: { count: 3, last: 1, min: 1, max: 2, mean: 1.5 } };
  const record = runRecord({ run: 'ended1', metrics, series: { digest, size: 3 } });
  await repository.write('.pixelis/runs/ended1.yaml', encodeRunRecord(record));
  const told = await showMetrics(context, 'ended1', { metrics: ['loss'] });
  t.match(told.metrics, [{ metric: 'loss', count: 3, max: 2 }]);
  t.equal(told.metrics[0]?.points, undefined);
  t.match(told.problems, [{ code: 'object.missing', message: /series of run 'ended1'/ }]);
});

void test('every point can be read, batch by batch', async (t) => {
  const fixture = await makeOperationContext(t);
  await writeRun(fixture, seriesText);
  const read: MetricPoint[] = [];
  for await (const batch of await readMetrics(fixture.context, 'ended1')) read.push(...batch);
  t.strictSame(read, points);
  await t.rejects(readMetrics(fixture.context, 'nothing'), { code: 'run.not-found' });
});

void test('a metric is logged to the run inside which the program was started, with its rank', async (t) => {
  const fixture = await makeOperationContext(t);
  const live = await holdRun(t, fixture);
  const environment = { PIXELIS_RUN_ID: 'going1', PIXELIS_METRICS_FILE: live.metrics, RANK: '1', WORLD_SIZE: '2' };
  const result = logMetrics(environment, { loss: 0.5, bad: -Infinity }, { step: 3, time: 10 });
  t.strictSame(outputErrors(result), []);
  t.match(result, {
    run: 'going1',
    step: 3,
    time: 10,
    rank: 1,
    values: { loss: 0.5, bad: '-Infinity' },
  });
  const read: MetricPoint[] = [];
  for await (const batch of await readMetrics(fixture.context, 'going1')) read.push(...batch);
  t.strictSame(read, [{ step: 3, time: 10, rank: 1, values: { loss: 0.5, bad: -Infinity } }]);
});

void test('outside a run, after it, and without a file nothing is logged', async (t) => {
  const { context } = await makeOperationContext(t);
  const { metrics } = liveRunFolder(context.sharedState, 'gone1');
  t.throws(() => logMetrics({}, { loss: 1 }), { code: 'run.not-active', hint: /pixelis run/ });
  t.throws(() => logMetrics({ PIXELIS_RUN_ID: 'gone1' }, { loss: 1 }), {
    code: 'run.not-active',
    hint: /METRICS_FILE/,
  });
  t.throws(() => logMetrics({ PIXELIS_RUN_ID: 'gone1', PIXELIS_METRICS_FILE: metrics }, { loss: 1 }), {
    code: 'run.ended',
    hint: /runs resume gone1/,
  });
});
