import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { type AttachedOptions, startAttached } from '#process/start-attached.js';
import { childProcesses } from '../support/child-processes.js';
import { makeFolder } from '../support/git-repository.js';

const posix = { skip: process.platform === 'win32' };

void test('what a program says is in the files byte for byte, for the owner alone, and is passed on as it comes', async (t) => {
  const fixture = await makeFixture(t);
  const { exitCode, problems } = await fixture.run(
    'for (let i = 0; i < 256; i++) process.stdout.write(Buffer.from([i])); process.stderr.write("\\x00err"); process.exitCode = 3',
  );
  t.strictSame([exitCode, problems], [3, []]);
  const { stdout, stderr } = await fixture.logs();
  t.strictSame([...stdout], [...Array(256).keys()]);
  t.equal(stderr.toString(), '\x00err');
  t.ok(fixture.passedOn('stdout').equals(stdout));
  t.ok(fixture.passedOn('stderr').equals(stderr));
  t.equal((await stat(path.join(fixture.folder, 'stdout.log'))).mode & 0o777, 0o600);
  t.strictSame((await readdir(fixture.folder)).sort(), ['stderr.log', 'stdout.log'], 'nothing else is left');
  t.strictSame(childProcesses(), []);
});

void test('its output is a pipe: a script may open /dev/stderr', posix, async (t) => {
  const fixture = await makeFixture(t);
  const { ended } = await fixture.start('sh', ['-c', 'echo one > /dev/stderr; echo two > /dev/stdout']);
  t.equal((await ended).exitCode, 0);
  const { stdout, stderr } = await fixture.logs();
  t.strictSame([stdout.toString(), stderr.toString()], ['two\n', 'one\n']);
});

void test('a reader that takes its time stops the program: no output piles up in memory', async (t) => {
  const fixture = await makeFixture(t);
  let size = 0;
  let readOn = () => {};
  const isReady = new Promise<void>((resolve) => {
    readOn = resolve;
  });
  const { ended } = await startAttached(fixture.command('process.stdout.write(Buffer.alloc(20e6, "x"))'), {
    ...fixture.options,
    async onOutput(chunk) {
      size += chunk.length;
      if (size > 5e6) await isReady;
    },
  });
  const hasRead = async (): Promise<void> => {
    if (size >= 5e6) return;
    await sleep(10);
    await hasRead();
  };
  await hasRead();
  await sleep(200);
  t.ok(size < 6e6, 'it waits');
  t.equal((await stat(fixture.options.stdoutFile)).size, size);
  readOn();
  t.equal((await ended).exitCode, 0);
  t.equal(size, 20e6);
});

void test('a file that cannot be written, or a reader that fails, does not disturb the program', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const fixture = await makeFixture(t);
  const full = await startAttached(fixture.command('console.log("said")'), {
    ...fixture.options,
    stdoutFile: '/dev/full',
  });
  const end = await full.ended;
  t.strictSame([end.exitCode, end.problems.map(({ code }) => code)], [0, ['disk.full']]);
  t.equal(fixture.passedOn('stdout').toString(), 'said\n');

  const failing = await startAttached(fixture.command('console.log("said")'), {
    ...fixture.options,
    onOutput: () => Promise.reject(new Error('gone')),
  });
  const { exitCode, problems } = await failing.ended;
  t.strictSame([exitCode, problems.length], [0, 1]);
  t.equal((await fixture.logs()).stdout.toString(), 'said\n');
});

void test('a grandchild is heard until it falls silent, and not waited for', async (t) => {
  const fixture = await makeFixture(t);
  const { ended } = await fixture.start('sh', ['-c', '(sleep 0.2; echo late; exec sleep 600) & echo $!']);
  t.equal((await ended).exitCode, 0);
  const [pid, late] = (await fixture.logs()).stdout.toString().split('\n');
  t.equal(late, 'late');
  t.ok(process.kill(Number(pid), 'SIGKILL'), 'it is still there');
});

void test('a program that cannot be started is an error with the exit code of a shell', async (t) => {
  const fixture = await makeFixture(t);
  const script = path.join(fixture.folder, 'script');
  await writeFile(script, '#!/bin/sh\n');
  await t.rejects(fixture.start('no-such-program', []), {
    code: 'process.failed',
    message: "program 'no-such-program' was not found",
    data: { exitCode: 127 },
  });
  await t.rejects(fixture.start(script, []), { code: 'process.failed', data: { exitCode: 126 }, hint: /chmod \+x/ });
  await t.rejects(fixture.start('sh', ['a\0b']), { code: 'process.failed', data: { exitCode: 126 } });
  await chmod(script, 0o755);
  t.equal((await (await fixture.start(script, [])).ended).exitCode, 0);
  await t.rejects(startAttached(fixture.command(''), { ...fixture.options, stderrFile: '/no/such/folder/log' }), {
    code: 'ENOENT',
  });
  t.strictSame(childProcesses(), []);
});

