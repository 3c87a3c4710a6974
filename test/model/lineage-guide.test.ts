import { test } from 'tap';
import { buildLineage } from '#model/build-lineage.js';
import { findVersion } from '#model/lineage-graph.js';
import { lineageMermaid } from '#model/lineage-mermaid.js';
import { lineageTree } from '#model/lineage-tree.js';
import { lineageView, selectAll, selectAround } from '#model/select-lineage.js';
import { guideLineage, used } from '../support/guide-lineage.js';

/** As the guide has them, to the blank. */
const diagram = [
  'graph TD',
  '    %% Data Generation Phase',
  '    A[scripts/generate_cota_data.py] -->|produces| B(dataset-cota_sft-v1)',
  '    A -->|produces| C(dataset-cota_rft-v1)',
  '    ',
  '    %% SFT Training Phase',
  '    B -->|consumed by| D[scripts/train.py --mode sft]',
  '    D -->|produces| E(model-sft-abc123)',
  '    D -->|produces| F(sft_metrics)',
  '    ',
  '    %% RFT Training Phase',
  '    E -->|consumed by| G[scripts/train.py --mode rft]',
  '    C -->|consumed by| G',
  '    G -->|produces| H(model-rft-def456)',
  '    G -->|produces| I(rft_metrics)',
  '    ',
  '    %% Online TTRL Phase',
  '    H -->|consumed by| J[scripts/train.py --mode ttrl]',
  '    J -->|produces| K(model-ttrl-ghi789)',
  '    J -->|produces| L(experience_buffer_1234567890)',
  '    J -->|produces| M(online_metrics)',
  '    ',
  '    %% Evaluation Phase',
  '    K -->|consumed by| N[scripts/evaluate.py]',
  '    B -->|consumed by| N',
  '    N -->|produces| O(eval-model-ttrl-ghi789-on-dataset-cota_sft-v1)',
  '    ',
  '    %% Styling',
  '    classDef dataset fill:#e1f5fe,stroke:#01579b',
  '    classDef model fill:#e8f5e9,stroke:#1b5e20',
  '    classDef metrics fill:#fff3e0,stroke:#e65100',
  '    classDef eval fill:#fce4ec,stroke:#880e4f',
  '    ',
  '    class B,C dataset',
  '    class E,H,K model',
  '    class F,I,L,M metrics',
  '    class O eval',
];

const tree = [
  'eval-model-ttrl-ghi789-on-dataset-cota_sft-v1',
  '├── Parents',
  '│   ├── model-ttrl-ghi789',
  '│   │   └── Parents',
  '│   │       ├── model-rft-def456',
  '│   │       │   └── Parents',
  '│   │       │       ├── model-sft-abc123',
  '│   │       │       │   └── Parents',
  '│   │       │       │       └── dataset-cota_sft-v1',
  '│   │       │       └── dataset-cota_rft-v1',
  '│   │       └── experience_buffer_1234567890',
  '│   └── dataset-cota_sft-v1',
  '└── Children',
  '    └── (none - leaf node)',
];

void test('the lineage of the pipeline of the guide, as Mermaid, is the diagram of the guide', (t) => {
  const graph = buildLineage(guideLineage);
  const drawn = lineageMermaid(lineageView(graph, selectAll(graph)));
  t.strictSame(drawn.split('\n'), [...diagram, '']);
  t.end();
});

void test('the lineage of its evaluation, as a tree, is the tree of the guide', (t) => {
  const graph = buildLineage(guideLineage);
  const evaluation = findVersion(graph, used('eval-model-ttrl-ghi789-on-dataset-cota_sft-v1')) ?? -1;
  const selection = selectAround(graph, evaluation, { directions: ['ancestors', 'descendants'] });
  const drawn = lineageTree(lineageView(graph, selection));
  t.strictSame(drawn.split('\n'), [...tree, '']);
  t.end();
});
