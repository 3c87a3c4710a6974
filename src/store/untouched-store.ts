import { isPixelisError } from '#errors/index.js';
import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type BucketStore, openObjectStore } from './bucket-store.js';
import type { LocalBucketStore } from './local-store.js';
import { locateObjects } from './locate-objects.js';
import { lookForObjects } from './look-for-objects.js';
import type { LookOptions, ObjectColumns, ObjectLocation } from './object-store.js';
import type { TrashStore } from './trash.js';

/**
 * The same store for who looks, and changes nothing: it has what lies in the trash as well, which stays there, and what is
 * damaged stays where it is.
 */
export async function untouchedStore(store: LocalBucketStore): Promise<LocalBucketStore> {
  const { bucket, trash } = store;
  const here = await openObjectStore(bucket, { label: store.label, tables: store.tables });
  const inTrash = async (): Promise<readonly TrashStore[]> => Promise.all(trash.runs().map(({ id }) => trash.open(id)));

  return {
    ...store,
    ...here,
    missing,
    missingHere: (digests, look) => here.missing(digests, look),
    missingRows,
    locate,
    async read(digest, task = {}) {
      const parts: Uint8Array[] = [];
      for await (const chunk of stream(digest, task)) parts.push(chunk);
      return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    },
    stream,
  };

  async function missing(digests: Iterable<Digest>, look: LookOptions = {}): Promise<ReadonlySet<Digest>> {
    let absent = await here.missing(digests, look);
    if (absent.size === 0) return absent;
    // The second time: what was brought back between the looks.
    for (const place of [...(await inTrash()), here]) {
      if (absent.size > 0) absent = await place.missing(absent, { ...look, glance: undefined });
    }
    return absent;
  }

  async function missingRows(objects: ObjectColumns, look: LookOptions = {}): Promise<readonly number[]> {
    const { absent } = await lookForObjects(here, objects, look);
    if (absent.length === 0 || trash.runs().length === 0) return absent;
    const digestOf = (row: number): Digest => digestFromBytes(objects.digests, row * digestBytes);
    const sizes = new Map(absent.map((row) => [digestOf(row), objects.sizes[row] as number]));
    const lacking = await missing(sizes.keys(), { signal: look.signal, sizeOf: (digest) => sizes.get(digest) });
    return absent.filter((row) => lacking.has(digestOf(row)));
  }

  async function locate(
    digests: Iterable<Digest>,
    look: LookOptions = {},
  ): Promise<ReadonlyMap<Digest, ObjectLocation>> {
    const all = [...digests];
    const found = await locateObjects(here, all, look);
    for (const place of await inTrash()) {
      const absent = all.filter((digest) => !found.has(digest));
      if (absent.length === 0) break;
      for (const [digest, location] of await locateObjects(place, absent, look)) found.set(digest, location);
    }
    return found;
  }

  /** The trash is looked at only for what is not here. */
  async function* places(): AsyncGenerator<BucketStore, void> {
    yield here;
    yield* await inTrash();
  }

  async function* stream(digest: Digest, task: TaskOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    let failure: unknown;
    for await (const place of places()) {
      try {
        // What is not there fails before the first chunk.
        return yield* place.stream(digest, task);
      } catch (error) {
        if (!isPixelisError(error, 'object.missing')) throw error;
        failure ??= error;
      }
    }
    throw failure;
  }
}
