import picocolors from 'picocolors';
import { test } from 'tap';
import { renderReproduce } from '../../../src/cli/render/reproduce.js';
import type { ReproducedRun, ReproduceResult } from '../../../src/index.js';

const view = { colors: picocolors.createColors(false), folder: '/r' };
const digest = `blake3:6f1a0b3c${'0'.repeat(56)}`;
const output = { artifact: 'sft_metrics', version: 1, digest, path: 'metrics.json' };

function render(run: Partial<ReproducedRun>, more: Partial<ReproduceResult> = {}) {
  const first: ReproducedRun = {
    run: 'first',
    verdict: 'identical',
    firstSeconds: 1,
    outputs: [],
    differences: [],
    warnings: [],
    ...run,
  };
  const result = { pixelis: 1, command: 'reproduce', dryRun: false, reference: 'first', planned: [] } as const;
  return renderReproduce({ ...result, runs: [first], problems: [], warnings: [], ...more }, view);
}

void test('what differs is named, with the likely cause, and the two runs to be compared', (t) => {
  const rendered = render({
    name: 'sft \u001b[2J',
    verdict: 'different',
    reproduction: 'again',
    outputs: [
      { ...output, verdict: 'within-tolerance', deviation: 3.14159e-7 },
      {
        ...output,
        path: 'out',
        verdict: 'different',
        deviation: 0.5,
        detail: 'a\u202eb.csv: line 2, x: 2 instead of 1',
      },
    ],
    likelyCause: 'package torch: 2.6.0 instead of 2.5.1',
    warnings: [{ code: 'code.dirty', message: 'not all was recorded', hint: 'commit first' }],
  });
  t.strictSame(rendered.lines, [
    'run first (sft \\u001b[2J): different',
    '  sft_metrics:v1 at metrics.json  within the tolerance (3.1e-7)',
    '  sft_metrics:v1 at out           different                      a\\u202eb.csv: line 2, x: 2 instead of 1',
    '  likely cause: package torch: 2.6.0 instead of 2.5.1',
    '  note: not all was recorded (commit first)',
    '  recorded as run again',
  ]);
  t.equal(rendered.next, 'next: pixelis runs compare first again');
  t.end();
});

void test('what cannot be executed says why, and what was kept how to remove it', (t) => {
  t.strictSame(render({ verdict: 'not-runnable', reason: 'its commit is not in this clone' }), {
    lines: ['run first: not runnable: its commit is not in this clone'],
    next: undefined,
  });
  t.match(render({ reproduction: 'again', folder: '/tmp/a b' }).lines, [
    'run first: identical',
    '  recorded as run again',
    "  kept in /tmp/a b; remove it with: git worktree remove --force '/tmp/a b'",
  ]);
  t.end();
});

void test('a dry run lists code, inputs and what would be judged', (t) => {
  const planned = {
    run: 'first',
    command: ['python', 'train it.py'],
    folder: 'src',
    commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
    changedFiles: 2,
    deletedFiles: 1,
    inputs: [{ artifact: 'dataset-a', version: 3, digest, path: 'data' }],
    outputs: [output],
  };
  t.strictSame(render({}, { dryRun: true, runs: [], planned: [planned] }).lines, [
    'would execute run first again',
    "  command  python 'train it.py'",
    '  folder   src',
    '  code     commit 1a2b3c4d, 2 files changed, 1 file deleted',
    '  input    dataset-a:v3 at data',
    '  judged   sft_metrics:v1 at metrics.json',
  ]);
  const refused = { ...planned, reason: 'no command is recorded' };
  t.strictSame(render({}, { dryRun: true, runs: [], planned: [refused] }).lines, [
    'run first: not runnable: no command is recorded',
  ]);
  t.end();
});
