import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { hashBytes } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import type { PackBody } from './build-pack.js';
import type { PackedObject } from './pack-index.js';
import { readKey } from './read-key.js';

export interface ReadBodies {
  /** In the order in which they were asked for. */
  readonly bodies: readonly PackBody[];
  readonly missing: readonly Digest[];
  readonly corrupt: readonly Digest[];
}

/** Bytes between two objects that are read along rather than asked around. */
const largestGap = 128 * 1024;
/** Bytes that are asked for at once. */
const largestRange = 8 * 1024 * 1024;

/** Reads small objects into memory, checked; those that lie near each other in a pack in one request. */
export async function readBodies(
  store: BucketStore,
  digests: readonly Digest[],
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<ReadBodies> {
  const found = await readRanges(store, digests, { signal });
  const missing: Digest[] = [];
  const corrupt: Digest[] = [];
  const bodies: PackBody[] = [];
  for (const digest of digests) {
    throwIfInterrupted(signal);
    try {
      // What was not where it should be is looked for once more, and damage is dealt with.
      bodies.push({ digest, body: found.get(digest) ?? (await store.read(digest, { signal })) });
    } catch (error) {
      if (isPixelisError(error, 'object.missing')) missing.push(digest);
      else if (isPixelisError(error, 'object.corrupt')) corrupt.push(digest);
      else throw error;
    }
  }
  return { bodies, missing, corrupt };
}

/** Those of the objects that are in packs and good, as of the store's last look; what is not may be there all the same. */
export async function readRanges(
  store: BucketStore,
  digests: readonly Digest[],
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<Digest, Uint8Array>> {
  const found = new Map<Digest, Uint8Array>();
  for (const range of rangesOf(store, digests)) await readRange(store, range, { found, signal });
  return found;
}

type Placed = PackedObject & { readonly digest: Digest };

/** Consecutive objects of one pack that are read at once. */
function rangesOf(store: BucketStore, digests: readonly Digest[]): readonly (readonly Placed[])[] {
  const placed = digests
    .flatMap((digest): Placed[] => {
      const place = store.catalogue.find(digest);
      return place === undefined ? [] : [{ ...place, digest }];
    })
    .sort((a, b) => (a.pack.digest === b.pack.digest ? a.offset - b.offset : a.pack.digest < b.pack.digest ? -1 : 1));
  const ranges: Placed[][] = [];
  for (const object of placed) {
    const range = ranges.at(-1);
    if (range !== undefined && belongs(range, object)) range.push(object);
    else ranges.push([object]);
  }
  return ranges;
}

function belongs(range: readonly Placed[], next: Placed): boolean {
  const [first, last] = [range[0] as Placed, range.at(-1) as Placed];
  return (
    last.pack.digest === next.pack.digest &&
    next.offset - (last.offset + last.size) <= largestGap &&
    next.offset + next.size - first.offset <= largestRange
  );
}

async function readRange(
  store: BucketStore,
  range: readonly Placed[],
  { found, signal }: { readonly found: Map<Digest, Uint8Array>; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const [first, last] = [range[0] as Placed, range.at(-1) as Placed];
  const length = last.offset + last.size - first.offset;
  const bytes = await readOrNothing(store, { key: packKey(first.pack.digest), offset: first.offset, length }, signal);
  for (const { digest, offset, size } of range) {
    const body = bytes.subarray(offset - first.offset, offset - first.offset + size);
    if (hashBytes(body, store.hashers.immediate) === digest) found.set(digest, body);
  }
}

/** No bytes where the pack is gone, or was cut off: each of its objects is then looked for by itself. */
async function readOrNothing(
  { bucket }: BucketStore,
  { key, ...range }: { readonly key: string; readonly offset: number; readonly length: number },
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (range.length === 0) return new Uint8Array();
  try {
    return (await readKey(bucket, key, { range, signal })) ?? new Uint8Array();
  } catch (error) {
    if (isPixelisError(error, 'remote.bad-response')) return new Uint8Array();
    throw error;
  }
}
