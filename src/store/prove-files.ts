import { sourceOfBytes } from '#bucket/byte-source.js';
import type { ByteSource } from '#bucket/bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError } from '#errors/index.js';
import { packRowSize } from '#format/pack.js';
import { digestFromBytes } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack } from './build-pack.js';
import type { StoredObject } from './object-store.js';
import type { Pack } from './pack-index.js';
import { readBodies } from './read-bodies.js';
import type { RehashOptions } from './rehash.js';
import type { FilesToRehash } from './rehash-store.js';
import { verifiedSource } from './verified-source.js';

export interface ProvenFiles {
  /** Files whose bytes the service's own checksums show to be good. */
  readonly proven: number;
  /** The others: nothing is known of them. */
  readonly unproven: FilesToRehash;
}

/** Packs are put together in memory: so many at once. */
const atOnce = 2;

/**
 * Compares what a store holds with what another one has, by the checksums that the service behind it made of its objects
 * when they were stored: nothing is downloaded, and one request is made for each pack and each large object.
 */
export async function proveFiles(
  { store, good }: { readonly store: BucketStore; readonly good: BucketStore },
  { packs, large }: FilesToRehash,
  { signal, mustStop }: Pick<RehashOptions, 'signal' | 'mustStop'> = {},
): Promise<ProvenFiles> {
  const unproven = { packs: [] as Pack[], large: [] as StoredObject[] };
  await good.catalogue.load({ signal });
  const isProven = async (key: string, sourceOf: () => Promise<ByteSource | undefined>): Promise<boolean> => {
    if (mustStop?.() === true) return false;
    try {
      const source = await sourceOf();
      return source !== undefined && (await store.bucket.provesSame(key, source, { signal }));
    } catch (error) {
      // What is to be compared with is no good copy.
      if (isPixelisError(error, 'object.corrupt') || isPixelisError(error, 'object.missing')) return false;
      throw error;
    }
  };
  const provePack = async (pack: Pack): Promise<void> => {
    const isGood = await isProven(packKey(pack.digest), async () => packFrom(good, { store, pack }, signal));
    if (!isGood) unproven.packs.push(pack);
  };
  const proveLarge = async (object: StoredObject): Promise<void> => {
    const key = objectKey(object.digest);
    const source = verifiedSource(good.bucket, { key, ...object }, { hashers: good.hashers, signal });
    if (!(await isProven(key, () => Promise.resolve(source)))) unproven.large.push(object);
  };
  await mapAtOnce(packs, atOnce, provePack, signal);
  await mapAtOnce(large, atOnce, proveLarge, signal);
  return { proven: packs.length + large.length - unproven.packs.length - unproven.large.length, unproven };
}

/** The bytes that a pack must have, from objects of the good store; undefined where it has not got all of them. */
async function packFrom(
  good: BucketStore,
  { store, pack }: { readonly store: BucketStore; readonly pack: Pack },
  signal: AbortSignal | undefined,
): Promise<ByteSource | undefined> {
  const table = await store.tables.load(pack, { signal });
  if (table === undefined) return undefined;
  const digests = Array.from({ length: table.count }, (_, row) => digestFromBytes(table.rows, row * packRowSize));
  const { bodies } = await readBodies(good, digests, { signal });
  if (bodies.length !== digests.length) return undefined;
  const built = buildPack(bodies, good.hashers.immediate);
  return built.digest === pack.digest ? sourceOfBytes(built.bytes) : undefined;
}
