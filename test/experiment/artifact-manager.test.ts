import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { ArtifactManager, ArtifactType, ExperimentContext } from '../../src/index.js';
import { makeExperiments } from '../support/experiments.js';
import { makeRepository } from '../support/repository.js';

void test('outside of a run artifacts can be looked at and read, and nothing can be logged', async (t) => {
  const { repository, write, root } = await makeExperiments(t);
  await write('data/train.json', '[1, 2]');
  await write('data/notes.txt', 'second');
  await repository.add(['data'], { name: 'dataset-small', metadata: { rows: 2 } });
  await write('data/notes.txt', 'third');
  await repository.add(['data'], { aliases: ['clean'] });

  const manager = new ArtifactManager({ repository });
  const first = await manager.useArtifact('dataset-small', { version: 'v1' });
  t.match(first, { artifact: 'dataset-small', version: 1, type: 'dataset', files: 2, metadata: { rows: 2 } });
  t.strictSame(await first.json('train.json'), [1, 2]);
  t.equal((await first.bytes('notes.txt')).toString(), 'second');
  t.equal((await manager.useArtifact('dataset-small', { version: 1 })).digest, first.digest);

  const placed = await first.path();
  t.equal(await readFile(join(placed, 'notes.txt'), 'utf8'), 'second');
  t.equal(await first.path(), placed, 'it is placed once');
  const latest = await manager.useArtifact('dataset-small', { version: 'clean' });
  t.equal(latest.version, 2);
  t.equal(await latest.path(), join(root, 'data'), 'what the worktree has unchanged need not be copied');
  t.match(await manager.listArtifacts(), [{ artifact: 'dataset-small', versionCount: 2 }]);

  await t.rejects(manager.useArtifact('dataset-smal'), { code: 'reference.not-found', hint: /dataset-small/ });
  await t.rejects(manager.logArtifact({ name: 'x', data: 1 }), {
    code: 'run.not-active',
    message: /no active run/,
    hint: /ExperimentContext\.run/,
  });
  await manager.close();
  t.notOk(existsSync(placed), 'copies go with the manager');
});

void test('what a run uses is noted as its input, with the role that it plays', async (t) => {
  const { repository, runRecord, versions } = await makeExperiments(t);
  await ExperimentContext.run({ repository, runId: 'r1', captureLevel: 1 }, async (run) => {
    await run.logArtifact({ name: 'dataset-small', type: ArtifactType.DATASET, data: 'rows' });
  });
  const copies: string[] = [];
  await ExperimentContext.run({ repository, runId: 'r2', captureLevel: 1 }, async (run) => {
    const dataset = await run.useArtifact('dataset-small', { version: 'v1', role: 'train' });
    copies.push(await dataset.path());
    t.equal(await readFile(await dataset.path(), 'utf8'), 'rows');
    // A manager of one's own works in the run around it.
    const own = new ArtifactManager();
    copies.push(await (await own.useArtifact('dataset-small')).path());
    await own.logArtifact({ name: 'model-r2', data: new Uint8Array([1, 2, 3]) });
  });
  t.strictSame(copies.map(existsSync), [false, false], 'copies go with the run');
  t.match(await runRecord('r2'), {
    inputs: [{ artifact: 'dataset-small', version: 1, role: 'train' }],
    outputs: [{ artifact: 'model-r2' }],
  });
  t.match(await versions('model-r2'), [{ size: 3, parents: [{ artifact: 'dataset-small', role: 'train' }] }]);
});

void test('in a program under `pixelis run` what it makes and uses belongs to that run', async (t) => {
  const repository = await makeRepository(t);
  await mkdir(repository.at('data'));
  await writeFile(repository.at('data/rows.txt'), 'rows');
  await repository.addAndCommit('data', 'data');
  const library = new URL('../../src/index.js', import.meta.url).href;
  const program = `
    import { ArtifactManager } from '${library}';
    const manager = new ArtifactManager();
    const dataset = await manager.useArtifact('dataset-data');
    await manager.logArtifact({ name: 'model-r1', data: (await dataset.bytes('rows.txt')).length });
    await manager.close();
  `;
  await writeFile(repository.at('train.mjs'), program);
  const run = await repository.spawn(['run', '--id', 'r1', '--', process.execPath, 'train.mjs']);
  t.equal(run.code, 0, run.stderr);
  const record = await readFile(repository.at('.pixelis/runs/r1.yaml'), 'utf8');
  t.match(record, /^inputs:\n {2}- artifact: dataset-data$/m);
  t.match(record, /^outputs:\n {2}- artifact: model-r1$/m);
});

void test('a large file is streamed: memory stays far below its size', async (t) => {
  const { repository, root, versions } = await makeExperiments(t);
  const bytes = 64 * 1024 * 1024;
  const file = join(root, 'model.pt');
  const handle = await open(file, 'w');
  await handle.truncate(bytes);
  await handle.close();
  await ExperimentContext.run({ repository, captureLevel: 1 }, async (run) => {
    await run.logArtifact({ name: 'warm-up', type: 'other', data: 'x' });
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 2);
    await run.artifactManager.logLargeArtifact({ name: 'model-large', filePath: file });
    clearInterval(watch);
    t.ok(highest - before < bytes / 2, `memory grew by ${highest - before} bytes`);
  });
  t.match(await versions('model-large'), [{ size: bytes }]);
});
