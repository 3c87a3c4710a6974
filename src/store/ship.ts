import type { ByteSource } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { isPixelisError } from '#errors/index.js';
import type { PackTable } from '#format/pack.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { BucketStore } from './bucket-store.js';
import { buildPack } from './build-pack.js';
import { checkedBodies } from './checked-bodies.js';
import { isLocalStore } from './local-store.js';
import type { Pack } from './pack-index.js';
import type { PartRoom } from './parallel-chunks.js';
import { readBodies } from './read-bodies.js';
import type { Shipment } from './transfer-plan.js';
import type { TransferProgress } from './transfer-progress.js';
import { type VerifiedSource, verifiedSource } from './verified-source.js';

/** Whether an object must not be copied, since something that it lists could not be. */
export type MustWithhold = (digest: Digest, hasFailed: (digest: Digest) => boolean) => Promise<boolean>;

/** A transfer under way: between what, and what became of it so far. */
export interface Transfer {
  readonly source: BucketStore;
  readonly target: BucketStore;
  readonly signal: AbortSignal | undefined;
  readonly mustWithhold: MustWithhold | undefined;
  readonly missing: Set<Digest>;
  readonly corrupt: Set<Digest>;
  readonly withheld: Set<Digest>;
  readonly progress: TransferProgress;
  /** For the parts of large objects. */
  readonly room: PartRoom;
}

/** Moves one shipment; what of it is missing or damaged is noted in the transfer. */
export async function ship(shipment: Shipment, transfer: Transfer): Promise<void> {
  if (shipment.kind === 'large') await shipLarge(shipment, transfer);
  else if (shipment.kind === 'repack' || !(await shipPack(shipment, transfer))) {
    await shipRepack(shipment.objects, transfer);
  }
}

async function shipLarge(
  { digest, size }: { readonly digest: Digest; readonly size: number },
  transfer: Transfer,
  triesLeft = 3,
): Promise<void> {
  const { source, signal } = transfer;
  const key = objectKey(digest);
  // A disk is read fastest by one reader, be it the cache or a folder remote; a service is not.
  const room = 'adopt' in source.bucket ? undefined : transfer.room;
  const bytes = verifiedSource(source.bucket, { key, digest, size }, { hashers: source.hashers, signal, room });
  const outcome = await putChecked(transfer, { key, bytes, digest, pack: undefined });
  if (outcome !== 'unreadable') {
    transfer.progress.arrived(1, outcome);
    return;
  }
  if (isPixelisError(bytes.failure, 'object.missing')) {
    // Collected since it was seen: who asks the cache by name gets it back.
    const isBack = triesLeft > 0 && isLocalStore(source) && (await source.missing([digest], { signal })).size === 0;
    if (isBack) return shipLarge({ digest, size }, transfer, triesLeft - 1);
    transfer.missing.add(digest);
    return;
  }
  await source.reportDamage(digest, undefined);
  transfer.corrupt.add(digest);
}

/** Moves a pack as it is. False where that cannot be: its objects must be moved one by one. */
async function shipPack(
  { pack, objects, first }: Extract<Shipment, { kind: 'pack' }>,
  transfer: Transfer,
): Promise<boolean> {
  const { source, target, signal } = transfer;
  if (first > 0 && (await firstWithheld(objects, transfer)) !== undefined) return false;
  const table = await source.tables.load(pack, { signal });
  if (table === undefined) return false;
  const hasher = await source.hashers.take();
  try {
    const bytes = verifiedSource(
      source.bucket,
      { key: packKey(pack.digest), digest: pack.digest, size: pack.size },
      // What the cache holds was checked when it came in.
      {
        hashers: source.hashers,
        signal,
        ...(isLocalStore(source) ? {} : { wrap: (chunks) => checkedBodies(chunks, { table, hasher }) }),
      },
    );
    const outcome = await putChecked(transfer, { key: packKey(pack.digest), bytes, digest: pack.digest, pack });
    if (outcome === 'unreadable') return false;
    await settle(target, pack, table);
    transfer.progress.arrived(objects.length, outcome);
    return true;
  } finally {
    source.hashers.giveBack(hasher);
  }
}

/** Reads small objects, and moves those that are good as one new pack. */
async function shipRepack(objects: readonly Digest[], transfer: Transfer): Promise<void> {
  const { source, target, signal, progress } = transfer;
  const read = await readBodies(source, objects, { signal });
  for (const digest of read.missing) transfer.missing.add(digest);
  for (const digest of read.corrupt) transfer.corrupt.add(digest);
  const bodies = [];
  for (const body of read.bodies) if (!(await isWithheld(body.digest, transfer))) bodies.push(body);
  if (bodies.length === 0) return;
  const pack = buildPack(bodies, target.hashers.immediate);
  const bytes = { ...sourceOfBytes(pack.bytes), failure: undefined };
  const outcome = await putChecked(transfer, { key: packKey(pack.digest), bytes, digest: pack.digest, pack });
  await settle(target, pack, pack.table);
  progress.arrived(bodies.length, outcome === 'exists' ? 'exists' : 'created');
}

interface CheckedBytes {
  readonly key: string;
  readonly bytes: ByteSource & Pick<VerifiedSource, 'failure'>;
  readonly digest: Digest;
  readonly pack: Pack | undefined;
}

/** Stores bytes that are checked on their way. What the target has of the wrong size, or cannot read, is replaced. */
async function putChecked(
  { target, signal, progress }: Transfer,
  { key, bytes, digest, pack }: CheckedBytes,
): Promise<'created' | 'exists' | 'unreadable'> {
  let replace = pack !== undefined && target.catalogue.damaged.has(pack.digest);
  for (;;) {
    try {
      if (replace) await target.reportDamage(digest, pack);
      return await target.bucket.put(key, bytes, { signal, replace, onBytes: (count) => progress.sent(count) });
    } catch (error) {
      const { failure } = bytes;
      if (failure?.code === 'object.corrupt' || failure?.code === 'object.missing') return 'unreadable';
      if (replace || !isPixelisError(error, 'object.corrupt')) throw error;
      replace = true;
    }
  }
}

async function settle(target: BucketStore, pack: Pack, table: PackTable): Promise<void> {
  target.catalogue.add(pack, table);
  await target.tables.remember(pack, table);
}

async function firstWithheld(objects: readonly Digest[], transfer: Transfer): Promise<Digest | undefined> {
  for (const digest of objects) if (await mustBeWithheld(digest, transfer)) return digest;
  return undefined;
}

async function isWithheld(digest: Digest, transfer: Transfer): Promise<boolean> {
  if (!(await mustBeWithheld(digest, transfer))) return false;
  transfer.withheld.add(digest);
  return true;
}

async function mustBeWithheld(
  digest: Digest,
  { missing, corrupt, withheld, mustWithhold }: Transfer,
): Promise<boolean> {
  if (mustWithhold === undefined || missing.size + corrupt.size + withheld.size === 0) return false;
  return mustWithhold(digest, (other) => missing.has(other) || corrupt.has(other) || withheld.has(other));
}
