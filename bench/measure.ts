import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of a command as a whole process. */
export interface Measurement {
  readonly wallMs: number;
  /** Peak memory of the process itself; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
}

export interface MeasuredCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that count as success; default 0 alone. */
  readonly exitCodes?: readonly number[];
}

/** Runs a command to its end, its output thrown away. @throws where it fails, with what it said */
export async function measure(command: MeasuredCommand): Promise<Measurement> {
  const started = process.hrtime.bigint();
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? process.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let peakBytes: number | undefined;
  const watch = setInterval(() => {
    peakBytes = peakOf(child.pid) ?? peakBytes;
  }, 10);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  try {
    const exit = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
    if (typeof exit !== 'number' || !(command.exitCodes ?? [0]).includes(exit)) {
      throw new Error(`${command.file} ${command.args.join(' ')} ended with ${exit}:\n${said}`);
    }
    return { wallMs, peakBytes };
  } finally {
    clearInterval(watch);
  }
}

/** The kernel keeps the peak itself, so a look now and then misses only growth in the very last moment. */
function peakOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

/** The middle of several runs: this machine may be shared and noisy. */
export function medianOf(runs: readonly Measurement[]): Measurement {
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    wallMs: middle(runs.map((run) => run.wallMs)) ?? 0,
    peakBytes: middle(runs.flatMap((run) => (run.peakBytes === undefined ? [] : [run.peakBytes]))),
  };
}
