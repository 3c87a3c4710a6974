import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'tap';
import { bin } from '../support/cli.js';
import { findPython } from '../support/find-python.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { linkTools } from '../support/link-tools.js';
import { everythingOf, makeRepository, testRepository } from '../support/repository.js';
import { keptFile, runRecord } from '../support/runs.js';

const posix = { skip: process.platform === 'win32' };
const python = findPython();

void test(
  'what a command says reaches the terminal and the record byte for byte; a summary follows on stderr',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    const script = 'process.stdout.write(Buffer.from([...Array(256).keys()])); process.stderr.write("odd\\0\\n")';
    const child = spawn(process.execPath, [bin, 'run', '--id', 'bytes', '--', process.execPath, '-e', script], {
      cwd: repository.root,
      env: repository.environment,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    t.strictSame(await once(child, 'close'), [0, null]);
    const all = Buffer.from([...Array(256).keys()]);
    t.ok(Buffer.concat(stdout).equals(all));
    t.match(
      Buffer.concat(stderr).toString(),
      /^odd\0\nrun bytes COMPLETED after [\d.]+ s\n\nnext: git commit -m 'Run bytes'/,
    );
    const record = await runRecord(repository, 'bytes');
    t.ok((await keptFile(t, repository, record.stdout)).equals(all));
    t.equal((await keptFile(t, repository, record.stderr)).toString(), 'odd\0\n');
  },
);

void test('a command may say 100 MB: all of it is passed on and kept, and memory stays bounded', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const repository = await makeRepository(t);
  const child = spawn(
    process.execPath,
    [bin, 'run', '--id', 'large', '--', 'sh', '-c', 'head -c 100000000 /dev/zero; cat > /dev/null'],
    { cwd: repository.root, env: repository.environment, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  let size = 0;
  let peak = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size < 100_000_000) return;
    peak = peakMemory(child.pid as number);
    child.stdin.end();
  });
  t.strictSame(await once(child, 'close'), [0, null]);
  t.equal(size, 100_000_000);
  t.ok(peak > 0 && peak < 200 * 2 ** 20, `${peak} bytes`);
  t.equal((await runRecord(repository, 'large')).stdout?.size, 100_000_000);
});

void test('with --json stdout has one object, and what the command says goes to stderr', async (t) => {
  const repository = await makeRepository(t);
  const { code, stdout, stderr } = await repository.spawn(['run', '--json', '--', 'sh', '-c', 'echo said; exit 3']);
  t.equal(code, 3);
  t.match(JSON.parse(stdout), { command: 'run', state: 'FAILED', exitCode: 3, reason: 'exit code 3' });
  t.equal(stderr, 'said\n');
  const quiet = await repository.spawn(['run', '--quiet', '--', 'echo', 'said']);
  t.strictSame(quiet, { code: 0, stdout: 'said\n', stderr: '' });
});

void test('a command reads what is typed or piped into pixelis', posix, async (t) => {
  const repository = await makeRepository(t);
  const run = await repository.spawn(['run', '-q', '--', 'tr', 'a-z', 'A-Z'], { input: 'from a pipe\n' });
  t.strictSame(run, { code: 0, stdout: 'FROM A PIPE\n', stderr: '' });
});

