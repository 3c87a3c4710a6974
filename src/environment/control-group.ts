import type { ContainerFacts } from '#model/environment.js';
import type { MachineFiles } from './machine-files.js';

/** The least that the control group of this process and those above it grant; left out where there is no limit. */
export function controlGroupLimits(files: MachineFiles): Pick<ContainerFacts, 'cpus' | 'memory'> {
  const groups = (files.text('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const pathOf = (controller: string) =>
    groups
      .find(([, names = '']) => names.split(',').includes(controller))
      ?.slice(2)
      .join(':');
  const top = '/sys/fs/cgroup';
  const unified = groupFolders(
    top,
    groups
      .find(([id, names]) => id === '0' && names === '')
      ?.slice(2)
      .join(':'),
  );
  const cpuFolders = groupFolders(`${top}/cpu`, pathOf('cpu'));
  const memoryFolders = groupFolders(`${top}/memory`, pathOf('memory'));
  const cpus = least([
    ...unified.map((folder) => quota(files.text(`${folder}/cpu.max`)?.split(' '))),
    ...cpuFolders.map((folder) =>
      quota([files.text(`${folder}/cpu.cfs_quota_us`), files.text(`${folder}/cpu.cfs_period_us`)]),
    ),
  ]);
  const memory = least([
    ...unified.map((folder) => amount(files.text(`${folder}/memory.max`))),
    ...memoryFolders.map((folder) => amount(files.text(`${folder}/memory.limit_in_bytes`))),
  ]);
  return { ...(cpus === undefined ? {} : { cpus }), ...(memory === undefined ? {} : { memory }) };
}

/** A group's folder and those above it. In a container its own group may be mounted as the top. */
function groupFolders(top: string, group = '/'): readonly string[] {
  const parts = group.split('/').filter((part) => part !== '' && part !== '..');
  return [top, ...parts.map((_, index) => [top, ...parts.slice(0, index + 1)].join('/'))];
}

function quota([granted, period]: readonly (string | undefined)[] = []): number | undefined {
  const cpus = Number(granted) / Number(period);
  return cpus > 0 ? Math.round(cpus * 100) / 100 : undefined;
}

/** The old interface has a number near 2^63 for no limit, the new one the word `max`. */
function amount(text: string | undefined): number | undefined {
  const bytes = Number(text ?? Number.NaN);
  return bytes >= 0 && bytes < 2 ** 50 ? bytes : undefined;
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
