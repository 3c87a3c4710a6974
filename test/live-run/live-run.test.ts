import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { holdLostRun, holdNewRun } from '#live-run/hold-live-run.js';
import { isKept, listLiveRuns } from '#live-run/list-live-runs.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { appendMetrics, appendRunEvent, readRunEvents } from '#live-run/run-events.js';
import { readRunStart } from '#live-run/run-start-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { runStart } from './run-start.js';

void test('a run is there, and kept, from its first moment until it ends', async (t) => {
  const state = await temporaryFolder(t);
  t.strictSame(listLiveRuns(state), []);
  const held = await holdNewRun(state, { start: runStart({ run: 'abc123' }), root: '/data', pid: 1, allow: [] });
  t.strictSame(listLiveRuns(state), ['abc123']);
  t.equal(await isKept(state, 'abc123'), true);
  t.strictSame(readRunStart(held.live), { start: runStart({ run: 'abc123' }), root: '/data', pid: 1, allow: [] });
  await held.end();
  t.strictSame(listLiveRuns(state), []);
  t.equal(existsSync(held.live.lock), false);
});

void test('an id is one run alone', async (t) => {
  const state = await temporaryFolder(t);
  const content = { start: runStart({ run: 'abc123' }), root: '/data', pid: 1, allow: [] };
  const held = await holdNewRun(state, content);
  t.teardown(() => held.end());
  await t.rejects(holdNewRun(state, content), { code: 'run.exists' });
  t.equal(await holdLostRun(state, 'abc123', {}), undefined);
});

void test('a run whose process was killed is kept by nobody, and the next one takes it over', async (t) => {
  const state = await temporaryFolder(t);
  const holder = spawn(process.execPath, [fileURLToPath(new URL('hold-run.js', import.meta.url)), state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  t.equal(await isKept(state, 'abc123'), true);
  holder.kill('SIGKILL');
  await once(holder, 'close');
  t.equal(await isKept(state, 'abc123'), false);
  const held = await holdLostRun(state, 'abc123', {});
  t.equal(await isKept(state, 'abc123'), true);
  await held?.end();
});

void test('a run of another host counts as kept until its heartbeat has been silent for long', async (t) => {
  const state = await temporaryFolder(t);
  const held = await holdNewRun(state, {
    start: runStart({ run: 'far', host: 'elsewhere' }),
    root: '/',
    pid: 1,
    allow: [],
  });
  held.release();
  t.equal(await isKept(state, 'far'), true);
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(held.live.heartbeat, hourAgo, hourAgo);
  t.equal(await isKept(state, 'far'), false);
});

void test('what comes up is read in its order, and a line that a kill cut off is passed over', async (t) => {
  const state = await temporaryFolder(t);
  const held = await holdNewRun(state, { start: runStart({ run: 'abc123' }), root: '/data', pid: 1, allow: [] });
  appendRunEvent(held.live, { kind: 'params', params: { lr: 0.1 } });
  writeFileSync(held.live.events, '{"kind":"tags","ta', { flag: 'a' });
  t.strictSame(readRunEvents(held.live), [{ kind: 'params', params: { lr: 0.1 } }]);
  appendMetrics(held.live, { step: 1, values: { loss: 0.5, bad: NaN } });
  t.equal(readFileSync(held.live.metrics, 'utf8'), '{"step":1,"loss":0.5,"bad":"NaN"}\n');
  await held.end();
  t.throws(() => appendRunEvent(held.live, { kind: 'tags', tags: ['late'] }), { code: 'run.ended' });
  t.strictSame(readRunEvents(liveRunFolder(state, 'never')), []);
});
