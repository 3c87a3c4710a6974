import { mapAtOnce } from '#bucket/map-at-once.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packFolder, packKey, parseKey } from '#model/object-key.js';
import { trashKey } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { CollectionPlan } from './plan-collection.js';
import { repack } from './repack.js';

/** What became of a plan: files, by what they were. */
export interface MovedToTrash {
  readonly large: number;
  readonly packs: number;
  /** Packs whose live objects are in new packs. */
  readonly rewritten: number;
  /** Small packs that were put together. */
  readonly merged: number;
  /** Files that the service keeps until their retention ends. */
  readonly retained: number;
}

export interface MoveOptions extends TaskOptions {
  readonly run: string;
  /** Asked before some files are moved: throws where somebody else took over. */
  readonly check: () => Promise<void>;
}

/** Moves under way at once, and between two questions whether to go on. */
const atOnce = 8;
const batchSize = 64;

/**
 * Moves a plan's garbage to the trash of a store that others share. What lists others goes before what it lists: packs from
 * the latest on, since a root was stored after its parts; then large objects.
 */
export async function moveToTrash(
  store: BucketStore,
  plan: CollectionPlan,
  { run, check, signal, onProgress }: MoveOptions,
): Promise<MovedToTrash> {
  const moved = { large: 0, packs: 0, rewritten: 0, merged: 0, retained: 0 };
  const totalItems = plan.large.length + plan.packs.length + plan.sparse.length + plan.small.length;
  let doneItems = 0;
  const move = async (key: string, kind: Exclude<keyof MovedToTrash, 'retained'>): Promise<void> => {
    const outcome = await store.bucket.move(key, trashKey(run, key), { signal });
    if (outcome === 'moved') moved[kind] += 1;
    if (outcome === 'kept') moved.retained += 1;
    onProgress?.({ phase: 'remove', doneItems: ++doneItems, totalItems });
  };
  const moveAll = async (keys: readonly string[], kind: 'large' | 'packs'): Promise<void> => {
    for (let at = 0; at < keys.length; at += batchSize) {
      await check();
      await mapAtOnce(keys.slice(at, at + batchSize), atOnce, (key) => move(key, kind), signal);
    }
  };
  const dead = new Set(plan.packs.map(({ digest }) => digest));
  await moveAll(await latestFirst(store, dead, { signal }), 'packs');
  await repack(store, plan.sparse, {
    wants: (digest) => !plan.garbage.has(digest),
    skipsCopies: true,
    onReplaced: async ({ digest }) => {
      await check();
      await move(packKey(digest), 'rewritten');
    },
    signal,
  });
  await moveAll(
    plan.large.map(({ digest }) => objectKey(digest)),
    'large',
  );
  await repack(store, plan.small, {
    onReplaced: async ({ digest }) => {
      await check();
      await move(packKey(digest), 'merged');
    },
    signal,
  });
  await store.catalogue.refresh({ signal });
  return moved;
}

async function latestFirst(
  { bucket }: BucketStore,
  packs: ReadonlySet<Digest>,
  { signal }: TaskOptions,
): Promise<readonly string[]> {
  const found: { readonly key: string; readonly modified: number }[] = [];
  for await (const { key, modified } of bucket.list(`${packFolder}/`, { signal })) {
    const digest = parseKey(key)?.digest;
    if (digest !== undefined && packs.has(digest)) found.push({ key, modified });
  }
  return found.sort((a, b) => b.modified - a.modified).map(({ key }) => key);
}