void test(
  'a reader that goes away (`| head`) does not disturb the command: all that it says is kept',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    const child = spawn(process.execPath, [bin, 'run', '-q', '--id', 'unread', '--', 'seq', '1', '50000'], {
      cwd: repository.root,
      env: repository.environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.once('data', () => child.stdout.destroy());
    t.strictSame(await once(child, 'close'), [0, null]);
    const { stdout } = await runRecord(repository, 'unread');
    t.match((await keptFile(t, repository, stdout)).toString(), /^1\n[\d\n]+\n50000\n$/);
  },
);

void test("the exit code is the command's, and that of a shell where there is none", posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('script', 'echo no');
  for (const [command, code, state] of [
    [['sh', '-c', 'exit 0'], 0, 'COMPLETED'],
    [['sh', '-c', 'exit 1'], 1, 'FAILED'],
    [['sh', '-c', 'exit 250'], 250, 'FAILED'],
    [['no-such-program', '--help'], 127, 'FAILED'],
    [['./no-such-script'], 127, 'FAILED'],
    [['./script'], 126, 'FAILED'],
  ] as const) {
    const { code: exitCode, result } = await repository.json('run', '--', ...command);
    t.equal(exitCode, code, command.join(' '));
    t.match(result, { state, exitCode: code });
    t.match(await runRecord(repository, result['run'] as string), { state, exitCode: code });
  }
  const problem = await repository.json('run', '--output', 'missing.txt', '--', 'true');
  t.equal(problem.code, 0, "what could not be recorded is told, and the exit code stays the command's");
  t.match(problem.result.problems, [{ code: 'path.not-found' }]);
  const usage = await repository.json('run', 'python', 'train.py', '--epochs', '3');
  t.equal(usage.code, 2);
});

void test('Python, Node and a shell are told of the run, and log into it', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('config.yaml', 'lr: 0.1\nmodel: { depth: 2 }\n');
  const commands = {
    node: [
      process.execPath,
      '-e',
      `const { PIXELIS_PARAMS, PIXELIS_SEED, PIXELIS_METRICS_FILE, PIXELIS_RUN_ID, PIXELIS_RUN_NAME } = process.env;
       require('node:fs').appendFileSync(PIXELIS_METRICS_FILE, JSON.stringify({ step: 1, loss: JSON.parse(PIXELIS_PARAMS).lr }) + '\\n');
       console.log(PIXELIS_RUN_ID, PIXELIS_RUN_NAME, PIXELIS_SEED, PIXELIS_PARAMS)`,
    ],
    shell: [
      'sh',
      '-c',
      'echo \'{"step":1,"loss":0.1}\' >> "$PIXELIS_METRICS_FILE"; echo "$PIXELIS_RUN_ID $PIXELIS_RUN_NAME $PIXELIS_SEED $PIXELIS_PARAMS"',
    ],
    ...(python === undefined
      ? {}
      : {
          python: [
            python,
            '-c',
            `import json, os
with open(os.environ["PIXELIS_METRICS_FILE"], "a") as f: f.write(json.dumps({"step": 1, "loss": json.loads(os.environ["PIXELIS_PARAMS"])["lr"]}) + "\\n")
print(os.environ["PIXELIS_RUN_ID"], os.environ["PIXELIS_RUN_NAME"], os.environ["PIXELIS_SEED"], os.environ["PIXELIS_PARAMS"])`,
          ],
        }),
  };
  for (const [id, command] of Object.entries(commands)) {
    const options = ['--config', 'config.yaml', '--param', 'batch=16', '--seed', '7', '--name', 'sft', '--tag', 'try'];
    const run = await repository.spawn(['run', '--id', id, ...options, '--', ...command]);
    t.strictSame([run.code, run.stdout], [0, `${id} sft 7 {"lr":0.1,"model":{"depth":2},"batch":16}\n`], id);
    t.match(await runRecord(repository, id), {
      name: 'sft',
      tags: ['try'],
      seed: 7,
      params: { lr: 0.1, model: { depth: 2 }, batch: 16 },
      metrics: { loss: { last: 0.1, step: 1 } },
      config: { path: 'config.yaml' },
    });
  }
});

void test(
  'what pixelis does inside a command belongs to the run; a run inside it is one of its own',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    await repository.write('raw.csv', '1\n');
    await repository.done('add', 'raw.csv', '--name', 'dataset-raw');
    const pixelis = `'${process.execPath}' '${bin}' -q`;
    const script = `set -e
    ${pixelis} get dataset-raw -o copy.csv
    cp copy.csv clean.csv && ${pixelis} add clean.csv --name dataset-clean
    ${pixelis} run --id inner --output model.txt -- sh -c 'echo 1 > model.txt; echo inner'
    echo outer`;
    const outer = await repository.spawn(['run', '-q', '--id', 'outer', '--', 'sh', '-c', script]);
    t.match(outer, { code: 0, stdout: 'inner\nouter\n' });
    t.match(await runRecord(repository, 'outer'), {
      inputs: [{ artifact: 'dataset-raw', version: 1 }],
      outputs: [{ artifact: 'dataset-clean', version: 1, path: 'clean.csv' }],
    });
    t.match(await runRecord(repository, 'inner'), { parent: 'outer', outputs: [{ path: 'model.txt' }] });
    t.match(await repository.done('show', 'dataset-clean'), {
      version: { run: 'outer' },
      parents: [{ artifact: 'dataset-raw', version: 1 }],
    });
  },
);

