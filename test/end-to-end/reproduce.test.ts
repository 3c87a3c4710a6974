import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { findExecutable } from '#process/find-executable.js';
import { bin } from '../support/cli.js';
import { makeFolder } from '../support/git-repository.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { contentsOf, makeRepository, type TestRepository, testRepository } from '../support/repository.js';
import { someToken } from '../support/redactor.js';
import { runRecord, startRun } from '../support/runs.js';

const posix = { skip: process.platform === 'win32' };
const python = { skip: findExecutable('python3', process.env) === undefined && 'there is no python3' };

interface Reproduced {
  readonly run: string;
  readonly reproduction?: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly outputs: readonly { readonly verdict: string; readonly detail?: string; readonly deviation?: number }[];
  readonly likelyCause?: string;
  readonly folder?: string;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/** Executes it again; the worktree, and the places of scratch worktrees, must be as before. */
async function reproduce(t: Test, repository: TestRepository, ...args: readonly string[]) {
  const { code, result } = await repository.json('reproduce', ...args);
  t.equal(
    (await repository.git('worktree', 'list')).split('\n').length,
    worktreesOf(args),
    'no scratch worktree is left',
  );
  if (result['runs'] === undefined) throw new Error(JSON.stringify(result));
  const runs = result['runs'] as readonly Reproduced[];
  return { code, verdict: result['verdict'], runs, only: runs[0] as Reproduced };
}

function worktreesOf(args: readonly string[]): number {
  return args.includes('--keep') ? 2 : 1;
}

void test(
  'a run that leaves nothing to chance is reproduced byte for byte, and the verdict is a run',
  python,
  async (t) => {
    const repository = await makeRepository(t);
    await repository.write('data/x.csv', '1,2\n');
    await repository.write(
      'train.py',
      `import json, os, random
random.seed(int(os.environ['PIXELIS_SEED']))
params = json.loads(os.environ['PIXELIS_PARAMS'])
rows = [float(x) for x in open('../data/x.csv').read().split(',')]
open('model.bin', 'wb').write(bytes(random.randrange(256) for _ in range(100)))
json.dump({'sum': sum(rows) * params['scale'], 'folder': os.path.basename(os.getcwd())}, open('metrics.json', 'w'))
`,
    );
    await repository.write('sub/keep', '');
    await repository.addAndCommit('start', 'data');
    const command = ['--', 'python3', '../train.py'];
    const outputs = ['--output', 'model.bin=model-{run_id}', '--output', 'metrics.json=sft_metrics'];
    const options = ['--id', 'first', '--seed', '7', '--param', 'scale=2', '--input', '../data', ...outputs];
    t.equal((await repository.pixelis(['run', '--quiet', ...options, ...command], 'sub')).code, 0);
    await repository.write('data/x.csv', 'changed since');
    await repository.write('train.py', 'raise SystemExit(1)\n');
    const { code, verdict, only } = await reproduce(t, repository, 'first');
    t.equal(code, 0);
    t.equal(verdict, 'identical');
    t.strictSame(
      only.outputs.map((output) => output.verdict),
      ['identical', 'identical'],
    );
    const { reproduction = '' } = only;
    const first = await runRecord(repository, 'first');
    const record = await runRecord(repository, reproduction);
    t.match(record, {
      state: 'COMPLETED',
      code: first.code,
      inputs: first.inputs,
      outputs: first.outputs,
      reproduces: { run: 'first', verdict: 'identical', differences: [] },
    });
    t.match(await repository.git('status', '--short'), new RegExp(`^A  \\.pixelis/runs/${reproduction}\\.yaml$`, 'm'));
    t.match(record, { seed: 7, params: { scale: 2 }, folder: 'sub', environment: first.environment });
  },
);

void test('numbers may deviate within the tolerance, and beyond it they are named', python, async (t) => {
  const repository = await makeRepository(t);
  await repository.write(
    'evaluate.py',
    `import json, os, time
noise = (time.time() % 1) * 1e-6
json.dump({'loss': 0.5 + noise, 'epochs': 3}, open('metrics.json', 'w'))
os.makedirs('tables', exist_ok=True)
open('tables/scores.csv', 'w').write(f'id,score\\na,{1 + noise}\\n')
open('tables/notes.txt', 'w').write('the same\\n')
`,
  );
  await repository.commit('start');
  await repository.done(
    'run',
    '--id',
    'first',
    '--output',
    'metrics.json=sft_metrics',
    '--output',
    'tables=dataset-t',
    '--',
    'python3',
    'evaluate.py',
  );
  const within = await reproduce(t, repository, 'first', '--tolerance', '1e-3');
  t.equal(within.code, 0);
  t.match(within.only, {
    verdict: 'within-tolerance',
    outputs: [{ verdict: 'within-tolerance' }, { verdict: 'within-tolerance' }],
  });
  for (const { deviation = Number.NaN } of within.only.outputs) t.ok(deviation > 0 && deviation < 1e-5, `${deviation}`);
  const beyond = await reproduce(t, repository, 'first', '--tolerance', '1e-15');
  t.equal(beyond.code, 1);
  t.match(beyond.only, {
    verdict: 'different',
    outputs: [{ detail: /^loss: 0\.5\S* instead of 0\.5\S*$/ }, { detail: /^scores\.csv: line 2, score: / }],
    likelyCause: /PYTHONHASHSEED was not set.*no seed was given/,
  });
  t.match(await repository.json('reproduce', 'first', '--tolerance', '-1'), { code: 2 });
});

void test('what differs in the environment is given as the likely cause', async (t) => {
  const repository = await makeRepository(t);
  const install = async (version: string): Promise<void> => {
    await repository.write('node_modules/dep/package.json', JSON.stringify({ name: 'dep', version, main: 'index.js' }));
    await repository.write('node_modules/dep/index.js', `module.exports = '${version}';\n`);
  };
  await install('1.0.0');
  await repository.write('package.json', JSON.stringify({ name: 'ours', dependencies: { dep: '*' } }));
  await repository.write('.gitignore', 'node_modules/\n');
  await repository.write('main.cjs', "require('node:fs').writeFileSync('out.txt', require('dep'));\n");
  await repository.commit('start');
  await repository.done('run', '--id', 'first', '--output', 'out.txt=dataset-out', '--', 'node', 'main.cjs');
  t.match(await reproduce(t, repository, 'first'), { code: 0, verdict: 'identical' });
  await install('2.0.0');
  const { code, only } = await reproduce(t, repository, 'first');
  t.equal(code, 1);
  t.match(only, {
    verdict: 'different',
    outputs: [{ verdict: 'different', detail: 'line 1: "2.0.0" instead of "1.0.0"' }],
    likelyCause: /package dep: 2\.0\.0 instead of 1\.0\.0/,
  });
  t.match(await runRecord(repository, only.reproduction ?? ''), {
    state: 'COMPLETED',
    outputs: [],
    reproduces: { verdict: 'different', differences: [/package dep/] },
  });
});

void test(
  'switches of determinism are set as they were, and paths into the worktree lead to the code of then',
  python,
  async (t) => {
    const repository = await makeRepository(t);
    await repository.write('lib/ours.py', "word = 'then'\n");
    await repository.write('main.py', "import ours\nopen('out.txt', 'w').write(ours.word + str(hash('a')))\n");
    await repository.commit('start');
    const run = [
      'run',
      '--quiet',
      '--id',
      'first',
      '--output',
      'out.txt=dataset-out',
      '--',
      'python3',
      repository.at('main.py'),
    ];
    const modules = { PYTHONPATH: `/nowhere:${repository.at('lib')}` };
    t.equal((await repository.spawn(run, { env: { ...modules, PYTHONHASHSEED: '42' } })).code, 0);
    await repository.write('lib/ours.py', "word = 'now'\n");
    await repository.write('main.py', 'raise SystemExit(1)\n');
    const again = await repository.spawn(['reproduce', '--json', 'first'], { env: modules });
    t.match(JSON.parse(again.stdout), { verdict: 'identical' });
  },
);

void test('the code is that of the run: changed, untracked, deleted, executable, links', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'exit 1\n');
  await repository.write('gone/file', '1');
  await repository.write('kept', '1');
  await repository.commit('start');
  const script =
    '#!/bin/sh\nmkdir -p out\n(find . -type f -o -type l | grep -v -e "^./out" -e "^./.git" -e "^./.pixelis" | sort; readlink link; cat new; ls gone 2>/dev/null || echo gone) > out/list\n';
  await repository.write('main.sh', script);
  await repository.write('new', 'untracked');
  await rm(repository.at('gone'), { recursive: true });
  await chmod(repository.at('main.sh'), 0o755);
  await symlink('elsewhere', repository.at('link'));
  await repository.done('run', '--id', 'first', '--output', 'out=dataset-out', '--', './main.sh');
  await repository.git('commit', '--quiet', '-m', 'the run', '--', '.pixelis');
  await repository.git('reset', '--quiet', '--hard');
  await repository.git('clean', '--quiet', '-fdx', '--exclude', '.pixelis');
  const before = await contentsOf(repository.root);
  const { code, only } = await reproduce(t, repository, 'first', '--keep');
  t.equal(code, 0, JSON.stringify(only));
  const folder = only.folder ?? '';
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  t.match(await contentsOf(folder), { 'main.sh': `755 ${script}`, link: '-> elsewhere', new: '644 untracked' });
  t.notOk(existsSync(path.join(folder, 'gone')));
  const after = Object.keys(await contentsOf(repository.root)).filter((name) => !(name in before));
  t.strictSame(after.sort(), [`.pixelis/runs/${only.reproduction}.yaml`], 'the worktree is as it was');
});

