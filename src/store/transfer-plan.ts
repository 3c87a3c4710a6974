import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError } from '#errors/index.js';
import { packRowSize, type PackTable } from '#format/pack.js';
import { isTreeObject } from '#format/tree-head.js';
import { type Digest, digestFromBytes } from '#model/digest.js';
import type { BucketStore } from './bucket-store.js';
import { findLarge } from './find-large.js';
import { repackSize } from './limits.js';
import type { Pack, PackedObject } from './pack-index.js';
import { readPackBytes } from './pack-bodies.js';

/**
 * What is moved in one piece. It holds objects of the phases `first` to `last`, and must wait for every other shipment
 * with objects of an earlier phase than `last`.
 */
export type Shipment = { readonly first: number; readonly last: number; readonly size: number } & (
  | { readonly kind: 'pack'; readonly pack: Pack; readonly objects: readonly Digest[] }
  | { readonly kind: 'large'; readonly digest: Digest }
  | { readonly kind: 'repack'; readonly objects: readonly Digest[] }
);

export interface TransferPlan {
  /** In the order in which they are begun. */
  readonly shipments: readonly Shipment[];
  /** What the source does not have. */
  readonly missing: readonly Digest[];
  /** Large objects that the source has in another size than is right: their bytes are not even asked for. */
  readonly corrupt: readonly Digest[];
}

export interface PlanOptions {
  /** Of each object, where it is known. */
  readonly sizeOf?: ((digest: Digest) => number | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether the target promises that what a page or a root lists is there: then none may come along unasked. */
  readonly isGuarded: boolean;
}

/** How to move these objects, by the phase in which each must be there. The source was looked at just now. */
export async function planTransfer(
  source: BucketStore,
  wanted: ReadonlyMap<Digest, number>,
  options: PlanOptions,
): Promise<TransferPlan> {
  const packed = new Map<Digest, PackedObject>();
  for (const digest of wanted.keys()) {
    const place = source.catalogue.find(digest);
    if (place !== undefined) packed.set(digest, place);
  }
  const unpacked = [...wanted.keys()].filter((digest) => !packed.has(digest));
  const found = await findLarge(source.bucket, unpacked, { signal: options.signal });
  const large = new Map<Digest, number>();
  const corrupt: Digest[] = [];
  for (const [digest, size] of found) {
    if (size === (options.sizeOf?.(digest) ?? size)) large.set(digest, size);
    else corrupt.push(digest);
  }
  const whole = await wholePacks(source, groupByPack(wanted, packed), options);
  for (const { objects } of whole) for (const digest of objects) packed.delete(digest);
  const single: Shipment[] = [
    ...whole,
    ...[...large].map(([digest, size]): Shipment => {
      const phase = wanted.get(digest) as number;
      return { kind: 'large', first: phase, last: phase, digest, size };
    }),
  ];
  const rest = [...packed].map(([digest, { size }]) => ({ digest, size, phase: wanted.get(digest) as number }));
  const shipments = [...single, ...repacks(rest, new Set(single.map(({ first }) => first)))];
  shipments.sort((a, b) => a.last - b.last || a.first - b.first);
  return { shipments, missing: unpacked.filter((digest) => !found.has(digest)), corrupt };
}

/** The wanted objects of one phase that are in one pack. */
interface PackShare {
  readonly pack: Pack;
  readonly phase: number;
  readonly objects: Digest[];
  bytes: number;
}

function groupByPack(
  wanted: ReadonlyMap<Digest, number>,
  packed: ReadonlyMap<Digest, PackedObject>,
): readonly PackShare[] {
  const byPack = new Map<Pack, PackShare[]>();
  for (const [digest, { pack, size }] of packed) {
    const phase = wanted.get(digest) as number;
    let shares = byPack.get(pack);
    if (shares === undefined) byPack.set(pack, (shares = []));
    const share = (shares[phase] ??= { pack, phase, objects: [], bytes: 0 });
    share.objects.push(digest);
    share.bytes += size;
  }
  return [...byPack.values()].flatMap((shares) => Object.values(shares));
}

/** The packs that are moved as they are: those of which at least half is wanted, and nothing does harm. */
async function wholePacks(
  source: BucketStore,
  shares: readonly PackShare[],
  options: PlanOptions,
): Promise<readonly Extract<Shipment, { kind: 'pack' }>[]> {
  const half = shares.filter(({ pack, bytes, objects }) => 2 * (bytes + objects.length * packRowSize) >= pack.size);
  const verdicts = await mapAtOnce(half, 2, (share) => mayGoWhole(source, share, options), options.signal);
  return half
    .filter((_, index) => verdicts[index])
    .map(({ pack, phase, objects }) => ({ kind: 'pack', first: phase, last: phase, size: pack.size, pack, objects }));
}

/** Whoever sees a page or a root on a remote must find what it lists: such objects never come along in a whole pack. */
async function mayGoWhole(source: BucketStore, { pack, objects }: PackShare, options: PlanOptions): Promise<boolean> {
  if (!options.isGuarded) return true;
  try {
    const table = await source.tables.load(pack, options);
    if (table?.count === objects.length) return true;
    const read = await readPackBytes(source, pack, options);
    return read !== undefined && !hasOtherTreeObjects(read, new Set(objects));
  } catch (error) {
    // Its objects are then read one by one, and the damaged ones named.
    if (isPixelisError(error, 'pack.corrupt')) return false;
    throw error;
  }
}

function hasOtherTreeObjects(
  { bytes, table }: { readonly bytes: Uint8Array; readonly table: PackTable },
  asked: ReadonlySet<Digest>,
): boolean {
  for (let row = 0; row < table.count; row++) {
    const body = bytes.subarray(table.offsets[row], table.offsets[row + 1]);
    if (isTreeObject(body) && !asked.has(digestFromBytes(table.rows, row * packRowSize))) return true;
  }
  return false;
}

interface RepackedObject {
  readonly digest: Digest;
  readonly size: number;
  readonly phase: number;
}

/**
 * New packs for the rest, in the order of phases. A pack may hold the end of one phase and the beginning of a later one,
 * since it appears as a whole; not where something else is of a phase between them, which would wait for it and it for that.
 */
function repacks(objects: readonly RepackedObject[], otherPhases: ReadonlySet<number>): readonly Shipment[] {
  const shipments: Shipment[] = [];
  let part: RepackedObject[] = [];
  let size = 0;
  const close = (): void => {
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined) return;
    const digests = part.map(({ digest }) => digest);
    shipments.push({ kind: 'repack', first: first.phase, last: last.phase, size, objects: digests });
    part = [];
    size = 0;
  };
  for (const object of [...objects].sort((a, b) => a.phase - b.phase)) {
    const first = part[0]?.phase ?? object.phase;
    const isBetween = (phase: number): boolean => first < phase && phase < object.phase;
    if (size + object.size > repackSize || [...otherPhases].some(isBetween)) close();
    part.push(object);
    size += object.size;
  }
  close();
  return shipments;
}