void test(
  'inputs and outputs: by reference, by path, by a name with {run_id} and {step}; unchanged content is no new version',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    await repository.write('raw.csv', '1\n');
    await repository.write('labels/a', '1\n');
    await repository.addAndCommit('data', 'raw.csv', 'labels');
    const make = [
      '--input',
      'raw.csv=train',
      '--input',
      'dataset-labels:v1',
      '--output',
      'out/model-{run_id}.pt=model-sft-{run_id}',
      '--output',
      'out/step={step}=checkpoint_step_{step}',
      '--output',
      'report.md',
      '--',
      'sh',
      '-c',
      'mkdir -p out; echo model > out/model-$PIXELIS_RUN_ID.pt; echo \'{"step":40,"loss":1}\' >> $PIXELIS_METRICS_FILE; echo 40 > out/step=40; echo same > report.md',
    ];
    const first = await repository.done('run', '--id', 'abc123', ...make);
    t.match(first['outputs'], [
      { artifact: 'model-sft-abc123', version: 1, path: 'out/model-abc123.pt' },
      { artifact: 'checkpoint_step_40', version: 1, path: 'out/step=40' },
      { artifact: 'dataset-report', version: 1, path: 'report.md' },
    ]);
    t.match(await repository.done('show', 'model-sft-abc123'), {
      parents: [{ artifact: 'dataset-raw', role: 'train' }, { artifact: 'dataset-labels' }],
    });
    const second = await repository.done('run', '--id', 'def456', ...make);
    t.match(second['outputs'], [{ version: 1 }, { version: 1 }, { artifact: 'dataset-report', version: 1 }]);
    await repository.commit('runs');
    t.equal(await repository.git('status', '--porcelain', '--untracked-files=all'), '');
  },
);

void test('a dry run says what would be used and made, and does and writes nothing', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('raw.csv', '1\n');
  await repository.addAndCommit('data', 'raw.csv');
  const before = await everythingOf(repository);
  const options = [
    'run',
    '--dry-run',
    '--input',
    'raw.csv',
    '--output',
    'm-{run_id}.pt=model-{run_id}',
    '--output',
    'report.md',
  ];
  t.match(await repository.done(...options, '--', 'sh', '-c', 'touch executed'), {
    dryRun: true,
    state: 'PLANNED',
    inputs: [{ artifact: 'dataset-raw', version: 1 }],
    planned: [
      { path: 'm-{run_id}.pt', artifact: 'model-{run_id}' },
      { path: 'report.md', artifact: 'dataset-report' },
    ],
    warnings: [],
  });
  const { stderr } = await repository.pixelis([...options, '--', 'no-such-program']);
  t.equal(
    stderr,
    `would run it, and record it at capture level 2
  from  dataset-raw:v1
  make  m-{run_id}.pt as model-{run_id}
  make  report.md as dataset-report
warning: program 'no-such-program' was not found
hint: check its name and the PATH
`,
  );
  t.equal(
    (await repository.json('run', '-n', '--input', 'nothing', '--', 'true')).result.error.code,
    'reference.not-found',
  );
  t.strictSame(await everythingOf(repository), before);
});

void test('the environment and the code are captured as deep as the level says', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('train.sh', 'true');
  await repository.commit('code');
  await repository.write('train.sh', 'true # changed');
  await repository.write('new.sh', 'true');
  for (const level of ['1', '2', '3']) {
    await repository.done('run', '--id', `level${level}`, '--capture-level', level, '--', 'sh', 'train.sh');
    const { captureLevel, environment, code } = await runRecord(repository, `level${level}`);
    t.equal(captureLevel, Number(level));
    t.match(environment, /^blake3:/);
    t.match(code, { dirty: true, branch: 'main' });
    t.equal(code.changes?.files, level === '1' ? undefined : 2);
  }
  t.equal((await repository.json('run', '--capture-level', '4', '--', 'true')).code, 2);
});

