import { closeSync, fstatSync, lstatSync, openSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { diskError, isDiskError } from '#errors/index.js';
import { readFlags } from '#hashing/hash-file.js';
import type { Hasher } from '#hashing/hasher.js';
import { packTargetSize, smallObjectLimit } from '#store/limits.js';
import { type FinishedPack, type PackHashers, PackWriter } from '#store/pack-writer.js';
import { digestBytes } from './digest-column.js';
import { changedMeanwhile } from './changed-meanwhile.js';
import { type PackedError, packError } from './error-transfer.js';

export interface IngestSettings {
  readonly job: 'ingest';
  /** Where packs are written; undefined where files are only hashed. */
  readonly packFolder: string | undefined;
}

/** Files and symlinks to read, as the scan saw them. Numbers are in rows of {@link numbersPerFile}. */
export interface ReadBatch {
  readonly id: number;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly numbers: Float64Array;
}

/** What was read: a row for each path of the batch. */
export interface ReadResult {
  readonly id: number;
  readonly digests: Uint8Array;
  readonly numbers: Float64Array;
  readonly seenMs: number;
  /** Paths that could not be read, or are too large by now: their rows hold nothing. */
  readonly failures: ReadonlyArray<{ readonly row: number; readonly error: PackedError | 'too-large' }>;
}

/** Kinds of files in a mode. */
const typeMask = 0o170000;
export const fileType = 0o100000;
export const symlinkType = 0o120000;

/** Columns of `numbers`. */
export const column = { mode: 0, size: 1, mtimeMs: 2, ctimeMs: 3, ino: 4 } as const;
export const numbersPerFile = 5;

export interface IngestSteps {
  /** Reads and hashes; the bytes are held until `keep` says which of them are wanted. */
  read(batch: ReadBatch): ReadResult;
  /** Appends the wanted rows of a batch to the pack, lets go of the rest; the pack, where it is full by that. */
  keep(choice: { readonly id: number; readonly rows: Uint32Array }): FinishedPack | undefined;
  /** Completes the last pack. */
  finish(input: undefined): FinishedPack | undefined;
}

export function openIngestJob({ packFolder }: IngestSettings, hashers: PackHashers) {
  const held = new Map<number, HeldBatch>();
  const arenas = new Arenas();
  let pack: PackWriter | undefined;
  const finish = (): FinishedPack | undefined => {
    const finished = pack?.finish({ fsync: false });
    pack = undefined;
    return finished;
  };
  const steps: IngestSteps = {
    read(batch) {
      const arena = arenas.take(bytesOf(batch));
      const { result, bodies } = readBatch({ arena, hasher: hashers.hasher }, batch);
      if (packFolder === undefined) arenas.giveBack(arena);
      else held.set(batch.id, { arena, bodies, digests: result.digests.slice() });
      return result;
    },
    keep({ id, rows }) {
      const batch = held.get(id);
      if (batch === undefined || packFolder === undefined) return undefined;
      held.delete(id);
      for (const row of rows) {
        pack ??= new PackWriter(packFolder, hashers);
        const digest = batch.digests.subarray(row * digestBytes, (row + 1) * digestBytes);
        pack.append(digest, batch.bodies[row] as Uint8Array);
      }
      arenas.giveBack(batch.arena);
      return pack !== undefined && pack.size >= packTargetSize ? finish() : undefined;
    },
    finish,
  };
  return { steps, close: () => pack?.abort() };
}

interface HeldBatch {
  readonly arena: Buffer;
  readonly bodies: readonly (Uint8Array | undefined)[];
  readonly digests: Uint8Array;
}

/** Buffers for the bytes of batches, used again and again. */
class Arenas {
  readonly #idle: Buffer[] = [];

  take(size: number): Buffer {
    const last = this.#idle.pop();
    return last !== undefined && last.length >= size ? last : Buffer.allocUnsafeSlow(size);
  }

  giveBack(arena: Buffer): void {
    this.#idle.push(arena);
  }
}

/** Room for all of a batch; a byte more for each, which shows a file that has grown. */
function bytesOf({ paths, numbers }: ReadBatch): number {
  let size = paths.length;
  for (let row = 0; row < paths.length; row++) size += numbers[row * numbersPerFile + column.size] as number;
  return size;
}

function readBatch(
  { arena, hasher }: { readonly arena: Buffer; readonly hasher: Hasher },
  { id, paths, numbers: expected }: ReadBatch,
): { readonly result: ReadResult; readonly bodies: readonly (Uint8Array | undefined)[] } {
  const digests = new Uint8Array(paths.length * digestBytes);
  const numbers = new Float64Array(paths.length * numbersPerFile);
  const failures: ReadResult['failures'][number][] = [];
  const bodies: (Uint8Array | undefined)[] = [];
  const seenMs = Date.now();
  let offset = 0;
  for (const [row, path] of paths.entries()) {
    const at = row * numbersPerFile;
    const room = arena.subarray(offset, offset + (expected[at + column.size] as number) + 1);
    offset += room.length;
    try {
      const read = readWhole(path, { expected, at, room });
      if (read === undefined) {
        failures.push({ row, error: 'too-large' });
        bodies.push(undefined);
        continue;
      }
      hasher.reset();
      hasher.update(read.body);
      hasher.digestInto(digests, row * digestBytes);
      writeNumbers(numbers, at, read.stats);
      bodies.push(read.body);
    } catch (error) {
      failures.push({ row, error: packError(readError(error, path)) });
      bodies.push(undefined);
    }
  }
  return { result: { id, digests, numbers, seenMs, failures }, bodies };
}

interface WholeBody {
  readonly body: Uint8Array;
  readonly stats: Stats;
}

/** How the file was seen before: row `at` of `expected`. `room` holds that many bytes and one more. */
interface Expectation {
  readonly expected: Float64Array;
  readonly at: number;
  readonly room: Buffer;
}

/** All bytes of a file, or the target of a symlink, with stats that are the same before and after. Undefined: too large. */
function readWhole(path: string, expectation: Expectation): WholeBody | undefined {
  const { expected, at } = expectation;
  if (((expected[at + column.mode] as number) & typeMask) === symlinkType) return readLink(path);
  const file = openSync(path, readFlags);
  try {
    // One read: it falls short of the room at the file's end, and the stats behind it say whether that was the end.
    const length = readSync(file, expectation.room, 0, expectation.room.length, 0);
    const stats = fstatSync(file);
    // The scan's look was the one before.
    if (length === stats.size && isAsExpected(expected, at, stats))
      return { body: expectation.room.subarray(0, length), stats };
    return readAgain(file, { path, stats });
  } finally {
    closeSync(file);
  }
}

const retries = 2;

function readAgain(file: number, seen: { readonly path: string; readonly stats: Stats }): WholeBody | undefined {
  let before = seen.stats;
  for (let attempt = 0; attempt < retries; attempt++) {
    if ((before.mode & typeMask) !== fileType) throw changedMeanwhile(seen.path);
    if (before.size > smallObjectLimit) return undefined;
    const room = Buffer.allocUnsafeSlow(before.size + 1);
    const length = fill(file, room);
    const stats = fstatSync(file);
    const isSame = stats.mtimeMs === before.mtimeMs && stats.ctimeMs === before.ctimeMs && stats.size === before.size;
    if (isSame && length === stats.size) return { body: room.subarray(0, length), stats };
    before = stats;
  }
  throw changedMeanwhile(seen.path);
}

function fill(file: number, room: Uint8Array): number {
  let length = 0;
  while (length < room.length) {
    const read = readSync(file, room, length, room.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** A symlink cannot be edited, only replaced: its target and its stats are of one moment, or of two links. */
function readLink(path: string): WholeBody {
  for (let attempt = 0; attempt <= retries; attempt++) {
    const before = lstatSync(path);
    const body = readlinkSync(path, 'buffer');
    const stats = lstatSync(path);
    if (before.ino === stats.ino && before.ctimeMs === stats.ctimeMs) return { body, stats };
  }
  throw changedMeanwhile(path);
}

function isAsExpected(expected: Float64Array, at: number, stats: Stats): boolean {
  return (
    expected[at + column.size] === stats.size &&
    expected[at + column.mtimeMs] === stats.mtimeMs &&
    expected[at + column.ctimeMs] === stats.ctimeMs &&
    expected[at + column.ino] === stats.ino
  );
}

function writeNumbers(numbers: Float64Array, at: number, { mode, size, mtimeMs, ctimeMs, ino }: Stats): void {
  numbers[at + column.mode] = mode;
  numbers[at + column.size] = size;
  numbers[at + column.mtimeMs] = mtimeMs;
  numbers[at + column.ctimeMs] = ctimeMs;
  numbers[at + column.ino] = ino;
}

function readError(error: unknown, path: string): unknown {
  // Gone, or something else in its place: the scan saw a file there.
  if (isDiskError(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO', 'EINVAL')) return changedMeanwhile(path);
  return diskError(error, path);
}
