import type { RunFacts, VersionFacts } from './lineage-facts.js';
import { isRunRecorded, isVersionRecorded, type LineageColumns, versionIdAt } from './lineage-graph.js';
import { textAt } from './text-column.js';
import type { Parent } from './version.js';

/** What the record of a version says, as it was given to the builder of the graph; undefined where it has none. */
export function versionFactsAt(graph: LineageColumns, version: number): VersionFacts | undefined {
  if (!isVersionRecorded(graph, version)) return undefined;
  const run = graph.versionRun[version] as number;
  return {
    ...versionIdAt(graph, version),
    type: textAt(graph.words, graph.versionType[version] as number),
    created: textAt(graph.versionCreated, version),
    ...(run === 0 ? {} : { run: textAt(graph.runId, run - 1) }),
    parents: namedAt(graph, { start: graph.parentStart, items: graph.parents, roles: graph.parentRole }, version),
  };
}

/** What the record of a run says; undefined where it has none. */
export function runFactsAt(graph: LineageColumns, run: number): RunFacts | undefined {
  if (!isRunRecorded(graph, run)) return undefined;
  const name = textAt(graph.runName, run);
  const idOf = (number: number | undefined) => (number ? textAt(graph.runId, number - 1) : undefined);
  const parent = idOf(graph.runParent[run]);
  const resumes = idOf(graph.runResumes[run]);
  const reproduces = idOf(graph.runReproduces[run]);
  return {
    run: textAt(graph.runId, run),
    ...(name === '' ? {} : { name }),
    state: textAt(graph.words, graph.runState[run] as number) as RunFacts['state'],
    started: textAt(graph.runStarted, run),
    label: textAt(graph.runLabel, run),
    inputs: namedAt(graph, { start: graph.inputStart, items: graph.inputs, roles: graph.inputRole }, run),
    outputs: namedAt(graph, { start: graph.outputStart, items: graph.outputs, roles: graph.outputRole }, run),
    ...(parent === undefined ? {} : { parent }),
    ...(resumes === undefined ? {} : { resumes }),
    ...(reproduces === undefined ? {} : { reproduces }),
  };
}

interface Edges {
  readonly start: Uint32Array;
  readonly items: Uint32Array;
  /** By item, as words. */
  readonly roles: Uint32Array;
}

function namedAt(graph: LineageColumns, { start, items, roles }: Edges, index: number): readonly Parent[] {
  const named: Parent[] = [];
  for (let at = start[index] as number; at < (start[index + 1] as number); at++) {
    const role = roles[at] as number;
    const id = versionIdAt(graph, items[at] as number);
    named.push(role === 0 ? id : { ...id, role: textAt(graph.words, role) });
  }
  return named;
}
