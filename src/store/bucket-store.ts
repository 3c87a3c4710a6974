import type { Bucket, BucketBody } from '#bucket/bucket.js';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import type { HashEngine } from '#hashing/hasher.js';
import { type HasherPool, openHasherPool } from '#hashing/hasher-pool.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { findLarge } from './find-large.js';
import { objectKey, packKey, parseKey } from '#model/object-key.js';
import { smallObjectLimit } from './limits.js';
import type { LookOptions, ObjectStore, StoredObject } from './object-store.js';
import { type PackCatalogue, packCatalogue, unreadablePack } from './pack-catalogue.js';
import type { Pack } from './pack-index.js';
import { type PackTables, packTables } from './pack-tables.js';
import { objectCorrupt, objectMissing } from './store-errors.js';
import { verifiedChunks } from './verified-chunks.js';

/** An object store that is a layout over a bucket, with what a transfer needs to know of the layout. */
export interface BucketStore extends ObjectStore {
  readonly bucket: Bucket;
  readonly catalogue: PackCatalogue;
  readonly tables: PackTables;
  readonly hashers: HasherPool;
  /** Says that the bucket has damaged bytes for an object, in that pack or as a large object. */
  reportDamage(digest: Digest, pack: Pack | undefined): Promise<void>;
}

export interface ObjectStoreOptions {
  /** For messages: `remote 'origin'`. */
  readonly label: string;
  /** A folder in which the tables of packs are kept for ever, so that each is fetched once. */
  readonly tableCache?: string | undefined;
  /** Reads the tables of packs; default: from the bucket. */
  readonly tables?: PackTables | undefined;
  readonly engine?: HashEngine | undefined;
  /** What to do with damaged bytes, of a pack or of a large object; default: nothing, they stay and are never delivered. */
  readonly onDamage?: ((digest: Digest, pack: Pack | undefined) => Promise<void>) | undefined;
}

/** Large objects at `objects/ab/cdef…`, small ones in packs at `packs/ab/cdef…`. */
export async function openObjectStore<Kind extends Bucket>(
  bucket: Kind,
  options: ObjectStoreOptions,
): Promise<BucketStore & { readonly bucket: Kind }> {
  const { label, onDamage } = options;
  const hashers = await openHasherPool(options);
  const tables = options.tables ?? packTables(bucket, { hasher: hashers.immediate, cacheFolder: options.tableCache });
  const catalogue = packCatalogue(bucket, tables);

  return {
    label,
    bucket,
    catalogue,
    tables,
    hashers,
    missing,
    async read(digest, readOptions) {
      try {
        return await collect(stream(digest, readOptions));
      } catch (error) {
        // Its pack may have been merged into another one between the look and the read.
        if (!isPixelisError(error, 'remote.bad-response')) throw error;
        await catalogue.refresh(readOptions);
        return collect(stream(digest, readOptions));
      }
    },
    stream,
    list,
    reportDamage: async (digest, pack) => onDamage?.(digest, pack),
  };

  async function missing(digests: Iterable<Digest>, look: LookOptions = {}): Promise<ReadonlySet<Digest>> {
    await catalogue.refresh(look);
    const notPacked: Digest[] = [];
    const absent = new Set<Digest>();
    for (const digest of digests) {
      if (catalogue.find(digest) !== undefined) continue;
      absent.add(digest);
      if ((look.sizeOf?.(digest) ?? Infinity) > smallObjectLimit) notPacked.push(digest);
    }
    for (const digest of (await findLarge(bucket, notPacked, look)).keys()) absent.delete(digest);
    return absent.size === 0 || look.glance === undefined ? absent : missing(absent, { ...look, glance: undefined });
  }

  async function* stream(digest: Digest, { signal }: TaskOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    throwIfInterrupted(signal);
    const { pack, body } = await open(digest, signal);
    const hasher = await hashers.take();
    try {
      yield* verifiedChunks(body.chunks, { digest, hasher, signal });
    } catch (error) {
      if (!isPixelisError(error, 'object.corrupt')) throw error;
      await onDamage?.(digest, pack);
      throw objectCorrupt(digest, label, { cause: error });
    } finally {
      hashers.giveBack(hasher);
    }
  }

  /** An object's bytes, not checked yet. Packs may be merged while this looks: what is in none is looked for again. */
  async function open(digest: Digest, signal: AbortSignal | undefined): Promise<OpenObject> {
    await catalogue.load({ signal });
    const opened = (await openPacked(digest, signal)) ?? (await openLarge(digest, signal));
    if (opened !== undefined) return opened;
    await catalogue.refresh({ signal });
    const found = await openPacked(digest, signal);
    if (found !== undefined) return found;
    const unreadable = unreadablePack(catalogue);
    if (unreadable !== undefined) throw unreadable;
    throw objectMissing(digest, label, { cause: catalogue.damaged.values().next().value });
  }

  async function openPacked(digest: Digest, signal: AbortSignal | undefined): Promise<OpenObject | undefined> {
    const place = catalogue.find(digest);
    if (place === undefined) return undefined;
    if (place.size === 0) return { pack: place.pack, body: { size: 0, chunks: noChunks() } };
    const range = { offset: place.offset, length: place.size };
    const body = await bucket.get(packKey(place.pack.digest), { signal, range });
    return body?.size === place.size ? { pack: place.pack, body } : undefined;
  }

  async function openLarge(digest: Digest, signal: AbortSignal | undefined): Promise<OpenObject | undefined> {
    try {
      const body = await bucket.get(objectKey(digest), { signal });
      return body && { pack: undefined, body };
    } catch (error) {
      if (!isPixelisError(error, 'object.corrupt')) throw error;
      await onDamage?.(digest, undefined);
      throw objectCorrupt(digest, label, { cause: error });
    }
  }

  async function* list({ signal }: TaskOptions = {}): AsyncGenerator<StoredObject, void, undefined> {
    await catalogue.refresh({ signal });
    for (const { digest, size } of catalogue.objects()) {
      throwIfInterrupted(signal);
      yield { digest, size };
    }
    for await (const { key, size } of bucket.list('objects/', { signal })) {
      const digest = parseKey(key)?.digest;
      if (digest !== undefined && catalogue.find(digest) === undefined) yield { digest, size };
    }
  }
}

interface OpenObject {
  readonly pack: Pack | undefined;
  readonly body: BucketBody;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
}

async function* noChunks(): AsyncGenerator<Uint8Array, void, undefined> {}
