import type { BucketBody } from '#bucket/bucket.js';
import type { HasherPool } from '#hashing/hasher-pool.js';
import { type Digest, digestFromHex } from '#model/digest.js';

/** `objects/3f/a2…`, `trash/<run>/packs/3f/a2…`, `quarantine/objects-3f-a2….<random>` */
const named = /(?:^|\/)(objects|packs)[/-]([0-9a-f]{2})[/-]([0-9a-f]{62})(?:\.[^/]*)?$/;

/** What the end of a key tells of what lies there; undefined where it tells nothing. */
export function digestInName(key: string): { readonly kind: 'object' | 'pack'; readonly digest: Digest } | undefined {
  const [, folder, start = '', rest = ''] = named.exec(key) ?? [];
  if (folder === undefined) return undefined;
  return { kind: folder === 'packs' ? 'pack' : 'object', digest: digestFromHex(start + rest) };
}

/** What the bytes of a body tell. */
export async function digestOfBody(hashers: HasherPool, { chunks }: BucketBody): Promise<Digest> {
  const hasher = await hashers.take();
  try {
    hasher.reset();
    for await (const chunk of chunks) hasher.update(chunk);
    return hasher.digest();
  } finally {
    hashers.giveBack(hasher);
  }
}
