import { throwIfInterrupted } from '#errors/index.js';
import type { TreeEntryKind } from '#model/tree-entry.js';
import type { FinishedPack } from '#store/pack-writer.js';
import { digestAt } from './digest-column.js';
import { unpackError } from './error-transfer.js';
import { column, fileType, numbersPerFile, symlinkType, type ReadBatch, type ReadResult } from './ingest-job.js';
import type { IngestRun } from './ingest-run.js';
import type { Lane } from './lanes.js';
import type { ScannedEntry } from './scan.js';
import { isSameStamp, kindOf } from './stamp.js';

/** Small files to be read in one step of a lane. */
export interface SmallBatch {
  readonly id: number;
  /** Rows of the run's entries. */
  readonly rows: readonly number[];
}

const filesPerBatch = 2048;
const bytesPerBatch = 4 * 1024 * 1024;

/** Cuts `rows` into batches. Lanes take them from one iterator, each when it has room. */
export function* smallBatches(entries: readonly ScannedEntry[], rows: readonly number[]): Generator<SmallBatch> {
  let id = 0;
  let batch: number[] = [];
  let bytes = 0;
  for (const row of rows) {
    const { size } = entries[row] as ScannedEntry;
    if (batch.length === filesPerBatch || (batch.length > 0 && bytes + size > bytesPerBatch)) {
      yield { id: id++, rows: batch };
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) yield { id, rows: batch };
}

/** Where batches come from, and where rows go whose files have grown too large for a pack. */
export interface SmallWork {
  readonly batches: Iterator<SmallBatch>;
  readonly tooLarge: number[];
}

/** Works on batches until there are no more. Two at a time: the lane reads one while the store is asked about the other. */
export async function ingestSmall(lane: Lane<'ingest'>, work: SmallWork, run: IngestRun): Promise<void> {
  await Promise.all([pump(lane, work, run), pump(lane, work, run)]);
  await takePack(lane.call('finish', undefined), run);
}

async function pump(lane: Lane<'ingest'>, work: SmallWork, run: IngestRun): Promise<void> {
  for (let next = work.batches.next(); next.done !== true; next = work.batches.next()) {
    throwIfInterrupted(run.signal);
    const { id, rows } = next.value;
    const result = await lane.call('read', readBatchOf(next.value, run));
    for (const { row, error } of result.failures) {
      if (error === 'too-large') work.tooLarge.push(rows[row] as number);
      else run.fail(rows[row] as number, unpackError(error));
    }
    const wanted = await recordRows(result, rows, run);
    if (run.destination !== undefined) await takePack(lane.call('keep', { id, rows: wanted }), run);
  }
}

function readBatchOf({ id, rows }: SmallBatch, run: IngestRun): ReadBatch {
  const numbers = new Float64Array(rows.length * numbersPerFile);
  const paths = rows.map((row, index) => {
    const { kind, size, stamp } = run.entries[row] as ScannedEntry;
    const at = index * numbersPerFile;
    numbers[at + column.mode] = kind === 'symlink' ? symlinkType : fileType;
    numbers[at + column.size] = size;
    numbers[at + column.mtimeMs] = stamp.mtimeMs;
    numbers[at + column.ctimeMs] = stamp.ctimeMs;
    numbers[at + column.ino] = stamp.ino;
    return run.pathOf(row);
  });
  return { id, paths, numbers };
}

/** Records what was read; the rows of the batch whose bytes are to be stored. */
async function recordRows(
  { digests, numbers, failures, seenMs }: ReadResult,
  rows: readonly number[],
  run: IngestRun,
): Promise<Uint32Array> {
  const digestColumn = Buffer.from(digests.buffer, digests.byteOffset, digests.byteLength);
  const sizes = new Float64Array(rows.length);
  const failed = new Set(failures.map((failure) => failure.row));
  for (const [index, row] of rows.entries()) {
    if (failed.has(index)) continue;
    const number = (which: number): number => numbers[index * numbersPerFile + which] as number;
    const { path, stamp: before } = run.entries[row] as ScannedEntry;
    const now = { mtimeMs: number(column.mtimeMs), ctimeMs: number(column.ctimeMs), ino: number(column.ino), seenMs };
    sizes[index] = number(column.size);
    run.record(row, {
      path,
      kind: kindOf(number(column.mode)) as TreeEntryKind,
      size: number(column.size),
      // The earlier look proves no less, and is there already.
      stamp: isSameStamp(before, now) ? before : now,
      digest: digestAt(digestColumn, index),
    });
  }
  // A row that failed is a row of zeros, which is no object.
  const claimed = await run.claim({ digests, sizes });
  for (const index of claimed) run.countStored(rows[index] as number, sizes[index] as number);
  return Uint32Array.from(claimed);
}

async function takePack(finished: Promise<FinishedPack | undefined>, run: IngestRun): Promise<void> {
  const pack = await finished;
  if (pack !== undefined) await run.adopt({ packs: [pack] });
}
