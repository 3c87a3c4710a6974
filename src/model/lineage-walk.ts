import { childrenOf, type LineageGraph, parentsOf } from './lineage-graph.js';

export interface WalkOptions {
  /** At most so many generations away; default: all. */
  readonly depth?: number | undefined;
}

/** The version itself at 0, and what it was made from, with how many generations away each is. */
export function ancestorsOf(graph: LineageGraph, version: number, options?: WalkOptions): ReadonlyMap<number, number> {
  return reach(version, (at) => parentsOf(graph, at), options);
}

/** The version itself at 0, and what was made from it, with how many generations away each is. */
export function descendantsOf(
  graph: LineageGraph,
  version: number,
  options?: WalkOptions,
): ReadonlyMap<number, number> {
  return reach(version, (at) => childrenOf(graph, at), options);
}

/** Versions from one to another, each made from the one before it, as few as can be; undefined where there is no way. */
export function shortestPath(graph: LineageGraph, from: number, to: number): readonly number[] | undefined {
  // From the younger one: a dataset has more descendants than a model has ancestors.
  const nextOf = new Map<number, number | undefined>([[to, undefined]]);
  for (const version of nextOf.keys()) {
    if (version === from) break;
    for (const parent of parentsOf(graph, version)) if (!nextOf.has(parent)) nextOf.set(parent, version);
  }
  if (!nextOf.has(from)) return undefined;
  const path: number[] = [];
  for (let version: number | undefined = from; version !== undefined; version = nextOf.get(version)) path.push(version);
  return path;
}

function reach(
  from: number,
  next: (version: number) => readonly number[],
  { depth = Number.POSITIVE_INFINITY }: WalkOptions = {},
): ReadonlyMap<number, number> {
  const distances = new Map([[from, 0]]);
  // A map can grow while it is walked: it is its own queue.
  for (const [version, distance] of distances) {
    if (distance >= depth) continue;
    for (const other of next(version)) if (!distances.has(other)) distances.set(other, distance + 1);
  }
  return distances;
}
