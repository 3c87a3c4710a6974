import {
  digestAt,
  isNumberTaken,
  isRunRecorded,
  isVersionRecorded,
  type LineageGraph,
  type Lists,
  listAt,
  parentsOf,
  childrenOf,
  runCount,
  versionCount,
  versionIdAt,
} from './lineage-graph.js';
import type { LineageDirection, LineageEdge, LineageRun, LineageVersion, LineageView } from './lineage-view.js';
import { ancestorsOf, descendantsOf, type WalkOptions } from './lineage-walk.js';
import { orderByTime } from './order-by-time.js';
import { textAt } from './text-column.js';

/** A part of a graph, to be shown. */
export interface LineageSelection {
  readonly versions: ReadonlySet<number>;
  readonly runs: ReadonlySet<number>;
  readonly directions: readonly LineageDirection[];
  /** Id of what it is about. */
  readonly subject?: string;
  /** How much of a version's neighbours is left out because of the depth. */
  readonly leftOut?: (version: number) => Pick<LineageVersion, 'moreParents' | 'moreChildren'>;
}

export interface SelectOptions extends WalkOptions {
  readonly directions: readonly LineageDirection[];
}

/** A version, what it was made from and what was made from it, with the runs between. */
export function selectAround(graph: LineageGraph, version: number, options: SelectOptions): LineageSelection {
  const { directions, depth = Number.POSITIVE_INFINITY } = options;
  const ancestors = directions.includes('ancestors') ? ancestorsOf(graph, version, options) : none;
  const descendants = directions.includes('descendants') ? descendantsOf(graph, version, options) : none;
  const runs = new Set<number>();
  for (const [at, distance] of ancestors) {
    if (distance < depth) for (const run of listAt(graph.producers, at)) runs.add(run);
  }
  for (const [at, distance] of descendants) {
    if (distance < depth) for (const run of listAt(graph.consumers, at)) runs.add(run);
  }
  const versions = new Set<number>([version, ...ancestors.keys(), ...descendants.keys()]);
  const missing = (others: readonly number[]): number => others.filter((other) => !versions.has(other)).length;
  return {
    versions,
    runs,
    directions,
    subject: versionName(graph, version),
    leftOut: (at) => ({
      ...positive('moreParents', ancestors.get(at) === depth ? missing(parentsOf(graph, at)) : 0),
      ...positive('moreChildren', descendants.get(at) === depth ? missing(childrenOf(graph, at)) : 0),
    }),
  };
}

/** A run with what it used and made. */
export function selectRun(graph: LineageGraph, run: number): LineageSelection {
  return {
    versions: new Set([...listAt(inputsOf(graph), run), ...listAt(graph.products, run)]),
    runs: new Set([run]),
    directions: ['ancestors', 'descendants'],
    subject: textAt(graph.runId, run),
  };
}

/** Versions each of which was made from the one before it, with the runs that did it. */
export function selectPath(graph: LineageGraph, path: readonly number[]): LineageSelection {
  const runs = new Set<number>();
  for (const [index, version] of path.entries()) {
    const before = path[index - 1];
    if (before === undefined) continue;
    const consumers = new Set(listAt(graph.consumers, before));
    for (const run of listAt(graph.producers, version)) if (consumers.has(run)) runs.add(run);
  }
  return { versions: new Set(path), runs, directions: [] };
}

export function selectAll(graph: LineageGraph): LineageSelection {
  const all = (count: number) => new Set(Array.from({ length: count }, (_, index) => index));
  return {
    versions: all(versionCount(graph)),
    runs: all(runCount(graph)),
    directions: ['ancestors', 'descendants'],
  };
}

/** What is selected, with everything that leads from one part of it to another. */
export function lineageView(graph: LineageGraph, selection: LineageSelection): LineageView {
  const { versions, runs, directions, subject, leftOut } = selection;
  const names = new Map([...versions].map((version) => [version, versionName(graph, version)]));
  const edges: LineageEdge[] = [];
  const connect = (lists: LabelledLists, at: number, edgeOf: (name: string) => Omit<LineageEdge, 'role'>): void => {
    for (const [index, version] of listAt(lists, at).entries()) {
      const name = names.get(version);
      const role = lists.roles?.[(lists.start[at] as number) + index] ?? 0;
      if (name !== undefined)
        edges.push({ ...edgeOf(name), ...(role === 0 ? {} : { role: textAt(graph.words, role) }) });
    }
  };
  const order = orderByTime(graph, { versions, runs });
  for (const run of order.runs) {
    const id = textAt(graph.runId, run);
    connect({ ...inputsOf(graph), roles: graph.inputRole }, run, (name) => ({ kind: 'input', from: name, to: id }));
    connect(graph.products, run, (name) => ({ kind: 'output', from: id, to: name }));
  }
  const parents = { start: graph.parentStart, items: graph.parents, roles: graph.parentRole };
  for (const version of order.versions) {
    const id = names.get(version) as string;
    connect(parents, version, (name) => ({ kind: 'parent', from: name, to: id }));
  }
  return {
    ...(subject === undefined ? {} : { subject }),
    directions,
    versions: order.versions.map((version) => ({
      ...versionAt(graph, version, names.get(version) as string),
      ...leftOut?.(version),
    })),
    runs: order.runs.map((run) => runAt(graph, run)),
    edges,
  };
}

/** A reference that names a version alone. */
export function versionName(graph: LineageGraph, version: number): string {
  const { artifact, version: number } = versionIdAt(graph, version);
  return isNumberTaken(graph, version) ? `${artifact}@${digestAt(graph, version)}` : `${artifact}:v${number}`;
}

const none: ReadonlyMap<number, number> = new Map();

interface LabelledLists extends Lists {
  /** By item, as words of the graph. */
  readonly roles?: Uint32Array;
}

function inputsOf({ inputStart, inputs }: LineageGraph): Lists {
  return { start: inputStart, items: inputs };
}

function versionAt(graph: LineageGraph, version: number, id: string): LineageVersion {
  const run = graph.versionRun[version] as number;
  const said = isVersionRecorded(graph, version)
    ? {
        type: textAt(graph.words, graph.versionType[version] as number),
        created: textAt(graph.versionCreated, version),
        ...(run === 0 ? {} : { run: textAt(graph.runId, run - 1) }),
      }
    : {};
  return { id, ...versionIdAt(graph, version), ...said, recorded: isVersionRecorded(graph, version) };
}

function runAt(graph: LineageGraph, run: number): LineageRun {
  const id = textAt(graph.runId, run);
  if (!isRunRecorded(graph, run)) return { id, label: id, recorded: false };
  const name = textAt(graph.runName, run);
  const idOf = (key: 'parent' | 'resumes' | 'reproduces', number: number | undefined) =>
    number ? { [key]: textAt(graph.runId, number - 1) } : {};
  return {
    id,
    ...(name === '' ? {} : { name }),
    label: textAt(graph.runLabel, run),
    state: textAt(graph.words, graph.runState[run] as number),
    started: textAt(graph.runStarted, run),
    recorded: true,
    ...idOf('parent', graph.runParent[run]),
    ...idOf('resumes', graph.runResumes[run]),
    ...idOf('reproduces', graph.runReproduces[run]),
  };
}

function positive<K extends string>(key: K, count: number): { readonly [P in K]?: number } {
  return (count > 0 ? { [key]: count } : {}) as { readonly [P in K]?: number };
}
