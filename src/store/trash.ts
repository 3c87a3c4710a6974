import { mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { diskError, isDiskError, isPixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { type BucketStore, openObjectStore } from './bucket-store.js';
import { findLarge } from './find-large.js';
import { smallObjectLimit } from './limits.js';
import { isCollecting, pinFolder } from './pin-files.js';
import type { LookOptions } from './object-store.js';
import { beginTrashRun, listTrashRuns, removeEmptyRun, type TrashRun } from './trash-runs.js';

/**
 * What collections took away from a store, each in a folder of its own that is laid out like the store: the object
 * `objects/3f/a2…` lies at `trash/20261123t093000z-1f2e3d/objects/3f/a2…` until it is brought back or freed.
 */
export interface Trash {
  begin(): TrashRun;
  /** From the latest to the oldest. */
  runs(): readonly TrashRun[];
  /** What lies in one run's folder, to be read like any store. */
  open(run: string): Promise<TrashStore>;
  /** Moves a pack or a large object of the store here. False where it is gone. */
  take(run: string, key: string): Promise<boolean>;
  /** Moves it back; it stays where the store has one by now. False where it is gone from here. */
  giveBack(run: string, key: string): Promise<boolean>;
  /**
   * Moves those of some objects back that lie in any run, with the packs they are in; how many there were. A store that may
   * only be read stays as it is.
   */
  bringBack(digests: Iterable<Digest>, options?: LookOptions): Promise<number>;
  /** Removes a pack or a large object for good. */
  free(run: string, key: string): Promise<void>;
  removeIfEmpty(run: string): void;
}

export type TrashStore = BucketStore & { readonly bucket: LocalBucket };

const folder = 'trash';

export function trashOf(bucket: LocalBucket): Trash {
  const root = bucket.pathOf(folder);
  const complete = new Set<string>();
  const stores = new Map<string, Promise<TrashStore>>();
  const inTrash = (run: string, key: string): string => bucket.pathOf(`${folder}/${run}/${key}`);
  const trash: Trash = {
    begin: () => beginTrashRun(root),
    runs: () => listTrashRuns(root),
    open(run) {
      const label = `the trash of ${bucket.label}`;
      const opened = stores.get(run) ?? openObjectStore(folderBucket(join(root, run), { create: true }), { label });
      stores.set(run, opened);
      return opened;
    },
    async take(run, key) {
      const [from, to] = [bucket.pathOf(key), inTrash(run, key)];
      try {
        mkdirSync(dirname(to), { recursive: true });
        // Nothing is flushed: after a power cut it lies here or there.
        await rename(from, to);
        return true;
      } catch (error) {
        if (isDiskError(error, 'ENOENT')) return false;
        throw diskError(error, from);
      }
    },
    giveBack: async (run, key) => (await bucket.move(`${folder}/${run}/${key}`, key)) !== 'absent',
    async bringBack(digests, options = {}) {
      const runs = listTrashRuns(root);
      // Nothing is added to a run once its collection is over: then its tables need not be read again.
      const mayGrow = isCollecting(pinFolder(bucket));
      let wanted = [...digests];
      let found = 0;
      for (const { id } of runs) {
        if (wanted.length === 0) break;
        throwIfInterrupted(options.signal);
        const store = await trash.open(id);
        await (mayGrow || !complete.has(id) ? store.catalogue.refresh(options) : store.catalogue.load(options));
        if (!mayGrow) complete.add(id);
        const back = new Set<Digest>();
        for (const [key, objects] of await lookIn(store, wanted, options)) {
          const outcome = await giveBackIfAllowed(id, key);
          // What is gone by now somebody else brought back, or freed: the next look tells.
          if (outcome === 'gone') complete.delete(id);
          if (outcome !== 'denied') for (const digest of objects) back.add(digest);
        }
        found += back.size;
        wanted = wanted.filter((digest) => !back.has(digest));
      }
      return found;
    },
    async free(run, key) {
      const path = inTrash(run, key);
      await rm(path, { force: true }).catch((error: unknown) => {
        throw diskError(error, path);
      });
    },
    removeIfEmpty: (run) => removeEmptyRun(root, run),
  };
  return trash;

  async function giveBackIfAllowed(run: string, key: string): Promise<'back' | 'gone' | 'denied'> {
    try {
      return (await trash.giveBack(run, key)) ? 'back' : 'gone';
    } catch (error) {
      if (isPixelisError(error, 'disk.denied')) return 'denied';
      throw error;
    }
  }
}

/** The keys under which some of the objects lie in a run, each with those. */
async function lookIn(
  { catalogue, bucket }: BucketStore,
  digests: readonly Digest[],
  { signal, sizeOf }: LookOptions,
): Promise<ReadonlyMap<string, readonly Digest[]>> {
  const keys = new Map<string, Digest[]>();
  const notPacked: Digest[] = [];
  for (const digest of digests) {
    const place = catalogue.find(digest);
    if (place !== undefined) {
      const key = packKey(place.pack.digest);
      const others = keys.get(key);
      if (others === undefined) keys.set(key, [digest]);
      else others.push(digest);
    } else if ((sizeOf?.(digest) ?? Infinity) > smallObjectLimit) notPacked.push(digest);
  }
  for (const digest of (await findLarge(bucket, notPacked, { signal, sizeOf })).keys()) {
    keys.set(objectKey(digest), [digest]);
  }
  return keys;
}
