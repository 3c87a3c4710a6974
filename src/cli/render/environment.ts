import type { EnvironmentFacts, EnvironmentResult } from '../../index.js';
import { did } from './shared.js';
import { bytes, columns, count, printable, short } from './text.js';
import type { Rendered, View } from './view.js';

/** An environment; `packages` lists them one by one. */
export function renderEnvironment(
  { command, dryRun, digest, record, known, run, environment }: EnvironmentResult,
  { colors }: View,
  { packages = false }: { readonly packages?: boolean } = {},
): Rendered {
  const title = `environment ${short(digest)}, level ${environment.level}${run === undefined ? '' : `, of run ${printable(run)}`}`;
  const rows = factRows(environment).filter((row): row is readonly [string, string] => row[1] !== undefined);
  const lines = [
    colors.bold(title),
    ...columns(rows.map(([name, value]) => [`  ${printable(name)}`, printable(value)])),
    ...section('switches', Object.entries(environment.switches)),
    ...section('unknown', Object.entries(environment.unknown)),
    ...(packages ? packageLines(environment) : []),
  ];
  if (command === 'env show') return { lines };
  const fate = known ? 'recorded already as' : `${did(dryRun, 'recorded', 'record')} as`;
  const next = dryRun || known ? undefined : "next: git commit -m 'Record an environment'";
  return { lines: [...lines, '', `${fate} ${printable(record)}`], next };
}

type Row = readonly [name: string, value: string | undefined];

function factRows({ python, node, programs, lockfiles, variables, ...machine }: EnvironmentFacts): readonly Row[] {
  return [
    ['python', python && `${python.implementation} ${python.version} (${python.kind}) at ${python.executable}`],
    ['', python && packageCounts(python)],
    ['node', node && [node.version, node.manager].filter((part) => part !== undefined).join(', ')],
    ['', node && count(size(node.packages), 'package')],
    ...Object.entries(programs).map(([name, version]) => [name, version] as const),
    ['lock files', lockfiles.map(({ path, digest }) => `${path} (${short(digest)})`).join(', ') || undefined],
    ...machineRows(machine),
    ['variables', variables && `${size(variables)} recorded`],
  ];
}

function packageCounts({ packages, sources, conda }: NonNullable<EnvironmentFacts['python']>): string {
  const parts = [
    count(size(packages), 'package'),
    ...(size(sources) === 0 ? [] : [`${size(sources)} from no index`]),
    ...(size(conda) === 0 ? [] : [`${size(conda)} of conda`]),
  ];
  return parts.join(', ');
}

function machineRows({ system, gpu, container, scheduler }: Machine): readonly Row[] {
  return [
    ['system', system && list([system.distribution ?? system.os, system.kernel, system.arch, system.libc])],
    ['processor', system && list([system.cpu ?? 'unknown', coresOf(system)])],
    ['memory', system && bytes(system.memory)],
    ['disk', system?.disk === undefined ? undefined : bytes(system.disk)],
    ['gpu', gpu && devicesOf(gpu)],
    ...(['driver', 'cuda', 'toolkit', 'build', 'cudnn', 'rocm'] as const).map(
      (key) => [key === 'build' ? 'built for' : key, gpu?.[key]] as const,
    ),
    ['container', container && list([container.kind, container.image, container.digest, limitsOf(container)])],
    [
      'scheduler',
      scheduler && list(Object.entries(scheduler).map(([key, value]) => (key === 'kind' ? value : `${key} ${value}`))),
    ],
  ];
}

type Machine = Pick<EnvironmentFacts, 'system' | 'gpu' | 'container' | 'scheduler'>;

function coresOf({ cores, usable }: NonNullable<Machine['system']>): string {
  return count(cores, 'core') + (usable === undefined ? '' : `, ${usable} of them usable`);
}

function devicesOf({ devices }: NonNullable<Machine['gpu']>): string {
  if (devices === undefined) return 'unknown';
  const names = devices.map(({ name, memory, capability }) =>
    list([name, memory === undefined ? undefined : bytes(memory), capability && `capability ${capability}`]),
  );
  const counts = [...new Set(names)].map((name) => [names.filter((other) => other === name).length, name] as const);
  return counts.map(([times, name]) => (times === 1 ? name : `${times} x ${name}`)).join('; ') || 'none';
}

function limitsOf({ cpus, memory }: NonNullable<Machine['container']>): string | undefined {
  const parts = [
    cpus === undefined ? undefined : count(cpus, 'processor'),
    memory === undefined ? undefined : bytes(memory),
  ];
  const limits = list(parts);
  return limits === '' ? undefined : `at most ${limits}`;
}

function packageLines({ python, node }: EnvironmentFacts): readonly string[] {
  return [
    ...section('python packages', Object.entries(python?.packages ?? {})),
    ...section('not from an index', Object.entries(python?.sources ?? {})),
    ...section('conda packages', Object.entries(python?.conda ?? {})),
    ...section('node packages', Object.entries(node?.packages ?? {})),
  ];
}

function section(title: string, entries: readonly (readonly [string, string | undefined])[]): readonly string[] {
  if (entries.length === 0) return [];
  return ['', title, ...columns(entries.map(([name, text = '']) => [`  ${printable(name)}`, printable(text)]))];
}

function list(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

function size(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}
