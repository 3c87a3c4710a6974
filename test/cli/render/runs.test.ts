import fc from 'fast-check';
import picocolors from 'picocolors';
import { test } from 'tap';
import { pointsAsCsv, renderMetrics } from '../../../src/cli/render/metrics.js';
import { comparisonAsCsv, renderRunsCompare } from '../../../src/cli/render/runs-compare.js';
import { renderRunsList, runsAsCsv } from '../../../src/cli/render/runs-list.js';
import { renderCodeDiff, renderRunShow } from '../../../src/cli/render/runs-show.js';
import { displayWidth } from '../../../src/cli/render/text.js';
import type { Rendered, Screen } from '../../../src/cli/render/view.js';
import type { ListedRun, MetricsResult, RunsCompareResult, RunShowResult, RunsListResult } from '../../../src/index.js';

const started = new Date(2026, 2, 1, 9, 30).toISOString();
const screen: Screen = {
  colors: picocolors.createColors(false),
  folder: '/r',
  width: undefined,
  isUnicode: true,
  now: new Date(2026, 2, 1, 12, 30),
};
const outcome = { pixelis: 1, problems: [], warnings: [] } as const;
const digest = `blake3:6f1a0b3c${'0'.repeat(56)}`;
const summary = { count: 1000, last: 0.0625, min: 0.05, max: 3, mean: 0.4, step: 999 };

const run: ListedRun = {
  run: 'k7m2x9w4q1',
  name: 'sft_baseline',
  state: 'COMPLETED',
  kind: 'command',
  command: ['python', 'train.py', '--note', "it's"],
  folder: 'code',
  started,
  ended: started,
  seconds: 18_420,
  exitCode: 0,
  host: 'gpu7',
  user: 'ada',
  captureLevel: 2,
  environment: digest,
  code: {
    commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d',
    branch: 'main',
    dirty: true,
    changes: { digest, size: 10, files: 2, deleted: ['old.py'], withheld: ['.env'] },
  },
  params: { lr: 0.01, optimizer: { name: 'adam' } },
  seed: 42,
  tags: ['paper'],
  inputs: [{ artifact: 'dataset-cota_sft', version: 1, digest, role: 'train', path: 'data/train' }],
  outputs: [{ artifact: 'model-sft-k7m2x9w4q1', version: 1, digest }],
  metrics: { loss: summary, 'val/acc': { count: 1, last: 0.9, min: 0.9, max: 0.9, mean: 0.9 } },
};
const failed: ListedRun = {
  ...run,
  run: 'p3q9a8b7c6',
  name: 'sft_hot',
  state: 'FAILED',
  reason: 'exit code 1',
  seconds: 12,
  params: { lr: 0.5 },
  metrics: { loss: { ...summary, last: 12.5 } },
  ranks: { count: 8, states: { COMPLETED: 7, FAILED: 1 } },
};
const listed: RunsListResult = {
  ...outcome,
  command: 'runs list',
  runs: [failed, run],
  total: 60,
  columns: ['metrics.loss', 'metrics.val/acc', 'params.lr', 'params.optimizer.name'],
};
const shownRun: RunShowResult = {
  ...outcome,
  command: 'runs show',
  run: {
    ...run,
    redacted: [{ where: 'variable TOKEN', rule: 'github', fingerprint: '0123456789ab', count: 1 }],
    hardware: {
      cpu_percent: { ...summary, mean: 81.5, max: 100 },
      memory_bytes: { ...summary, mean: 2 ** 30, max: 2 ** 31 },
    },
    parent: 'outer1',
    config: { path: 'configs/sft.yaml', digest, size: 3 },
    rank: { rank: 0, world: 8, group: 'k7m2x9w4q1' },
    scheduler: { kind: 'slurm', job: '4242' },
  },
  record: '.pixelis/runs/k7m2x9w4q1.yaml',
  environmentSummary: 'Python 3.11.7 (uv, 124 packages), torch 2.4.0',
  trends: { loss: [3, 1, 0.5, null, 0.1] },
  stdout: { size: 2048, lines: ['epoch 1\tdone', '\u001b[32mgood\u001b[0m'] },
  stderr: { size: 0, lines: [] },
  related: [{ run: 'again1', state: 'COMPLETED', relation: 'reproduction', verdict: 'identical' }],
};
const compared: RunsCompareResult = {
  ...outcome,
  command: 'runs compare',
  runs: [
    { run: 'k7m2x9w4q1', name: 'sft_baseline', state: 'COMPLETED' },
    { run: 'p3q9a8b7c6', name: 'sft_hot', state: 'FAILED' },
  ],
  rows: [
    { section: 'run', key: 'state', values: ['COMPLETED', 'FAILED'], differs: true },
    { section: 'run', key: 'seconds', values: [18_420, 12], differs: true },
    { section: 'params', key: 'lr', values: [0.01, 0.5], differs: true },
    { section: 'params', key: 'epochs', values: [3, 3], differs: false },
    { section: 'metrics', key: 'loss', values: [0.0625, 12.5], differs: true, best: [0] },
    {
      section: 'inputs',
      key: 'dataset-cota_sft',
      values: [{ artifact: 'dataset-cota_sft', version: 1, digest }, null],
      differs: true,
    },
    { section: 'environment', key: 'package torch', values: ['2.4.0', '2.3.1'], differs: true },
  ],
};
const metrics: MetricsResult = {
  ...outcome,
  command: 'metrics show',
  run: 'k7m2x9w4q1',
  state: 'COMPLETED',
  source: 'metrics',
  wanted: [],
  metrics: [
    {
      metric: 'loss',
      ...summary,
      notFinite: 2,
      points: [
        { step: 0, lastStep: 499, count: 500, last: 1, min: 1, max: 3, mean: 2 },
        { step: 500, lastStep: 999, count: 500, last: 0.0625, min: 0.05, max: 1, mean: 0.2 },
      ],
    },
    { metric: 'memory_bytes', count: 1, last: 2 ** 30, min: 2 ** 30, max: 2 ** 30, mean: 2 ** 30 },
  ],
};

