import { throwIfInterrupted } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { digestBytes, writeDigest } from '#model/digest.js';
import { objectFolder, packFolder, parseKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { smallPackSize } from './limits.js';
import { NeededObjects } from './needed-objects.js';
import type { StoredObject } from './object-store.js';
import type { Pack } from './pack-index.js';

export interface CollectionOptions {
  /** Everything that somebody needs. */
  readonly live: NeededObjects;
  /** What users of the store are about to name. */
  readonly pinned: NeededObjects;
  /** What was stored at this time or later stays, by the store's own clock: milliseconds since 1970. */
  readonly before: number;
  readonly signal?: AbortSignal | undefined;
}

/** What is to be moved where: the part of a plan that is acted on. */
export type CollectionMoves = Pick<CollectionPlan, 'garbage' | 'large' | 'packs' | 'sparse' | 'small'>;

/** What a collection would do with a store, as seen at one time. */
export interface CollectionPlan {
  /** Everything that would go, each object once, with its size. */
  readonly garbage: NeededObjects;
  /** Large objects among it. */
  readonly large: readonly StoredObject[];
  /** Packs in which everything is garbage. */
  readonly packs: readonly Pack[];
  /** Packs of which so much is garbage, or lies elsewhere as well, that the rest is written anew. */
  readonly sparse: readonly Pack[];
  /** Small packs without garbage that are merged. */
  readonly small: readonly Pack[];
  /** Bytes of files that go, less what is written anew. */
  readonly freedBytes: number;
  /** When the oldest and the youngest file that goes was stored; undefined where none does. */
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  readonly kept: KeptObjects;
}

export interface KeptObjects {
  readonly live: Extent;
  /** Garbage that stays: somebody is about to name it, or it was stored a short while ago. */
  readonly pinned: Extent;
  readonly young: Extent;
  /** Garbage in packs of which too little is garbage. */
  readonly buried: Extent;
}

export interface Extent {
  readonly objects: number;
  readonly bytes: number;
}

/** A pack is written anew where this share of its bytes is of no use, or so many bytes are. */
const sparseShare = 0.3;
const sparseBytes = 8 * 1024 * 1024;
/** From so many small packs on they are merged. */
const smallPackCount = 8;

/** Looks through a store for what nobody needs. Reads listings and the tables of packs, and changes nothing. */
export async function planCollection(store: BucketStore, options: CollectionOptions): Promise<CollectionPlan> {
  const { signal } = options;
  await store.catalogue.refresh({ signal });
  const draft = draftPlan(options);
  const known = new Map([...store.catalogue.packs()].map((pack) => [pack.digest, pack]));
  for await (const { key, modified } of store.bucket.list(`${packFolder}/`, { signal })) {
    throwIfInterrupted(signal);
    const digest = parseKey(key)?.digest;
    const pack = digest && known.get(digest);
    if (pack === undefined) continue;
    const table = await store.tables.load(pack, { signal });
    if (table !== undefined) draft.takePack(store, { pack, table, modified });
  }
  const row = new Uint8Array(digestBytes);
  for await (const { key, size, modified } of store.bucket.list(`${objectFolder}/`, { signal })) {
    throwIfInterrupted(signal);
    const digest = parseKey(key)?.digest;
    if (digest === undefined) continue;
    writeDigest(digest, row);
    draft.takeLarge({ digest, size }, row, modified);
  }
  return draft.plan();
}

/** A plan that is being made, of one file of the store after the other. */
function draftPlan({ live, pinned, before }: CollectionOptions) {
  const garbage = new NeededObjects();
  const large: StoredObject[] = [];
  const packs: Pack[] = [];
  const sparse: Pack[] = [];
  const small: Pack[] = [];
  const kept = { live: noExtent(), pinned: noExtent(), young: noExtent(), buried: noExtent() };
  let freedBytes = 0;
  let oldest: number | undefined;
  let newest: number | undefined;

  const reasonToKeep = (digests: Uint8Array, at: number, modified: number): 'live' | 'pinned' | 'young' | undefined => {
    if (live.hasAt(digests, at)) return 'live';
    if (pinned.hasAt(digests, at)) return 'pinned';
    return modified < before ? undefined : 'young';
  };
  const free = (bytes: number, modified: number): void => {
    freedBytes += bytes;
    oldest = Math.min(oldest ?? modified, modified);
    newest = Math.max(newest ?? modified, modified);
  };

  return {
    takeLarge(object: StoredObject, row: Uint8Array, modified: number): void {
      const reason = reasonToKeep(row, 0, modified);
      if (reason !== undefined) {
        add(kept[reason], object.size);
        return;
      }
      large.push(object);
      garbage.addAt(row, 0, object.size);
      free(object.size, modified);
    },
    takePack({ catalogue }: BucketStore, { pack, table, modified }: ListedPack): void {
      const dead: number[] = [];
      let uselessBytes = 0;
      for (let row = 0; row < table.count; row++) {
        const at = row * packRowSize;
        const reason = reasonToKeep(table.rows, at, modified);
        if (reason === undefined) dead.push(row);
        else add(kept[reason], sizeAt(table, row));
        const isElsewhere = catalogue.findAt(table.rows, at)?.pack.digest !== pack.digest;
        if (reason === undefined || isElsewhere) uselessBytes += sizeAt(table, row);
      }
      const isSmall = pack.size < smallPackSize;
      const isSparse = uselessBytes >= Math.min(sparseBytes, sparseShare * pack.size) || (isSmall && dead.length > 0);
      if (dead.length === table.count) {
        packs.push(pack);
        free(pack.size, modified);
      } else if (isSparse) {
        sparse.push(pack);
        free(uselessBytes, modified);
      } else {
        if (isSmall) small.push(pack);
        for (const row of dead) add(kept.buried, sizeAt(table, row));
        return;
      }
      for (const row of dead) garbage.addAt(table.rows, row * packRowSize, sizeAt(table, row));
    },
    plan: (): CollectionPlan => ({
      garbage,
      large,
      packs,
      sparse,
      small: small.length < smallPackCount ? [] : small,
      freedBytes,
      oldest,
      newest,
      kept,
    }),
  };
}

interface ListedPack {
  readonly pack: Pack;
  readonly table: PackTable;
  readonly modified: number;
}

function noExtent(): { objects: number; bytes: number } {
  return { objects: 0, bytes: 0 };
}

function add(sum: { objects: number; bytes: number }, bytes: number): void {
  sum.objects += 1;
  sum.bytes += bytes;
}

function sizeAt({ offsets }: PackTable, row: number): number {
  return (offsets[row + 1] as number) - (offsets[row] as number);
}
