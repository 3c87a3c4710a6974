import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { ArtifactManager, ExperimentContext, LineageTracker } from '../../src/index.js';
import { type ExperimentFixture, makeExperiments } from '../support/experiments.js';

void test('ancestors and descendants of a version are those at every remove', async (t) => {
  const { repository } = await makeLineage(t);
  const tracker = new LineageTracker({ repository });
  t.strictSame(names(await tracker.getAncestors('model-m1')), ['dataset-raw', 'dataset-clean']);
  t.strictSame(names(await tracker.getAncestors('model-m1', { depth: 1 })), ['dataset-clean']);
  t.strictSame(names(await tracker.getDescendants('dataset-raw-v1')), ['dataset-clean', 'model-m1']);
  t.strictSame(names(await tracker.getDescendants('model-m1')), []);
  await t.rejects(tracker.getAncestors('model-m2'), { code: 'reference.not-found' });
  await tracker.close();
});

void test('the way between two versions is told in the order in which it was asked for', async (t) => {
  const { repository } = await makeLineage(t);
  const tracker = new LineageTracker({ repository });
  const there = await tracker.getLineagePath({ fromId: 'dataset-raw-v1', toId: 'model-m1' });
  t.strictSame(names(there), ['dataset-raw', 'dataset-clean', 'model-m1']);
  const back = await tracker.getLineagePath({ fromId: 'model-m1', toId: 'dataset-raw-v1' });
  t.strictSame(names(back), ['model-m1', 'dataset-clean', 'dataset-raw']);
  t.strictSame(await tracker.getLineagePath({ fromId: 'dataset-other', toId: 'model-m1' }), []);
});

void test('records that agree are valid, and what contradicts is an issue', async (t) => {
  const { repository, root, write } = await makeLineage(t);
  const tracker = new LineageTracker({ repository });
  t.match(await tracker.validateLineage(), { isValid: true, issues: [] });
  const { record } = await repository.show('dataset-clean');
  const text = await readFile(join(root, record), 'utf8');
  await write(record, text.replace(/(artifact: dataset-raw\n\s+version:) 1/, '$1 7'));
  const { isValid, issues } = await tracker.validateLineage();
  t.notOk(isValid);
  t.match(issues, [{ code: 'lineage.broken' }]);
});

void test('the graph is drawn for Graphviz and as Mermaid, whole or around a version', async (t) => {
  const { repository, root } = await makeLineage(t);
  const tracker = new LineageTracker({ repository });
  const dot = await tracker.exportToDot(join(root, 'lineage.dot'));
  t.equal(await readFile(join(root, 'lineage.dot'), 'utf8'), dot);
  t.match(dot, /^digraph /);
  t.match(dot, 'dataset-other-v1');
  const around = await tracker.exportToMermaid(undefined, { reference: 'model-m1' });
  t.match(around, /^graph TD\n/);
  t.match(around, 'dataset-raw-v1');
  t.notMatch(around, 'dataset-other-v1');
  await t.rejects(tracker.exportToDot(join(root, 'no', 'folder.dot')), { code: 'path.not-found' });
});

void test('the lineage of an artifact has its versions and the runs between them', async (t) => {
  const { repository } = await makeLineage(t);
  const manager = new ArtifactManager({ repository });
  const { versions, runs } = await manager.getLineage('model-m1');
  t.strictSame(names(versions), ['dataset-raw', 'dataset-clean', 'model-m1']);
  t.strictSame(
    runs.map(({ id }) => id),
    ['preparation', 'cleaning', 'm1'],
  );
});

/** raw is made into clean, and that into a model; another dataset lies beside them. */
async function makeLineage(t: Test): Promise<ExperimentFixture> {
  const fixture = await makeExperiments(t);
  const options = { repository: fixture.repository, captureLevel: 1 } as const;
  await ExperimentContext.run({ ...options, runId: 'preparation' }, async (run) => {
    await run.logArtifact({ name: 'dataset-raw', data: 'raw' });
    await run.logArtifact({ name: 'dataset-other', data: 'other' });
  });
  await ExperimentContext.run({ ...options, runId: 'cleaning', inputs: ['dataset-raw'] }, (run) =>
    run.logArtifact({ name: 'dataset-clean', data: 'clean' }),
  );
  await ExperimentContext.run({ ...options, runId: 'm1', inputs: ['dataset-clean'] }, (run) =>
    run.logArtifact({ name: 'model-m1', data: 'weights' }),
  );
  return fixture;
}

function names(versions: readonly { readonly artifact: string }[]): readonly string[] {
  return versions.map(({ artifact }) => artifact);
}
