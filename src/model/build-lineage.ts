import { type Digest, digestBytes, writeDigest } from './digest.js';
import type { LineageFacts, RunFacts, VersionFacts } from './lineage-facts.js';
import { type LineageColumns, type LineageGraph, lineageGraph } from './lineage-graph.js';
import { inverse, type Numbering, numbering, ranksOf, reordered } from './numbering.js';
import { textBuilder, textColumn } from './text-column.js';
import { versionLists } from './version-lists.js';
import type { VersionId } from './version.js';

/** Takes what records say, one after the other, and keeps of it only numbers and bytes. */
export interface LineageBuilder {
  /** A record that comes twice, as two branches may have it, says what both say. @returns a number for the version */
  addVersion(facts: VersionFacts): number;
  /** @returns a number for the run */
  addRun(facts: RunFacts): number;
  finish(): BuiltLineage;
}

export interface BuiltLineage {
  readonly graph: LineageGraph;
  /** By version and by run of the graph: the numbers that adding gave. */
  readonly versionOrder: Uint32Array;
  readonly runOrder: Uint32Array;
}

/** The graph of what records say. */
export function buildLineage({ versions, runs }: LineageFacts): LineageGraph {
  const builder = lineageBuilder();
  for (const facts of versions) builder.addVersion(facts);
  for (const facts of runs) builder.addRun(facts);
  return builder.finish().graph;
}

export function lineageBuilder(): LineageBuilder {
  const words = numbering();
  words.numberOf('');
  const versions = versionTable(words);
  const runs = runTable(words, versions.numberOf);
  return {
    addVersion: (facts) => versions.add(facts, facts.run === undefined ? 0 : runs.numberOf(facts.run) + 1),
    addRun: (facts) => runs.add(facts),
    finish() {
      const versionOrder = versions.order();
      const runOrder = runs.order();
      const ordered = { versions: inverse(versionOrder), runs: inverse(runOrder) };
      const columns: LineageColumns = {
        words: textColumn(words.texts),
        ...versions.columns(versionOrder, ordered),
        ...runs.columns(runOrder, ordered),
      };
      return { graph: lineageGraph(columns), versionOrder, runOrder };
    },
  };
}

const halfDigest = { from: 'blake3:'.length, to: 'blake3:'.length + 32 };

/** By the numbers that adding gave: the numbers in the graph. */
interface Ordered {
  readonly versions: Uint32Array;
  readonly runs: Uint32Array;
}

function versionTable(words: Numbering) {
  const artifacts = numbering();
  const keys = new Map<string, number>();
  const artifact: number[] = [];
  const number: number[] = [];
  const type: number[] = [];
  const run: number[] = [];
  const created = textBuilder();
  const digests = growingBytes();
  const parents = versionLists(words, numberOf);

  function numberOf({ artifact: name, version, digest }: VersionId): number {
    const named = artifacts.numberOf(name);
    // Half of a digest is what nobody can make a second one for; a key is looked up several times for each version.
    const key = `${named} ${version} ${digest.slice(halfDigest.from, halfDigest.to)}`;
    const known = keys.get(key);
    if (known !== undefined) return known;
    const added = number.length;
    keys.set(key, added);
    artifact.push(named);
    number.push(version);
    type.push(0);
    run.push(0);
    digests.push(digest);
    return added;
  }

  return {
    numberOf,
    add(facts: VersionFacts, madeBy: number): number {
      const version = numberOf(facts);
      parents.add(version, facts.parents);
      if (type[version] !== 0) return version;
      type[version] = words.numberOf(facts.type);
      run[version] = madeBy;
      created.set(version, facts.created);
      return version;
    },
    /** By artifact, number, digest. */
    order(): Uint32Array {
      const rank = ranksOf(artifacts.texts);
      const bytes = digests.bytes();
      const compareDigests = (left: number, right: number): number => {
        for (let at = 0; at < digestBytes; at++) {
          const difference = (bytes[digestBytes * left + at] as number) - (bytes[digestBytes * right + at] as number);
          if (difference !== 0) return difference;
        }
        return 0;
      };
      const rankAt = (version: number): number => rank[artifact[version] as number] as number;
      const numberAt = (version: number): number => number[version] as number;
      return Uint32Array.from(number.keys()).sort(
        (left, right) =>
          rankAt(left) - rankAt(right) || numberAt(left) - numberAt(right) || compareDigests(left, right),
      );
    },
    columns(order: Uint32Array, ordered: Ordered) {
      const rank = ranksOf(artifacts.texts);
      const { start, items, roles } = parents.columns(order, ordered);
      const bytes = digests.bytes();
      const versionDigest = new Uint8Array(digestBytes * order.length);
      for (const [at, version] of order.entries()) {
        versionDigest.set(bytes.subarray(digestBytes * version, digestBytes * (version + 1)), digestBytes * at);
      }
      return {
        artifacts: textColumn([...artifacts.texts].sort()),
        versionArtifact: order.map((version) => rank[artifact[version] as number] as number),
        versionNumber: Float64Array.from(order, (version) => number[version] as number),
        versionDigest,
        versionType: order.map((version) => type[version] as number),
        versionCreated: created.column(order),
        versionRun: order.map((version) => reordered(run[version], ordered.runs)),
        parentStart: start,
        parents: items,
        parentRole: roles,
      };
    },
  };
}