/** As it stands on the screen: the lines, then the next step. */
function shown({ lines, next }: Rendered): string {
  return [...lines, ...(next === undefined ? [] : [next])].join('\n');
}

void test('runs are a table with what tells them apart, and as much of it as fits the terminal', (t) => {
  t.equal(
    shown(renderRunsList(listed, screen)),
    `run         name          state             started           age       time    loss  val/acc    lr  optimizer.name
p3q9a8b7c6  sft_hot       FAILED (8 ranks)  2026-03-01 09:30  3 h       12 s    12.5            0.5
k7m2x9w4q1  sft_baseline  COMPLETED         2026-03-01 09:30  3 h  5 h 7 min  0.0625      0.9  0.01  adam
… and 58 more (--all)`,
  );
  const narrow = renderRunsList(listed, { ...screen, width: 90 }).lines;
  t.ok(narrow.every((line) => displayWidth(line) <= 90));
  t.match(narrow[0], /loss$/);
  t.match(renderRunsList(listed, { ...screen, width: 10 }).lines[0], /^run$/);
  t.equal(shown(renderRunsList({ ...listed, runs: [], total: 0 }, screen)), 'no runs\nnext: pixelis run -- COMMAND');
  t.equal(shown(renderRunsList({ ...listed, runs: [], total: 0 }, screen, { isChosen: true })), 'no run fits');
  t.end();
});