void test('what cannot be executed again says why', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'cat data > out\n');
  await repository.write('data', '1');
  await repository.addAndCommit('start', 'data');
  const run = (id: string, ...command: readonly string[]) =>
    repository.pixelis([
      'run',
      '--quiet',
      '--id',
      id,
      '--input',
      'data',
      '--output',
      'out=dataset-out',
      '--',
      ...command,
    ]);

  await run('secret', 'sh', 'main.sh', '--token', someToken);
  const secret = await reproduce(t, repository, 'secret');
  t.match(secret, { code: 1, verdict: 'not-runnable', only: { reason: /argument 3 of its command was a secret/ } });
  const refusal = readFileSync(repository.at(`.pixelis/runs/${secret.only.reproduction}.yaml`), 'utf8');
  t.match(refusal, /^state: FAILED\n(?:.*\n)*reproduces:\n {2}run: secret\n {2}verdict: not-runnable\n/m);
  t.notMatch(refusal, /exit_code|stdout/, 'nothing was executed');

  await repository.write('bin/tool', '#!/bin/sh\ncat data > out\n');
  await chmod(repository.at('bin/tool'), 0o755);
  const tools = { PATH: `${repository.at('bin')}:${process.env['PATH']}` };
  await repository.write('.gitignore', `${await repository.git('show', ':.gitignore')}\n/bin/\n`);
  await repository.commit('tools');
  const options = ['--quiet', '--id', 'tool', '--input', 'data', '--output', 'out=dataset-out'];
  t.equal((await repository.spawn(['run', ...options, '--', 'tool'], { env: tools })).code, 0);
  const tool = await reproduce(t, repository, 'tool');
  t.match(tool, { code: 1, verdict: 'not-runnable', only: { reason: /program 'tool' was not found/ } });

  await run('lost', 'sh', 'main.sh');
  await repository.commit('the runs');
  await rm(repository.at('.git/pixelis/cache'), { recursive: true });
  const lost = await reproduce(t, repository, 'lost');
  t.match(lost, {
    code: 1,
    verdict: 'not-runnable',
    only: { reason: /input 'dataset-data:v1' is neither in the cache/ },
  });

  const shallow = await repository.clone('shallow', '--depth=1', '--no-local');
  const there = await reproduce(t, shallow, 'lost');
  t.match(there, { code: 1, only: { reason: /its commit [0-9a-f]{12} is not in this clone/ } });
  t.match(there.only.warnings, [{ hint: 'git fetch --unshallow' }]);
  t.match(await repository.json('reproduce', 'none'), { code: 1, result: { error: { code: 'run.not-found' } } });
});

