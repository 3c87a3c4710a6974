import { digestBytes, writeDigest } from './digest.js';
import type { LineageFacts, RunFacts, VersionFacts } from './lineage-facts.js';
import {
  isRunRecorded,
  isVersionRecorded,
  type LineageColumns,
  type LineageGraph,
  lineageGraph,
  runCount,
  versionCount,
  versionIdAt,
} from './lineage-graph.js';
import { textAt, textColumn } from './text-column.js';
import { compareVersions, type VersionId } from './version.js';

/** The graph of what records say. A record that comes twice, as two branches may have it, says what both say. */
export function buildLineage(facts: LineageFacts): LineageGraph {
  const versions = collectVersions(facts);
  const runs = collectRuns(facts);
  const artifacts = [...new Set(versions.map(({ id }) => id.artifact))];
  const artifactOf = numbersOf(artifacts);
  const runOf = numbersOf(runs.map(({ id }) => id));
  const versionOf = numbersOf(versions.map(({ key }) => key));
  const words = wordList();
  const runNumber = (run: string | undefined): number => (run === undefined ? 0 : (runOf.get(run) as number) + 1);
  const edges = (lists: Iterable<readonly Named[]>): Edges => edgesOf(lists, { versionOf, words });

  const parents = edges(versions.map(({ facts: said }) => said?.parents ?? []));
  const inputs = edges(runs.map(({ facts: said }) => said?.inputs ?? []));
  const outputs = edges(runs.map(({ facts: said }) => said?.outputs ?? []));
  const versionDigest = new Uint8Array(digestBytes * versions.length);
  for (const [index, { id }] of versions.entries()) writeDigest(id.digest, versionDigest, digestBytes * index);
  const columns: Omit<LineageColumns, 'words'> = {
    artifacts: textColumn(artifacts),
    versionArtifact: Uint32Array.from(versions, ({ id }) => artifactOf.get(id.artifact) as number),
    versionNumber: Float64Array.from(versions, ({ id }) => id.version),
    versionDigest,
    versionType: Uint32Array.from(versions, ({ facts: said }) => words.numberOf(said?.type ?? '')),
    versionCreated: textColumn(versions.map(({ facts: said }) => said?.created ?? '')),
    versionRun: Uint32Array.from(versions, ({ facts: said }) => runNumber(said?.run)),
    parentStart: parents.start,
    parents: parents.items,
    parentRole: parents.roles,
    runId: textColumn(runs.map(({ id }) => id)),
    runState: Uint32Array.from(runs, ({ facts: said }) => words.numberOf(said?.state ?? '')),
    runName: textColumn(runs.map(({ facts: said }) => said?.name ?? '')),
    runLabel: textColumn(runs.map(({ facts: said }) => said?.label ?? '')),
    runStarted: textColumn(runs.map(({ facts: said }) => said?.started ?? '')),
    runParent: Uint32Array.from(runs, ({ facts: said }) => runNumber(said?.parent)),
    runResumes: Uint32Array.from(runs, ({ facts: said }) => runNumber(said?.resumes)),
    runReproduces: Uint32Array.from(runs, ({ facts: said }) => runNumber(said?.reproduces)),
    inputStart: inputs.start,
    inputs: inputs.items,
    inputRole: inputs.roles,
    outputStart: outputs.start,
    outputs: outputs.items,
    outputRole: outputs.roles,
  };
  return lineageGraph({ ...columns, words: textColumn(words.list) });
}

/** What the record of a version says, as it was given to {@link buildLineage}; undefined where it has none. */
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

/** What all records say that went into a graph. */
export function lineageFacts(graph: LineageColumns): LineageFacts {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    versions: numbers(versionCount(graph)).flatMap((version) => versionFactsAt(graph, version) ?? []),
    runs: numbers(runCount(graph)).flatMap((run) => runFactsAt(graph, run) ?? []),
  };
}

/** A version as a record names it. */
interface Named extends VersionId {
  readonly role?: string;
}

