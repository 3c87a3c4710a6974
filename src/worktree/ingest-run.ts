import { throwIfInterrupted } from '#errors/index.js';
import { type Digest, digestBytes, writeDigest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { DigestIndex } from '#store/digest-index.js';
import type { IncomingFiles, LocalStore, ObjectColumns } from '#store/object-store.js';
import type { ScannedEntry } from './scan.js';
import type { IndexEntry } from './worktree-index.js';

/** What to read: entries of a scan of `root`. Entries that have a digest, and folders, are not read. */
export interface FilesToRead {
  /** Absolute path of the tracked file or folder. */
  readonly root: string;
  readonly entries: readonly ScannedEntry[];
}

export interface Ingested {
  /** An entry for each that was given, in the same order, as it was when it was read. */
  readonly entries: readonly IndexEntry[];
  readonly hashedFiles: number;
  readonly hashedBytes: number;
  /** Objects that the store did not have. */
  readonly storedObjects: number;
  /** Of these objects. */
  readonly storedBytes: number;
}

/** Where objects go: a store, and a folder of this run on the store's file system. */
export interface Destination {
  readonly store: LocalStore;
  readonly folder: string;
}

export interface HashedObject {
  readonly digest: Digest;
  readonly size: number;
}

/** One object, as columns of one row. */
export function columnsOf({ digest, size }: HashedObject): ObjectColumns {
  const digests = new Uint8Array(digestBytes);
  writeDigest(digest, digests);
  return { digests, sizes: Float64Array.of(size) };
}

/** What the threads of one ingest share. */
export interface IngestRun {
  readonly root: string;
  readonly destination: Destination | undefined;
  /** Aborted by the caller, or by the first piece of work that failed. */
  readonly signal: AbortSignal;
  /** Says that more bytes of a row that takes long were read. */
  advance(row: number, bytes: number): void;
  /** Says what a row of the given entries was when it was read. */
  record(row: number, entry: IndexEntry): void;
  /** The rows of `objects` that nobody has stored, or is about to: the caller stores them. */
  claim(objects: ObjectColumns): Promise<readonly number[]>;
  /** Whether the store has not got it now. */
  isMissing(object: HashedObject): Promise<boolean>;
  /** Hands finished files to the store, one call after the other. */
  adopt(incoming: Partial<IncomingFiles>, stored: { readonly objects: number; readonly bytes: number }): Promise<void>;
  /** Waits for all of it. @throws the first failure, when everything has ended */
  whole(work: readonly Promise<void>[]): Promise<void>;
  result(): Ingested;
}

export function ingestRun(
  { root, entries }: FilesToRead,
  destination: Destination | undefined,
  { signal, onProgress }: TaskOptions,
): IngestRun {
  const stop = new AbortController();
  const claimed = new DigestIndex();
  const read: IndexEntry[] = [...entries];
  const underWay = new Map<number, number>();
  const totals = { hashedFiles: 0, hashedBytes: 0, storedObjects: 0, storedBytes: 0 };
  const { totalItems, totalBytes } = amountOf(entries);
  let adopting: Promise<void> = Promise.resolve();
  const missing = async (objects: ObjectColumns): Promise<readonly number[]> => {
    if (destination === undefined) return [];
    await destination.store.pin(objects);
    return destination.store.missingRows(objects, { signal });
  };
  const report = (): void => {
    if (onProgress === undefined) return;
    let doneBytes = totals.hashedBytes;
    for (const bytes of underWay.values()) doneBytes += bytes;
    onProgress({ phase: 'hash', doneItems: totals.hashedFiles, totalItems, doneBytes, totalBytes });
  };
  return {
    root,
    destination,
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
    advance(row, bytes) {
      // A file that is read again after it changed is counted once.
      underWay.set(row, Math.min((underWay.get(row) ?? 0) + bytes, (entries[row] as ScannedEntry).size));
      report();
    },
    record(row, entry) {
      read[row] = entry;
      totals.hashedFiles += 1;
      totals.hashedBytes += entry.size;
      underWay.delete(row);
      if (totals.hashedFiles % 512 === 0 || entry.size >= 1024 * 1024 || totals.hashedFiles === totalItems) report();
    },
    async claim(objects) {
      const rows = await missing(objects);
      const isFirst = (row: number): boolean => {
        const before = claimed.size;
        return claimed.add(objects.digests, row * digestBytes) === before;
      };
      return rows.filter(isFirst);
    },
    isMissing: async (object) => (await missing(columnsOf(object))).length > 0,
    adopt({ packs = [], objects = [] }, stored) {
      totals.storedObjects += stored.objects;
      totals.storedBytes += stored.bytes;
      adopting = adopting.then(() => destination?.store.adopt({ packs, objects }, { signal }));
      return adopting;
    },
    async whole(work) {
      const failures: unknown[] = [];
      const noteFailure = (error: unknown): void => {
        failures.push(error);
        stop.abort();
      };
      await Promise.all(work.map((piece) => piece.catch(noteFailure)));
      throwIfInterrupted(signal);
      if (failures.length > 0) throw failures[0];
    },
    result: () => ({ entries: read, ...totals }),
  };
}

function amountOf(entries: FilesToRead['entries']): { readonly totalItems: number; readonly totalBytes: number } {
  let totalItems = 0;
  let totalBytes = 0;
  for (const { kind, size, digest } of entries) {
    if (kind === 'folder' || digest !== undefined) continue;
    totalItems += 1;
    totalBytes += size;
  }
  return { totalItems, totalBytes };
}
