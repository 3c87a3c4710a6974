import picocolors from 'picocolors';
import { test } from 'tap';
import { renderEnvironment } from '../../../src/cli/render/environment.js';
import { renderComparison } from '../../../src/cli/render/environment-comparison.js';
import type { EnvironmentComparisonResult, EnvironmentResult } from '../../../src/index.js';

const view = { colors: picocolors.createColors(false), folder: '/r' };
const digest = `blake3:6f1a0b3c${'0'.repeat(56)}`;
const device = { name: 'NVIDIA H100', memory: 85_520_809_984, capability: '9.0' };
const captured: EnvironmentResult = {
  pixelis: 1,
  command: 'env capture',
  dryRun: false,
  digest,
  record: `.pixelis/environments/6f1a0b3c${'0'.repeat(56)}.yaml`,
  known: false,
  environment: {
    level: 3,
    python: {
      implementation: 'cpython',
      version: '3.11.7',
      executable: '.venv/bin/python',
      kind: 'venv',
      packages: { numpy: '1.26.4', torch: '2.4.0' },
      sources: { lab: 'editable lab' },
    },
    programs: { uv: '0.5.1' },
    lockfiles: [{ path: 'uv.lock', digest }],
    switches: { PYTHONHASHSEED: '0' },
    system: { os: 'linux', kernel: '6.1', arch: 'x64', cpu: 'AMD EPYC', cores: 8, usable: 4, memory: 2 ** 34 },
    gpu: { devices: [device, device], driver: '550.54', build: 'CUDA 12.1' },
    container: { kind: 'docker', cpus: 1.5 },
    scheduler: { kind: 'slurm', partition: 'gpu' },
    variables: { A: '1', B: '2' },
    unknown: { 'gpu.cuda': "'nvidia-smi' did not answer within 5 s" },
  },
  staged: [],
  problems: [],
  warnings: [],
};

void test('an environment is shown from the interpreter to the variables, with what is unknown and why', async (t) => {
  const { lines, next } = renderEnvironment(captured, view);
  t.strictSame(lines, [
    'environment 6f1a0b3c, level 3',
    '  python      cpython 3.11.7 (venv) at .venv/bin/python',
    '              2 packages, 1 from no index',
    '  uv          0.5.1',
    '  lock files  uv.lock (6f1a0b3c)',
    '  system      linux, 6.1, x64',
    '  processor   AMD EPYC, 8 cores, 4 of them usable',
    '  memory      16.0 GiB',
    '  gpu         2 x NVIDIA H100, 79.6 GiB, capability 9.0',
    '  driver      550.54',
    '  built for   CUDA 12.1',
    '  container   docker, at most 1.5 processors',
    '  scheduler   slurm, partition gpu',
    '  variables   2 recorded',
    '',
    'switches',
    '  PYTHONHASHSEED  0',
    '',
    'unknown',
    "  gpu.cuda  'nvidia-smi' did not answer within 5 s",
    '',
    `recorded as ${captured.record}`,
  ]);
  t.equal(next, "next: git commit -m 'Record an environment'");
  t.equal(renderEnvironment({ ...captured, dryRun: true }, view).lines.at(-1), `would record as ${captured.record}`);
  t.equal(renderEnvironment({ ...captured, known: true }, view).lines.at(-1), `recorded already as ${captured.record}`);
});

void test('packages are listed on request', async (t) => {
  const { lines } = renderEnvironment({ ...captured, command: 'env show', run: 'abc123' }, view, { packages: true });
  t.equal(lines[0], 'environment 6f1a0b3c, level 3, of run abc123');
  t.strictSame(lines.slice(-7), [
    '',
    'python packages',
    '  numpy  1.26.4',
    '  torch  2.4.0',
    '',
    'not from an index',
    '  lab  editable lab',
  ]);
});

const comparison: EnvironmentComparisonResult = {
  pixelis: 1,
  command: 'env check',
  recorded: { reference: 'abc123', digest, level: 2, run: 'abc123' },
  actual: { reference: '.', digest, level: 2 },
  satisfied: false,
  differences: [
    { severity: 'breaking', aspect: 'package', key: 'torch', recorded: '2.4.0' },
    { severity: 'possible', aspect: 'lockfile', key: 'uv.lock', recorded: digest, actual: digest.replace('6f', '7f') },
    { severity: 'cosmetic', aspect: 'system', key: 'kernel', recorded: '6.1', actual: '6.2' },
  ],
  problems: [],
  warnings: [],
};

void test('differences are shown worst first; those that are cosmetic are counted', async (t) => {
  t.strictSame(renderComparison(comparison, view, { all: false }).lines, [
    'run abc123 (6f1a0b3c) -> this machine (6f1a0b3c)',
    'breaking  package   torch    2.4.0 -> none',
    'possible  lockfile  uv.lock  6f1a0b3c -> 7f1a0b3c',
    'and 1 cosmetic difference: --all lists them',
    'not satisfied',
  ]);
  t.equal(
    renderComparison(comparison, view, { all: false }).next,
    'every package that it had: pixelis env show abc123 --packages',
  );
  t.equal(renderComparison(comparison, view, { all: true }).lines[3], 'cosmetic  system    kernel   6.1 -> 6.2');
});

void test('where nothing differs, it says so', async (t) => {
  const same = { ...comparison, satisfied: true, differences: [] };
  t.strictSame(renderComparison(same, view, { all: false }).lines.slice(1), ['no differences', 'satisfied']);
  t.strictSame(renderComparison({ ...same, command: 'env diff' }, view, { all: false }).lines.slice(1), [
    'no differences',
  ]);
});
