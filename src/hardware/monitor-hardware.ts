import { appendFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { diskError } from '#errors/index.js';
import { encodeMetricPoint } from '#model/metric-series.js';
import type { Environment } from '#process/environment.js';
import { processTree } from './process-tree.js';
import { watchGpus } from './watch-gpus.js';

export interface MonitorOptions {
  /** The process that is looked at, with its descendants. */
  readonly pid: number;
  /** JSON lines, as for metrics, are appended to it. */
  readonly file: string;
  readonly everySeconds: number;
  readonly environment: Environment;
}

export interface HardwareMonitor {
  /** Ends the sampling and all that belongs to it. Tells why samples are missing, where some are. Never rejects. */
  stop(): Promise<unknown>;
}

/** What stands in a sample; `gpu0_percent` and the like come for each GPU. */
export type HardwareMeasure =
  /** Of the run: 100 is one processor. Linux. */
  | 'cpu_percent'
  /** Resident memory of the run. Linux. */
  | 'memory_bytes'
  /** Processes of the run. Linux. */
  | 'processes'
  /** Of all processors of the machine together. */
  | 'machine_cpu_percent'
  | 'machine_memory_bytes';

const firstAfterMs = 200;

/** Samples the use of the machine until it is stopped: one line at a time, and nothing is kept in memory. */
export function monitorHardware({ pid, file, everySeconds, environment }: MonitorOptions): HardwareMonitor {
  const gpus = watchGpus(environment, everySeconds);
  const takeSample = sampler(pid);
  let failure: unknown;
  const sample = () => {
    try {
      const values = { ...takeSample(), ...gpus.look() };
      appendFileSync(file, encodeMetricPoint({ time: Date.now() / 1000, values }), { mode: 0o600 });
    } catch (error) {
      // The run goes on without samples.
      failure = diskError(error, file);
      stopTimers();
    }
  };
  const intervalMs = Math.max(everySeconds * 1000, firstAfterMs);
  const first = setTimeout(sample, firstAfterMs);
  const timer = setInterval(sample, intervalMs);
  const stopTimers = () => {
    clearTimeout(first);
    clearInterval(timer);
  };
  return {
    async stop() {
      stopTimers();
      await gpus.stop();
      return failure;
    },
  };
}

/** Shares of processors are means since the last sample. */
function sampler(pid: number): () => Partial<Record<HardwareMeasure, number>> {
  const tree = processTree(pid);
  let last = { at: performance.now(), run: tree.look()?.cpuSeconds ?? 0, machine: machineTimes() };
  return () => {
    const at = performance.now();
    const use = tree.look();
    const machine = machineTimes();
    const busy = (machine.busy - last.machine.busy) / (machine.all - last.machine.all);
    const run = use === undefined ? undefined : (100_000 * (use.cpuSeconds - last.run)) / (at - last.at);
    last = { at, run: use?.cpuSeconds ?? last.run, machine };
    return {
      ...(use === undefined || run === undefined
        ? {}
        : { cpu_percent: rounded(Math.max(0, run)), memory_bytes: use.memoryBytes, processes: use.processes }),
      ...(Number.isFinite(busy) ? { machine_cpu_percent: rounded(100 * Math.max(0, busy)) } : {}),
      machine_memory_bytes: totalmem() - freemem(),
    };
  };
}

function machineTimes(): { readonly busy: number; readonly all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const sum = Object.values(times).reduce((total, time) => total + time, 0);
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

function rounded(percent: number): number {
  return Math.round(percent * 10) / 10;
}
