import { PixelisError, throwIfInterrupted, type Tried } from '#errors/index.js';
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

/** What the threads of one ingest share. Rows are those of all sources, one source after the other. */
export interface IngestRun {
  readonly entries: readonly ScannedEntry[];
  readonly destination: Destination | undefined;
  /** Aborted by the caller, or by the first piece of work that failed. */
  readonly signal: AbortSignal;
  /** Absolute path of what a row is about. */
  pathOf(row: number): string;
  /** Says that more bytes of a row that takes long were read. */
  advance(row: number, bytes: number): void;
  /** Says what a row of the given entries was when it was read. */
  record(row: number, entry: IndexEntry): void;
  /** Says that a row could not be read or stored, which is its source's failure. @throws `error` where there is one source */
  fail(row: number, error: unknown): void;
  /** The rows of `objects` that nobody has stored, or is about to: the caller stores them. */
  claim(objects: ObjectColumns): Promise<readonly number[]>;
  /** Whether the store has not got it now. */
  isMissing(object: HashedObject): Promise<boolean>;
  /** Says that a row was claimed, an object of so many bytes. */
  countStored(row: number, bytes: number): void;
  /** Hands finished files to the store, one call after the other. */
  adopt(incoming: Partial<IncomingFiles>): Promise<void>;
  /** Waits for all of it. @throws the first failure, when everything has ended */
  whole(work: readonly Promise<void>[]): Promise<void>;
  /** For each source. */
  result(): readonly Tried<Ingested>[];
}

export function ingestRun(
  sources: readonly FilesToRead[],
  destination: Destination | undefined,
  { signal, onProgress }: TaskOptions,
): IngestRun {
  const stop = new AbortController();
  const claimed = new DigestIndex();
  const { entries, sourceOf } = rowsOf(sources);
  const read: IndexEntry[] = [...entries];
  const underWay = new Map<number, number>();
  const totals = sources.map(() => ({ hashedFiles: 0, hashedBytes: 0, storedObjects: 0, storedBytes: 0 }));
  const failures: (PixelisError | undefined)[] = sources.map(() => undefined);
  const { totalItems, totalBytes } = amountOf(entries);
  let doneItems = 0;
  let hashedBytes = 0;
  let adopting: Promise<void> = Promise.resolve();
  const missing = async (objects: ObjectColumns): Promise<readonly number[]> => {
    if (destination === undefined) return [];
    await destination.store.pin(objects);
    return destination.store.missingRows(objects, { signal });
  };
  const report = (): void => {
    if (onProgress === undefined) return;
    let doneBytes = hashedBytes;
    for (const bytes of underWay.values()) doneBytes += bytes;
    onProgress({ phase: 'hash', doneItems, totalItems, doneBytes, totalBytes });
  };
  const totalOf = (row: number) => totals[sourceOf(row)] as (typeof totals)[number];
  return {
    entries,
    destination,
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
    pathOf(row) {
      const { root } = sources[sourceOf(row)] as FilesToRead;
      const { path } = entries[row] as ScannedEntry;
      return path === '' ? root : `${root}/${path}`;
    },
    advance(row, bytes) {
      // A file that is read again after it changed is counted once.
      underWay.set(row, Math.min((underWay.get(row) ?? 0) + bytes, (entries[row] as ScannedEntry).size));
      report();
    },
    record(row, entry) {
      read[row] = entry;
      const total = totalOf(row);
      total.hashedFiles += 1;
      total.hashedBytes += entry.size;
      doneItems += 1;
      hashedBytes += entry.size;
      underWay.delete(row);
      if (doneItems % 512 === 0 || entry.size >= 1024 * 1024 || doneItems === totalItems) report();
    },
    fail(row, error) {
      if (sources.length === 1 || !(error instanceof PixelisError) || error.kind === 'interrupted') throw error;
      failures[sourceOf(row)] ??= error;
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
    countStored(row, bytes) {
      const total = totalOf(row);
      total.storedObjects += 1;
      total.storedBytes += bytes;
    },
    adopt({ packs = [], objects = [] }) {
      adopting = adopting.then(() => destination?.store.adopt({ packs, objects }, { signal }));
      return adopting;
    },
    async whole(work) {
      const thrown: unknown[] = [];
      const noteFailure = (error: unknown): void => {
        thrown.push(error);
        stop.abort();
      };
      await Promise.all(work.map((piece) => piece.catch(noteFailure)));
      // What was claimed and could not be stored may be in more sources than the one that claimed it.
      await adopting.catch(noteFailure);
      throwIfInterrupted(signal);
      if (thrown.length > 0) throw thrown[0];
    },
    result() {
      let row = 0;
      return sources.map((source, index) => {
        const first = row;
        row += source.entries.length;
        const total = totals[index] as (typeof totals)[number];
        return failures[index] ?? { entries: sources.length === 1 ? read : read.slice(first, row), ...total };
      });
    },
  };
}

/** The entries of all sources, and of which source each is. */
function rowsOf(sources: readonly FilesToRead[]) {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return { entries: only.entries, sourceOf: () => 0 };
  const entries = sources.flatMap((source) => source.entries);
  const column = sources.flatMap((source, index) => source.entries.map(() => index));
  return { entries, sourceOf: (row: number) => column[row] as number };
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