void test('a run before the first commit has nothing to be checked out', async (t) => {
  const repository = await makeRepository(t);
  await repository.git('update-ref', '-d', 'HEAD');
  await repository.done('run', '--id', 'first', '--', 'true');
  t.match(await reproduce(t, repository, 'first'), {
    only: { verdict: 'not-runnable', reason: /before the first commit/ },
  });
});

void test('a command that ends otherwise than before is different', posix, async (t) => {
  const repository = await makeRepository(t);
  const folder = await makeFolder(t);
  await repository.done('run', '--id', 'first', '--', 'sh', '-c', `mkdir ${folder}/once 2>&-`);
  const { code, only } = await reproduce(t, repository, 'first');
  t.match({ code, only }, { code: 1, only: { verdict: 'different', reason: 'exit code 1 instead of exit code 0' } });
  await repository.json('run', '--id', 'failed', '--', 'sh', '-c', 'exit 3');
  const failed = await reproduce(t, repository, 'failed');
  t.match(failed, { code: 0, only: { verdict: 'identical', warnings: [{ message: /made no outputs/ }] } });
});

void test('a secret that was left out of the code is not there again, and the verdict says so', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'ls -a | grep -c .env > out\n');
  await repository.commit('start');
  await repository.write('settings.py', `token = '${someToken}'\n`);
  await repository.write('.env', `TOKEN=${someToken}\n`);
  await repository.done(
    'run',
    '--id',
    'first',
    '--param',
    'password=Zk4f9Qm2xR7tLw8s',
    '--output',
    'out=dataset-out',
    '--',
    'sh',
    'main.sh',
  );
  const { only } = await reproduce(t, repository, 'first');
  t.match(only, {
    verdict: 'different',
    warnings: [
      { code: 'secret.redacted', message: /'\.env' was kept out/ },
      { code: 'secret.redacted', message: /a secret in 'settings\.py' was not recorded/ },
      { code: 'secret.redacted', message: /a parameter of run 'first' was a secret/ },
    ],
  });
});

