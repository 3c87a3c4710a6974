import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { trashKey, trashNoteKey } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import { applyCollection } from '#store/apply-collection.js';
import { type Collection, withCollection } from '#store/collection.js';
import { freeRun } from '#store/empty-trash.js';
import { countObjects, eraseObjects } from '#store/erase-objects.js';
import type { Erased } from '#store/erasure-report.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import type { CollectionMoves } from '#store/plan-collection.js';
import { planErasure } from '#store/plan-erasure.js';
import type { TrashRun } from '#store/trash-runs.js';
import { openRootReader } from './collect-roots.js';
import { markedObjects } from './mark-objects.js';
import type { RepositoryContext } from './repository-context.js';

export interface CachePurge {
  /** What goes whoever needs it. */
  readonly purged: Pick<ReadonlySet<Digest>, 'has'>;
  /** All that is to go: the rest of it only as far as nobody needs it that shares the cache. */
  readonly gone: NeededObjects;
}

/**
 * Removes objects from the cache for good. What is not purged itself goes the way of a collection: to the trash, and after
 * a second look what somebody came to need meanwhile goes back. The trash of older collections and the quarantine are
 * cleared of it, too.
 * @throws `gc.root-unreadable` where it cannot be told what else is needed; `lock.held` while a collection is under way
 */
export async function purgeCache(
  context: RepositoryContext,
  { purged, gone }: CachePurge,
  options: TaskOptions,
): Promise<Erased> {
  const store = await context.cache();
  return withCollection(
    store,
    async (collection) => {
      // What is purged itself is nobody's to keep: nothing need be known of who names it.
      if ([...gone.digests()].every((digest) => purged.has(digest))) return eraseObjects(store, gone, options);
      return withLiveObjects(context, purged, (live) =>
        collectAndErase(store, { collection, live, purged, gone }, options),
      );
    },
    options,
  );
}

/** Those of the objects that would go from the cache by what is known now. */
export async function purgeableHere(
  context: RepositoryContext,
  { purged, gone }: CachePurge,
  options: TaskOptions,
): Promise<NeededObjects> {
  if ([...gone.digests()].every((digest) => purged.has(digest))) return gone;
  return withLiveObjects(context, purged, async (live) => without(gone, await live.look(options)));
}

async function collectAndErase(
  store: LocalBucketStore,
  { collection, live, purged, gone }: CachePurge & { readonly collection: Collection; readonly live: LiveObjects },
  options: TaskOptions,
): Promise<Erased> {
  const users: Collection = { pinned: () => without(collection.pinned(), purged) };
  const planned = without(gone, await live.look(options), users.pinned());
  const counted = await countObjects(store, planned, options);
  const plan = await planErasure(store, planned, options);
  const { run, rewritten } = await applyCollection(store, plan, {
    ...options,
    collection: users,
    live: live.objects,
    lookAgain: () => live.look({}),
  });
  const needed = [live.objects, users.pinned()] as const;
  if (run !== undefined) await freeRun(store, run.id, { needed, signal: options.signal });
  // What came back in a pack that others need, what was damaged, and what lay in older trash.
  const { rewrittenPacks, left } = await eraseObjects(store, without(planned, ...needed), options);
  await store.bucket.flushRemoved(keysOf(plan, run));
  const pinned = [...without(gone, live.objects).digests()].filter((digest) => needed[1].has(digest)).length;
  return {
    ...counted,
    rewrittenPacks: rewritten + rewrittenPacks,
    left: pinned === 0 ? left : [...left, { file: undefined, error: inUse(pinned) }],
  };
}

/** Where the files of a plan lay, and in the trash of the run that took them. */
function keysOf({ large, packs, sparse }: CollectionMoves, run: TrashRun | undefined): readonly string[] {
  const keys = [
    ...large.map(({ digest }) => objectKey(digest)),
    ...[...packs, ...sparse].map(({ digest }) => packKey(digest)),
  ];
  return run === undefined ? keys : [...keys, trashNoteKey(run.id), ...keys.map((key) => trashKey(run.id, key))];
}

function inUse(count: number): PixelisError {
  const objects = count === 1 ? '1 object is' : `${count} objects are`;
  return new PixelisError('purge.unknown-needs', `${objects} still in the cache: a command that is running uses them`, {
    hint: 'run the same purge again when it has ended',
    data: { count },
  });
}

/** What the repositories need that share the cache, but for what was purged. */
interface LiveObjects {
  readonly objects: NeededObjects;
  /** Reads, from the second time on, what may have changed: what was needed before still is. */
  look(options: TaskOptions): Promise<NeededObjects>;
}

async function withLiveObjects<Result>(
  context: RepositoryContext,
  purged: CachePurge['purged'],
  work: (live: LiveObjects) => Promise<Result>,
): Promise<Result> {
  const reader = openRootReader(context, { ignored: new Set(), forgotten: new Set(), purged, wantsHeads: false });
  const marked = markedObjects(await context.cache(), new Set(), purged);
  try {
    return await work({
      objects: marked.objects,
      async look(options) {
        await reader.read(options);
        await marked.mark(reader.names.versions.values(), options);
        await marked.mark(reader.names.objects(), options);
        return marked.objects;
      },
    });
  } finally {
    await reader.close();
  }
}

function without(objects: NeededObjects, ...others: readonly Pick<ReadonlySet<Digest>, 'has'>[]): NeededObjects {
  const rest = new NeededObjects();
  for (const digest of objects.digests()) {
    if (!others.some((other) => other.has(digest))) rest.add(digest, objects.sizeOf(digest) ?? unknownSize);
  }
  return rest;
}
