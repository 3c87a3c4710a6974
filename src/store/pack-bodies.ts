import { isPixelisError } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { hashBytes } from '#hashing/hasher.js';
import { digestFromBytes } from '#model/digest.js';
import type { BucketStore } from './bucket-store.js';
import type { PackBody } from './build-pack.js';
import { packKey } from '#model/object-key.js';
import type { Pack } from './pack-index.js';
import { decodeTail } from './pack-tables.js';
import { readKey } from './read-key.js';

export interface PackBodies {
  /** Those whose bytes match their digest. */
  readonly good: readonly PackBody[];
  /** How many do not; 1 where the pack as a whole cannot be read. */
  readonly bad: number;
  /** Whether the whole pack is what its name says. */
  readonly isNamed: boolean;
}

const damageCodes = ['pack.corrupt', 'file.newer-format', 'remote.bad-response'] as const;

export interface ReadPackOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where it lies; default: where a pack belongs. */
  readonly key?: string | undefined;
}

/** A whole pack in memory, its table checked; undefined where the pack is gone. @throws `pack.corrupt` */
export async function readPackBytes(
  store: Pick<BucketStore, 'bucket' | 'hashers'>,
  pack: Pack,
  { signal, key = packKey(pack.digest) }: ReadPackOptions,
): Promise<{ readonly bytes: Uint8Array; readonly table: PackTable } | undefined> {
  const bytes = await readKey(store.bucket, key, { signal });
  if (bytes === undefined) return undefined;
  return { bytes, table: decodeTail(bytes, { ...pack, size: bytes.length }, store.hashers.immediate) };
}

/** Every object of a pack, read into memory and checked; undefined where the pack is gone. */
export async function readPackBodies(
  store: Pick<BucketStore, 'bucket' | 'hashers'>,
  pack: Pack,
  options: ReadPackOptions = {},
): Promise<PackBodies | undefined> {
  try {
    const read = await readPackBytes(store, pack, options);
    if (read === undefined) return undefined;
    const { bytes, table } = read;
    const good: PackBody[] = [];
    for (let row = 0; row < table.count; row++) {
      const digest = digestFromBytes(table.rows, row * packRowSize);
      const object = bytes.subarray(table.offsets[row], table.offsets[row + 1]);
      if (hashBytes(object, store.hashers.immediate) === digest) good.push({ digest, body: object });
    }
    const isNamed = hashBytes(bytes, store.hashers.immediate) === pack.digest;
    return { good, bad: table.count - good.length, isNamed };
  } catch (error) {
    if (damageCodes.some((code) => isPixelisError(error, code))) return { good: [], bad: 1, isNamed: false };
    throw error;
  }
}
