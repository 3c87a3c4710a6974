import { type Digest, digestBytes, digestFromBytes } from './digest.js';
import { firstWhere, type TextColumn, textAt } from './text-column.js';
import type { VersionId } from './version.js';

/**
 * Versions and runs and what leads from one to the other, as numbers in columns. Versions are numbered by artifact,
 * number, digest; runs by id. What is only named by a record, and has none itself, has a number too.
 */
export interface LineageColumns {
  /** Names of all artifacts, sorted. */
  readonly artifacts: TextColumn;
  /** Types, roles and states, by which the columns of words mean them; 0 is ''. */
  readonly words: TextColumn;

  readonly versionArtifact: Uint32Array;
  readonly versionNumber: Float64Array;
  /** 32 bytes each. */
  readonly versionDigest: Uint8Array;
  /** A word; 0 where there is no record. */
  readonly versionType: Uint32Array;
  readonly versionCreated: TextColumn;
  /** The run that the record names, plus 1; 0 where it names none. */
  readonly versionRun: Uint32Array;
  /** Where the parents of each version begin in `parents`; one more than there are versions. */
  readonly parentStart: Uint32Array;
  readonly parents: Uint32Array;
  readonly parentRole: Uint32Array;

  readonly runId: TextColumn;
  /** A word; 0 where there is no record. */
  readonly runState: Uint32Array;
  readonly runName: TextColumn;
  readonly runLabel: TextColumn;
  readonly runStarted: TextColumn;
  /** Runs that a run names, plus 1: the one around it, the one it goes on with, the one it reproduces. */
  readonly runParent: Uint32Array;
  readonly runResumes: Uint32Array;
  readonly runReproduces: Uint32Array;
  readonly inputStart: Uint32Array;
  readonly inputs: Uint32Array;
  readonly inputRole: Uint32Array;
  readonly outputStart: Uint32Array;
  readonly outputs: Uint32Array;
  readonly outputRole: Uint32Array;
}

/** The columns, and the ways back. */
export interface LineageGraph extends LineageColumns {
  /** By version: versions whose record names it as a parent. */
  readonly children: Lists;
  /** By version: runs that used it. */
  readonly consumers: Lists;
  /** By version: runs that made it. */
  readonly producers: Lists;
  /** By run: its outputs, and versions whose record names the run. */
  readonly products: Lists;
}

/** A list of numbers for each number. */
export interface Lists {
  readonly start: Uint32Array;
  readonly items: Uint32Array;
}

export function listAt({ start, items }: Lists, index: number): Uint32Array {
  return items.subarray(start[index], start[index + 1]);
}

export function lineageGraph(columns: LineageColumns): LineageGraph {
  const { parentStart, parents, inputStart, inputs } = columns;
  const versions = versionCount(columns);
  const products = productsOf(columns);
  return {
    ...columns,
    children: reversed({ start: parentStart, items: parents }, versions),
    consumers: reversed({ start: inputStart, items: inputs }, versions),
    producers: reversed(products, versions),
    products,
  };
}

export function versionCount({ versionNumber }: LineageColumns): number {
  return versionNumber.length;
}

export function runCount({ runState }: LineageColumns): number {
  return runState.length;
}

export function versionIdAt(graph: LineageColumns, version: number): VersionId {
  return {
    artifact: textAt(graph.artifacts, graph.versionArtifact[version] as number),
    version: graph.versionNumber[version] as number,
    digest: digestAt(graph, version),
  };
}

export function digestAt({ versionDigest }: LineageColumns, version: number): Digest {
  return digestFromBytes(versionDigest, digestBytes * version);
}

/**
 * What a version was made from, each once: first what its record says, then what further runs used that made the same
 * content again. Of the run that the record itself names, the record has said which of its inputs count.
 */
export function parentsOf(graph: LineageGraph, version: number): readonly number[] {
  const found = new Set(listAt({ start: graph.parentStart, items: graph.parents }, version));
  for (const run of listAt(graph.producers, version)) {
    if (isRunOfRecord(graph, { version, run })) continue;
    for (const input of listAt({ start: graph.inputStart, items: graph.inputs }, run)) found.add(input);
  }
  // A run that was given a version and made it again changed nothing.
  found.delete(version);
  return [...found];
}

/** The versions that were made from one. */
export function childrenOf(graph: LineageGraph, version: number): readonly number[] {
  const found = new Set(listAt(graph.children, version));
  for (const run of listAt(graph.consumers, version)) {
    for (const product of listAt(graph.products, run)) {
      if (!isRunOfRecord(graph, { version: product, run })) found.add(product);
    }
  }
  found.delete(version);
  return [...found].sort((left, right) => left - right);
}

