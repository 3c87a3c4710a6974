import fc from 'fast-check';
import { test } from 'tap';
import { buildLineage } from '#model/build-lineage.js';
import type { LineageFacts } from '#model/lineage-facts.js';
import { lineageDot } from '#model/lineage-dot.js';
import { lineageMermaid } from '#model/lineage-mermaid.js';
import { lineageView, selectAll } from '#model/select-lineage.js';
import { runFactsOf, used, versionFacts } from '../support/guide-lineage.js';

const viewOf = (facts: Partial<LineageFacts>) => {
  const graph = buildLineage({ versions: [], runs: [], ...facts });
  return lineageView(graph, selectAll(graph));
};

const linesOf = (facts: Partial<LineageFacts>) =>
  lineageMermaid(viewOf(facts))
    .split('\n')
    .map((line) => line.trim());

void test('versions that name their parents without a run are joined directly', (t) => {
  const versions = [
    versionFacts('dataset-a', { type: 'dataset' }),
    versionFacts('dataset-b', { type: 'dataset', parents: [used('dataset-a')] }),
    versionFacts('notes'),
  ];
  t.strictSame(linesOf({ versions }), [
    'graph TD',
    'A(dataset-a-v1) -->|parent of| B(dataset-b-v1)',
    'C(notes)',
    '',
    '%% Styling',
    'classDef dataset fill:#e1f5fe,stroke:#01579b',
    '',
    'class A,B dataset',
    '',
  ]);
  t.end();
});

void test('a run that goes on with another, or reproduces it, is joined to it by a dotted arrow', (t) => {
  const runs = [
    runFactsOf('r1', { label: 'train.py' }),
    runFactsOf('r2', { label: 'train.py', reproduces: 'r1', started: '2026-03-02T09:30:00.000Z' }),
  ];
  t.strictSame(linesOf({ runs }), [
    'graph TD',
    '%% r1 Phase',
    'A[train.py]',
    '',
    '%% r2 Phase',
    'A -.->|reproduced by| B[train.py]',
    '',
  ]);
  t.match(lineageDot(viewOf({ runs })), 'A -> B [label="reproduced by", style=dotted];');
  t.end();
});

void test('after Z comes AA, and no box is called by a word of the languages', (t) => {
  const versions = Array.from({ length: 3_800 }, (_, index) => versionFacts(`v${String(index).padStart(4, '0')}`));
  const boxes = linesOf({ versions }).flatMap((line) => /^(\w+)\(/.exec(line)?.[1] ?? []);
  t.strictSame(
    [boxes[25], boxes[26], boxes[27], boxes[52], boxes[701], boxes[702]],
    ['Z', 'AA', 'AB', 'BA', 'ZZ', 'AAA'],
  );
  t.equal(new Set(boxes).size, 3_800);
  t.notOk(boxes.includes('END'));
  t.end();
});

/** What a box may look like: `A[bare]`, `A["with codes"]`, or a version `A(name)`. */
const box = String.raw`[A-Z]+_?(?:\[(?:"(?:[\p{L}\p{N}\p{M} _./,:=+-]|#\d+;)*"|[\w.][\w ./,:=+-]*)\]|\([\w.() -]+\)|\("[^"]*"\))?`;
const mermaidLine = new RegExp(
  String.raw`^(?:graph TD|%% [^\n{}%]* Phase|%% Styling|%% Outside of Runs|classDef .*|class [A-Z,_]+ \w+|${box}|${box} (?:-->|-\.->)\|[a-z ]+\| ${box}|)$`,
  'u',
);
const dotLine =
  /^(?:digraph lineage \{|\}|rankdir=TB;|(?:node|edge) \[fontname="Helvetica"(?:, fontsize=10)?\];|[A-Z]+_?(?: -> [A-Z]+_?)? \[label="(?:[^"\\]|\\["\\])*"(?:, \w+="?[\w#,]+"?)*\];|)$/u;

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    '%%{init: {"securityLevel": "loose"}}%%',
    'a]; click A "javascript:alert(1)"',
    '"><script>alert(1)</script>',
    'end',
    '/bin/sh -c "x | y > z"',
    '`rm -rf`',
    'a\\',
    '\\N \\G',
    '---\ntitle: x\n---',
    'subgraph x',
    'x --> y',
    '#quot;&lt;',
    'Grüße, 世界',
    '\u202eevil',
  ),
);

void test('whatever a run is called and executed, a diagram has only lines that mean what they should', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(hostile, hostile, (name, label) => {
        const runs = [runFactsOf('r1', { name, label, inputs: [used('dataset-a')] })];
        const view = viewOf({ versions: [versionFacts('dataset-a', { type: 'dataset' })], runs });
        for (const line of lineageMermaid(view).split('\n')) {
          if (!mermaidLine.test(line.trim())) throw new Error(`Mermaid: ${line}`);
        }
        for (const line of lineageDot(view).split('\n')) {
          if (!dotLine.test(line.trim())) throw new Error(`DOT: ${line}`);
        }
      }),
    ),
  );
  t.end();
});
