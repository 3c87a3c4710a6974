import { readdirSync, readFileSync } from 'node:fs';

/** Names of this process's children that run now, as the kernel tells them (Linux). */
export function childProcesses(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [, name = '', state, parent] = /\((.*)\) (\S) (\d+)/s.exec(readStat(pid)) ?? [];
      return Number(parent) === process.pid && state !== 'Z' ? [name] : [];
    });
}

/** Empty where the process ended meanwhile. */
function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
