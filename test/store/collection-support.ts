import { randomBytes } from 'node:crypto';
import { folderBucket } from '#bucket/folder-bucket.js';
import type { Digest } from '#model/digest.js';
import { type AppliedCollection, applyCollection } from '#store/apply-collection.js';
import { withCollection } from '#store/collection.js';
import { freeRun, type FreedRun } from '#store/empty-trash.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { type CollectionPlan, planCollection } from '#store/plan-collection.js';
import { storeStreams } from '#store/store-streams.js';
import type { TrashRun } from '#store/trash-runs.js';
import type { Test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

/** An empty cache. */
export async function makeCache(t: Test): Promise<LocalBucketStore> {
  return openCache(t, await temporaryFolder(t));
}

/** The cache in a folder, as another process sees it. */
export async function openCache(t: Test, folder: string): Promise<LocalBucketStore> {
  const bucket = folderBucket(folder, { create: true, fsync: 'none' });
  const store = await openLocalStore(bucket, { label: 'the cache' });
  t.teardown(() => store.close());
  return store;
}

/** Stores bodies as a command does that has ended: small ones in one pack. */
export async function put(store: LocalBucketStore, bodies: readonly Uint8Array[]): Promise<readonly Digest[]> {
  const user = await openLocalStore(store.bucket, { label: 'the cache' });
  const digests: Digest[] = [];
  await storeStreams(user, async (add) => {
    for (const body of bodies) digests.push((await add(ReadableStream.from([body]))).digest);
  });
  await user.close();
  return digests;
}

export function randomBodies(sizes: readonly number[]): readonly Uint8Array[] {
  return sizes.map((size) => randomBytes(size));
}

export interface CollectOptions {
  /** Between the plan and the first move. */
  readonly meanwhile?: (() => Promise<void>) | undefined;
  readonly onBegin?: ((run: TrashRun) => Promise<void>) | undefined;
  readonly lookAgain?: (() => Promise<readonly Digest[]>) | undefined;
  readonly before?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A whole collection, with these objects needed, and no grace. */
export async function collect(
  store: LocalBucketStore,
  needed: Iterable<Digest>,
  { meanwhile, onBegin, lookAgain = async () => [], before = Infinity, signal }: CollectOptions = {},
): Promise<{ readonly plan: CollectionPlan; readonly applied: AppliedCollection }> {
  return withCollection(store, async (collection) => {
    const live = neededObjects(needed);
    const plan = await planCollection(store, { live, pinned: collection.pinned(), before });
    await meanwhile?.();
    const applied = await applyCollection(store, plan, {
      collection,
      live,
      onBegin,
      lookAgain: async () => neededObjects(await lookAgain()),
      signal,
    });
    return { plan, applied };
  });
}

/** Frees everything in the trash but what is needed. */
export async function purge(store: LocalBucketStore, needed: Iterable<Digest>): Promise<readonly FreedRun[]> {
  return withCollection(store, async (collection) => {
    const all = [neededObjects(needed), collection.pinned()];
    const freed: FreedRun[] = [];
    for (const { id } of store.trash.runs()) freed.push(await freeRun(store, id, { needed: all }));
    return freed;
  });
}

export function neededObjects(digests: Iterable<Digest>): NeededObjects {
  const needed = new NeededObjects();
  for (const digest of digests) needed.add(digest, unknownSize);
  return needed;
}

/** What is in the store, and not in its trash. */
export async function storedIn(store: LocalBucketStore): Promise<ReadonlySet<Digest>> {
  const digests = new Set<Digest>();
  for await (const { digest } of store.list()) digests.add(digest);
  return digests;
}