function isRunOfRecord(
  { versionRun }: LineageColumns,
  { version, run }: { readonly version: number; readonly run: number },
): boolean {
  return versionRun[version] === run + 1;
}

/** Numbers of the versions of an artifact, `[from, to)`. */
export function versionsNamed(graph: LineageColumns, artifact: string): readonly [number, number] {
  const { artifacts, versionArtifact } = graph;
  const count = artifacts.ends.length;
  const name = firstWhere(count, (index) => textAt(artifacts, index) >= artifact);
  if (name === count || textAt(artifacts, name) !== artifact) return [0, 0];
  const total = versionArtifact.length;
  return [
    firstWhere(total, (index) => (versionArtifact[index] as number) >= name),
    firstWhere(total, (index) => (versionArtifact[index] as number) > name),
  ];
}

/** Undefined where neither a record nor anything that names it has it. */
export function findVersion(graph: LineageColumns, { artifact, version, digest }: VersionId): number | undefined {
  const [from, to] = versionsNamed(graph, artifact);
  for (let index = from; index < to; index++) {
    if (graph.versionNumber[index] === version && digestAt(graph, index) === digest) return index;
  }
  return undefined;
}

/** Numbers of the runs whose ids begin with a text, `[from, to)`. */
export function runsBeginningWith({ runId }: LineageColumns, text: string): readonly [number, number] {
  const count = runId.ends.length;
  const from = firstWhere(count, (index) => textAt(runId, index) >= text);
  const to = firstWhere(count, (index) => index >= from && !textAt(runId, index).startsWith(text));
  return [from, to];
}

export function findRun(graph: LineageColumns, run: string): number | undefined {
  const [from, to] = runsBeginningWith(graph, run);
  return from < to && textAt(graph.runId, from) === run ? from : undefined;
}

export function isVersionRecorded({ versionType }: LineageColumns, version: number): boolean {
  return versionType[version] !== 0;
}

export function isRunRecorded({ runState }: LineageColumns, run: number): boolean {
  return runState[run] !== 0;
}

/** Whether another version of the artifact has the same number. */
export function isNumberTaken({ versionArtifact, versionNumber }: LineageColumns, version: number): boolean {
  return [version - 1, version + 1].some(
    (other) => versionArtifact[other] === versionArtifact[version] && versionNumber[other] === versionNumber[version],
  );
}

/** Plain loops: what is done here for 50,000 versions is done before every answer. */
function productsOf({ outputStart, outputs, versionRun, runState }: LineageColumns): Lists {
  const runs = runState.length;
  const isListed = new Uint8Array(versionRun.length);
  const counts = new Uint32Array(runs);
  for (let run = 0; run < runs; run++) {
    const [from, to] = [outputStart[run] as number, outputStart[run + 1] as number];
    counts[run] = to - from;
    for (let at = from; at < to; at++) {
      const version = outputs[at] as number;
      if (versionRun[version] === run + 1) isListed[version] = 1;
    }
  }
  for (let version = 0; version < versionRun.length; version++) {
    const run = versionRun[version] as number;
    if (run !== 0 && isListed[version] === 0) add(counts, run - 1, 1);
  }
  const start = startsOf(counts);
  const items = new Uint32Array(start[runs] as number);
  const next = start.slice();
  for (let run = 0; run < runs; run++) {
    for (let at = outputStart[run] as number; at < (outputStart[run + 1] as number); at++) {
      items[next[run] as number] = outputs[at] as number;
      add(next, run, 1);
    }
  }
  for (let version = 0; version < versionRun.length; version++) {
    const run = versionRun[version] as number;
    if (run === 0 || isListed[version] !== 0) continue;
    items[next[run - 1] as number] = version;
    add(next, run - 1, 1);
  }
  return { start, items };
}

function reversed({ start, items }: Lists, count: number): Lists {
  const counts = new Uint32Array(count);
  for (let at = 0; at < items.length; at++) add(counts, items[at] as number, 1);
  const starts = startsOf(counts);
  const next = starts.slice();
  const back = new Uint32Array(items.length);
  for (let index = 0; index + 1 < start.length; index++) {
    const end = start[index + 1] as number;
    for (let at = start[index] as number; at < end; at++) {
      const item = items[at] as number;
      back[next[item] as number] = index;
      add(next, item, 1);
    }
  }
  return { start: starts, items: back };
}

function startsOf(counts: Uint32Array): Uint32Array {
  const start = new Uint32Array(counts.length + 1);
  let sum = 0;
  for (let index = 0; index < counts.length; index++) {
    sum += counts[index] as number;
    start[index + 1] = sum;
  }
  return start;
}

function add(numbers: Uint32Array, index: number, count: number): void {
  numbers[index] = (numbers[index] as number) + count;
}
