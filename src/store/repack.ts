import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack, type BuiltPack, type PackBody } from './build-pack.js';
import { packTargetSize } from './limits.js';
import { readPackBodies } from './pack-bodies.js';
import type { Pack } from './pack-index.js';
import { rehashPack } from './rehash.js';

export interface RepackOptions {
  /** Whether an object is to be in the new packs; default: every one. */
  readonly wants?: ((digest: Digest) => boolean) | undefined;
  /** Leaves out what another pack has in good order: only for who alone takes packs away. */
  readonly skipsCopies?: boolean | undefined;
  /** Told of a pack whose wanted objects are all in other packs, on disk: it can go. */
  readonly onReplaced: (pack: Pack) => Promise<unknown>;
  readonly signal?: AbortSignal | undefined;
}

/** Writes what is wanted of some packs into few new ones; each object once. Packs that are damaged, or gone, stay out of it. */
export async function repack(
  store: BucketStore,
  packs: readonly Pack[],
  { wants = () => true, skipsCopies = false, onReplaced, signal }: RepackOptions,
): Promise<void> {
  const sources = new Set(packs.map(({ digest }) => digest));
  const bodies = new Map<Digest, PackBody>();
  let replaced: Pack[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const pack = bodies.size === 0 ? undefined : buildPack([...bodies.values()], store.hashers.immediate);
    if (pack !== undefined) await putPack(store, pack, signal);
    for (const each of replaced) if (each.digest !== pack?.digest) await onReplaced(each);
    bodies.clear();
    [replaced, size] = [[], 0];
  };
  for (const pack of packs) {
    throwIfInterrupted(signal);
    const read = await readPackBodies(store, pack, { signal });
    // A damaged pack stays where it is until somebody needs what is in it.
    if (read === undefined || read.bad > 0) continue;
    for (const body of read.good) {
      if (!wants(body.digest) || (skipsCopies && (await isInOtherPack(body.digest)))) continue;
      if (!bodies.has(body.digest)) size += body.body.length;
      bodies.set(body.digest, body);
    }
    replaced.push(pack);
    if (size >= packTargetSize) await flush();
  }
  await flush();

  /** Whether another pack has it as well, one that stays and is good. */
  async function isInOtherPack(digest: Digest): Promise<boolean> {
    const place = store.catalogue.find(digest);
    if (place === undefined || sources.has(place.pack.digest)) return false;
    try {
      await store.read(digest, { signal });
      return true;
    } catch (error) {
      if (isPixelisError(error, 'object.corrupt') || isPixelisError(error, 'object.missing')) return false;
      throw error;
    }
  }
}

/** A pack of the same name counts only where every byte of it is right: what it replaces is about to go. */
async function putPack(store: BucketStore, pack: BuiltPack, signal: AbortSignal | undefined): Promise<void> {
  const put = (replace: boolean) =>
    store.bucket.put(packKey(pack.digest), sourceOfBytes(pack.bytes), { signal, replace });
  if ((await put(false)) === 'exists' && (await rehashPack(store, pack, { signal })).kind !== 'good') await put(true);
  store.catalogue.add(pack, pack.table);
  await store.tables.remember(pack, pack.table);
}
