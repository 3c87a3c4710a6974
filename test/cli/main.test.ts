import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, type Stats } from 'node:fs';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
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

void test('a signal that comes when all is done changes nothing: what is printed, and the exit code, are those of the work', async (t) => {
  const late = `const { write } = process.stdout;
    process.stdout.write = function (...args) {
      process.kill(process.pid, 'SIGINT');
      setTimeout(() => write.apply(this, args), 100);
      return true;
    };`;
  const child = spawn(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(late)}`,
    bin,
    '--help',
  ]);
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  t.strictSame(await once(child, 'close'), [0, null]);
  t.equal(stdout, (await runCli('/', ['--help'])).stdout);
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

void test('compiled code is kept for the user alone, and counts only while it is whole and nobody else may write it', async (t) => {
  const home = await temporaryFolder(t);
  const folder = join(home, '.cache/pixelis/compiled');
  const helped = await runCli(home, ['--help']);
  const help = async (): Promise<Stats> => {
    t.strictSame(await runCli(home, ['--help'], { env: { HOME: home } }), helped);
    const names = await readdir(folder);
    t.equal(names.length, 1, 'nothing is left over');
    return stat(join(folder, names[0] as string));
  };
  const kept = await help();
  t.match({ modes: [(await stat(folder)).mode & 0o777, kept.mode & 0o777] }, { modes: [0o700, 0o600] });
  t.equal((await help()).ino, kept.ino, 'it is used, not written again');

  const file = join(folder, (await readdir(folder))[0] as string);
  const bytes = await readFile(file);
  const harms: readonly (() => Promise<unknown>)[] = [
    () => writeFile(file, bytes.fill(0, bytes.length >> 1)),
    () => truncate(file, 10),
    () => chmod(file, 0o666),
  ];
  for (const harm of harms) {
    await harm();
    const harmed = await stat(file, { bigint: true });
    await help();
    t.not((await stat(file, { bigint: true })).ctimeNs, harmed.ctimeNs, 'it is written anew');
    t.equal((await stat(file)).mode & 0o777, 0o600);
  }
});

void test('no compiled code is kept where a user has no home, wants none, or it cannot be written', async (t) => {
  const home = await temporaryFolder(t);
  for (const env of [{ HOME: join(home, 'nobody') }, { HOME: home, NODE_DISABLE_COMPILE_CACHE: '1' }]) {
    t.match(await runCli(home, ['--help'], { env }), { code: 0, stderr: '' });
  }
  t.strictSame(await readdir(home), []);
  await writeFile(join(home, '.cache'), 'no folder');
  t.match(await runCli(home, ['--help'], { env: { HOME: home } }), { code: 0, stderr: '' });
});
