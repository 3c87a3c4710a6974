import type { Bucket, BucketObject } from '#bucket/bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError } from '#errors/index.js';
import { type Digest, digestHex } from '#model/digest.js';
import { objectKey, parseKey } from '#model/object-key.js';
import type { LookOptions } from './object-store.js';

/** Up to so many objects are asked for one by one. */
const fewObjects = 64;
/** Keys of a listing that cost less than asking for one object: a request lists a thousand. */
const keysPerObject = 16;
const atOnce = 32;

/** What holds for no object but the empty one, which is small: a file of no bytes is what a crash leaves. */
const emptyHex = 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';

export interface FindLargeOptions extends LookOptions {
  readonly onWrongSize?: ((digest: Digest, size: number) => void) | undefined;
}

/**
 * The sizes of those of `digests` that are large objects of the bucket: a few by asking for each, many by a listing that
 * ends where it would cost more than asking for the rest. An object of the wrong size is damaged and left out.
 */
export async function findLarge(
  bucket: Bucket,
  digests: readonly Digest[],
  { signal, sizeOf, onWrongSize }: FindLargeOptions = {},
): Promise<ReadonlyMap<Digest, number>> {
  const found = new Map<Digest, number>();
  const wanted = new Set(digests);
  const meet = (digest: Digest, { size }: BucketObject): void => {
    const expected = sizeOf?.(digest) ?? size;
    if (size === expected && (size > 0 || digestHex(digest) === emptyHex)) found.set(digest, size);
    else onWrongSize?.(digest, size);
  };

  let lastKey = '';
  if (wanted.size > fewObjects) {
    let budget = keysPerObject * wanted.size;
    for await (const object of bucket.list('objects/', { signal })) {
      lastKey = object.key;
      const digest = parseKey(object.key)?.digest;
      if (digest !== undefined && wanted.has(digest)) meet(digest, object);
      budget -= 1;
      if (budget === 0) break;
    }
    // A listing that came to its end has told of every object.
    if (budget > 0) return found;
  }
  const rest = [...wanted].filter((digest) => objectKey(digest) > lastKey);
  await mapAtOnce(
    rest,
    atOnce,
    async (digest) => {
      const object = await headOf(bucket, digest, signal);
      if (object !== undefined) meet(digest, object);
    },
    signal,
  );
  return found;
}

/** A folder or a link under an object's name is damage, and the object is not there. */
async function headOf(
  bucket: Bucket,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<BucketObject | undefined> {
  try {
    return await bucket.head(objectKey(digest), { signal });
  } catch (error) {
    if (isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}
