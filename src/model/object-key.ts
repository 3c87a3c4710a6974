import { type Digest, digestHex, isDigest } from './digest.js';

/** Where all large objects lie in a bucket. */
export const objectFolder = 'objects';

/** Where all packs lie in a bucket. */
export const packFolder = 'packs';

/** Where a large object lies in a bucket: `blake3:3fa2…` at `objects/3f/a2…`. */
export function objectKey(digest: Digest): string {
  return keyOf('objects', digest);
}

/** Where a pack lies in a bucket: `packs/3f/a2…`, by the digest of the whole pack. */
export function packKey(digest: Digest): string {
  return keyOf('packs', digest);
}

/** What a key of a bucket stands for; undefined where Pixelis would not have chosen it. */
export function parseKey(key: string): ParsedKey | undefined {
  const [, folder, start = '', rest = ''] = pattern.exec(key) ?? [];
  const digest = `blake3:${start}${rest}`;
  if (!isDigest(digest)) return undefined;
  return { kind: folder === 'objects' ? 'object' : 'pack', digest };
}

export interface ParsedKey {
  readonly kind: 'object' | 'pack';
  readonly digest: Digest;
}

const pattern = /^(objects|packs)\/([0-9a-f]{2})\/([0-9a-f]{62})$/;

function keyOf(folder: 'objects' | 'packs', digest: Digest): string {
  const hex = digestHex(digest);
  return `${folder}/${hex.slice(0, 2)}/${hex.slice(2)}`;
}
