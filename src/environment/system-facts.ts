import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { SystemFacts } from '#model/environment.js';
import { ask } from './ask.js';
import type { Survey } from './survey.js';

/** The operating system, the processor, memory and disk. */
export async function systemFacts(survey: Survey): Promise<SystemFacts> {
  const processors = os.cpus();
  const [distribution, libc, cpu, disk] = await Promise.all([
    distributionOf(survey),
    libcOf(survey),
    processorOf(survey, processors[0]?.model),
    diskOf(survey),
  ]);
  const cores = Math.max(processors.length, 1);
  const usable = os.availableParallelism();
  return {
    os: process.platform,
    ...(distribution === undefined ? {} : { distribution }),
    kernel: os.release(),
    arch: process.arch,
    ...(libc === undefined ? {} : { libc }),
    ...(cpu === undefined ? {} : { cpu }),
    cores,
    ...(usable < cores ? { usable } : {}),
    memory: Math.round(os.totalmem() / memoryStep) * memoryStep,
    ...(disk === undefined ? {} : { disk }),
  };
}

const memoryStep = 64 * 1024 * 1024;

async function distributionOf(survey: Survey): Promise<string | undefined> {
  if (process.platform === 'win32') return os.version();
  if (process.platform === 'darwin') {
    const { text, reason } = await ask(survey, 'sw_vers', ['-productVersion']);
    if (text === undefined) survey.missing('system.distribution', reason);
    return text === undefined ? undefined : `macOS ${text}`;
  }
  const release = survey.files.text('/etc/os-release') ?? survey.files.text('/usr/lib/os-release');
  const name = /^PRETTY_NAME=["']?([^"'\n]+)/m.exec(release ?? '')?.[1];
  if (name === undefined) survey.missing('system.distribution', 'there is no /etc/os-release');
  return name;
}

async function libcOf(survey: Survey): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const loader = survey.files.names('/lib').find((name) => name.startsWith('ld-musl-'));
  // musl has no getconf for it, and says its version where it refuses to be a program.
  const { text, reason, said } =
    loader === undefined
      ? await ask(survey, 'getconf', ['GNU_LIBC_VERSION'])
      : await ask(survey, `/lib/${loader}`, ['--version']);
  const musl = /musl libc.*\nVersion (\S+)/.exec(text ?? said ?? '')?.[1];
  if (loader !== undefined) return musl === undefined ? 'musl' : `musl ${musl}`;
  if (text === undefined) survey.missing('system.libc', reason);
  return text;
}

/** Kernels for ARM give numbers, to which lscpu knows the names. */
async function processorOf(survey: Survey, model = ''): Promise<string | undefined> {
  if (model.trim() !== '' && model !== 'unknown') return model.trim();
  const { text, reason } = await ask(survey, 'lscpu', []);
  const name = /^Model name:\s*(.+)$/m.exec(text ?? '')?.[1];
  if (name === undefined) survey.missing('system.cpu', reason ?? 'the system does not name it');
  return name;
}

async function diskOf(survey: Survey): Promise<number | undefined> {
  try {
    const { blocks, bsize } = await statfs(survey.root);
    return blocks * bsize;
  } catch {
    survey.missing('system.disk', 'the file system does not say its size');
    return undefined;
  }
}
