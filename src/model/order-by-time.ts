import { type LineageGraph, listAt, versionIdAt } from './lineage-graph.js';
import { textAt } from './text-column.js';

export interface Members {
  readonly versions: Iterable<number>;
  readonly runs: Iterable<number>;
}

/**
 * Versions and runs so that everything comes after what it was made from; what is free comes by its time, then by name.
 * In a cycle, which only forged records or a run that made an old version again can make, time decides.
 */
export function orderByTime(
  graph: LineageGraph,
  members: Members,
): { readonly versions: readonly number[]; readonly runs: readonly number[] } {
  const nodes = [
    ...Array.from(members.versions, (version) => versionNode(graph, version)),
    ...Array.from(members.runs, (run) => runNode(graph, run)),
  ].sort(compareNodes);
  const placeOf = { version: new Map<number, number>(), run: new Map<number, number>() };
  for (const [place, { kind, number }] of nodes.entries()) placeOf[kind].set(number, place);
  const before = (place: number): readonly number[] => {
    const { kind, number } = nodes[place] as Node;
    const places =
      kind === 'run'
        ? placesOf(listAt({ start: graph.inputStart, items: graph.inputs }, number), placeOf.version)
        : [
            ...placesOf(listAt({ start: graph.parentStart, items: graph.parents }, number), placeOf.version),
            ...placesOf(listAt(graph.producers, number), placeOf.run),
          ];
    return places.sort((left, right) => right - left);
  };
  const ordered: Node[] = [];
  const isSeen = new Uint8Array(nodes.length);
  const isDone = new Uint8Array(nodes.length);
  for (let first = 0; first < nodes.length; first++) {
    // A stack of our own: a chain of 10,000 versions must not be one of 10,000 calls.
    const stack = [first];
    for (let place = stack.at(-1); place !== undefined; place = stack.at(-1)) {
      if (isSeen[place] === 1) {
        stack.pop();
        if (isDone[place] === 0) ordered.push(nodes[place] as Node);
        isDone[place] = 1;
        continue;
      }
      isSeen[place] = 1;
      for (const other of before(place)) if (isSeen[other] === 0) stack.push(other);
    }
  }
  const numbers = (kind: Node['kind']) => ordered.filter((node) => node.kind === kind).map(({ number }) => number);
  return { versions: numbers('version'), runs: numbers('run') };
}

interface Node {
  readonly kind: 'version' | 'run';
  readonly number: number;
  /** '' where there is no record. */
  readonly time: string;
  readonly name: string;
}

function versionNode(graph: LineageGraph, number: number): Node {
  const { artifact, version } = versionIdAt(graph, number);
  const name = `${artifact} ${String(version).padStart(16, '0')}`;
  return { kind: 'version', number, time: textAt(graph.versionCreated, number), name };
}

function runNode(graph: LineageGraph, number: number): Node {
  return { kind: 'run', number, time: textAt(graph.runStarted, number), name: textAt(graph.runId, number) };
}

/** By time; what has no record comes when it is needed, at the latest at the end. */
function compareNodes(left: Node, right: Node): number {
  if (left.time !== right.time) return left.time === '' ? 1 : right.time === '' ? -1 : left.time < right.time ? -1 : 1;
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return left.number - right.number;
}

function placesOf(numbers: Iterable<number>, places: ReadonlyMap<number, number>): number[] {
  const found: number[] = [];
  for (const number of numbers) {
    const place = places.get(number);
    if (place !== undefined) found.push(place);
  }
  return found;
}