interface Edges {
  readonly start: Uint32Array;
  readonly items: Uint32Array;
  /** By item, as words. */
  readonly roles: Uint32Array;
}

interface CollectedVersion {
  readonly key: string;
  readonly id: VersionId;
  readonly facts: VersionFacts | undefined;
}

interface CollectedRun {
  readonly id: string;
  readonly facts: RunFacts | undefined;
}

/** Every version that has a record or is named by one, in order. */
function collectVersions({ versions, runs }: LineageFacts): readonly CollectedVersion[] {
  const found = new Map<string, CollectedVersion>();
  for (const facts of versions) {
    const key = keyOf(facts);
    const other = found.get(key)?.facts;
    const merged = other === undefined ? facts : { ...facts, ...other, parents: union(other.parents, facts.parents) };
    found.set(key, { key, id: facts, facts: merged });
  }
  const name = (named: readonly Named[]): void => {
    for (const id of named) {
      const key = keyOf(id);
      if (!found.has(key)) found.set(key, { key, id, facts: undefined });
    }
  };
  for (const { parents } of versions) name(parents);
  for (const { inputs, outputs } of runs) {
    name(inputs);
    name(outputs);
  }
  return [...found.values()].sort((left, right) => compareNames(left.id, right.id));
}

/** Every run that has a record or is named by one, in order. */
function collectRuns({ versions, runs }: LineageFacts): readonly CollectedRun[] {
  const found = new Map<string, CollectedRun>();
  for (const facts of runs) {
    const other = found.get(facts.run)?.facts;
    const merged =
      other === undefined
        ? facts
        : {
            ...facts,
            ...other,
            inputs: union(other.inputs, facts.inputs),
            outputs: union(other.outputs, facts.outputs),
          };
    found.set(facts.run, { id: facts.run, facts: merged });
  }
  const name = (id: string | undefined): void => {
    if (id !== undefined && !found.has(id)) found.set(id, { id, facts: undefined });
  };
  for (const { run } of versions) name(run);
  for (const { parent, resumes, reproduces } of runs) for (const id of [parent, resumes, reproduces]) name(id);
  return [...found.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function union(left: readonly Named[], right: readonly Named[]): readonly Named[] {
  const known = new Set(left.map(keyOf));
  return [...left, ...right.filter((named) => !known.has(keyOf(named)))];
}

function edgesOf(
  lists: Iterable<readonly Named[]>,
  { versionOf, words }: { readonly versionOf: ReadonlyMap<string, number>; readonly words: Words },
): Edges {
  const start = [0];
  const items: number[] = [];
  const roles: number[] = [];
  for (const list of lists) {
    for (const named of list) {
      items.push(versionOf.get(keyOf(named)) as number);
      roles.push(words.numberOf(named.role ?? ''));
    }
    start.push(items.length);
  }
  return { start: Uint32Array.from(start), items: Uint32Array.from(items), roles: Uint32Array.from(roles) };
}

function namedAt(graph: LineageColumns, { start, items, roles }: Edges, index: number): readonly Named[] {
  const named: Named[] = [];
  for (let at = start[index] as number; at < (start[index + 1] as number); at++) {
    const role = roles[at] as number;
    const id = versionIdAt(graph, items[at] as number);
    named.push(role === 0 ? id : { ...id, role: textAt(graph.words, role) });
  }
  return named;
}

interface Words {
  readonly list: string[];
  numberOf(word: string): number;
}

function wordList(): Words {
  const list = [''];
  const numbers = new Map([['', 0]]);
  return {
    list,
    numberOf(word) {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, list.length);
      return list.push(word) - 1;
    },
  };
}

function numbersOf(keys: readonly string[]): ReadonlyMap<string, number> {
  return new Map(keys.map((key, index) => [key, index]));
}

function keyOf({ artifact, version, digest }: VersionId): string {
  return `${artifact} ${version} ${digest}`;
}

function compareNames(left: VersionId, right: VersionId): number {
  if (left.artifact !== right.artifact) return left.artifact < right.artifact ? -1 : 1;
  return compareVersions(left, right);
}
