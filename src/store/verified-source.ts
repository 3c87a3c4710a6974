import type { Bucket, ByteRange, ByteSource } from '#bucket/bucket.js';
import { PixelisError } from '#errors/index.js';
import type { HasherPool } from '#hashing/hasher-pool.js';
import type { Digest } from '#model/digest.js';
import { isWorthParts, parallelChunks, type PartRoom } from './parallel-chunks.js';
import { wentAway } from './read-key.js';
import { verifiedChunks } from './verified-chunks.js';

/** The bytes under a key of a bucket, which are only ever given whole where they match a digest. */
export interface VerifiedSource extends ByteSource {
  /** The first reason for which the bytes could not be given: they do not match, or are gone. */
  readonly failure: PixelisError | undefined;
}

export interface VerifiedObject {
  readonly key: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/**
 * Read as a whole, the bytes are hashed as they pass and the last chunk is withheld where they are wrong. Read in parts,
 * they are read and hashed once before the first part is given.
 */
export function verifiedSource(
  bucket: Bucket,
  { key, digest, size }: VerifiedObject,
  {
    hashers,
    signal,
    room,
    wrap = (chunks) => chunks,
  }: {
    readonly hashers: HasherPool;
    readonly signal?: AbortSignal | undefined;
    /** Where it is given, large objects are read by several requests at once. */
    readonly room?: PartRoom | undefined;
    /** A further check of the chunks of the whole, which throws `object.corrupt`. */
    readonly wrap?: ((chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) | undefined;
  },
): VerifiedSource {
  let failure: PixelisError | undefined;
  let checked: Promise<void> | undefined;
  return {
    size,
    get failure() {
      return failure;
    },
    async *open(range = { offset: 0, length: size }) {
      if (range.offset === 0 && range.length === size) {
        yield* whole();
        return;
      }
      await (checked ??= checkAll());
      yield* noteFailure(raw(range));
    },
  };

  async function checkAll(): Promise<void> {
    for await (const _ of whole());
  }

  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    const hasher = await hashers.take();
    try {
      const inParts = room !== undefined && isWorthParts(size);
      const chunks = inParts ? parallelChunks(bucket, { key, size }, { room, signal }) : raw();
      yield* noteFailure(wrap(verifiedChunks(chunks, { digest, hasher, signal })));
    } finally {
      hashers.giveBack(hasher);
    }
  }

  async function* raw(range?: ByteRange): AsyncGenerator<Uint8Array, void, undefined> {
    const body = await bucket.get(key, { signal, range });
    if (body === undefined) throw gone();
    if (body.size !== (range?.length ?? size)) {
      throw new PixelisError('object.corrupt', `'${key}' in ${bucket.label} has changed its size`);
    }
    try {
      yield* body.chunks;
    } catch (error) {
      throw (await wentAway(bucket, key, error)) ? gone() : error;
    }
  }

  function gone(): PixelisError {
    return new PixelisError('object.missing', `'${key}' is gone from ${bucket.label}`);
  }

  async function* noteFailure(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* chunks;
    } catch (error) {
      if (error instanceof PixelisError && error.code !== 'interrupted') failure ??= error;
      throw error;
    }
  }
}
