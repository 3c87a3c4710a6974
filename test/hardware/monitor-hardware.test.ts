import { spawn } from 'node:child_process';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { monitorHardware } from '#hardware/monitor-hardware.js';
import { childProcesses } from '../support/child-processes.js';
import { makeFolder } from '../support/git-repository.js';

const linux = { skip: process.platform !== 'linux' };

void test('processors and memory of a process and of what it started, sampled into a file', linux, async (t) => {
  const file = join(await makeFolder(t), 'hardware.jsonl');
  const busy = 'const b = Buffer.alloc(60e6, 1); const end = Date.now() + 60e3; while (Date.now() < end) b.fill(2);';
  // A shell that waits for the one that works.
  const pid = start(t, 'sh', ['-c', `'${process.execPath}' -e '${busy}'; true`]);
  const monitor = monitorHardware({ pid, file, everySeconds: 0.2, environment: process.env });
  const samples = await samplesOf(file, 4);
  t.equal(await monitor.stop(), undefined);
  const { cpu_percent: cpu = 0, memory_bytes: memory = 0, processes, ...machine } = samples.at(-1) ?? {};
  t.ok(cpu > 5 && cpu < 110 * availableParallelism(), `${cpu} %`);
  t.ok(memory > 60e6 && memory < 500e6, `${memory} bytes`);
  t.equal(processes, 2);
  t.ok((machine['machine_cpu_percent'] ?? -1) >= 0 && (machine['machine_cpu_percent'] ?? 101) <= 100);
  t.ok((machine['machine_memory_bytes'] ?? 0) > 1e6 && (machine['machine_memory_bytes'] ?? 0) < totalmem());
  t.equal((await stat(file)).mode & 0o777, 0o600);
  const { size } = await stat(file);
  await sleep(500);
  t.equal((await stat(file)).size, size, 'nothing comes after the end');
});

void test('GPUs are watched by one nvidia-smi, which ends with the watch', linux, async (t) => {
  const folder = await makeFolder(t);
  const tool = join(folder, 'nvidia-smi');
  await writeFile(
    tool,
    `#!/bin/sh
echo "$@" >> '${folder}/calls'
while true; do printf '0, 97, 40213, 64, 301.5\\n1, [N/A], 12, [N/A], [Not Supported]\\nan error\\n'; sleep 0.1; done
`,
  );
  await chmod(tool, 0o755);
  const file = join(folder, 'hardware.jsonl');
  const environment = { PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const monitor = monitorHardware({ pid: process.pid, file, everySeconds: 0.2, environment });
  const samples = await samplesOf(file, 4);
  await monitor.stop();
  const sample = samples.at(-1) ?? {};
  t.match(sample, {
    gpu0_percent: 97,
    gpu0_memory_bytes: 40_213 * 2 ** 20,
    gpu0_celsius: 64,
    gpu0_watts: 301.5,
    gpu1_memory_bytes: 12 * 2 ** 20,
  });
  t.notOk('gpu1_percent' in sample || 'gpu1_watts' in sample, 'what it does not know is left out');
  t.strictSame((await readFile(join(folder, 'calls'), 'utf8')).split('\n').length, 2, 'it was started once');
  t.strictSame(childProcesses(), []);
});

void test('where samples cannot be written, the reason is told, and nothing else fails', linux, async (t) => {
  const monitor = monitorHardware({
    pid: process.pid,
    file: '/dev/full',
    everySeconds: 0.2,
    environment: {},
  });
  await sleep(400);
  t.match(await monitor.stop(), { code: 'disk.full' });
});

void test('when the process is gone, the machine is still sampled', linux, async (t) => {
  const file = join(await makeFolder(t), 'hardware.jsonl');
  const pid = start(t, 'true', []);
  await sleep(100);
  const monitor = monitorHardware({ pid, file, everySeconds: 0.2, environment: {} });
  const [sample = {}] = await samplesOf(file, 1);
  await monitor.stop();
  t.notOk('cpu_percent' in sample);
  t.ok('machine_memory_bytes' in sample);
});

function start(t: Test, file: string, args: readonly string[]): number {
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  const pid = child.pid as number;
  t.teardown(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {}
  });
  return pid;
}

async function samplesOf(file: string, atLeast: number): Promise<readonly Record<string, number>[]> {
  for (;;) {
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    if (lines.length >= atLeast) return lines.map((line) => JSON.parse(line) as Record<string, number>);
    await sleep(20);
  }
}
