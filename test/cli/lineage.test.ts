import { test } from 'tap';
import { guideLineage, used } from '../support/guide-lineage.js';
import { versionFile, writeLineage } from '../support/lineage-records.js';
import { makeRepository } from '../support/repository.js';
import { runInMemory } from './memory-terminal.js';

void test('the lineage of the pipeline of the guide, asked in every way', async (t) => {
  const repository = await makeRepository(t);
  await writeLineage(repository, guideLineage);
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await repository.pixelis(args);
    t.equal(stderr, '', args.join(' '));
    return `${stdout}[${code}]`;
  };
  t.equal(
    await said('lineage', 'model-rft-def456', '--depth', '1'),
    `model-rft-def456
├── Parents
│   ├── model-sft-abc123 (1 more)
│   └── dataset-cota_rft-v1
└── Children
    ├── model-ttrl-ghi789 (1 more)
    └── online_metrics
[0]`,
  );
  t.equal(
    await said('lineage', 'model-sft-abc123', '--ancestors', '--format', 'mermaid'),
    `graph TD
    %% Data Generation Phase
    A[scripts/generate_cota_data.py] -->|produces| B(dataset-cota_sft-v1)
    
    %% SFT Training Phase
    B -->|consumed by| C[scripts/train.py --mode sft]
    C -->|produces| D(model-sft-abc123)
    
    %% Styling
    classDef dataset fill:#e1f5fe,stroke:#01579b
    classDef model fill:#e8f5e9,stroke:#1b5e20
    
    class B dataset
    class D model
[0]`,
  );
  t.equal(
    await said('lineage', 'run', 'abc', '--format', 'dot'),
    `digraph lineage {
  rankdir=TB;
  node [fontname="Helvetica"];
  edge [fontname="Helvetica", fontsize=10];
  A [label="dataset-cota_sft-v1", shape=box, style="rounded,filled", fillcolor="#e1f5fe", color="#01579b"];
  B [label="scripts/train.py --mode sft", shape=box];
  C [label="model-sft-abc123", shape=box, style="rounded,filled", fillcolor="#e8f5e9", color="#1b5e20"];
  D [label="sft_metrics", shape=box, style="rounded,filled", fillcolor="#fff3e0", color="#e65100"];
  A -> B [label="consumed by"];
  B -> C [label="produces"];
  B -> D [label="produces"];
}
[0]`,
  );
  t.equal(
    await said('lineage', 'path', 'model-ttrl-ghi789', 'dataset-cota_sft-v1'),
    `dataset-cota_sft:v1
  scripts/train.py --mode sft (run abc123)
model-sft-abc123:v1
  scripts/train.py --mode rft (run def456)
model-rft-def456:v1
  scripts/train.py --mode ttrl (run ghi789)
model-ttrl-ghi789:v1
[0]`,
  );
  t.equal(
    await said('lineage', 'path', 'sft_metrics', 'rft_metrics'),
    'neither was made from the other: sft_metrics:v1, rft_metrics:v1\n[1]',
  );
  t.equal(await said('lineage', 'validate'), 'the lineage of 10 versions and 5 runs is whole\n[0]');
  t.match(await said('lineage'), /^graph TD\n {4}%% Data Generation Phase\n/);
  t.equal(await said('lineage', '--format', 'json'), `${(await repository.pixelis(['--json', 'lineage'])).stdout}[0]`);
  for (const args of [['sft_metrics'], ['run', 'abc'], ['path', 'sft_metrics', 'rft_metrics'], ['validate']]) {
    t.equal(((await repository.json('lineage', ...args)).result as { all?: unknown }).all, false, 'by its schema');
  }
});

void test('contradictions end validation with 4, each with what to do; warnings alone with 0', async (t) => {
  const repository = await makeRepository(t);
  await repository.write(...versionFile('model-a', {}, '2'));
  await repository.write(...versionFile('model-a'));
  t.match(await repository.pixelis(['lineage', 'validate']), {
    code: 0,
    stdout: 'the lineage of 2 versions and 0 runs is whole, with 1 warning\n',
    stderr: /^warning: 'model-a:v1' is the number of two versions: two branches took it\nhint: see how/,
  });
  await repository.write(...versionFile('model-b', { parents: [used('dataset-lost')] }));
  t.match(await repository.pixelis(['lineage', 'validate']), {
    code: 4,
    stdout: '',
    stderr: /^problem: 'model-b:v1' was made from 'dataset-lost:v1', which has no record\n/,
  });
  t.match(await repository.json('lineage', 'validate'), { code: 4, result: { isValid: false } });
});

void test('a diagram that GitHub does not draw says so', async (t) => {
  const repository = await makeRepository(t);
  const parents = Array.from({ length: 501 }, (_, index) => used('dataset-a', index + 1));
  await repository.write(...versionFile('model-a', { parents }));
  t.match((await repository.pixelis(['lineage'])).stdout, /\n\nGitHub draws 500 arrows at most: .*\n$/);
  t.notMatch((await repository.pixelis(['lineage', '--quiet'])).stdout, /GitHub/);
});

void test('what cannot be asked is refused with what can', async (t) => {
  const refused = async (...argv: string[]) => {
    const { code, stderr } = await runInMemory(argv);
    return `${code} ${stderr}`;
  };
  t.equal(
    await refused('lineage', 'model-a', '--format', 'svg'),
    "2 pixelis: '--format' knows no 'svg'\nhint: one of: tree, mermaid, dot, json\n",
  );
  t.match(await refused('lineage', '--format', 'tree'), /^2 pixelis: a tree needs a REF at its root\n/);
  t.match(await refused('lineage', 'path', 'a'), /^2 pixelis: 'lineage path' needs B/);
});

void test('a word after lineage is one of its commands, or a reference', async (t) => {
  const help = (await runInMemory(['lineage', '--help'])).stdout;
  t.match(help, 'Usage: pixelis lineage [REF] [OPTION...]');
  t.match(help, '  pixelis lineage path A B  ');
  t.match((await runInMemory(['lineage', 'validate', '--help'])).stdout, 'Usage: pixelis lineage validate');
  t.match((await runInMemory(['lineage', 'model-a', '--help'])).stdout, 'Usage: pixelis lineage [REF]');
  const complete = async (...words: string[]) =>
    (await runInMemory(['complete', '--', 'lineage', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);
  t.strictSame(await complete('v'), ['validate', ':files', '']);
  t.strictSame(await complete('--des'), ['--descendants', '']);
  t.strictSame(await complete('model-a', '--format', ''), ['tree', 'mermaid', 'dot', 'json', '']);
  t.strictSame(await complete('--rev', ''), ['']);
  t.match(await runInMemory(['lineage', '--rev', 'path', '--format', 'x']), { code: 2, stderr: /knows no 'x'/ });
  t.strictSame(await complete('run', 'abc', '--f'), ['--format', '--folder', '']);
});
