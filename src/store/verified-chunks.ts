import { PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Hasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';

/**
 * The chunks, hashed as they pass. The last one is withheld until the digest of all of them is seen to be right.
 * The hasher is this stream's alone until it ends.
 * @throws `object.corrupt`
 */
export async function* verifiedChunks(
  chunks: AsyncIterable<Uint8Array>,
  {
    digest,
    hasher,
    signal,
  }: { readonly digest: Digest; readonly hasher: Hasher; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  hasher.reset();
  let last: Uint8Array | undefined;
  for await (const chunk of chunks) {
    throwIfInterrupted(signal);
    if (last !== undefined) yield last;
    hasher.update(chunk);
    last = chunk;
  }
  const actual = hasher.digest();
  if (actual !== digest) {
    throw new PixelisError('object.corrupt', `the bytes of '${digest}' hash to '${actual}'`, {
      data: { digest, actual },
    });
  }
  if (last !== undefined) yield last;
}