function runTable(words: Numbering, versionOf: (id: VersionId) => number) {
  const ids = numbering();
  const states: number[] = [];
  const links = { parent: [] as number[], resumes: [] as number[], reproduces: [] as number[] };
  const texts = { name: textBuilder(), label: textBuilder(), started: textBuilder() };
  const inputs = versionLists(words, versionOf);
  const outputs = versionLists(words, versionOf);
  const link = (id: string | undefined): number => (id === undefined ? 0 : ids.numberOf(id) + 1);
  return {
    numberOf: ids.numberOf,
    add(facts: RunFacts): number {
      const run = ids.numberOf(facts.run);
      inputs.add(run, facts.inputs);
      outputs.add(run, facts.outputs);
      if ((states[run] ?? 0) !== 0) return run;
      states[run] = words.numberOf(facts.state);
      for (const key of ['parent', 'resumes', 'reproduces'] as const) links[key][run] = link(facts[key]);
      for (const key of ['name', 'label', 'started'] as const) texts[key].set(run, facts[key] ?? '');
      return run;
    },
    /** By id. */
    order(): Uint32Array {
      const rank = ranksOf(ids.texts);
      return Uint32Array.from(ids.texts.keys()).sort((left, right) => (rank[left] as number) - (rank[right] as number));
    },
    columns(order: Uint32Array, ordered: Ordered) {
      const linked = (column: readonly number[]) => order.map((run) => reordered(column[run], ordered.runs));
      const used = inputs.columns(order, ordered);
      const made = outputs.columns(order, ordered);
      return {
        runId: textColumn(Array.from(order, (run) => ids.texts[run] as string)),
        runState: order.map((run) => states[run] ?? 0),
        runName: texts.name.column(order),
        runLabel: texts.label.column(order),
        runStarted: texts.started.column(order),
        runParent: linked(links.parent),
        runResumes: linked(links.resumes),
        runReproduces: linked(links.reproduces),
        inputStart: used.start,
        inputs: used.items,
        inputRole: used.roles,
        outputStart: made.start,
        outputs: made.items,
        outputRole: made.roles,
      };
    },
  };
}

function growingBytes() {
  let bytes = new Uint8Array(64 * digestBytes);
  let length = 0;
  return {
    push(digest: Digest): void {
      if (length === bytes.length) {
        const larger = new Uint8Array(2 * length);
        larger.set(bytes);
        bytes = larger;
      }
      writeDigest(digest, bytes, length);
      length += digestBytes;
    },
    bytes: () => bytes.subarray(0, length),
  };
}
