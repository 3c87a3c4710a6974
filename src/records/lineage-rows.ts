import { isPixelisError, type PixelisError } from '#errors/index.js';
import { parseRunRecordPath, runRecordPath } from '#format/run-record.js';
import { parseVersionRecordPath, versionRecordPath } from '#format/version-record.js';
import { buildLineage, runFactsAt, versionFactsAt } from '#model/build-lineage.js';
import { type RunFacts, runFacts, type VersionFacts } from '#model/lineage-facts.js';
import { type LineageGraph, runCount, versionCount, versionIdAt } from '#model/lineage-graph.js';
import { textAt } from '#model/text-column.js';
import { decodeNamedRun, decodeNamedVersion } from './named-record.js';
import type { RecordFile } from './record-source.js';

/** A record file that was read, for lineage. */
export interface LineageRow {
  readonly path: string;
  /** One of the two. */
  readonly version?: VersionFacts;
  readonly run?: RunFacts;
  /** By what the file is known to be unchanged, {@link keyBytes} bytes: its stamp, or git's id of its content. */
  readonly key: Uint8Array;
}

/** A record that cannot be read, and why. */
export interface BrokenRecord {
  readonly path: string;
  readonly error: PixelisError;
}

/** A graph, and the keys of the files that it was made from. */
export interface KeyedLineage {
  readonly graph: LineageGraph;
  /** By version and by run; zeros where there is no record, or more than one. */
  readonly versionKeys: Uint8Array;
  readonly runKeys: Uint8Array;
}

export const keyBytes = 32;

/** Whether a path is that of a record of a version or a run. */
export function isLineageRecord(path: string): boolean {
  return parseVersionRecordPath(path) !== undefined || parseRunRecordPath(path) !== undefined;
}

/** What a record says; where it cannot be read, the error. */
export function readRow(file: RecordFile, key: Uint8Array): LineageRow | BrokenRecord {
  const { path } = file;
  try {
    if (parseRunRecordPath(path) !== undefined) return { path, run: runFacts(decodeNamedRun(file)), key };
    const { artifact, version, digest, type, created, run, parents } = decodeNamedVersion(file);
    const facts = { artifact, version, digest, type, created, parents, ...(run === undefined ? {} : { run }) };
    return { path, version: facts, key };
  } catch (error) {
    if (!isPixelisError(error)) throw error;
    return { path, error };
  }
}

export function keyedLineage(rows: readonly LineageRow[]): KeyedLineage {
  const graph = buildLineage({
    versions: rows.flatMap(({ version }) => version ?? []),
    runs: rows.flatMap(({ run }) => run ?? []),
  });
  const keys = new Map<string, Uint8Array>();
  for (const { path, key } of rows) keys.set(path, keys.has(path) ? noKey : key);
  const columnOf = (count: number, pathAt: (index: number) => string): Uint8Array => {
    const column = new Uint8Array(keyBytes * count);
    for (let index = 0; index < count; index++) column.set(keys.get(pathAt(index)) ?? noKey, keyBytes * index);
    return column;
  };
  return {
    graph,
    versionKeys: columnOf(versionCount(graph), (version) => versionPathAt(graph, version)),
    runKeys: columnOf(runCount(graph), (run) => runPathAt(graph, run)),
  };
}

/** The rows from which a graph was made, by path. */
export function rowsOf({ graph, versionKeys, runKeys }: KeyedLineage): ReadonlyMap<string, LineageRow> {
  const rows = new Map<string, LineageRow>();
  for (let index = 0; index < versionCount(graph); index++) {
    const version = versionFactsAt(graph, index);
    const path = versionPathAt(graph, index);
    if (version !== undefined) rows.set(path, { path, version, key: keyAt(versionKeys, index) });
  }
  for (let index = 0; index < runCount(graph); index++) {
    const run = runFactsAt(graph, index);
    const path = runPathAt(graph, index);
    if (run !== undefined) rows.set(path, { path, run, key: keyAt(runKeys, index) });
  }
  return rows;
}

/** The key of number `index` in a column of keys. */
export function keyAt(keys: Uint8Array, index: number): Uint8Array {
  return keys.subarray(keyBytes * index, keyBytes * (index + 1));
}

/** Whether two keys are one; a key of zeros is none. */
export function isSameKey(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0 && left.some((byte) => byte !== 0);
}

/** Where the record of a version lies. */
export function versionPathAt(graph: LineageGraph, version: number): string {
  return versionRecordPath(versionIdAt(graph, version));
}

/** Where the record of a run lies. */
export function runPathAt(graph: LineageGraph, run: number): string {
  return runRecordPath(textAt(graph.runId, run));
}

const noKey = new Uint8Array(keyBytes);
