import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its descendants use. */
export interface TreeUse {
  /** Seconds of processor time so far, of those that have ended too. */
  readonly cpuSeconds: number;
  /** Resident; pages that several share count several times. */
  readonly memoryBytes: number;
  readonly processes: number;
}

/** Looks at a process and its descendants (Linux). */
export interface ProcessTree {
  /** Undefined where the process is gone, and on other systems. */
  look(): TreeUse | undefined;
}

/**
 * Follows a process and what it starts. To find new descendants, all processes of the machine are looked through; where that
 * takes long, it is done less often, so that it never costs more than a hundredth of a processor.
 */
export function processTree(root: number): ProcessTree {
  const kernel = kernelUnits();
  const known = new Map<number, string>();
  let nextScan = 0;
  const scan = () => {
    const start = performance.now();
    if (start < nextScan) return;
    const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
    for (const { pid, started } of descendants(root, stats)) known.set(pid, started);
    nextScan = performance.now() + 100 * (performance.now() - start);
  };
  return {
    look() {
      if (process.platform !== 'linux' || readStat(root) === undefined) return undefined;
      scan();
      let ticks = 0;
      let pages = 0;
      for (const [pid, started] of known) {
        const stat = readStat(pid);
        // A number that has gone to another process since is not the same one.
        if (stat?.started === started) {
          ticks += stat.ticks;
          pages += stat.pages;
        } else {
          known.delete(pid);
        }
      }
      return {
        cpuSeconds: ticks / kernel.ticksPerSecond,
        memoryBytes: pages * kernel.pageBytes,
        processes: known.size,
      };
    },
  };
}

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of the processor, with those of ended children that it waited for. */
  readonly ticks: number;
  readonly pages: number;
  /** When it started, in ticks since the machine did. */
  readonly started: string;
}

function descendants(root: number, stats: readonly ProcessStat[]): readonly ProcessStat[] {
  const children = new Map<number, ProcessStat[]>();
  for (const stat of stats) children.set(stat.parent, [...(children.get(stat.parent) ?? []), stat]);
  const found = stats.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function readStat(pid: number): ProcessStat | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // `4711 (name, with anything) S 4710 …`: fields are counted from behind the name. See proc(5).
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const number = (field: number) => Number(fields[field - 3]);
  if (fields[0] === 'Z') return undefined;
  return {
    pid,
    parent: number(4),
    ticks: number(14) + number(15) + number(16) + number(17),
    pages: number(24),
    started: fields[22 - 3] as string,
  };
}

/** From the vector that the kernel gives each program at its start: pairs of a key and a value. See getauxval(3). */
function kernelUnits(): { readonly pageBytes: number; readonly ticksPerSecond: number } {
  const values = new Map<number, number>();
  try {
    const vector = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= vector.length; at += 16)
      values.set(Number(vector.readBigUInt64LE(at)), Number(vector.readBigUInt64LE(at + 8)));
  } catch {}
  return { pageBytes: values.get(6) ?? 4096, ticksPerSecond: values.get(17) ?? 100 };
}