void test('a colleague reproduces a run from a fresh clone, after a push', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'exit 1\n');
  await repository.write('data/x', '1');
  await repository.addAndCommit('start', 'data');
  await repository.write('main.sh', 'cat data/x new > out\n');
  await repository.write('new', '2');
  await repository.done('run', '--id', 'first', '--output', 'out=dataset-out', '--', 'sh', 'main.sh');
  await repository.git('add', '.pixelis', 'out.pixelis.yaml', '.gitignore');
  await repository.git('commit', '--quiet', '-m', 'the run');
  await repository.done('push');
  const clone = await repository.clone();
  t.match(await reproduce(t, clone, 'first'), { code: 0, verdict: 'identical' });
  t.match(await reproduce(t, clone, 'HEAD'), { code: 0, runs: [{ run: 'first', verdict: 'identical' }] });
  const other = await repository.clone('other');
  t.match(await reproduce(t, other, '--offline', 'first'), { code: 1, verdict: 'not-runnable' });
});

void test('in a linked worktree, and with the scratch worktree where it is wanted', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'echo 1 > out\n');
  await repository.commit('start');
  const folder = `${repository.root}-linked`;
  await repository.git('worktree', 'add', '--quiet', '-b', 'side', folder);
  const linked = testRepository(gitRepositoryAt(folder, repository.environment), repository.remote);
  await linked.done('run', '--id', 'first', '--output', 'out=dataset-out', '--', 'sh', 'main.sh');
  const scratch = path.join(await makeFolder(t), 'scratch');
  const { result } = await linked.json('reproduce', 'first', '--scratch', scratch);
  t.match(result, { verdict: 'identical' });
  t.notOk(existsSync(scratch));
  await mkdir(scratch);
  await repository.write('../mine', '1');
  t.match(await linked.json('reproduce', 'first', '--scratch', path.dirname(repository.root)), {
    code: 1,
    result: { error: { code: 'git.failed' } },
  });
});

void test('a dry run says what would be executed with what, and does nothing', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data', '1');
  const commit = await repository.addAndCommit('start', 'data');
  await repository.write('main.sh', 'cat data > out\n');
  await repository.done('run', '--id', 'first', '--name', 'sft', '--output', 'out=dataset-out', '--', 'sh', 'main.sh');
  const runs = readdirSync(repository.at('.pixelis/runs'));
  const { code, result } = await repository.json('reproduce', 'first', '--dry-run');
  t.equal(code, 0);
  t.match(result, {
    runs: [],
    planned: [
      {
        run: 'first',
        name: 'sft',
        command: ['sh', 'main.sh'],
        commit,
        changedFiles: 1,
        inputs: [{ artifact: 'dataset-data', path: 'data' }],
        outputs: [{ artifact: 'dataset-out', path: 'out' }],
      },
    ],
  });
  t.strictSame(readdirSync(repository.at('.pixelis/runs')), runs);
});

void test('Ctrl-C ends the command, and the scratch worktree goes', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('main.sh', 'echo ready >&2; [ -e quick ] || exec sleep 60\n');
  await repository.commit('start');
  await repository.write('.git/info/exclude', 'quick\n');
  await repository.write('quick', '');
  await repository.done('run', '--id', 'first', '--', 'sh', '-c', 'sh main.sh 2>&-');
  const temporary = await makeFolder(t);
  const environment = { ...repository.environment, TMPDIR: temporary };
  const child = spawn(process.execPath, [bin, 'reproduce', 'first'], { cwd: repository.root, env: environment });
  const ended = once(child, 'close');
  const live = repository.at('.git/pixelis/runs');
  while (!readdirSync(live).some((name) => existsSync(path.join(live, name, 'stdout.log')))) await sleep(20);
  child.kill('SIGINT');
  t.strictSame(await ended, [130, null]);
  t.strictSame(readdirSync(temporary), []);
  t.equal((await repository.git('worktree', 'list')).split('\n').length, 1);
  const again = readdirSync(repository.at('.pixelis/runs')).find((name) => name !== 'first.yaml') ?? '';
  t.match(await runRecord(repository, path.basename(again, '.yaml')), { state: 'INTERRUPTED' });
});