void test('runs as CSV have every field, parameter and metric, unless some are asked for', (t) => {
  const [head = '', first = '', second = ''] = runsAsCsv(listed, false).split('\n');
  t.match(head, /^run,name,state,reason,.*,params\.lr,params\.optimizer\.name,metrics\.loss,metrics\.val\/acc$/);
  t.equal(first.split(',').length, head.split(',').length);
  t.match(second, /,python train\.py --note it's,code,2,/);
  t.equal(
    runsAsCsv({ ...listed, columns: ['name', 'loss', 'params.optimizer'] }, true),
    'run,name,loss,optimizer\np3q9a8b7c6,sft_hot,12.5,\nk7m2x9w4q1,sft_baseline,0.0625,"{""name"":""adam""}"',
  );
  t.end();
});

void test('a run is shown with all that is known of it', (t) => {
  t.equal(
    shown(renderRunShow(shownRun, screen)),
    `k7m2x9w4q1 sft_baseline  COMPLETED
  command        python train.py --note 'it'\\''s'
  folder         code
  started        2026-03-01 09:30 (3 h ago)
  time           5 h 7 min
  exit code      0
  by             ada on gpu7
  code           1a2b3c4d on main, with 2 changed files, 1 deleted, 1 left out, since they hold secrets
  environment    6f1a0b3c: Python 3.11.7 (uv, 124 packages), torch 2.4.0
  capture level  2
  config         configs/sft.yaml (6f1a0b3c)
  seed           42
  tags           paper
  rank           0 of 8, in k7m2x9w4q1
  scheduler      kind=slurm job=4242
  inside run     outer1
  record         .pixelis/runs/k7m2x9w4q1.yaml

inputs
  dataset-cota_sft:v1  6f1a0b3c  data/train (train)

outputs
  model-sft-k7m2x9w4q1:v1  6f1a0b3c

params
  lr         0.01
  optimizer  {"name":"adam"}

metrics
  loss     0.0625  █▃▂ ▁  min 0.05  max 3  step 999
  val/acc     0.9

hardware
  cpu_percent   mean 81.5     max 100
  memory_bytes  mean 1.0 GiB  max 2.0 GiB

kept out
  github in variable TOKEN (0123456789ab)

related
  reproduction  again1  identical

stdout: 2.0 KiB, the end of it
  epoch 1    done
  good
next: pixelis metrics show k7m2x9w4q1 loss`,
  );
  const hot = { ...shownRun.run, state: 'FAILED', reason: 'exit code 1' } as const;
  t.match(renderRunShow({ ...shownRun, run: hot, stderr: { size: 9, lines: ['bad'] } }, screen), {
    lines: ['k7m2x9w4q1 sft_baseline  FAILED: exit code 1'],
    next: 'next: pixelis runs show k7m2x9w4q1 --output stderr',
  });
  t.end();
});

void test('the difference of the code is a patch; what is not in it is named', (t) => {
  t.equal(
    shown(
      renderCodeDiff(
        {
          ...shownRun,
          codeDiff: {
            files: [
              { path: '.env', kind: 'withheld' },
              { path: 'big.bin', kind: 'added', size: 2_097_152, isLarge: true },
              { path: 'train.py', kind: 'changed', size: 12 },
            ],
            patch: 'diff --git a/train.py b/train.py\n@@ -1 +1 @@\n-old\u001b[2J\n+\tnew\n',
          },
        },
        screen,
      ),
    ),
    `withheld           .env
added     2.0 MiB  big.bin
diff --git a/train.py b/train.py
@@ -1 +1 @@
-old\\u001b[2J
+\tnew`,
  );
  t.equal(shown(renderCodeDiff(shownRun, screen)), 'the code of run k7m2x9w4q1 is that of commit 1a2b3c4d');
  t.end();
});

void test('runs stand side by side with what differs, and all of it on request', (t) => {
  t.equal(
    shown(renderRunsCompare(compared, screen)),
    `                         sft_baseline                  sft_hot
run                      k7m2x9w4q1                    p3q9a8b7c6
state                    COMPLETED                     FAILED
seconds                  5 h 7 min                     12 s
params.lr                0.01                          0.5
metrics.loss             0.0625 *                      12.5
inputs.dataset-cota_sft  dataset-cota_sft:v1 6f1a0b3c  -
package torch            2.4.0                         2.3.1

* best
next: --full shows also what is the same`,
  );
  t.match(shown(renderRunsCompare(compared, screen, { full: true })), /params\.epochs +3 +3/);
  t.match(comparisonAsCsv(compared, false), /^section,key,k7m2x9w4q1,p3q9a8b7c6\nrun,state,COMPLETED,FAILED\n/);
  t.notMatch(comparisonAsCsv(compared, false), /epochs/);
  t.end();
});

void test('metrics are a table, and a chart where they were asked for by name', (t) => {
  t.equal(
    shown(renderMetrics(metrics, screen)),
    `metric           last          min      max     mean  step  values
loss           0.0625  █▁     0.05        3      0.4   999  1,000 + 2 not finite
memory_bytes  1.0 GiB      1.0 GiB  1.0 GiB  1.0 GiB        1
next: pixelis metrics show k7m2x9w4q1 loss`,
  );
  const { lines } = renderMetrics({ ...metrics, wanted: ['loss'] }, { ...screen, width: 40, isUnicode: false });
  t.equal(lines[0], 'loss  0.0625 at step 999  min 0.05  max 3  mean 0.4  (1,000 values, 2 not finite)');
  t.equal(lines[13], '       0                             999');
  t.ok(lines.slice(1).every((line) => line.length <= 80));
  t.match(pointsAsCsv(metrics), /^metric,step,.*\nloss,0,499,,500,1,1,3,2\nloss,500,999,/);
  t.equal(shown(renderMetrics({ ...metrics, metrics: [] }, screen)), 'run k7m2x9w4q1 logged no metrics');
  t.end();
});

void test('no name, parameter, metric or output can move the cursor or hide text', (t) => {
  const hostile = fc.string({
    unit: fc.constantFrom('\u001b', '[', '2', 'J', '\u202e', '\u0000', '\n', 'a', '\u009b'),
    minLength: 1,
  });
  fc.assert(
    fc.property(hostile, (x) => {
      const id = { artifact: x, version: 1, digest };
      const bad: ListedRun = {
        ...run,
        run: x,
        name: x,
        reason: x,
        command: [x],
        folder: x,
        host: x,
        user: x,
        code: { commit: x, branch: x, remote: x, dirty: false },
        params: { [x]: x, map: { [x]: [x] } },
        tags: [x],
        inputs: [{ ...id, role: x, path: x }],
        outputs: [id],
        metrics: { [x]: summary },
        scheduler: { [x]: x },
        parent: x,
        signal: x,
        reproduces: {
          run: x,
          verdict: 'different',
          reason: x,
          outputs: [{ ...id, verdict: 'different', detail: x }],
          differences: [x],
        },
      };
      const whole = { ...bad, redacted: [{ where: x, rule: x, fingerprint: x, count: 1 }], hardware: { [x]: summary } };
      const related = [{ run: x, name: x, state: 'FAILED', relation: 'child' }] as const;
      const tail = { size: 1, lines: [x] };
      const files = [{ path: x, kind: 'withheld' }] as const;
      const outputs = [
        renderRunsList({ ...listed, runs: [bad], columns: [x, `params.${x}`, `metrics.${x}`, 'command'] }, screen),
        renderRunShow(
          { ...shownRun, run: whole, record: x, environmentSummary: x, related, stdout: tail, stderr: tail },
          screen,
        ),
        renderCodeDiff({ ...shownRun, codeDiff: { files, patch: `${x}\n+${x}\n` } }, screen),
        renderRunsCompare(
          {
            ...compared,
            runs: [{ run: x, name: x, state: 'FAILED' }],
            rows: [{ section: 'params', key: x, values: [x, [x], { [x]: x }, id], differs: true }],
          },
          screen,
        ),
        renderMetrics({ ...metrics, run: x, metrics: [{ metric: x, ...summary }] }, screen),
        renderMetrics({ ...metrics, wanted: [x], metrics: [{ metric: x, ...summary }] }, screen),
        renderMetrics({ ...metrics, run: x, metrics: [] }, screen),
      ];
      // A patch may have tabs; lines are what is printed between line ends.
      return outputs.every(
        (output) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/.test(shown(output).replaceAll('\n', '')),
      );
    }),
    { numRuns: 200 },
  );
  t.pass('200 names');
  t.end();
});
