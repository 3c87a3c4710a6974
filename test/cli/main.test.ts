import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { test } from 'tap';
import { bin, runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A command that waits for the rest of its input, and has begun to. */
async function waiting(cwd: string): Promise<{ readonly child: ChildProcess; readonly ended: Promise<unknown[]> }> {
  const child = spawn(process.execPath, [bin, 'hooks', 'run', 'pre-push'], { cwd, stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  // More than a pipe holds: written only when the command reads.
  await new Promise<void>((resolve, reject) => {
    child.stdin?.write(Buffer.alloc(2 ** 20), (error) => (error ? reject(error) : resolve()));
  });
  return { child, ended };
}

void test('Ctrl-C, SIGTERM and SIGHUP end a command with the exit code of the signal', async (t) => {
  const folder = await temporaryFolder(t);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    const { child, ended } = await waiting(folder);
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.kill(signal);
    t.strictSame(await ended, [code, null], signal);
    t.equal(stderr, 'pixelis: interrupted\n');
  }
});

void test('a reader that goes away (`| head`) ends a command quietly', async (t) => {
  const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  t.strictSame(await once(child, 'close'), [0, null]);
  t.equal(stderr, '');
});

void test('colours come with FORCE_COLOR and never with NO_COLOR', async (t) => {
  const folder = await temporaryFolder(t);
  const colored = await runCli(folder, ['stauts'], { env: { FORCE_COLOR: '1' } });
  t.match(colored.stderr, /^\u001b\[31mpixelis:\u001b\[39m /);
  const plain = await runCli(folder, ['stauts'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
  t.match(plain.stderr, /^pixelis: /);
});

void test('output that cannot be written is a failure, never exit code 0', {
  skip: !existsSync('/dev/full'),
}, async (t) => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  t.strictSame(await once(child, 'close'), [1, null]);
  t.equal(stderr, 'pixelis: cannot write to stdout\n');
});

void test('compiled code is kept in a folder of the user’s own, and none is made for a user without a home', {
  skip: 'enableCompileCache' in module ? false : 'Node 22.1 and later',
}, async (t) => {
  const home = await temporaryFolder(t);
  const env = (folder: string): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: folder });
  for (const folder of [home, join(home, 'nobody')]) {
    const { status } = spawnSync(process.execPath, [bin, '--help'], { env: env(folder), stdio: 'ignore' });
    t.equal(status, 0);
  }
  t.ok(existsSync(join(home, '.cache/pixelis/compiled')));
  t.notOk(existsSync(join(home, 'nobody')));
});
