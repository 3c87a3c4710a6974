import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { ArtifactManager, type PixelisError, TTRLContext } from '../../src/index.js';
import { type ExperimentFixture, makeExperiments } from '../support/experiments.js';

void test('experiences are kept in buffers of so many, the rest when the run ends', async (t) => {
  const fixture = await makeExperiments(t);
  const { repository, runRecord, versions } = fixture;
  await TTRLContext.run({ repository, runId: 'r1', captureLevel: 1, buffer: { everyExperiences: 3 } }, async (run) => {
    for (let number = 0; number < 8; number += 1) await run.recordExperience({ number });
    run.logOnlineUpdate({ reward: 0.5 });
    run.logOnlineUpdate({ reward: 0.7 });
    await run.logArtifact({ name: 'model-ttrl-r1', data: 'weights' });
  });
  const buffers = await buffersOf(fixture);
  t.strictSame(
    buffers.map(({ numbers }) => numbers),
    [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ],
  );
  const [first, second, last] = buffers.map(({ name }) => name);
  t.match(first, /^experience_buffer_\d{10}$/);
  for (const { record } of buffers) t.match(record, { type: 'experience_buffer', run: 'r1', parents: [] });
  t.match((await versions('model-ttrl-r1'))[0]?.parents, [{ artifact: first }, { artifact: second }]);
  const record = await runRecord('r1');
  t.strictSame(
    record.outputs.map(({ artifact }) => artifact),
    [first, second, 'model-ttrl-r1', last],
  );
  t.strictSame(record.inputs, [], 'what a run made and used itself is no input');
  t.match(record.metrics, { online_reward: { count: 2, last: 0.7, step: 2 } });
});

void test('a buffer is kept after so many seconds, and whenever it is asked for', async (t) => {
  const fixture = await makeExperiments(t);
  const { repository } = fixture;
  await TTRLContext.run({ repository, captureLevel: 1, buffer: { everySeconds: 0.05 } }, async (run) => {
    t.equal(await run.snapshot(), undefined, 'nothing is kept of nothing');
    await run.recordExperience({ number: 1 });
    while ((await buffersOf(fixture)).length === 0) await sleep(20);
    await run.recordExperience({ number: 2 });
    t.match(await run.snapshot(), { artifact: /^experience_buffer_/ });
  });
  t.strictSame(
    (await buffersOf(fixture)).map(({ numbers }) => numbers),
    [[1], [2]],
  );
});

void test('what was experienced is kept when the run fails or is interrupted', async (t) => {
  const fixture = await makeExperiments(t);
  const { repository, runRecord } = fixture;
  const failing = TTRLContext.run({ repository, runId: 'r1', captureLevel: 1 }, async (run) => {
    await run.recordExperience({ number: 1 });
    throw new Error('out of memory');
  });
  await t.rejects(failing, { message: 'out of memory' });
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = TTRLContext.run({ repository, runId: 'r2', captureLevel: 1, signal }, async (run) => {
    await run.recordExperience({ number: 2 });
    controller.abort();
  });
  await t.rejects(aborted, { code: 'interrupted' });
  t.match(await runRecord('r1'), { state: 'FAILED', outputs: { length: 1 } });
  t.match(await runRecord('r2'), { state: 'INTERRUPTED', outputs: { length: 1 } });
  t.strictSame(
    (await buffersOf(fixture)).flatMap(({ numbers }) => numbers),
    [1, 2],
  );
});

void test('experiences are held in a file that grows, not in memory, and the file goes with the run', async (t) => {
  const fixture = await makeExperiments(t);
  const { repository } = fixture;
  const experience = { question: 'x'.repeat(1000) };
  const count = 1000;
  const filesBefore = temporaryFiles();
  await TTRLContext.run({ repository, captureLevel: 1, buffer: { everyExperiences: count * 2 } }, async (run) => {
    for (let number = 0; number < count; number += 1) await run.recordExperience({ number, ...experience });
    const file = temporaryFiles().find((name) => !filesBefore.includes(name)) ?? '';
    t.ok(statSync(file).size > count * 1000 - 65_536, 'memory holds the last of them at most');
  });
  const [buffer] = await buffersOf(fixture);
  t.equal(buffer?.record.metadata['experiences'], count);
  t.equal(buffer?.numbers.at(-1), count - 1);
  t.strictSame(temporaryFiles(), filesBefore);
});

void test('experiences that cannot be kept are left in their file, and the run has failed', async (t) => {
  const { repository, runRecord, write } = await makeExperiments(t);
  const failing = TTRLContext.run({ repository, runId: 'r1', captureLevel: 1 }, async (run) => {
    await run.recordExperience({ number: 1 });
    await write('.pixelis/artifacts', 'in the way of the folder');
  });
  const error = (await failing.catch((thrown: unknown) => thrown)) as PixelisError;
  t.match(error, { message: /the last experiences could not be kept/, hint: /left in/ });
  const folder = String(error.data['folder']);
  const [file = ''] = readdirSync(folder);
  t.equal(readFileSync(join(folder, file), 'utf8'), '{"number":1}\n');
  rmSync(folder, { recursive: true });
  t.match(await runRecord('r1'), { state: 'FAILED', reason: /could not be kept/ });
});

void test('an interval or an experience that cannot be is refused', async (t) => {
  const { repository } = await makeExperiments(t);
  for (const buffer of [
    { everyExperiences: 0 },
    { everyExperiences: 1.5 },
    { everySeconds: 0 },
    { everySeconds: Number.NaN },
  ]) {
    await t.rejects(TTRLContext.start({ repository, runId: 'r1', buffer }), { code: 'usage.invalid-argument' });
  }
  await TTRLContext.run({ repository, runId: 'r1', captureLevel: 1 }, async (run) => {
    await t.rejects(run.recordExperience(undefined), { code: 'usage.invalid-argument' });
  });
});

/** Every buffer that was kept, with the numbers that its experiences have. */
async function buffersOf({ repository, versions }: ExperimentFixture) {
  const manager = new ArtifactManager({ repository });
  const names = (await manager.listArtifacts()).filter(({ type }) => type === 'experience_buffer');
  const records = (await Promise.all(names.map(({ artifact }) => versions(artifact)))).flat();
  return Promise.all(
    records.map(async (record) => {
      const buffer = await manager.useArtifact(record.artifact, { version: record.version });
      const lines = (await buffer.bytes()).toString('utf8').trimEnd().split('\n');
      const numbers = lines.map((line) => (JSON.parse(line) as { readonly number: number }).number);
      return { name: record.artifact, numbers, record };
    }),
  );
}

function temporaryFiles(): readonly string[] {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith('pixelis-experience-'));
  return folders.flatMap((folder) => readdirSync(join(tmpdir(), folder)).map((name) => join(tmpdir(), folder, name)));
}