void test('what a run and the runs inside it logged is found by its name without their ids', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write(
    'main.mjs',
    `const { openRepository } = await import(process.env.LIBRARY);
const repository = await openRepository();
const run = await repository.runs.start({ name: 'inner' });
await run.logArtifact({ name: \`model-sft-\${run.id}\`, type: 'model', data: 'weights' });
await run.logArtifact({ name: 'sft_metrics_final', data: { loss: 0.5 + Number(process.env.NOISE ?? 0) } });
await run.finish();
await repository.close();
`,
  );
  await repository.commit('start');
  const library = new URL('../../../dist/index.js', import.meta.url).href;
  const env = { LIBRARY: library };
  const first = await repository.spawn(['run', '--json', '--id', 'first', '--', 'node', 'main.mjs'], { env });
  t.equal(first.code, 0, first.stderr);
  const again = await repository.spawn(['reproduce', '--json', 'first'], { env });
  const { runs } = JSON.parse(again.stdout) as { readonly runs: readonly Reproduced[] };
  t.match(
    runs,
    [{ verdict: 'identical', outputs: [{ verdict: 'identical' }, { verdict: 'identical' }] }],
    again.stderr,
  );
  const noisy = await repository.spawn(['reproduce', '--json', 'first'], { env: { ...env, NOISE: '0.25' } });
  t.match(JSON.parse(noisy.stdout), {
    verdict: 'different',
    runs: [{ outputs: [{ verdict: 'identical' }, { detail: 'loss: 0.75 instead of 0.5' }] }],
  });
});

void test('a revision stands for the runs that made what it tracks, in the order of their start', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('one.sh', 'echo 1 > one\n');
  await repository.write('two.sh', 'cat one one > two\n');
  await repository.commit('start');
  await repository.done('run', '--id', 'later1', '--output', 'one=dataset-one', '--', 'sh', 'one.sh');
  await repository.commit('one');
  await repository.done('run', '--id', 'after2', '--input', 'one', '--output', 'two=dataset-two', '--', 'sh', 'two.sh');
  await repository.commit('two');
  await repository.git('tag', 'v1');
  const { runs } = await reproduce(t, repository, 'v1');
  t.match(runs, [
    { run: 'later1', verdict: 'identical' },
    { run: 'after2', verdict: 'identical' },
  ]);
  await repository.git('checkout', '--quiet', 'v1~2');
  const elsewhere = await reproduce(t, repository, 'v1~1');
  t.match(elsewhere.runs, [{ run: 'later1', verdict: 'identical' }], 'though nothing of it is in the worktree');
  t.match(await repository.json('reproduce', 'v1~2'), { code: 1, result: { error: { code: 'run.not-found' } } });
});

void test('a run that goes on is not executed again, and what fits several is named', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.commit('start');
  for (const id of ['abc123', 'abd124']) await repository.done('run', '--id', id, '--', 'true');
  t.match(await reproduce(t, repository, 'abc'), { runs: [{ run: 'abc123' }] });
  t.match(await repository.json('reproduce', 'ab'), { result: { error: { code: 'reference.ambiguous' } } });
  const run = startRun(repository, '--id', 'going', '--', 'sh', '-c', 'echo ready; exec sleep 60');
  await run.says('ready');
  t.match(await repository.json('reproduce', 'going'), { result: { error: { code: 'run.not-reproducible' } } });
  process.kill(run.pid, 'SIGTERM');
  await run.ended;
});

void test('a run of code inside a program is reproduced by the program', async (t) => {
  const repository = await makeRepository(t);
  const library = new URL('../../src/index.js', import.meta.url).href;
  await repository.write(
    'train.mjs',
    `import { ExperimentContext } from '${library}';
await ExperimentContext.run({ name: 'training' }, (run) =>
  run.logArtifact({ name: 'model-' + run.id, data: 'weights' }));
`,
  );
  await repository.commit('a program');
  const child = spawn(process.execPath, ['train.mjs'], { cwd: repository.root, env: repository.environment });
  t.strictSame(await once(child, 'close'), [0, null]);
  const [record = ''] = readdirSync(repository.at('.pixelis/runs'));
  const { code, only } = await reproduce(t, repository, path.basename(record, '.yaml'));
  t.match({ code, only }, { code: 0, only: { verdict: 'identical', outputs: [{ verdict: 'identical' }] } });
});
