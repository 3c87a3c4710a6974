import { decodeTreePage } from '#format/tree-page.js';
import { isTreeObject, rootHead } from '#format/tree-head.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { isPixelisError } from '#errors/index.js';
import { type Digest, digestFromBytes } from '#model/digest.js';
import { packFolder, parseKey } from '#model/object-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { markedTrees } from './marked-trees.js';
import type { NeededObjects } from './needed-objects.js';
import type { Pack } from './pack-index.js';
import { type CollectionPlan, planCollection } from './plan-collection.js';
import { readBodies } from './read-bodies.js';

export interface SharedPlanOptions extends TaskOptions {
  readonly live: NeededObjects;
  /** What was stored at this time or later stays, by the store's own clock: milliseconds since 1970. */
  readonly before: number;
}

/**
 * What a collection would do with a store whose readers rely on that whoever sees a root can read all of it. Trees that
 * nobody needs, but that are young, keep what they list; a pack that would stay and holds one that is old is written anew.
 */
export async function planSharedCollection(store: BucketStore, options: SharedPlanOptions): Promise<CollectionPlan> {
  const { live, before, signal } = options;
  const stored = await packTimes(store, { signal });
  const young = markedTrees({ stores: () => [store], reader: store });
  const examined = new Set<Digest>();
  const holdsOldTree: Pack[] = [];
  for (;;) {
    const plan = await planCollection(store, { live, pinned: young.objects, before, signal });
    const goes = new Set([...plan.packs, ...plan.sparse].map(({ digest }) => digest));
    const count = young.objects.count;
    for (const pack of store.catalogue.packs()) {
      const isYoung = (stored.get(pack.digest) ?? Infinity) >= before;
      if (examined.has(pack.digest) || (goes.has(pack.digest) && !isYoung)) continue;
      examined.add(pack.digest);
      const trees = await treesNobodyNeeds(store, pack, { live, kept: young.objects, signal });
      if (trees.length > 0 && !isYoung) holdsOldTree.push(pack);
      if (isYoung) for (const tree of trees) await keepWhatItLists(tree);
    }
    if (young.objects.count === count)
      return withSparse(store, plan, holdsOldTree, { live, kept: young.objects, signal });
  }

  /** One that is not whole was none before, either. */
  async function keepWhatItLists({
    digest,
    body,
  }: {
    readonly digest: Digest;
    readonly body: Uint8Array;
  }): Promise<void> {
    try {
      if (body[2] === rootHead[2]) await young.mark({ digest, isTree: true }, { signal });
      else
        for (const entry of decodeTreePage(body))
          if (entry.kind !== 'folder') young.objects.add(entry.digest, entry.size);
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted' || error.kind === 'remote') throw error;
    }
  }
}

interface Needs extends TaskOptions {
  readonly live: NeededObjects;
  readonly kept: NeededObjects;
}

/** When each pack was stored. */
async function packTimes({ bucket }: BucketStore, { signal }: TaskOptions): Promise<ReadonlyMap<Digest, number>> {
  const times = new Map<Digest, number>();
  for await (const { key, modified } of bucket.list(`${packFolder}/`, { signal })) {
    const digest = parseKey(key)?.digest;
    if (digest !== undefined) times.set(digest, modified);
  }
  return times;
}

/** Pages and roots in a pack that nobody needs. */
async function treesNobodyNeeds(store: BucketStore, pack: Pack, { live, kept, signal }: Needs) {
  const table = await store.tables.load(pack, { signal });
  const unneeded: Digest[] = [];
  for (let row = 0; row < (table?.count ?? 0); row++) {
    const [rows, at] = [(table as PackTable).rows, row * packRowSize];
    if (!live.hasAt(rows, at) && !kept.hasAt(rows, at)) unneeded.push(digestFromBytes(rows, at));
  }
  if (unneeded.length === 0) return [];
  return (await readBodies(store, unneeded, { signal })).bodies.filter(({ body }) => isTreeObject(body));
}

/** The plan with packs more that are written anew, without what nobody needs in them. */
async function withSparse(
  store: BucketStore,
  plan: CollectionPlan,
  packs: readonly Pack[],
  { live, kept, signal }: Needs,
): Promise<CollectionPlan> {
  const known = new Set([...plan.packs, ...plan.sparse].map(({ digest }) => digest));
  const more = packs.filter(({ digest }) => !known.has(digest));
  const small = plan.small.filter(({ digest }) => !more.some((pack) => pack.digest === digest));
  let [freed, buried] = [0, 0];
  for (const pack of more) {
    const table = await store.tables.load(pack, { signal });
    for (let row = 0; row < (table?.count ?? 0); row++) {
      const { rows, offsets } = table as PackTable;
      if (live.hasAt(rows, row * packRowSize) || kept.hasAt(rows, row * packRowSize)) continue;
      const size = (offsets[row + 1] as number) - (offsets[row] as number);
      plan.garbage.addAt(rows, row * packRowSize, size);
      freed += size;
      buried += 1;
    }
  }
  return {
    ...plan,
    sparse: [...plan.sparse, ...more],
    small,
    freedBytes: plan.freedBytes + freed,
    kept: {
      ...plan.kept,
      buried: { objects: plan.kept.buried.objects - buried, bytes: plan.kept.buried.bytes - freed },
    },
  };
}
