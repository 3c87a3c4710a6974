import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { test } from 'tap';
import { captureEnvironment } from '#environment/capture-environment.js';
import { schedulerContext } from '#environment/scheduler.js';
import { decodeEnvironmentRecord, encodeEnvironmentRecord } from '#format/environment-record.js';
import { makeMachine, plainly } from './machine.js';

const slurm = {
  SLURM_JOB_ID: '4711',
  SLURM_JOB_NAME: 'sft',
  SLURM_ARRAY_JOB_ID: '4700',
  SLURM_ARRAY_TASK_ID: '11',
  SLURM_JOB_NODELIST: 'node[1-2]',
  SLURMD_NODENAME: 'node1',
  SLURM_CLUSTER_NAME: 'atlas',
  SLURM_JOB_PARTITION: 'gpu',
  SLURM_JOB_NUM_NODES: '2',
  SLURM_NTASKS: '16',
  SLURM_CPUS_PER_TASK: '8',
  SLURM_GPUS_ON_NODE: '8',
};

void test('a higher level holds what the lower ones hold, and more', async (t) => {
  const { capture, environment } = await makeMachine(t);
  environment['PYTHONHASHSEED'] = '0';
  const keys = async (level: 1 | 2 | 3) => Object.keys(await capture([], { level }));
  t.strictSame(await keys(1), ['level', 'programs', 'lockfiles', 'switches', 'unknown']);
  t.strictSame((await keys(2)).slice(4), ['system', 'gpu', 'unknown']);
  t.strictSame((await keys(3)).slice(4), ['system', 'gpu', 'container', 'scheduler', 'variables', 'unknown']);
  t.match(await capture([]), { switches: { PYTHONHASHSEED: '0' } });
});

void test('two captures of one machine are the same bytes, whatever the session and the job', async (t) => {
  const { capture, environment } = await makeMachine(t);
  Object.assign(environment, slurm, {
    PWD: '/a',
    SSH_CONNECTION: '1',
    RANK: '0',
    PIXELIS_RUN_ID: 'a',
    DATA: '/data',
    DB_PORT: '5432',
  });
  const first = encodeEnvironmentRecord(await capture([], { level: 3 }));
  const job = { SLURM_JOB_ID: '4712', SLURM_ARRAY_TASK_ID: '12', SLURMD_NODENAME: 'node2' };
  Object.assign(environment, job, {
    PWD: '/b',
    SSH_CONNECTION: '2',
    RANK: '1',
    PIXELIS_RUN_ID: 'b',
    SHLVL: '3',
    WEB_PORT: 'tcp://10.0.0.7:80',
  });
  const second = encodeEnvironmentRecord(await capture([], { level: 3 }));
  t.equal(Buffer.from(second).toString(), Buffer.from(first).toString());
  t.match(Buffer.from(first).toString(), /DATA: \/data\n  DB_PORT: "5432"/);
});

void test('what a scheduler granted is of the environment, and which job it was, of the run', async (t) => {
  const { capture } = await makeMachine(t);
  t.strictSame((await capture([], { level: 3, environment: slurm })).scheduler, {
    kind: 'slurm',
    cluster: 'atlas',
    partition: 'gpu',
    nodes: '2',
    tasks: '16',
    cpus: '8',
    gpus: '8',
  });
  t.strictSame(schedulerContext(slurm), {
    kind: 'slurm',
    job: '4711',
    name: 'sft',
    array_job: '4700',
    array_task: '11',
    nodes: 'node[1-2]',
    node: 'node1',
  });
  t.match(schedulerContext({ PBS_JOBID: '9.server', PBS_ARRAY_INDEX: '3' }), {
    kind: 'pbs',
    job: '9.server',
    array_task: '3',
  });
  t.match(schedulerContext({ LSB_JOBID: '8', LSB_JOBINDEX: '2' }), { kind: 'lsf', job: '8', array_task: '2' });
  t.match(schedulerContext({ JOB_ID: '7', SGE_TASK_ID: '1', QUEUE: 'all.q' }), { kind: 'sge', job: '7' });
  t.match(schedulerContext({ KUBERNETES_SERVICE_HOST: '10.0.0.1', HOSTNAME: 'pod-1' }), {
    kind: 'kubernetes',
    name: 'pod-1',
  });
  t.strictSame(schedulerContext({ JOB_ID: '7' }), {}, 'a name that anybody may use says nothing by itself');
});

