import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { diskError } from '#errors/index.js';
import type { Hasher } from '#hashing/hasher.js';
import { digestBytes } from './digest-column.js';
import { type PackedError, packError } from './error-transfer.js';

export interface PlaceSettings {
  readonly job: 'place';
  /** Private folder in which files are made: nobody else puts anything there. */
  readonly folder: string;
}

/** Small objects to be written out of packs, in the order of their bytes there. */
export interface PlaceBatch {
  readonly packs: readonly string[];
  /** Names of the new files, in the folder. */
  readonly names: readonly string[];
  /** Rows of {@link placeNumbers}. */
  readonly numbers: Float64Array;
  readonly digests: Uint8Array;
}

/** Columns of a batch's numbers. */
export const placeColumn = { pack: 0, offset: 1, size: 2, mode: 3 } as const;
export const placeNumbers = 4;

export interface PlaceResult {
  /** mtimeMs, ctimeMs and ino of each new file. */
  readonly stamps: Float64Array;
  /** `damaged`: the bytes are not those of the digest. `moved`: the pack is not there any more. Nothing was left. */
  readonly failures: ReadonlyArray<{ readonly row: number; readonly error: PackedError | 'damaged' | 'moved' }>;
}

export interface PlaceSteps {
  place(batch: PlaceBatch): PlaceResult;
}

/** Bytes that are read from a pack at once, with gaps between objects of at most so many. */
const windowBytes = 1024 * 1024;
const gapBytes = 64 * 1024;
const writeFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export function openPlaceJob({ folder }: PlaceSettings, hasher: Hasher) {
  const packs = new Map<string, number | undefined>();
  const openPack = (path: string): number | undefined => {
    if (!packs.has(path)) packs.set(path, openIfThere(path));
    return packs.get(path);
  };
  const steps: PlaceSteps = {
    place(batch) {
      const rows = batch.names.length;
      const stamps = new Float64Array(rows * 3);
      const failures: PlaceResult['failures'][number][] = [];
      const digest = new Uint8Array(digestBytes);
      for (let start = 0; start < rows; ) {
        const window = windowFrom(batch, start);
        const file = openPack(batch.packs[window.pack] as string);
        const bytes = file === undefined ? undefined : readRange(file, window);
        for (let row = start; row < window.end; row++) {
          const body = bytes
            ?.subarray(number(batch, row, 'offset') - window.offset)
            .subarray(0, number(batch, row, 'size'));
          try {
            if (body === undefined) failures.push({ row, error: 'moved' });
            else if (!hasDigest(body, { hasher, digest, expected: batch.digests.subarray(row * 32, row * 32 + 32) })) {
              failures.push({ row, error: 'damaged' });
            } else stamps.set(writeNew(`${folder}/${batch.names[row]}`, body, number(batch, row, 'mode')), row * 3);
          } catch (error) {
            failures.push({ row, error: packError(error) });
          }
        }
        start = window.end;
      }
      return { stamps, failures };
    },
  };
  return {
    steps,
    close() {
      for (const file of packs.values()) if (file !== undefined) closeSync(file);
      packs.clear();
    },
  };
}

function number({ numbers }: PlaceBatch, row: number, which: keyof typeof placeColumn): number {
  return numbers[row * placeNumbers + placeColumn[which]] as number;
}

/** Rows from `start` that lie close together in one pack. */
function windowFrom(batch: PlaceBatch, start: number) {
  const pack = number(batch, start, 'pack');
  const offset = number(batch, start, 'offset');
  let last = offset + number(batch, start, 'size');
  let end = start + 1;
  for (; end < batch.names.length && number(batch, end, 'pack') === pack; end++) {
    const next = number(batch, end, 'offset');
    const nextEnd = next + number(batch, end, 'size');
    if (next < offset || next > last + gapBytes || nextEnd > offset + windowBytes) break;
    last = Math.max(last, nextEnd);
  }
  return { pack, offset, end, length: last - offset };
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw diskError(error, path);
  }
}

/** Bytes beyond the end of the file are left out: the digest shows it. */
function readRange(file: number, { offset, length }: { readonly offset: number; readonly length: number }): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, bytes, filled, length - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function hasDigest(
  body: Uint8Array,
  { hasher, digest, expected }: { readonly hasher: Hasher; readonly digest: Uint8Array; readonly expected: Uint8Array },
): boolean {
  hasher.reset();
  hasher.update(body);
  hasher.digestInto(digest, 0);
  return Buffer.compare(digest, expected) === 0;
}

function writeNew(
  path: string,
  body: Uint8Array,
  mode: number,
): readonly [mtimeMs: number, ctimeMs: number, ino: number] {
  try {
    const file = openSync(path, writeFlags, mode);
    try {
      for (let done = 0; done < body.length; ) done += writeSync(file, body, done);
      const { mtimeMs, ctimeMs, ino } = fstatSync(file);
      return [mtimeMs, ctimeMs, ino];
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw diskError(error, path);
  }
}
