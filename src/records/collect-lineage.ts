import { isPixelisError, type PixelisError } from '#errors/index.js';
import { parseRunRecordPath, runRecordPath } from '#format/run-record.js';
import { parseVersionRecordPath, versionRecordPath } from '#format/version-record.js';
import { lineageBuilder } from '#model/build-lineage.js';
import { runFactsAt, versionFactsAt } from '#model/facts-in-lineage.js';
import { runFacts } from '#model/lineage-facts.js';
import {
  isRunRecorded,
  isVersionRecorded,
  type LineageGraph,
  runCount,
  versionCount,
  versionIdAt,
} from '#model/lineage-graph.js';
import { textAt } from '#model/text-column.js';
import { decodeNamedRun, decodeNamedVersion } from './named-record.js';
import type { RecordFile } from './record-source.js';

/** A graph, and the keys of the record files that it was made from. */
export interface KeyedLineage {
  readonly graph: LineageGraph;
  /** By version and by run, {@link keyBytes} each; zeros where there is no record, or more than one. */
  readonly versionKeys: Uint8Array;
  readonly runKeys: Uint8Array;
}

export interface CollectedLineage extends KeyedLineage {
  readonly broken: readonly BrokenRecord[];
}

/** A record that cannot be read, and why. */
export interface BrokenRecord {
  readonly path: string;
  readonly error: PixelisError;
}

/** Where a record stands in a graph. */
export interface RecordPlace {
  readonly kind: 'version' | 'run';
  readonly number: number;
}

/** Puts a graph together from records that are read and records that another graph knows. */
export interface LineageCollector {
  /** @param key by what the file can be known to be unchanged: a stamp of it, or git's id of its content */
  read(file: RecordFile, key: Uint8Array): void;
  keep(known: KeyedLineage, place: RecordPlace): void;
  /** Notes a record that cannot be read. @throws what is no error of ours */
  reject(path: string, error: unknown): void;
  finish(): CollectedLineage;
}

export const keyBytes = 32;

export function lineageCollector(): LineageCollector {
  const builder = lineageBuilder();
  const keys = { version: keyColumn(), run: keyColumn() };
  const broken: BrokenRecord[] = [];
  const reject = (path: string, error: unknown): void => {
    if (!isPixelisError(error)) throw error;
    broken.push({ path, error });
  };
  return {
    reject,
    read(file, key) {
      const { path } = file;
      try {
        if (parseRunRecordPath(path) === undefined) {
          keys.version.set(builder.addVersion(decodeNamedVersion(file)), key);
        } else keys.run.set(builder.addRun(runFacts(decodeNamedRun(file))), key);
      } catch (error) {
        reject(path, error);
      }
    },
    keep({ graph, versionKeys, runKeys }, { kind, number }) {
      const version = kind === 'version' ? versionFactsAt(graph, number) : undefined;
      const run = kind === 'run' ? runFactsAt(graph, number) : undefined;
      if (version !== undefined) keys.version.set(builder.addVersion(version), keyAt(versionKeys, number));
      if (run !== undefined) keys.run.set(builder.addRun(run), keyAt(runKeys, number));
    },
    finish() {
      const { graph, versionOrder, runOrder } = builder.finish();
      const byPath = broken.sort((left, right) => (left.path < right.path ? -1 : 1));
      return {
        graph,
        versionKeys: keys.version.column(versionOrder),
        runKeys: keys.run.column(runOrder),
        broken: byPath,
      };
    },
  };
}

/** Whether a path is that of a record of a version or a run. */
export function isLineageRecord(path: string): boolean {
  return parseVersionRecordPath(path) !== undefined || parseRunRecordPath(path) !== undefined;
}

/** Every record that a graph was made from, with its path. */
export function* recordPlaces({ graph }: KeyedLineage): Iterable<readonly [string, RecordPlace]> {
  for (let number = 0; number < versionCount(graph); number++) {
    if (isVersionRecorded(graph, number)) yield [versionPathAt(graph, number), { kind: 'version', number }];
  }
  for (let number = 0; number < runCount(graph); number++) {
    if (isRunRecorded(graph, number)) yield [runPathAt(graph, number), { kind: 'run', number }];
  }
}

/** The key of a record as a graph has it. */
export function keyOfRecord({ versionKeys, runKeys }: KeyedLineage, { kind, number }: RecordPlace): Uint8Array {
  return keyAt(kind === 'version' ? versionKeys : runKeys, number);
}

/** Whether two keys are one; a key of zeros is none. */
export function isSameKey(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0 && left.some((byte) => byte !== 0);
}

/** Where the record of a version lies, or would. */
export function versionPathAt(graph: LineageGraph, version: number): string {
  return versionRecordPath(versionIdAt(graph, version));
}

/** Where the record of a run lies, or would. */
export function runPathAt(graph: LineageGraph, run: number): string {
  return runRecordPath(textAt(graph.runId, run));
}

function keyAt(keys: Uint8Array, index: number): Uint8Array {
  return keys.subarray(keyBytes * index, keyBytes * (index + 1));
}

function keyColumn() {
  let keys = new Uint8Array(64 * keyBytes);
  const isSet: boolean[] = [];
  return {
    set(index: number, key: Uint8Array): void {
      while (keys.length < keyBytes * (index + 1)) {
        const larger = new Uint8Array(2 * keys.length);
        larger.set(keys);
        keys = larger;
      }
      // Of two records of one thing neither alone is known by its key.
      if (isSet[index] === true) keys.fill(0, keyBytes * index, keyBytes * (index + 1));
      else keys.set(key, keyBytes * index);
      isSet[index] = true;
    },
    column(order: Uint32Array): Uint8Array {
      const column = new Uint8Array(keyBytes * order.length);
      for (const [place, index] of order.entries()) {
        if (isSet[index] === true) column.set(keyAt(keys, index), keyBytes * place);
      }
      return column;
    },
  };
}
