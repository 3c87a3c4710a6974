import { test } from 'tap';
import { buildLineage } from '#model/build-lineage.js';
import type { LineageFacts } from '#model/lineage-facts.js';
import { lineageFaults } from '#model/lineage-faults.js';
import { digestOf, guideLineage, runFactsOf, used, versionFacts } from '../support/guide-lineage.js';

/** Kind, severity and message of each fault. */
function faultsIn(facts: Partial<LineageFacts>, live: readonly string[] = []): readonly string[] {
  const graph = buildLineage({ versions: [], runs: [], ...facts });
  return lineageFaults(graph, { isLive: (run) => live.includes(run) }).map(
    ({ kind, severity, message }) => `${severity} ${kind}: ${message}`,
  );
}

void test('the pipeline of the guide has no fault', (t) => {
  t.strictSame(faultsIn(guideLineage), []);
  t.end();
});

void test('a parent, an input or an output without a record is missing', (t) => {
  const versions = [versionFacts('model-a', { parents: [used('dataset-a', 3)] })];
  const runs = [runFactsOf('r1', { inputs: [used('dataset-b')], outputs: [used('model-b')] })];
  t.strictSame(faultsIn({ versions, runs }), [
    "error missing-version: 'model-a:v1' was made from 'dataset-a:v3', which has no record",
    "error missing-version: run 'r1' used 'dataset-b:v1', which has no record",
    "error missing-version: run 'r1' made 'model-b:v1', which has no record",
  ]);
  t.end();
});

void test('a parent whose digest is not that of its record is contradicted', (t) => {
  const versions = [versionFacts('dataset-a'), versionFacts('model-a', { parents: [used('dataset-a', 1, '2')] })];
  t.strictSame(faultsIn({ versions }), [
    `error other-digest: 'model-a:v1' was made from 'dataset-a:v1' with digest ${digestOf('2')}, whose record says ${digestOf('1')}`,
  ]);
  t.end();
});

void test('a run without a record is missing, unless it goes on still', (t) => {
  const versions = [versionFacts('model-a', { run: 'r1' })];
  t.strictSame(faultsIn({ versions }), ["error missing-run: 'model-a:v1' was made by run 'r1', which has no record"]);
  t.strictSame(faultsIn({ versions }, ['r1']), []);
  const runs = [runFactsOf('r2', { parent: 'r1', reproduces: 'r0' })];
  t.strictSame(faultsIn({ runs }, ['r1']), ["warning missing-run: run 'r2' reproduces run 'r0', which has no record"]);
  t.end();
});

void test('a run that does not list what was made by it is told', (t) => {
  t.strictSame(faultsIn({ versions: [versionFacts('model-a', { run: 'r1' })], runs: [runFactsOf('r1')] }), [
    "warning unlisted-output: 'model-a:v1' was made by run 'r1', which does not list it among its outputs",
  ]);
  t.end();
});

void test('records by which versions were made from each other are a cycle', (t) => {
  const versions = [
    versionFacts('a', { parents: [used('b')] }),
    versionFacts('b', { parents: [used('c')] }),
    versionFacts('c', { parents: [used('a')] }),
    versionFacts('d', { parents: [used('d')] }),
  ];
  t.strictSame(faultsIn({ versions }), [
    "error cycle: 'a:v1', 'b:v1', 'c:v1' were made from each other",
    "error cycle: 'd:v1' was made from itself",
  ]);
  t.end();
});

void test('a run that made an older version again closes a circle innocently', (t) => {
  const versions = [versionFacts('packed', { parents: [used('plain')] }), versionFacts('plain')];
  const runs = [runFactsOf('unpack', { inputs: [used('packed')], outputs: [used('plain')] })];
  t.strictSame(faultsIn({ versions, runs }), [
    "warning cycle: 'packed:v1', 'plain:v1' were made from each other by way of runs",
  ]);
  t.end();
});

void test('an evaluation has as parents what its name says', (t) => {
  const name = 'eval-model-a-on-dataset-b-v2';
  const evaluation = (parents: readonly ReturnType<typeof used>[]) =>
    versionFacts(name, { type: 'evaluation', parents });
  const model = versionFacts('model-a', { type: 'model' });
  const dataset = versionFacts('dataset-b', { type: 'dataset', version: 2 });
  const older = versionFacts('dataset-b', { type: 'dataset' });
  const versions = [model, dataset, older];
  t.strictSame(faultsIn({ versions: [...versions, evaluation([used('model-a'), used('dataset-b', 2)])] }), []);
  t.strictSame(faultsIn({ versions: [...versions, evaluation([used('dataset-b')])] }), [
    `error evaluation: '${name}:v1' evaluates 'model-a' by its name, which is not among its parents`,
    `error evaluation: '${name}:v1' evaluates 'dataset-b:v2' by its name, which is not among its parents`,
  ]);
  t.strictSame(faultsIn({ versions: [model, evaluation([used('model-a')])] }), [
    `error evaluation: '${name}:v1' evaluates 'dataset-b:v2' by its name, which has no record`,
  ]);
  const runs = [runFactsOf('r1', { inputs: [used('model-a'), used('dataset-b', 2)], outputs: [used(name)] })];
  t.strictSame(faultsIn({ versions: [...versions, evaluation([])], runs }), [], 'by way of a run as well');
  t.strictSame(faultsIn({ versions: [versionFacts('score', { type: 'evaluation' })] }), [
    "warning evaluation: 'score:v1' is an evaluation, and its name does not say of which model on which dataset",
  ]);
  t.end();
});

void test('a number that two branches took is told once', (t) => {
  const other = { ...versionFacts('model-a'), digest: digestOf('2') };
  t.strictSame(faultsIn({ versions: [versionFacts('model-a'), other] }), [
    "warning number-taken: 'model-a:v1' is the number of two versions: two branches took it",
  ]);
  t.end();
});
