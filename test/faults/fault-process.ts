import { execFile, spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bin } from '../support/cli.js';

/** What happens at the chosen operation. */
export type FaultKind = 'kill' | 'ENOSPC' | 'EIO' | 'EMFILE' | 'EACCES';

/** How the disturbed process ended. */
export interface DisturbedRun {
  /** Its exit code, or undefined where it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The operation that was disturbed: `link /tmp/…/objects/3f/a2…`. */
  readonly hit: string | undefined;
  /** How many operations of the kind there were, where it ended by itself. */
  readonly count: number;
}

export interface Fault {
  readonly kind: FaultKind;
  /** 1-based number of the operation; 0 disturbs nothing. */
  readonly at: number;
}

/** Operations that can meet each fault, in the classes of `fault-shim.c`. */
const classes: Readonly<Record<FaultKind, number>> = { kill: 1 + 2, ENOSPC: 1, EIO: 1 + 2 + 4, EMFILE: 8, EACCES: 16 };

/** Compiles the shim. Undefined where that cannot be done here: no Linux, no compiler. */
export async function compileShim(folder: string): Promise<string | undefined> {
  const source = fileURLToPath(new URL('../../../test/faults/fault-shim.c', import.meta.url));
  const shim = join(folder, 'fault-shim.so');
  try {
    if (process.platform !== 'linux') return undefined;
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl']);
    await access(shim);
    return shim;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export interface DisturbedCommand {
  /** Arguments of node; default: the command line's. */
  readonly program?: readonly string[];
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Operations below it count. */
  readonly folder: string;
  readonly shim: string;
}

/** Runs a command of which one operation on files is disturbed. */
export async function runDisturbed(command: DisturbedCommand, { kind, at }: Fault): Promise<DisturbedRun> {
  const report = `${command.folder}.report`;
  const child = spawn(process.execPath, [...(command.program ?? [bin]), ...command.args], {
    cwd: command.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...command.environment,
      LD_PRELOAD: command.shim,
      FAULT_FOLDER: command.folder,
      FAULT_AT: String(at),
      FAULT_ERRNO: String(kind === 'kill' ? 0 : constants.errno[kind]),
      FAULT_STICKY: kind === 'ENOSPC' ? '1' : '0',
      FAULT_CLASS: String(classes[kind]),
      FAULT_REPORT: report,
    },
    timeout: 60_000,
    killSignal: 'SIGTERM',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      if (exitCode !== null) resolve(exitCode);
      else if (signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(`'${command.args.join(' ')}' ended with ${signal}: ${stderr}`));
    });
  });
  const lines = (await readFile(report, 'utf8')).split('\n');
  const hit = lines.find((line) => line.startsWith('hit '))?.slice('hit '.length);
  const count = Number(lines.find((line) => line.startsWith('count '))?.slice('count '.length) ?? Number.NaN);
  return { code, stdout, stderr, hit, count };
}
