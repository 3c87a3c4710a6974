import type { EnvironmentRecord } from './environment.js';

/** Packages that say most of what a training ran on. */
const telling = ['torch', 'tensorflow', 'jax', 'transformers', 'numpy'];

/** An environment in one line: `Python 3.11.7 (uv, 124 packages), torch 2.4.0, 8 × NVIDIA H100 80GB HBM3, Debian 12`. */
export function environmentLine({ python, node, gpu, system, container }: EnvironmentRecord): string {
  const devices = gpu?.devices ?? [];
  const kinds = new Map<string, number>();
  for (const { name } of devices) kinds.set(name, (kinds.get(name) ?? 0) + 1);
  const known = telling.find((name) => python?.packages[name] !== undefined);
  return [
    ...(python === undefined
      ? []
      : [`Python ${python.version} (${python.kind}, ${countOf(Object.keys(python.packages).length, 'package')})`]),
    ...(known === undefined ? [] : [`${known} ${python?.packages[known] ?? ''}`]),
    ...(node === undefined ? [] : [`Node ${node.version}`]),
    ...[...kinds].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)),
    ...(gpu?.driver === undefined ? [] : [`driver ${gpu.driver}`]),
    ...(system === undefined ? [] : [`${system.distribution ?? system.os}, ${countOf(system.cores, 'core')}`]),
    ...(container?.image === undefined ? [] : [`in ${container.image}`]),
  ].join(', ');
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
