import { test } from 'tap';
import { findExecutable } from '#process/find-executable.js';
import { runProcess } from '#process/run-process.js';
import { type ProcessCommand, startProcess } from '#process/start-process.js';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { childProcesses } from '../support/child-processes.js';
import { makeFolder } from '../support/git-repository.js';

void test('a program gets its arguments as they stand, and nothing of our environment', async (t) => {
  const args = ['$(id)', '; touch x', 'a b', '"', "'", '*', '', 'ünï\n'];
  const script =
    'console.log(JSON.stringify([process.argv.slice(1), Object.keys(process.env).filter(n => n[0] !== "_")]))';
  const result = await runProcess(node(script, ...args));
  t.strictSame(JSON.parse(result.stdout.toString()), [args, ['NAME']]);
});

void test('any end is an answer: exit code, signal, what was said', async (t) => {
  const failed = await runProcess(node('console.log("out"); console.error("err"); process.exitCode = 3'));
  t.strictSame(
    { ...failed, stdout: failed.stdout.toString() },
    {
      exitCode: 3,
      signal: undefined,
      stderr: 'err\n',
      stdout: 'out\n',
    },
  );
  const killed = await runProcess(node('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9e6)'));
  t.strictSame([killed.exitCode, killed.signal], [undefined, 'SIGTERM']);
});

void test('input is text, bytes, or what comes by and by', async (t) => {
  const copy = node('process.stdin.pipe(process.stdout)');
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < 100; index++) yield Buffer.alloc(10_000, index);
  }
  const expected = Buffer.concat(Array.from({ length: 100 }, (_, index) => Buffer.alloc(10_000, index)));
  t.ok((await runProcess(copy, { input: chunks() })).stdout.equals(expected));
  t.ok((await runProcess(copy, { input: expected })).stdout.equals(expected));
  t.equal((await runProcess(copy, { input: 'ünï' })).stdout.toString(), 'ünï');
  t.equal((await runProcess(copy, { input: ['a', 'b'] })).stdout.toString(), 'ab');
  t.equal((await runProcess(copy)).stdout.length, 0);
});

void test('a program may end without reading its input', async (t) => {
  const result = await runProcess(node('process.stdin.destroy(); console.log("enough")'), {
    input: Buffer.alloc(10_000_000),
  });
  t.strictSame([result.exitCode, result.stdout.toString()], [0, 'enough\n']);
});

void test('a program that says too much is ended', async (t) => {
  const endless = node('setInterval(() => process.stdout.write("x".repeat(10000)), 1)');
  await t.rejects(runProcess(endless, { limitBytes: 50_000 }), {
    code: 'process.failed',
    data: { limitBytes: 50_000 },
  });
  t.strictSame(childProcesses(), []);
});

void test('of what is said on stderr, the start is kept', async (t) => {
  const { stderr } = await runProcess(node('process.stderr.write("a" + "x".repeat(1e6))'));
  t.strictSame([stderr.length, stderr[0]], [65_536, 'a']);
});

void test('an abort ends the program, also one that does not listen, and waits until it is gone', async (t) => {
  for (const deaf of ['', 'process.on("SIGTERM", () => {});']) {
    const stop = new AbortController();
    const script = `${deaf} console.log(process.pid); setTimeout(() => {}, 9e6)`;
    const running = startProcess(node(script), { signal: stop.signal });
    await new Promise((resolve) => void running.stdout.once('data', resolve));
    stop.abort();
    const end = await running.ended;
    t.equal(end.signal, deaf === '' ? 'SIGTERM' : 'SIGKILL');
    t.throws(() => process.kill(running.pid ?? 0, 0), { code: 'ESRCH' });
  }
  const aborted = AbortSignal.abort();
  await t.rejects(runProcess(node(''), { signal: aborted }), { code: 'interrupted' });
  const later = AbortSignal.timeout(20);
  await t.rejects(runProcess(node('setTimeout(() => {}, 9e6)'), { signal: later }), { code: 'interrupted' });
  t.strictSame(childProcesses(), []);
});

void test('a grandchild that holds the pipes open is not waited for', async (t) => {
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 9e6)'], { stdio: 'inherit', detached: true });
    child.unref();
    console.log(child.pid);`;
  const result = await runProcess(node(script));
  const grandchild = Number(result.stdout.toString());
  t.equal(result.exitCode, 0);
  t.ok(process.kill(grandchild, 'SIGKILL'), 'it is still there');
});

void test('a program that cannot be run is an error with its name', async (t) => {
  const command = { ...node(''), file: '/no/such/program' };
  await t.rejects(runProcess(command), { code: 'process.failed', message: /'\/no\/such\/program' could not be run/ });
  await t.rejects(runProcess(node('', 'x'.repeat(10_000_000))), { code: 'process.failed' });
  await t.rejects(runProcess(node('', 'a\0b')), { code: 'process.failed' });
});

void test('programs are found on the PATH, and only there', async (t) => {
  const folder = await makeFolder(t);
  const bin = path.join(folder, 'bin');
  const later = path.join(folder, 'later');
  for (const [place, mode] of [
    [bin, 0o644],
    [later, 0o755],
  ] as const) {
    await mkdir(place);
    await writeFile(path.join(place, 'tool'), '');
    await chmod(path.join(place, 'tool'), mode);
    await mkdir(path.join(place, 'folder'));
  }
  const environment = { PATH: ['', '.', 'bin', bin, later].join(path.delimiter) };
  t.equal(findExecutable('tool', environment), path.join(later, 'tool'));
  t.equal(findExecutable('folder', environment), undefined);
  t.equal(findExecutable('none', environment), undefined);
  t.equal(findExecutable('tool', {}), undefined);
});

function node(script: string, ...args: readonly string[]): ProcessCommand {
  const nodeArgs = ['-e', script, '--', ...args];
  return { file: process.execPath, args: nodeArgs, cwd: process.cwd(), environment: { NAME: 'value' } };
}
