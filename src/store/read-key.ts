import type { Bucket, BucketOptions, ByteRange } from '#bucket/bucket.js';
import { readBody } from '#bucket/exact-bytes.js';
import { isPixelisError } from '#errors/index.js';

/**
 * The bytes under a key, in memory; undefined where it is absent, also when it went away while it was read: a pack may
 * be merged into another one at any moment.
 */
export async function readKey(
  bucket: Bucket,
  key: string,
  options: BucketOptions & { readonly range?: ByteRange | undefined },
): Promise<Uint8Array | undefined> {
  try {
    const body = await bucket.get(key, options);
    return body && (await readBody(body));
  } catch (error) {
    if (await wentAway(bucket, key, error)) return undefined;
    throw error;
  }
}

/** Whether reading failed because the key is not there any more. */
export async function wentAway(bucket: Bucket, key: string, error: unknown): Promise<boolean> {
  return isPixelisError(error, 'remote.bad-response') && (await bucket.head(key)) === undefined;
}
