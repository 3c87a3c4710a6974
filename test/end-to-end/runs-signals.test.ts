import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { test } from 'tap';
import { bin } from '../support/cli.js';
import { findPython } from '../support/find-python.js';
import { makeRepository } from '../support/repository.js';
import { keptFile, runRecord, startRun } from '../support/runs.js';

const python = findPython();
const posix = { skip: process.platform === 'win32' };

/** Says each signal that it gets, tidies up for a moment after the first SIGINT, SIGTERM or SIGHUP, and ends with 5. */
const polite = `
  let isEnding = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1']) process.on(name, () => {
    console.log(name);
    if (name === 'SIGUSR1' || isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(5), 400);
  });
  setTimeout(() => {}, 6e4);
  console.log('ready', process.pid);`;

void test(
  'a signal to pixelis reaches the command, which ends as it likes: its exit code is ours',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const run = startRun(repository, '--id', signal, '--', process.execPath, '-e', polite);
      await run.says('ready');
      process.kill(run.pid, signal);
      t.equal(await run.ended, 5, signal);
      t.match(run.stdout(), new RegExp(`^ready \\d+\\n${signal}\\n$`), 'it came once');
      t.match(await runRecord(repository, signal), { state: 'INTERRUPTED', exitCode: 5, reason: new RegExp(signal) });
    }
  },
);

void test('a signal to the whole process group reaches the command once, and pixelis outlives it', posix, async (t) => {
  const repository = await makeRepository(t);
  const run = startRun(repository, '--id', 'group', '--', process.execPath, '-e', polite);
  await run.says('ready');
  process.kill(-run.pid, 'SIGINT');
  t.equal(await run.ended, 5);
  t.match(run.stdout(), /^ready \d+\nSIGINT\n$/);
  t.match(run.stderr(), /run group INTERRUPTED/);
  t.match(await runRecord(repository, 'group'), { state: 'INTERRUPTED', exitCode: 5 });
});

void test('Ctrl-C at a terminal reaches the command once', { skip: python === undefined }, async (t) => {
  const repository = await makeRepository(t);
  const terminal = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
said = b""
while True:
    try: more = os.read(terminal, 65536)
    except OSError: break
    if not more: break
    if b"ready" in more: os.write(terminal, b"\\x03")
    said += more
_, status = os.waitpid(pid, 0)
print(said.decode().count("SIGINT\\r"), os.waitstatus_to_exitcode(status))`;
  const command = [process.execPath, bin, 'run', '--quiet', '--id', 'keys', '--', process.execPath, '-e', polite];
  const { stdout } = await promisify(execFile)(python ?? '', ['-c', terminal, ...command], {
    cwd: repository.root,
    env: repository.environment,
  });
  t.equal(stdout, '1 5\n');
  t.match(await runRecord(repository, 'keys'), { state: 'INTERRUPTED', exitCode: 5 });
});

void test('a second signal is passed on as well, and does not end pixelis', posix, async (t) => {
  const repository = await makeRepository(t);
  const run = startRun(repository, '--id', 'twice', '--', process.execPath, '-e', polite);
  await run.says('ready');
  process.kill(run.pid, 'SIGUSR1');
  await run.says('SIGUSR1');
  process.kill(run.pid, 'SIGINT');
  await run.says('SIGINT');
  process.kill(run.pid, 'SIGTERM');
  t.equal(await run.ended, 5);
  t.match(run.stdout(), /^ready \d+\nSIGUSR1\nSIGINT\nSIGTERM\n$/);
  t.match(await runRecord(repository, 'twice'), { exitCode: 5 });
});

void test(
  'a command that a signal ended is a run with that signal, and 128 and its number as exit code',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGKILL', 137],
    ] as const) {
      const run = startRun(repository, '--id', signal, '--', 'sh', '-c', 'echo ready $$; exec sleep 60');
      await run.says('ready');
      process.kill(Number(/\d+/.exec(run.stdout())?.[0]), signal);
      t.equal(await run.ended, code, signal);
      t.match(await runRecord(repository, signal), { state: 'INTERRUPTED', signal, exitCode: undefined });
    }
    const passed = startRun(repository, '--id', 'passed', '--', 'sh', '-c', 'echo ready; exec sleep 60');
    await passed.says('ready');
    process.kill(passed.pid, 'SIGTERM');
    t.equal(await passed.ended, 143);
    t.match(await runRecord(repository, 'passed'), { state: 'INTERRUPTED', signal: 'SIGTERM' });
  },
);

void test('a program that crashed has failed', posix, async (t) => {
  const repository = await makeRepository(t);
  const run = startRun(repository, '--id', 'crash', '--', 'sh', '-c', 'kill -SEGV $$');
  t.equal(await run.ended, 139);
  t.match(await runRecord(repository, 'crash'), { state: 'FAILED', signal: 'SIGSEGV' });
});

void test(
  'when pixelis is killed, the next command records the run as interrupted, with the output so far',
  posix,
  async (t) => {
    const repository = await makeRepository(t);
    for (const [id, isGroup] of [
      ['alone', false],
      ['together', true],
    ] as const) {
      const script = `echo '{"step":3,"loss":0.5}' >> "$PIXELIS_METRICS_FILE"; echo so far; echo ready $$; exec sleep 60`;
      const run = startRun(repository, '--id', id, '--output', 'model.txt', '--', 'sh', '-c', script);
      await run.says('ready');
      await sleep(100);
      const pid = Number(/ready (\d+)/.exec(run.stdout())?.[1]);
      process.kill(isGroup ? -run.pid : run.pid, 'SIGKILL');
      t.equal(await Promise.race([run.ended, sleep(2000, 'SIGKILL')]), 'SIGKILL');
      if (!isGroup) process.kill(pid, 'SIGKILL');
      t.match(await repository.done('status'), { warnings: [{ code: 'run.lost' }] });
      const record = await runRecord(repository, id);
      t.match(record, { state: 'INTERRUPTED', metrics: { loss: { last: 0.5, step: 3 } }, outputs: [] });
      t.equal((await keptFile(t, repository, record.stdout)).toString(), `so far\nready ${pid}\n`);
      t.match(await repository.git('diff', '--cached', '--name-only'), `.pixelis/runs/${id}.yaml`);
      t.strictSame((await repository.done('status')).warnings, []);
    }
    t.strictSame(liveRuns(repository.root), []);
  },
);

void test('a command that ignores every signal is waited for', posix, async (t) => {
  const repository = await makeRepository(t);
  const deaf = 'trap "" INT TERM HUP; echo ready; while [ ! -e go ]; do sleep 0.05; done; echo done';
  const run = startRun(repository, '--id', 'deaf', '--', 'sh', '-c', deaf);
  await run.says('ready');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGINT'] as const) {
    process.kill(-run.pid, signal);
    await sleep(50);
  }
  await repository.write('go', '');
  t.equal(await run.ended, 0);
  t.match(await runRecord(repository, 'deaf'), { exitCode: 0, stdout: { size: 11 } });
});

function liveRuns(root: string): readonly string[] {
  return readdirSync(`${root}/.git/pixelis/runs`);
}
