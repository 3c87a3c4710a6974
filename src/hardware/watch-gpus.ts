import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '#process/environment.js';
import { findExecutable } from '#process/find-executable.js';
import { type ProcessCommand, type RunningProcess, startProcess } from '#process/start-process.js';

/** What the GPUs of the machine do, as nvidia-smi tells it. */
export interface GpuWatch {
  /** The last values by name, `gpu0_percent`; empty where there is no GPU, or where nothing was heard for a while. */
  look(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const mebibyte = 2 ** 20;

/** Columns that nvidia-smi is asked for behind the index, and what becomes of them. */
const columns: readonly { readonly query: string; readonly name: string; readonly factor: number }[] = [
  { query: 'utilization.gpu', name: 'percent', factor: 1 },
  { query: 'memory.used', name: 'memory_bytes', factor: mebibyte },
  { query: 'temperature.gpu', name: 'celsius', factor: 1 },
  { query: 'power.draw', name: 'watts', factor: 1 },
];

const maxGpus = 64;

/** Starts nvidia-smi once, and lets it speak at intervals: starting it for each look would cost a second of a processor. */
export function watchGpus(environment: Environment, everySeconds: number): GpuWatch {
  const file = findExecutable('nvidia-smi', environment);
  if (file === undefined) return none;
  const child = startQuietly({ file, args: argumentsFor(everySeconds), cwd: '/', environment });
  if (child === undefined) return none;
  child.ended.catch(() => undefined);
  const heard = new Map<number, { readonly at: number; readonly values: Readonly<Record<string, number>> }>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() as string).slice(-1000);
    for (const line of lines) {
      const [index, values] = readLine(line);
      if (index < maxGpus) heard.set(index, { at: performance.now(), values });
    }
  });
  return {
    look() {
      const oldest = performance.now() - 3000 * Math.max(1, everySeconds);
      return Object.assign({}, ...[...heard.values()].flatMap(({ at, values }) => (at > oldest ? [values] : [])));
    },
    // A GPU that hangs holds its nvidia-smi in the kernel, where no signal reaches it.
    stop: () => Promise.race([child.stop(), sleep(3000, undefined, { ref: false })]),
  };
}

const none: GpuWatch = { look: () => ({}), stop: async () => undefined };

function startQuietly(command: ProcessCommand): RunningProcess | undefined {
  try {
    return startProcess(command);
  } catch {
    return undefined;
  }
}

function argumentsFor(everySeconds: number): readonly string[] {
  const query = ['index', ...columns.map(({ query: column }) => column)].join(',');
  return [`--query-gpu=${query}`, '--format=csv,noheader,nounits', '-l', String(Math.max(1, Math.round(everySeconds)))];
}

/** `0, 97, 40213, 64, [N/A]`; what it does not know is left out. */
function readLine(line: string): readonly [number, Readonly<Record<string, number>>] {
  const [index, ...cells] = line.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
  if (index === undefined || !Number.isInteger(index) || index < 0) return [maxGpus, {}];
  const values = columns.flatMap(({ name, factor }, at) => {
    const value = cells[at];
    return value === undefined || !Number.isFinite(value) ? [] : [[`gpu${index}_${name}`, value * factor] as const];
  });
  return [index, Object.fromEntries(values)];
}
