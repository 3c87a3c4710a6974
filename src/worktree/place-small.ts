import { throwIfInterrupted } from '#errors/index.js';
import { writeDigest } from '#model/digest.js';
import type { TreeFile } from '#model/tree-entry.js';
import type { ObjectLocation } from '#store/object-store.js';
import { digestBytes } from './digest-column.js';
import { unpackError } from './error-transfer.js';
import type { Lane } from './lanes.js';
import { type PlaceBatch, placeColumn, placeNumbers } from './place-job.js';
import type { PlacementRun } from './placement-run.js';

const filesPerBatch = 1024;
const bytesPerBatch = 8 * 1024 * 1024;

/** Makes files of packed objects, in the order in which these lie in their packs. */
export async function placeSmall(
  rows: readonly number[],
  lanes: ReadonlyArray<Lane<'place'>>,
  run: PlacementRun,
): Promise<void> {
  const batches = batchesOf(rows.toSorted(byLocation(run)), run);
  const failures: unknown[] = [];
  const work = lanes.map(async (lane) => {
    try {
      for (let next = batches.next(); next.done !== true && failures.length === 0; next = batches.next()) {
        throwIfInterrupted(run.signal);
        await placeBatch(next.value, lane, run);
      }
    } catch (error) {
      failures.push(error);
    }
  });
  await Promise.all(work);
  if (failures.length > 0) throw failures[0];
}

async function placeBatch(rows: readonly number[], lane: Lane<'place'>, run: PlacementRun): Promise<void> {
  const { stamps, failures } = await lane.call('place', batchOf(rows, run));
  const failed = new Set<number>();
  for (const { row, error } of failures) {
    failed.add(row);
    if (error === 'damaged') run.failed(rows[row] as number, 'damaged');
    else if (error === 'moved') run.failed(rows[row] as number, 'missing');
    else throw unpackError(error);
  }
  for (const [index, row] of rows.entries()) {
    if (failed.has(index)) continue;
    const [mtimeMs = 0, ctimeMs = 0, ino = 0] = stamps.subarray(index * 3, index * 3 + 3);
    run.placed(row, mtimeMs, ctimeMs, ino);
  }
}

function batchOf(rows: readonly number[], run: PlacementRun): PlaceBatch {
  const packs: string[] = [];
  const numbers = new Float64Array(rows.length * placeNumbers);
  const digests = new Uint8Array(rows.length * digestBytes);
  const names = rows.map((row, index) => {
    const { digest, kind } = run.target.files[row] as TreeFile;
    const { file, offset, size } = run.locations.get(digest) as ObjectLocation;
    if (packs.at(-1) !== file) packs.push(file);
    const at = index * placeNumbers;
    numbers[at + placeColumn.pack] = packs.length - 1;
    numbers[at + placeColumn.offset] = offset;
    numbers[at + placeColumn.size] = size;
    numbers[at + placeColumn.mode] = kind === 'executable' ? 0o777 : 0o666;
    writeDigest(digest, digests, index * digestBytes);
    return run.target.nameOf(row);
  });
  return { packs, names, numbers, digests };
}

function byLocation({ target: { files }, locations }: PlacementRun): (left: number, right: number) => number {
  const locationOf = (row: number): ObjectLocation => locations.get((files[row] as TreeFile).digest) as ObjectLocation;
  return (left, right) => {
    const a = locationOf(left);
    const b = locationOf(right);
    return a.file === b.file ? a.offset - b.offset : a.file < b.file ? -1 : 1;
  };
}

function* batchesOf(rows: readonly number[], { target: { files } }: PlacementRun): Generator<readonly number[]> {
  let batch: number[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (batch.length === filesPerBatch || bytes >= bytesPerBatch) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += (files[row] as TreeFile).size;
  }
  if (batch.length > 0) yield batch;
}
