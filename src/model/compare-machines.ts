import type { EnvironmentRecord, GpuFacts } from './environment.js';
import {
  type Aspect,
  differenceOf,
  type EnvironmentDifference,
  type Judge,
  unknownFact,
} from './environment-difference.js';

/** Where system, GPUs, container and scheduler differ, of those that both environments hold. */
export function machineDifferences(
  recorded: EnvironmentRecord,
  actual: EnvironmentRecord,
): readonly EnvironmentDifference[] {
  return [
    ...partDifferences('system', { recorded, actual }, systemJudges),
    ...gpuDifferences(recorded, actual),
    ...partDifferences('container', { recorded, actual }, containerJudges),
    ...partDifferences('scheduler', { recorded, actual }, schedulerJudges),
  ];
}

type Part = Aspect & ('system' | 'gpu' | 'container' | 'scheduler');
type Judges = Readonly<Record<string, Judge>>;

/** Compares the facts for which there is a judge. */
function partDifferences(
  part: Part,
  { recorded, actual }: { readonly recorded: EnvironmentRecord; readonly actual: EnvironmentRecord },
  judges: Judges,
): readonly EnvironmentDifference[] {
  if (recorded[part] === undefined || actual[part] === undefined) return [];
  const side = (record: EnvironmentRecord, key: string): string | undefined => {
    const value = (record[part] as Readonly<Record<string, string | number | undefined>>)[key];
    if (value === undefined || value === unknownFact)
      return `${part}.${key}` in record.unknown ? unknownFact : undefined;
    return String(value);
  };
  return Object.entries(judges).flatMap(([key, judge]) =>
    differenceOf({ aspect: part, key, recorded: side(recorded, key), actual: side(actual, key) }, judge),
  );
}

const always =
  (severity: ReturnType<Judge>): Judge =>
  () =>
    severity;

/** Numbers of which less may not be enough. */
const less =
  (whenLess: ReturnType<Judge>, otherwise: ReturnType<Judge>): Judge =>
  (recorded, actual) =>
    Number(actual ?? Number.POSITIVE_INFINITY) < Number(recorded ?? Number.POSITIVE_INFINITY) ? whenLess : otherwise;

const systemJudges: Judges = {
  os: always('breaking'),
  arch: always('breaking'),
  // What was built for a newer C library does not run on an older one.
  libc: (recorded = '', actual = '') =>
    recorded.split(' ')[0] !== actual.split(' ')[0] ? 'breaking' : isOlder(actual, recorded) ? 'likely' : 'possible',
  distribution: always('possible'),
  cpu: always('possible'),
  cores: always('possible'),
  usable: always('possible'),
  memory: less('possible', 'cosmetic'),
  kernel: always('cosmetic'),
  disk: always('cosmetic'),
};

const gpuJudges: Judges = {
  driver: always('possible'),
  cuda: (recorded, actual = '') => (recorded !== undefined && isOlder(actual, recorded) ? 'likely' : 'cosmetic'),
  build: always('likely'),
  cudnn: (recorded = '', actual = '') => (majorMinor(recorded) === majorMinor(actual) ? 'possible' : 'likely'),
  toolkit: always('possible'),
  rocm: always('likely'),
};

const containerJudges: Judges = {
  image: always('likely'),
  digest: always('likely'),
  kind: always('possible'),
  cpus: always('possible'),
  memory: less('possible', 'cosmetic'),
};

const schedulerJudges: Judges = {
  kind: always('cosmetic'),
  cluster: always('cosmetic'),
  partition: always('cosmetic'),
  nodes: always('possible'),
  tasks: always('possible'),
  cpus: always('possible'),
  gpus: always('possible'),
  memory: always('possible'),
};

/** With a GPU or without, code takes another way, and what drives it is of no account; another model computes in another order. */
function gpuDifferences(recorded: EnvironmentRecord, actual: EnvironmentRecord): readonly EnvironmentDifference[] {
  if (recorded.gpu === undefined || actual.gpu === undefined) return [];
  const [before, after] = [recorded.gpu, actual.gpu];
  const devices = differenceOf(
    { aspect: 'gpu', key: 'devices', recorded: deviceList(before), actual: deviceList(after) },
    () => (isEmpty(after) ? 'breaking' : !isEmpty(before) && isMoreOfTheSame(before, after) ? 'possible' : 'likely'),
  );
  if (isEmpty(before) !== isEmpty(after)) return devices;
  return [...devices, ...partDifferences('gpu', { recorded, actual }, gpuJudges)];
}

function isEmpty({ devices }: GpuFacts): boolean {
  return devices?.length === 0;
}

/** `2 x NVIDIA H100 80GB HBM3`, `none`. */
function deviceList({ devices }: GpuFacts): string {
  if (devices === undefined) return unknownFact;
  const counts = new Map<string, number>();
  for (const { name } of devices) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} x ${name}`)).join(', ') || 'none';
}

function isMoreOfTheSame({ devices: before = [] }: GpuFacts, { devices: after = [] }: GpuFacts): boolean {
  const names = new Set(before.map(({ name }) => name));
  return after.length > before.length && after.every(({ name }) => names.has(name));
}

/** Whether the first number that differs is smaller; names before the number count for nothing. */
function isOlder(left: string, right: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at >= 0 && (a[at] as number) < (b[at] ?? -1);
}

function majorMinor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