void test('lock files are recorded by digest, from the folder of the command up to the top of the worktree', async (t) => {
  const { capture, write, root } = await makeMachine(t);
  await write('../requirements.txt', 'outside');
  for (const name of [
    'pyproject.toml',
    'train/uv.lock',
    'train/requirements-dev.txt',
    'other/poetry.lock',
    'train/x.txt',
  ]) {
    await write(name, '');
  }
  const empty = 'blake3:af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';
  t.strictSame((await capture([], { folder: path.join(root, 'train') })).lockfiles, [
    { path: 'pyproject.toml', digest: empty },
    { path: 'train/requirements-dev.txt', digest: empty },
    { path: 'train/uv.lock', digest: empty },
  ]);
});

void test('every text that may hold a secret is shown to the filter', async (t) => {
  const { capture, write, environment, program } = await makeMachine(t);
  environment['API_TOKEN'] = 'sesame';
  environment['TORCH_TOKEN'] = 'sesame';
  await write(
    'node_modules/.package-lock.json',
    JSON.stringify({
      packages: { 'node_modules/own': { version: '1.0.0', resolved: 'git+https://x:sesame@example.org/own.git#abc' } },
    }),
  );
  await write('requirements-sesame.txt', '');
  await program('node', 'echo sesame >&2; exit 1');
  await program('python3', 'echo sesame >&2; exit 1');
  const hide = (value: string) => value.replaceAll('sesame', 'redacted');
  const secrets = { text: hide, url: hide, variable: (_: string, value: string) => hide(value) };
  for (const command of [['node', 'x.js'], ['npx'], ['python3', 'x.py'], [`./sesame`]]) {
    const record = await capture(command, { level: 3, secrets });
    t.notMatch(Buffer.from(encodeEnvironmentRecord(record)).toString(), 'sesame', command.join(' '));
    t.match(record, { variables: { API_TOKEN: 'redacted' }, switches: { TORCH_TOKEN: 'redacted' } });
  }
});

void test('a shell may call what is installed; a program that is no interpreter, nothing', async (t) => {
  const { capture, program, write } = await makeMachine(t);
  await program('bash', 'echo "GNU bash, version 5.2.15(1)-release"');
  await program('node', 'echo v18.0.0');
  await program('julia', 'echo "julia version 1.10.4"');
  await write('bin/tool', '\u007fELF');
  t.match(await capture(['bash', '-c', 'x']), { programs: { bash: '5.2.15' }, node: undefined });
  await write('package.json', '{}');
  t.match(await capture(['bash', '-c', 'x']), { node: { version: '18.0.0' } });
  t.match(await capture(['julia', 'x.jl']), { programs: { julia: '1.10.4' }, node: undefined });
  t.match(await capture(['bin/tool']), { programs: {}, node: undefined, python: undefined, unknown: {} });
});

void test('a variable of any length fits into the record', async (t) => {
  const { capture, environment } = await makeMachine(t);
  environment['HUGE'] = '😀'.repeat(100_000);
  const bytes = encodeEnvironmentRecord(await capture([], { level: 3 }));
  t.ok(bytes.length < 64 * 1024);
  t.match(decodeEnvironmentRecord(bytes, 'x').variables?.['HUGE'], /^😀+… \(200000 characters\)$/u);
});

void test('what a container executes cannot be looked into', async (t) => {
  const { capture, program } = await makeMachine(t);
  await program('docker', 'exit 1');
  t.match((await capture(['docker', 'run', 'image', 'python', 'x.py'])).unknown, { command: /inside a container/ });
});

void test('scripts that execute each other in a circle end the search', async (t) => {
  const { capture, program, bin } = await makeMachine(t);
  await program('a', `#!${bin}/b\n`);
  await program('b', `#!${bin}/a\n`);
  t.match(await capture(['a']), { level: 1 });
});

void test('a program that hangs is given up, and is unknown', async (t) => {
  const { capture, program } = await makeMachine(t);
  await program('python3', 'exec /bin/sleep 60');
  const { python, unknown } = await capture(['python3', 'x.py']);
  t.equal(python, undefined);
  t.match(unknown['python'], /did not answer within 5 s/);
});

void test('a capture that is interrupted takes the programs with it that it asks', async (t) => {
  const { root, environment, program } = await makeMachine(t);
  await program('python3', 'echo $$ > asked; exec /bin/sleep 60');
  const controller = new AbortController();
  const request = { level: 1, command: ['python3'], folder: root, root, environment, secrets: plainly } as const;
  const capturing = captureEnvironment(request, { signal: controller.signal });
  const pid = await eventually(() => Number(readFileSync(path.join(root, 'asked'), 'utf8').trim()));
  controller.abort();
  await t.rejects(capturing, { code: 'interrupted' });
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

/** The first answer that is a number from 1; an error counts as none yet. */
async function eventually(ask: () => number): Promise<number> {
  for (;;) {
    try {
      const answer = ask();
      if (answer > 0) return answer;
    } catch {
      // not there yet
    }
    await setTimeout(10);
  }
}
