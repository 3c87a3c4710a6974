import type { ListedRun } from '#schema/index.js';

/** By key; maps may lie in maps. */
type Params = Readonly<Record<string, unknown>>;

/** A run as expressions, sorting and columns see it: a field is a name, and a metric is the number that came last. */
export interface RunFields extends Omit<ListedRun, 'metrics' | 'hardware' | 'command' | 'code' | 'rank'> {
  /** In one text. */
  readonly command: string;
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
  /** Whether the worktree differed from the commit. */
  readonly dirty: boolean;
  readonly rank?: number | undefined;
  readonly group?: string | undefined;
  /** Last values, by metric; likewise the others. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly min: Readonly<Record<string, number>>;
  readonly max: Readonly<Record<string, number>>;
  readonly mean: Readonly<Record<string, number>>;
  readonly hardware: Readonly<Record<string, number>>;
}

/** Fields by name, in the order of a table of all of them. */
export const runFieldNames = [
  'run',
  'name',
  'state',
  'reason',
  'kind',
  'started',
  'ended',
  'seconds',
  'exitCode',
  'signal',
  'host',
  'user',
  'command',
  'folder',
  'captureLevel',
  'environment',
  'commit',
  'branch',
  'dirty',
  'seed',
  'tags',
  'params',
  'metrics',
  'min',
  'max',
  'mean',
  'hardware',
  'inputs',
  'outputs',
  'parent',
  'resumes',
  'rank',
  'group',
  'ranks',
  'reproduces',
  'config',
  'scheduler',
] as const satisfies readonly (keyof RunFields)[];

/** For each run the values that it has at fields, metrics and parameters: see {@link fieldReader}. */
export function runCells(runs: readonly ListedRun[], paths: readonly string[]): readonly (readonly unknown[])[] {
  const readers = paths.map(fieldReader);
  return runs.map((run) => readers.map((read) => read(run)));
}

/** Everything that can be said of some of these runs in a cell: fields, then parameters, then metrics. */
export function runColumns(runs: readonly ListedRun[]): readonly string[] {
  const params = new Set(runs.flatMap((run) => flatParams(run.params).map(([path]) => `params.${path}`)));
  const metrics = new Set(runs.flatMap((run) => Object.keys(run.metrics).map((name) => `metrics.${name}`)));
  const plain = runFieldNames.filter((name) => !composed.has(name));
  return [...plain, ...params, ...metrics];
}

const composed: ReadonlySet<string> = new Set([
  'params',
  'metrics',
  'min',
  'max',
  'mean',
  'hardware',
  'inputs',
  'outputs',
  'ranks',
  'reproduces',
  'config',
  'scheduler',
]);

/** A run as expressions see it. What has to be put together is put together when it is asked for. */
export function runFields(run: ListedRun): RunFields {
  const { command, code, rank } = run;
  const { commit, branch, dirty } = code;
  const plain = { ...run, commit, branch, dirty, rank: rank?.rank, group: rank?.group, command: command.join(' ') };
  return Object.defineProperties(plain, composedFields(run)) as unknown as RunFields;
}

function composedFields({ metrics, hardware = {} }: ListedRun): PropertyDescriptorMap {
  const field = (get: () => unknown) => ({ get, enumerable: true });
  return {
    metrics: field(() => pick(metrics, 'last')),
    min: field(() => pick(metrics, 'min')),
    max: field(() => pick(metrics, 'max')),
    mean: field(() => pick(metrics, 'mean')),
    hardware: field(() => pick(hardware, 'mean')),
  };
}

/**
 * Reads the value at a field (`seconds`), at a metric or parameter (`metrics.loss`, `max.val/acc`, `params.optimizer.lr`), or at
 * the bare name of one (`loss`, `lr`); undefined where the run has none.
 */
export function fieldReader(path: string): (run: ListedRun) => unknown {
  if (isFieldName(path)) return (run) => runFields(run)[path];
  const [, group, name = ''] = /^(metrics|min|max|mean|hardware|params)\.(.+)$/s.exec(path) ?? [];
  if (group === 'params') return ({ params }) => paramValue(params, name);
  if (group === 'hardware') return ({ hardware = {} }) => own(hardware, name)?.mean;
  if (group === 'metrics') return ({ metrics }) => own(metrics, name)?.last;
  if (group !== undefined) return ({ metrics }) => own(metrics, name)?.[group as 'min' | 'max' | 'mean'];
  return ({ metrics, params }) => own(metrics, path)?.last ?? paramValue(params, path);
}

export function isFieldName(name: string): name is (typeof runFieldNames)[number] {
  return (runFieldNames as readonly string[]).includes(name);
}

/** A parameter by its key, or by those of the maps that it lies in: `optimizer.lr`. */
export function paramValue(params: Params, path: string): unknown {
  const direct = own(params, path);
  if (direct !== undefined) return direct;
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = own(params, path.slice(0, dot));
    if (!isMap(inner)) continue;
    const found = paramValue(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Parameters by dotted path; what lies in maps comes by itself, lists stay whole. */
export function flatParams(params: Params, prefix = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(params).flatMap(([key, value]) =>
    isMap(value) && Object.keys(value).length > 0
      ? flatParams(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value] as const],
  );
}

/** Orders values of a field: numbers by size, then text, then the rest by its JSON. */
export function compareFieldValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'number') return -1;
  if (typeof right === 'number') return 1;
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pick(summaries: ListedRun['metrics'], key: 'last' | 'min' | 'max' | 'mean'): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(summaries).map(([name, summary]) => [name, summary?.[key] ?? Number.NaN]));
}

function own<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function isMap(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
