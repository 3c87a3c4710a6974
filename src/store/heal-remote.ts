import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError } from '#errors/index.js';
import { packRowSize } from '#format/pack.js';
import { hashBytes } from '#hashing/hasher.js';
import { type Digest, digestFromBytes } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack, type PackBody } from './build-pack.js';
import type { StoredObject } from './object-store.js';
import { readPackBytes } from './pack-bodies.js';
import type { Pack } from './pack-index.js';
import { readBodies } from './read-bodies.js';
import { readKey } from './read-key.js';
import { quarantineKey } from './set-aside.js';
import { verifiedSource } from './verified-source.js';

/** What became of something damaged in a store. */
export interface Healed {
  readonly isHealed: boolean;
  /** Where the damaged bytes lie now, where they were moved. */
  readonly quarantine?: string | undefined;
}

/** Puts the good bytes of a large object in the place of damaged ones. Where the source has none, nothing is changed. */
export async function healLarge(
  { source, target }: { readonly source: BucketStore; readonly target: BucketStore },
  { digest, size }: StoredObject,
  { signal }: TaskOptions = {},
): Promise<Healed> {
  const key = objectKey(digest);
  const there = await source.bucket.head(key, { signal });
  if (there?.size !== size) return { isHealed: false };
  const bytes = verifiedSource(source.bucket, { key, digest, size }, { hashers: source.hashers, signal });
  try {
    await target.bucket.put(key, bytes, { signal, replace: true });
    return { isHealed: true };
  } catch (error) {
    if (isPixelisError(bytes.failure, 'object.corrupt') || isPixelisError(bytes.failure, 'object.missing'))
      return { isHealed: false };
    throw error;
  }
}

/**
 * Puts good bodies in the place of the damaged ones of a pack. Where all of them can be had the pack is what it was again;
 * else what is good is stored as another one, and the damaged pack goes into the bucket's quarantine.
 * @throws `pack.corrupt` where its table cannot be read
 */
export async function healPack(
  { source, target }: { readonly source: BucketStore; readonly target: BucketStore },
  pack: Pack,
  { signal }: TaskOptions = {},
): Promise<Healed> {
  const read = await readPackBytes(target, pack, { signal });
  if (read === undefined) return { isHealed: true };
  const { bytes, table } = read;
  const bodies: (PackBody | Digest)[] = [];
  for (let row = 0; row < table.count; row++) {
    const digest = digestFromBytes(table.rows, row * packRowSize);
    const body = bytes.subarray(table.offsets[row], table.offsets[row + 1]);
    bodies.push(hashBytes(body, target.hashers.immediate) === digest ? { digest, body } : digest);
  }
  const bad = bodies.filter((body) => typeof body === 'string');
  await source.catalogue.refresh({ signal });
  const replaced = new Map((await readBodies(source, bad, { signal })).bodies.map((body) => [body.digest, body]));
  const whole = bodies.flatMap((body) => (typeof body === 'string' ? (replaced.get(body) ?? []) : body));
  const isHealed = whole.length === bodies.length;
  const built = whole.length === 0 ? undefined : buildPack(whole, target.hashers.immediate);
  const isSame = built?.digest === pack.digest;
  if (built !== undefined) {
    await target.bucket.put(packKey(built.digest), sourceOfBytes(built.bytes), { signal, replace: isSame });
    target.catalogue.add(built, built.table);
    await target.tables.remember(built, built.table);
  }
  return isSame ? { isHealed } : { isHealed, quarantine: await setPackAside(target, pack, { signal }) };
}

/** Moves a damaged pack into the bucket's quarantine: where it lies now. Undefined where it is gone. */
export async function setPackAside(
  { bucket, catalogue }: BucketStore,
  { digest }: Pack,
  { signal }: TaskOptions = {},
): Promise<string | undefined> {
  const key = packKey(digest);
  const bytes = await readKey(bucket, key, { signal });
  if (bytes === undefined) return undefined;
  const to = quarantineKey(key);
  await bucket.put(to, sourceOfBytes(bytes), { signal });
  await bucket.delete(key, { signal });
  await catalogue.refresh({ signal });
  return to;
}