void test('a signal that only we got is passed on, one that all got is not', {
  skip: process.platform === 'win32',
}, async (t) => {
  const script =
    'for (const name of ["SIGINT", "SIGTERM", "SIGUSR1"]) process.on(name, () => console.log(name)); console.log("ready"); process.stdin.on("data", () => process.exit(7))';
  const outer = await startOuter(t, ['node', '-e', script]);
  await outer.says('ready\n');
  process.kill(outer.pid, 'SIGTERM');
  await outer.says('ready\nSIGTERM\n');
  process.kill(-outer.pid, 'SIGINT');
  await outer.says('ready\nSIGTERM\nSIGINT\n');
  // First to one, then to all, as timeout(1) does it.
  process.kill(outer.pid, 'SIGUSR1');
  process.kill(-outer.pid, 'SIGUSR1');
  await sleep(500);
  t.equal(outer.said(), 'ready\nSIGTERM\nSIGINT\nSIGUSR1\n', 'each came once');
  process.kill(outer.pid, 'SIGINT');
  await outer.says('ready\nSIGTERM\nSIGINT\nSIGUSR1\nSIGINT\n');
  outer.child.stdin?.write('x');
  await outer.says('ready\nSIGTERM\nSIGINT\nSIGUSR1\nSIGINT\nended 7\n');
  t.equal(await outer.exitCode, 0);
});

void test('a signal is meant for the program as long as it runs, and for a second after', posix, async (t) => {
  const fixture = await makeFixture(t);
  const child = await fixture.start('sh', ['-c', 'exec sleep 600']);
  t.equal(child.passOn('SIGTERM'), true);
  t.equal((await child.ended).signal, 'SIGTERM');
  t.equal(child.passOn('SIGTERM'), true, 'somebody pressed the key twice');
  await sleep(1100);
  t.equal(child.passOn('SIGTERM'), false);
});

void test('a command that was started by nohup outlives the terminal', posix, async (t) => {
  const fixture = await makeFixture(t);
  const script = 'kill -HUP $$; echo survived';
  const hungUp = await startAttached({ ...fixture.command(''), file: 'sh', args: ['-c', script] }, fixture.options);
  t.equal((await hungUp.ended).signal, 'SIGHUP');
  const environment = { ...process.env, _: '/usr/bin/nohup' };
  const { ended } = await startAttached(
    { ...fixture.command(''), file: 'sh', args: ['-c', script], environment },
    fixture.options,
  );
  t.equal((await ended).exitCode, 0);
  t.equal(fixture.passedOn('stdout').toString(), 'survived\n');
});

void test('when the process that keeps the output is killed, nothing but the program runs on', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const outer = await startOuter(t, ['sh', '-c', 'echo $$; exec sleep 600']);
  const pid = Number((await outer.says(/^\d+\n$/)).trim());
  process.kill(outer.pid, 'SIGKILL');
  await outer.exitCode;
  await sleep(200);
  const left = await membersOf(outer.pid);
  process.kill(pid, 'SIGKILL');
  t.strictSame(left, ['sleep']);
});

async function makeFixture(t: Test) {
  const folder = await makeFolder(t);
  const chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  const options: AttachedOptions = {
    stdoutFile: path.join(folder, 'stdout.log'),
    stderrFile: path.join(folder, 'stderr.log'),
    stdin: 'ignore',
    onOutput: (chunk, stream) => void chunks[stream].push(chunk),
  };
  const start = (file: string, args: readonly string[]) =>
    startAttached({ file, args, cwd: folder, environment: process.env }, options);
  return {
    folder,
    options,
    start,
    command: (script: string) => ({
      file: process.execPath,
      args: ['-e', script],
      cwd: folder,
      environment: process.env,
    }),
    run: async (script: string) => (await start(process.execPath, ['-e', script])).ended,
    logs: async () => ({ stdout: await readFile(options.stdoutFile), stderr: await readFile(options.stderrFile) }),
    passedOn: (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]),
  };
}

/** `attached.ts` in a process group of its own. */
async function startOuter(t: Test, command: readonly string[]) {
  const folder = await makeFolder(t);
  const program = fileURLToPath(new URL('attached.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, folder, ...command], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (more: string) => (text += more));
  const exitCode = new Promise((resolve) => child.once('exit', resolve));
  return {
    child,
    pid: child.pid as number,
    exitCode,
    said: () => text,
    async says(expected: string | RegExp): Promise<string> {
      while (typeof expected === 'string' ? text !== expected : !expected.test(text)) {
        if (child.exitCode !== null && typeof expected === 'string' && text !== expected) throw new Error(text);
        await sleep(10);
      }
      return text;
    },
  };
}

/** Names of the processes of a group that run now. */
async function membersOf(group: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [, name = '', state, , id] = /\((.*)\) (\S) (\d+) (\d+)/s.exec(line) ?? [];
    if (Number(id) === group && state !== 'Z') names.push(name);
  }
  return names;
}
