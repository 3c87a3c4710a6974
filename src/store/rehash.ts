import type { ByteRange } from '#bucket/bucket.js';
import { isPixelisError, type PixelisError, throwIfInterrupted } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { type Digest, digestFromBytes } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { checkedBodies } from './checked-bodies.js';
import type { StoredObject } from './object-store.js';
import type { Pack, PackedObject } from './pack-index.js';
import { wentAway } from './read-key.js';

/** What the bytes of a pack, or of an object, were found to be. */
export type Rehashed =
  | { readonly kind: 'good' }
  /** `bad` are the objects whose bytes are wrong; none where a pack's name, or its table, is. */
  | { readonly kind: 'damaged'; readonly bad: readonly StoredObject[]; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly error: PixelisError }
  /** Merged into another pack, or moved away, since it was listed. */
  | { readonly kind: 'gone' }
  /** Told to stop before its end. */
  | { readonly kind: 'stopped' };

export interface RehashOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Asked at each chunk whether to leave off. */
  readonly mustStop?: (() => boolean) | undefined;
}

/** Reads a whole pack: every body against the table, the table against the trailer, everything against its name. */
export async function rehashPack(store: BucketStore, pack: Pack, options: RehashOptions = {}): Promise<Rehashed> {
  const key = packKey(pack.digest);
  return guarded(store, { key, bad: [] }, async () => {
    const table = await store.tables.load(pack, { signal: options.signal });
    if (table === undefined) return { kind: 'gone' };
    const bad: StoredObject[] = [];
    const onBad = (row: number): void => void bad.push(objectAt(table, row));
    const hasher = await store.hashers.take();
    try {
      const wrap = (chunks: AsyncIterable<Uint8Array>) => checkedBodies(chunks, { table, hasher, onBad });
      const actual = await hashKey(store, { key, wrap }, options);
      if (typeof actual !== 'string') return actual;
      if (bad.length > 0) return { kind: 'damaged', bad, reason: 'bytes in the pack are not what they were' };
      if (actual === pack.digest) return { kind: 'good' };
      return { kind: 'damaged', bad, reason: 'the pack is not what its name says' };
    } finally {
      store.hashers.giveBack(hasher);
    }
  });
}

/** Reads one object: a file by itself, or a part of a pack. */
export async function rehashObject(
  store: BucketStore,
  { place, ...object }: StoredObject & { readonly place: PackedObject | undefined },
  options: RehashOptions = {},
): Promise<Rehashed> {
  const key = place === undefined ? objectKey(object.digest) : packKey(place.pack.digest);
  const range = place === undefined ? undefined : { offset: place.offset, length: place.size };
  return guarded(store, { key, bad: [object] }, async () => {
    const actual = await hashKey(store, { key, range }, options);
    if (typeof actual !== 'string') return actual;
    if (actual === object.digest) return { kind: 'good' };
    return { kind: 'damaged', bad: [object], reason: 'its bytes are not what they were' };
  });
}

function objectAt({ rows, offsets }: PackTable, row: number): StoredObject {
  const size = (offsets[row + 1] as number) - (offsets[row] as number);
  return { digest: digestFromBytes(rows, row * packRowSize), size };
}

interface Part {
  readonly key: string;
  /** Default: the whole file. */
  readonly range?: ByteRange | undefined;
  readonly wrap?: ((chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) | undefined;
}

async function hashKey(
  { bucket, hashers }: BucketStore,
  { key, range, wrap = (chunks) => chunks }: Part,
  { signal, onBytes, mustStop }: RehashOptions,
): Promise<Digest | Rehashed> {
  const body = await bucket.get(key, { signal, range });
  if (body === undefined) return { kind: 'gone' };
  const hasher = await hashers.take();
  try {
    hasher.reset();
    for await (const chunk of wrap(body.chunks)) {
      throwIfInterrupted(signal);
      if (mustStop?.() === true) return { kind: 'stopped' };
      hasher.update(chunk);
      onBytes?.(chunk.length);
    }
    return hasher.digest();
  } finally {
    hashers.giveBack(hasher);
  }
}

const damageCodes = ['object.corrupt', 'pack.corrupt', 'file.newer-format'] as const;

/** A file that cannot be read is a finding, and no reason to leave off. What else a remote fails with is thrown. */
async function guarded(
  { bucket }: BucketStore,
  { key, bad }: { readonly key: string; readonly bad: readonly StoredObject[] },
  work: () => Promise<Rehashed>,
): Promise<Rehashed> {
  try {
    return await work();
  } catch (error) {
    if (!isPixelisError(error)) throw error;
    if (await wentAway(bucket, key, error)) return { kind: 'gone' };
    if (damageCodes.some((code) => error.code === code)) return { kind: 'damaged', bad, reason: error.message };
    if (error.code.startsWith('disk.') || error.code === 'remote.bad-response') return { kind: 'unreadable', error };
    throw error;
  }
}