void test('a command runs where the user stands: in a subfolder, with -C, in a linked worktree', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('src/deep/data.txt', '1');
  await repository.commit('code');
  const say = ['--', 'sh', '-c', 'pwd; cat data.txt > out.txt'];
  const inside = await repository.spawn(['run', '-q', '--id', 'below', '--output', 'out.txt', ...say], {
    cwd: repository.at('src/deep'),
  });
  t.strictSame(inside, { code: 0, stdout: `${repository.at('src/deep')}\n`, stderr: '' });
  t.match(await runRecord(repository, 'below'), { folder: 'src/deep', outputs: [{ path: 'src/deep/out.txt' }] });
  const named = await repository.spawn(['-C', 'src/deep', 'run', '-q', '--', 'pwd']);
  t.equal(named.stdout, `${repository.at('src/deep')}\n`);

  const linked = path.join(path.dirname(repository.root), 'linked');
  await repository.git('worktree', 'add', '--quiet', linked, '-b', 'other');
  const other = testRepository(gitRepositoryAt(linked, repository.environment), repository.remote);
  t.match(await other.spawn(['run', '-q', '--id', 'linked', '--', 'pwd']), { code: 0, stdout: `${linked}\n` });
  t.match(await runRecord(other, 'linked'), { code: { branch: 'other' } });
  t.notOk(existsSync(repository.at('.pixelis/runs/linked.yaml')));
});

void test('a run before the first commit has no commit, and all files as changes', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.git('checkout', '--quiet', '--orphan', 'fresh');
  await repository.write('train.sh', 'true');
  await repository.done('run', '--id', 'first', '--', 'sh', 'train.sh');
  const { code } = await runRecord(repository, 'first');
  t.equal(code.commit, undefined);
  t.ok((code.changes?.files ?? 0) >= 1);
});

void test('--commit commits what the run wrote, and nothing else', posix, async (t) => {
  const repository = await makeRepository(t);
  await repository.write('other.txt', 'mine');
  await repository.git('add', 'other.txt');
  const result = await repository.done(
    'run',
    '--commit',
    '--name',
    'sft',
    '--output',
    'model.txt',
    '--',
    'sh',
    '-c',
    'echo 1 > model.txt',
  );
  t.equal(await repository.git('rev-parse', 'HEAD'), result['commit']);
  t.match(await repository.git('show', '--format=%s', '--name-only', 'HEAD'), /^Run \w+ \(sft\): COMPLETED\n/);
  t.equal(await repository.git('status', '--porcelain'), 'A  other.txt');
});

void test('output that its file cannot take does not disturb the command, and is told', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const repository = await makeRepository(t);
  await repository.done('run', '--id', 'warm', '--', 'true');
  // The file system refuses what is larger than 2 MB; a pipe has no such limit.
  const script = `ulimit -f 4000; exec '${process.execPath}' '${bin}' run --json --id full -- head -c 5000000 /dev/zero`;
  const { code, stdout } = await limited(script, repository.root, repository.environment);
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { state: 'COMPLETED', problems: [{ code: 'disk.failed' }] });
});

