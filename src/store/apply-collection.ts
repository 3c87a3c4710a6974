import { throwIfInterrupted } from '#errors/index.js';
import { type Digest, digestBytes, digestFromBytes } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Collection } from './collection.js';
import { restoreRun } from './empty-trash.js';
import type { LocalBucketStore } from './local-store.js';
import { lookForObjects } from './look-for-objects.js';
import type { NeededObjects } from './needed-objects.js';
import type { CollectionMoves } from './plan-collection.js';
import { repack } from './repack.js';
import type { TrashRun } from './trash-runs.js';

export interface ApplyCollectionOptions extends TaskOptions {
  readonly collection: Collection;
  /** What was needed when the plan was made. */
  readonly live: NeededObjects;
  /** Told of the run before anything is moved. */
  readonly onBegin?: ((run: TrashRun) => Promise<void>) | undefined;
  /** Looks again, once everything was moved: what is needed now that may not have been before. */
  readonly lookAgain: () => Promise<NeededObjects>;
}

export interface AppliedCollection {
  /** Where the garbage lies; undefined where nothing does. */
  readonly run: TrashRun | undefined;
  /** Files that were moved to the trash. */
  readonly large: number;
  readonly packs: number;
  /** Packs that were moved there once what is needed of them was in others; and small packs that were merged. */
  readonly rewritten: number;
  readonly merged: number;
  /** Objects that were moved, and had to be moved back. */
  readonly restored: number;
}

/**
 * Moves a plan's garbage to the trash. What somebody came to need while it did so is found by a second look, and moved
 * back, also where the work fails or is interrupted. Killed anywhere it loses nothing: what lies in the trash is found
 * there by whoever looks for it.
 */
export async function applyCollection(
  store: LocalBucketStore,
  plan: CollectionMoves,
  { collection, live, onBegin, lookAgain, signal }: ApplyCollectionOptions,
): Promise<AppliedCollection> {
  const { trash } = store;
  const moved = { large: 0, packs: 0, rewritten: 0, merged: 0 };
  await mergePacks(store, plan, { moved, signal });
  if (plan.large.length + plan.packs.length + plan.sparse.length === 0)
    return { run: undefined, ...moved, restored: 0 };
  // On record before anything lies there.
  const run = trash.begin();
  const failure = await move().catch((error: unknown) => ({ error }));
  const restored = await lookTwice();
  if (failure !== undefined) throw failure.error;
  const isLeft = trash.runs().some(({ id }) => id === run.id);
  return { run: isLeft ? run : undefined, ...moved, restored };

  async function move(): Promise<void> {
    await onBegin?.(run);
    await moveGarbage(store, plan, { run, moved, signal });
  }

  async function lookTwice(): Promise<number> {
    try {
      const again = [await lookAgain(), collection.pinned()];
      return await restoreNeeded(store, plan, { live, again });
    } catch (error) {
      // Who cannot tell what is needed takes nothing away.
      await restoreRun(store, run.id);
      throw error;
    } finally {
      trash.removeIfEmpty(run.id);
      await store.catalogue.refresh();
    }
  }
}

interface Moving {
  /** Counts what was done. */
  readonly moved: { large: number; packs: number; rewritten: number; merged: number };
  readonly signal: AbortSignal | undefined;
}

async function mergePacks(store: LocalBucketStore, { small }: CollectionMoves, { moved, signal }: Moving) {
  await repack(store, small, {
    onReplaced: async ({ digest }) => {
      await store.bucket.delete(packKey(digest), { signal });
      moved.merged += 1;
    },
    signal,
  });
}

async function moveGarbage(
  store: LocalBucketStore,
  plan: CollectionMoves,
  { run, moved, signal }: Moving & { readonly run: TrashRun },
): Promise<void> {
  const take = async (key: string, kind: keyof typeof moved): Promise<void> => {
    throwIfInterrupted(signal);
    if (await store.trash.take(run.id, key)) moved[kind] += 1;
  };
  for (const { digest } of plan.large) await take(objectKey(digest), 'large');
  for (const { digest } of plan.packs) await take(packKey(digest), 'packs');
  await repack(store, plan.sparse, {
    wants: (digest) => !plan.garbage.has(digest),
    skipsCopies: true,
    onReplaced: ({ digest }) => take(packKey(digest), 'rewritten'),
    signal,
  });
}

/** Moves back what is needed by now, and what other programs that merge packs made us take for a copy. */
async function restoreNeeded(
  store: LocalBucketStore,
  { garbage }: CollectionMoves,
  { live, again }: { readonly live: NeededObjects; readonly again: readonly NeededObjects[] },
): Promise<number> {
  const { digests } = garbage.columns();
  const needed: Digest[] = [];
  for (let at = 0; at < digests.length; at += digestBytes) {
    if (again.some((objects) => objects.hasAt(digests, at))) needed.push(digestFromBytes(digests, at));
  }
  const columns = live.columns();
  const { absent } = await lookForObjects(store, columns);
  const lost = absent.map((row) => digestFromBytes(columns.digests, row * digestBytes));
  return (
    (await store.trash.bringBack(needed)) +
    (await store.trash.bringBack(lost, { sizeOf: (digest) => live.sizeOf(digest) }))
  );
}
