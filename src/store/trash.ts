import { mkdirSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { flushFolder, moveIntoPlace } from '#bucket/durable-files.js';
import { folderBucket } from '#bucket/folder-bucket.js';
import { diskError, isDiskError, isPixelisError, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { type BucketStore, openObjectStore } from './bucket-store.js';
import { findLarge } from './find-large.js';
import { smallObjectLimit } from './limits.js';
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
  open(run: string): Promise<BucketStore>;
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

export function trashOf(bucket: LocalBucket): Trash {
  const root = bucket.pathOf('trash');
  const stores = new Map<string, Promise<BucketStore>>();
  const inTrash = (run: string, key: string): string => bucket.pathOf(`trash/${run}/${key}`);
  const trash: Trash = {
    begin: () => beginTrashRun(root),
    runs: () => listTrashRuns(root),
    open(run) {
      const label = `the trash of ${bucket.label}`;
      const opened = stores.get(run) ?? openObjectStore(folderBucket(join(root, run), { create: true }), { label });
      stores.set(run, opened);
      return opened;
    },
    take(run, key) {
      const to = inTrash(run, key);
      return move(bucket.pathOf(key), to, (from) => files.rename(from, to));
    },
    giveBack(run, key) {
      const to = bucket.pathOf(key);
      return move(inTrash(run, key), to, async (from) => {
        // Linked: a good object is never replaced. The other name goes when this one is on disk.
        if ((await moveIntoPlace(files, from, to)) === 'exists') return;
        await flushFolder(files, dirname(to));
        await files.rm(from, { force: true });
      });
    },
    async bringBack(digests, options = {}) {
      let wanted = [...digests];
      let found = 0;
      for (const { id } of listTrashRuns(root)) {
        if (wanted.length === 0) break;
        throwIfInterrupted(options.signal);
        const back = new Set<Digest>();
        for (const [key, objects] of await lookIn(await trash.open(id), wanted, options)) {
          // What is gone by now somebody else brought back, or freed: the next look tells.
          if (await unlessDenied(() => trash.giveBack(id, key))) for (const digest of objects) back.add(digest);
        }
        found += back.size;
        wanted = wanted.filter((digest) => !back.has(digest));
      }
      return found;
    },
    async free(run, key) {
      const path = inTrash(run, key);
      await files.rm(path, { force: true }).catch((error: unknown) => {
        throw diskError(error, path);
      });
    },
    removeIfEmpty: (run) => removeEmptyRun(root, run),
  };
  return trash;
}

/** False where there is nothing to move. */
async function move(from: string, to: string, work: (from: string) => Promise<void>): Promise<boolean> {
  try {
    mkdirSync(dirname(to), { recursive: true });
    await work(from);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return false;
    throw diskError(error, from);
  }
}

/** The keys under which some of the objects lie in a run, each with those. */
async function lookIn(
  { catalogue, bucket }: BucketStore,
  digests: readonly Digest[],
  { signal, sizeOf }: LookOptions,
): Promise<ReadonlyMap<string, readonly Digest[]>> {
  await catalogue.refresh({ signal });
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

async function unlessDenied(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isPixelisError(error, 'disk.denied')) return false;
    throw error;
  }
}
