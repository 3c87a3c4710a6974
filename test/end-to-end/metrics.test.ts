import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { type Test, test } from 'tap';
import { encodeRunRecord } from '#format/run-record.js';
import { bin } from '../support/cli.js';
import { runRecord } from '../support/run-record.js';
import { makeRepository, type TestRepository } from '../support/repository.js';

/** Logs fifty steps as any program can, and two values by the command line, from a folder that is no repository. */
const script = `
import { appendFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
const lr = JSON.parse(process.env.PIXELIS_PARAMS).lr;
for (let step = 0; step < 50; step += 1)
  appendFileSync(process.env.PIXELIS_METRICS_FILE, JSON.stringify({ step, loss: 1 / (1 + step * lr) }) + '\\n');
const log = (...args) => execFileSync(process.execPath, [process.argv[2], 'metrics', 'log', ...args], { cwd: ${JSON.stringify(tmpdir())} });
log('val/acc=0.5', '--step', '49');
log('val/acc=nan', '--step=50', '--quiet');
console.log('lr', lr);
console.error('\\u001b[31mtrouble\\u001b[0m, really');
process.exit(lr > 1 ? 3 : 0);
`;

const summary = { count: 1, last: 1, min: 1, max: 1, mean: 1 };

async function makeRuns(t: Test): Promise<TestRepository & { readonly ids: readonly string[] }> {
  const repository = await makeRepository(t);
  await repository.write('train.mjs', script);
  await repository.commit('code');
  const ids: string[] = [];
  for (const lr of ['0.1', '2']) {
    const command = [process.execPath, 'train.mjs', bin];
    const options = ['--name', `lr ${lr}`, '--param', `lr=${lr}`, '--capture-level', '1', '--tag', 'sweep'];
    const { stdout } = await repository.spawn(['--json', 'run', ...options, '--', ...command]);
    ids.push((JSON.parse(stdout) as { readonly run: string }).run);
  }
  return { ...repository, ids };
}

void test('what runs logged is listed, shown, drawn and compared, as text, JSON and CSV', async (t) => {
  const repository = await makeRuns(t);
  const [good = '', bad = ''] = repository.ids;
  t.match(await repository.done('runs', 'list', '--sort', 'loss'), {
    total: 2,
    runs: [
      { run: bad, state: 'FAILED', exitCode: 3, metrics: { loss: { count: 50 } } },
      { run: good, state: 'COMPLETED', metrics: { 'val/acc': { count: 1, last: 0.5, step: 49, notFinite: 1 } } },
    ],
  });
  t.match(await repository.done('runs', 'list', '--state', 'failed', '--tag', 'sweep'), { runs: [{ run: bad }] });
  t.match(await repository.done('runs', 'list', '--filter', 'params.lr < 1 and metrics.loss > 0'), { total: 1 });
  t.match(await repository.done('runs', 'show', good), {
    run: { name: 'lr 0.1' },
    stdout: { lines: ['lr 0.1'] },
    trends: { loss: { length: 13 } },
  });
  t.match(await repository.done('runs', 'compare', good, bad), {
    runs: [{ run: good }, { run: bad }],
  });
  t.match(await repository.done('metrics', 'show', good, 'loss', '--points', '10'), {
    wanted: ['loss'],
    metrics: [{ metric: 'loss', count: 50 }],
  });

  const text = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await repository.pixelis(args);
    t.strictSame([code, stderr], [0, ''], args.join(' '));
    return stdout;
  };
  t.match(await text('runs', 'list'), /^run +name +state +started +age +time +loss +val\/acc +lr\n/);
  const table = await text('runs', 'list', '--csv');
  t.equal(table.split('\n').length, 4);
  t.match(table, /^run,name,.*,params\.lr,metrics\.loss,metrics\.val\/acc\n/);
  t.equal(
    await text('runs', 'list', '--csv', '--columns', 'name,lr', '--sort', 'lr'),
    `run,name,lr\n${good},lr 0.1,0.1\n${bad},lr 2,2\n`,
  );
  t.match(await text('runs', 'show', bad), /FAILED: exit code 3\n[^]*trouble, really\n/);
  t.equal(await text('runs', 'show', bad, '--output', 'stderr'), '\u001b[31mtrouble\u001b[0m, really\n');
  t.match(await text('runs', 'show', good, '--diff'), /is that of commit/);
  t.match(await text('runs', 'compare', good, bad), /params\.lr +0\.1 +2\n/);
  t.match(await text('metrics', 'show', good), /loss +0\.1695 +█/);
  t.match(await text('metrics', 'show', good, 'loss'), /┤/);
  const lines = (await text('metrics', 'show', good, '--csv')).split('\n');
  t.strictSame([lines.length, lines[0], lines[1]], [54, 'step,time,rank,loss,val/acc', '0,,,1,']);
  t.match(lines[51], /^49,\d+\.?\d*,,,0\.5$/);
  t.match(lines[52], /^50,\d+\.?\d*,,,NaN$/);
  t.equal((await text('metrics', 'show', good, 'loss', '--csv', '--points', '5')).split('\n').length, 6);
  t.equal(await text('metrics', 'show', good, '--hardware'), `run ${good} was not sampled\n`);
  const completions = await text('complete', 'runs', 'show', '');
  for (const id of repository.ids) t.match(completions, `${id}\tlr`);
});

