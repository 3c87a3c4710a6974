import { type Digest, digestHex, isDigest } from '#model/digest.js';

/** Every key of large objects, and of packs, begins so. */
export const objectPrefix = 'objects/';
export const packPrefix = 'packs/';

/** `blake3:3fa2…` is at `objects/3f/a2…`. */
export function objectKey(digest: Digest): string {
  return objectPrefix + sharded(digest);
}

/** The pack whose own digest is `blake3:3fa2…` is at `packs/3f/a2…`. */
export function packKey(digest: Digest): string {
  return packPrefix + sharded(digest);
}

/** The digest that a key of either kind stands for; undefined for what is not one. */
export function digestOfKey(key: string): Digest | undefined {
  const [, shard, rest, more] = key.split('/');
  const text = `blake3:${shard}${rest}`;
  return shard?.length === 2 && more === undefined && isDigest(text) ? text : undefined;
}

function sharded(digest: Digest): string {
  const hex = digestHex(digest);
  return `${hex.slice(0, 2)}/${hex.slice(2)}`;
}