void test("a record that cannot be written is told, the exit code stays the command's, and the next command writes it", {
  skip: process.platform !== 'linux',
}, async (t) => {
  const repository = await makeRepository(t);
  await repository.done('run', '--id', 'warm', '--', 'true');
  // What the command says fits into its file; the pack in which it would be kept is larger than 100 KB.
  const script = `ulimit -f 200; exec '${process.execPath}' '${bin}' run --json --id full --output model.txt -- sh -c 'echo 1 > model.txt; head -c 102400 /dev/zero'`;
  const { code, stdout } = await limited(script, repository.root, repository.environment);
  t.equal(code, 0);
  const result = JSON.parse(stdout) as { record?: string; problems: readonly { hint: string }[] };
  t.match(result, {
    state: 'COMPLETED',
    outputs: [],
    problems: [{ code: 'disk.failed', message: /the record of run 'full'/ }],
  });
  t.match(result.problems[0]?.hint, /the next pixelis command in this worktree writes it/);
  t.equal(result.record, undefined);
  const { warnings } = await repository.done('status');
  t.match(warnings, [
    { code: 'run.lost', message: "run 'full' had ended (COMPLETED) without a record, and has one now" },
  ]);
  t.match(await runRecord(repository, 'full'), {
    state: 'COMPLETED',
    exitCode: 0,
    outputs: [{ path: 'model.txt' }],
    stdout: { size: 102_400 },
  });
});

void test('while another program holds the index of git, a run is recorded all the same, and says what to stage', async (t) => {
  const repository = await makeRepository(t);
  await repository.done('run', '--id', 'warm', '--', 'true');
  await repository.write('.git/index.lock', '');
  const { code, result } = await repository.json('run', '--id', 'unstaged', '--', 'true');
  t.equal(code, 0);
  t.match(result, { staged: [], problems: [{ code: 'lock.held', hint: 'stage it later: git add .pixelis' }] });
  t.match(await runRecord(repository, 'unstaged'), { state: 'COMPLETED' });
});

void test('without the git executable a simple run works', posix, async (t) => {
  const repository = await makeRepository(t);
  const tools = path.join(path.dirname(repository.root), 'tools');
  await linkTools(tools, 'sh', 'cat', 'mkfifo');
  const run = await repository.spawn(
    ['run', '--id', 'plain', '--output', 'model.txt', '--', 'sh', '-c', 'echo 1 > model.txt; echo made'],
    {
      env: { PATH: tools },
    },
  );
  t.match(run, { code: 0, stdout: 'made\n' });
  t.match(await runRecord(repository, 'plain'), {
    state: 'COMPLETED',
    code: { commit: /^[0-9a-f]{40}$/ },
    outputs: [{ path: 'model.txt' }],
  });
  t.match(await repository.git('diff', '--cached', '--name-only'), '.pixelis/runs/plain.yaml');
});

void test('the machine is sampled where that is asked for', { skip: process.platform !== 'linux' }, async (t) => {
  const repository = await makeRepository(t);
  await repository.done('run', '--id', 'watched', '--monitor', '0.2', '--', 'sleep', '0.7');
  const record = await runRecord(repository, 'watched');
  t.ok((record.hardware?.['memory_bytes']?.count ?? 0) >= 2);
  t.match((await keptFile(t, repository, record.hardwareSeries)).toString(), /^\{"time":\d+\.?\d*,"cpu_percent":/);
  t.equal((await runRecord(repository, 'watched')).stdout, undefined, 'what is empty is not kept');
});

void test('a run that made ten thousand versions has a record, which every reader takes', async (t) => {
  const repository = await makeRepository(t);
  const digest = `blake3:${'0'.repeat(64)}`;
  const count = 10_000;
  const program = `const made = (n) => ({ artifact: 'checkpoint_step_' + n, version: 1, digest: '${digest}' });
const lines = Array.from({ length: ${count} }, (_, n) => JSON.stringify({ kind: 'output', version: made(n) }) + '\\n');
require('node:fs').appendFileSync(process.env.PIXELIS_RUN_FOLDER + '/events.jsonl', lines.join(''));`;
  const run = await repository.spawn(['run', '--id', 'many', '--', process.execPath, '-e', program]);
  t.notMatch(run.stderr, 'could not be written');
  t.equal((await runRecord(repository, 'many')).outputs.length, count);
  await repository.commit('many');
  for (const revision of [[], ['--rev', 'HEAD']]) {
    const { versions } = await repository.done('lineage', 'run', 'many', ...revision);
    t.equal((versions as readonly unknown[]).length, count);
  }
});

/** As the kernel has it, in bytes. */
function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function limited(script: string, cwd: string, env: Readonly<Record<string, string | undefined>>) {
  const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}