void test('runs and metrics refuse what cannot be done, and say what can', async (t) => {
  const repository = await makeRepository(t);
  const good = 'k7m2x9w4q1';
  await repository.write(
    `.pixelis/runs/${good}.yaml`,
    encodeRunRecord(runRecord({ run: good, metrics: { loss: summary } })),
  );
  for (const [code, ...args] of [
    [1, 'runs', 'show', 'nothing'],
    [2, 'runs', 'show', good, '--output', 'both'],
    [2, 'runs', 'show', good, '--output', 'stdout'],
    [2, 'runs', 'list', '--csv'],
    [2, 'runs', 'list', '--sort', 'lss'],
    [2, 'runs', 'list', '--state', 'done'],
    [2, 'runs', 'list', '--filter', '(('],
    [1, 'runs', 'list', '--rev', 'nothing'],
    [2, 'runs', 'compare', good],
    [1, 'runs', 'compare', good, 'nothing'],
    [1, 'runs', 'resume', 'nothing'],
    [1, 'metrics', 'show', good, 'lss'],
    [2, 'metrics', 'show', good, '--csv'],
    [2, 'metrics', 'show', good, '--rank', 'first'],
    [1, 'metrics', 'log', 'loss=1'],
    [2, 'metrics', 'log', 'loss'],
    [2, 'metrics', 'log', 'loss=good'],
    [2, 'metrics', 'log', 'loss=1', '--step', 'one'],
  ] as const) {
    const outcome = await repository.json(...args);
    t.equal(outcome.code, code, args.join(' '));
    t.ok(outcome.result.error.hint ?? /takes/.test(outcome.result.error.message), args.join(' '));
  }
  t.match(
    (await repository.pixelis(['metrics', 'log', 'loss=1'])).stderr,
    /no active run\nhint: start one: pixelis run/,
  );
});

void test('a run is followed while it goes on, and a reader that goes away is no error', async (t) => {
  const repository = await makeRepository(t);
  const waiting =
    "import { appendFileSync } from 'node:fs'; appendFileSync(process.env.PIXELIS_METRICS_FILE, '{\"step\":1,\"loss\":7}\\n'); console.log('ready'); setInterval(() => {}, 1000);";
  await repository.write('wait.mjs', waiting);
  const child = spawn(
    process.execPath,
    [bin, 'run', '--id', 'following', '--capture-level', '1', '--', process.execPath, 'wait.mjs'],
    {
      cwd: repository.root,
      env: { ...repository.environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await once(child.stdout, 'data');
  t.match(await repository.done('runs', 'list', '--state', 'RUNNING'), {
    runs: [{ run: 'following', metrics: { loss: { last: 7 } } }],
  });
  t.match(await repository.done('metrics', 'show', 'foll'), {
    state: 'RUNNING',
    metrics: [{ metric: 'loss', last: 7 }],
  });
  t.match(await repository.done('runs', 'show', 'following'), {
    run: { state: 'RUNNING' },
    stdout: { lines: ['ready'] },
  });
  child.kill('SIGTERM');
  await once(child, 'close');
  t.match(await repository.done('runs', 'show', 'following'), {
    run: { state: 'INTERRUPTED', signal: 'SIGTERM', metrics: { loss: { last: 7 } } },
    record: '.pixelis/runs/following.yaml',
  });

  const reader = spawn('sh', ['-c', `"$0" "$1" runs list --csv | head -c 3`, process.execPath, bin], {
    cwd: repository.root,
    env: { ...repository.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [reader.stdout, reader.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(reader, 'close');
  t.equal(said, 'run');
});
