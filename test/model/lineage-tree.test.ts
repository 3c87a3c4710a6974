import { test } from 'tap';
import { buildLineage } from '#model/build-lineage.js';
import type { LineageFacts } from '#model/lineage-facts.js';
import { findRun, findVersion } from '#model/lineage-graph.js';
import { lineageTree } from '#model/lineage-tree.js';
import type { LineageDirection } from '#model/lineage-view.js';
import { lineageView, selectAll, selectAround, selectRun } from '#model/select-lineage.js';
import { digestOf, guideLineage, runFactsOf, used, versionFacts } from '../support/guide-lineage.js';

interface Question {
  readonly facts: LineageFacts;
  readonly root: ReturnType<typeof used>;
  readonly directions?: readonly LineageDirection[];
  readonly depth?: number;
}

function treeOf({ facts, root, directions = ['ancestors'], depth }: Question): readonly string[] {
  const graph = buildLineage(facts);
  const version = findVersion(graph, root) ?? -1;
  return lineageTree(lineageView(graph, selectAround(graph, version, { directions, depth })))
    .split('\n')
    .slice(0, -1);
}

void test('both directions hang under a version in the middle; datasets show their version, others from the second on', (t) => {
  const versions = [
    versionFacts('dataset-a', { type: 'dataset', version: 3 }),
    versionFacts('model-a', { type: 'model', version: 2, parents: [used('dataset-a', 3)] }),
    versionFacts('sft_metrics', { type: 'metrics', parents: [used('model-a', 2)] }),
  ];
  const facts = { versions, runs: [] };
  t.strictSame(treeOf({ facts, root: used('model-a', 2), directions: ['ancestors', 'descendants'] }), [
    'model-a:v2',
    '├── Parents',
    '│   └── dataset-a-v3',
    '└── Children',
    '    └── sft_metrics',
  ]);
  t.strictSame(treeOf({ facts, root: used('dataset-a', 3) }), [
    'dataset-a-v3',
    '└── Parents',
    '    └── (none - root node)',
  ]);
  t.end();
});

void test('what was drawn once is not drawn again', (t) => {
  const versions = [
    versionFacts('raw'),
    versionFacts('clean', { parents: [used('raw')] }),
    versionFacts('train', { parents: [used('clean')] }),
    versionFacts('test', { parents: [used('clean')] }),
    versionFacts('model', { parents: [used('train'), used('test')] }),
  ];
  t.strictSame(treeOf({ facts: { versions, runs: [] }, root: used('model') }), [
    'model',
    '└── Parents',
    '    ├── train',
    '    │   └── Parents',
    '    │       └── clean',
    '    │           └── Parents',
    '    │               └── raw',
    '    └── test',
    '        └── Parents',
    '            └── clean (see above)',
  ]);
  t.end();
});

void test('a depth says how much it left out', (t) => {
  const root = used('eval-model-ttrl-ghi789-on-dataset-cota_sft-v1');
  t.strictSame(treeOf({ facts: guideLineage, root, depth: 1 }), [
    'eval-model-ttrl-ghi789-on-dataset-cota_sft-v1',
    '└── Parents',
    '    ├── model-ttrl-ghi789 (2 more)',
    '    └── dataset-cota_sft-v1',
  ]);
  t.strictSame(treeOf({ facts: guideLineage, root: used('dataset-cota_rft'), directions: ['descendants'], depth: 1 }), [
    'dataset-cota_rft-v1',
    '└── Children',
    '    ├── model-rft-def456 (2 more)',
    '    └── rft_metrics',
  ]);
  t.end();
});

void test('what has no record, and which of two versions with one number it is, stands there', (t) => {
  const versions = [
    { ...versionFacts('model-a', { parents: [used('dataset-lost', 2)] }), digest: digestOf('2') },
    versionFacts('model-a'),
  ];
  t.strictSame(treeOf({ facts: { versions, runs: [] }, root: used('model-a', 1, '2') }), [
    'model-a (22222222)',
    '└── Parents',
    '    └── dataset-lost-v2 (no record)',
  ]);
  t.end();
});

void test('a run has its inputs and outputs under it', (t) => {
  const graph = buildLineage(guideLineage);
  const drawn = (run: string) => lineageTree(lineageView(graph, selectRun(graph, findRun(graph, run) ?? -1)));
  t.equal(
    drawn('def456'),
    `def456  RFT Training  scripts/train.py --mode rft  COMPLETED
├── Inputs
│   ├── model-sft-abc123
│   └── dataset-cota_rft-v1
└── Outputs
    ├── model-rft-def456
    └── rft_metrics
`,
  );
  t.match(drawn('gen001'), /Inputs\n│ {3}└── \(none\)/);
  t.end();
});

void test('without a subject there is a tree for each root', (t) => {
  const graph = buildLineage({
    versions: [versionFacts('a'), versionFacts('b', { parents: [used('a')] }), versionFacts('z')],
    runs: [],
  });
  t.equal(lineageTree(lineageView(graph, selectAll(graph))), 'a\n└── Children\n    └── b\n\nz\n');
  t.end();
});

void test('a chain of 10,000 versions and a lattice of 2^40 paths are drawn in few lines', (t) => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    versionFacts('model', { version: index + 1, parents: index === 0 ? [] : [used('model', index)] }),
  );
  const drawn = treeOf({ facts: { versions: chain, runs: [] }, root: used('model', 10_000) });
  t.equal(drawn.length, 201);
  t.match(drawn.at(-1), /model:v9900 \(goes on\)$/);
  const lattice = Array.from({ length: 40 }, (_, index) =>
    ['left', 'right'].map((side) =>
      versionFacts(side, {
        version: index + 1,
        parents: index === 0 ? [] : [used('left', index), used('right', index)],
      }),
    ),
  ).flat();
  t.ok(treeOf({ facts: { versions: lattice, runs: [] }, root: used('left', 40) }).length < 250);
  t.end();
});

void test('a run that died leaves what nobody recorded, and its name cannot move the cursor', (t) => {
  const graph = buildLineage({
    versions: [],
    runs: [runFactsOf('r1', { name: 'a\u001b[2Jb\nc', label: 'x', state: 'FAILED' })],
  });
  const [first] = lineageTree(lineageView(graph, selectRun(graph, 0))).split('\n');
  t.equal(first, 'r1  a\\u001b[2Jb\\u000ac  x  FAILED');
  t.end();
});
