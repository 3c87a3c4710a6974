import { throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { ProgressPhase, TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import { isLocalStore } from './local-store.js';
import type { LookOptions } from './object-store.js';
import { unreadablePack } from './pack-catalogue.js';
import { partRoom } from './parallel-chunks.js';
import { type Shipment, planTransfer } from './transfer-plan.js';
import { type MustWithhold, ship, type Transfer } from './ship.js';
import { transferProgress } from './transfer-progress.js';

export interface CopyOptions extends TaskOptions, Pick<LookOptions, 'sizeOf'> {
  /** Shipments under way at once; default 8. */
  readonly jobs?: number | undefined;
  /** What the progress is told as; default `push`. */
  readonly phase?: ProgressPhase | undefined;
  /** Done before the source is first looked at, and not at all where the target has everything. */
  readonly beforeSource?: (() => Promise<void>) | undefined;
  /** Asked of each object once some object could not be copied, with the earlier phases done. */
  readonly mustWithhold?: MustWithhold | undefined;
}

export interface CopyResult {
  readonly copied: { readonly objects: number; readonly bytes: number };
  /** Objects that the target had. */
  readonly present: number;
  /** In neither store. */
  readonly missing: readonly Digest[];
  /** Damaged in the source, and not in the target. */
  readonly corrupt: readonly Digest[];
  /** Kept back because of what is missing or damaged. */
  readonly withheld: readonly Digest[];
}

const defaultJobs = 8;
/** Packs that are put together in memory at once. */
const repacksAtOnce = 2;

/**
 * Copies what the target does not have of these objects. Each phase is durable before anything of a later one is: blobs,
 * then pages, then roots. What is missing or damaged is named in the result, and the rest goes on; every other failure of
 * a store is thrown.
 */
export async function copyObjects(
  source: BucketStore,
  target: BucketStore,
  { phases, ...options }: CopyOptions & { readonly phases: readonly Iterable<Digest>[] },
): Promise<CopyResult> {
  const phaseOf = phasesByDigest(phases);
  const { signal } = options;
  if (isLocalStore(target)) await target.pin(phaseOf.keys());
  const wanted = await target.missing(phaseOf.keys(), { signal, sizeOf: options.sizeOf });
  const result = { copied: { objects: 0, bytes: 0 }, present: phaseOf.size - wanted.size };
  if (wanted.size === 0) return { ...result, missing: [], corrupt: [], withheld: [] };

  await options.beforeSource?.();
  await source.catalogue.refresh({ signal });
  const wantedPhases = new Map([...wanted].map((digest) => [digest, phaseOf.get(digest) as number]));
  const isGuarded = !isLocalStore(target);
  const planning = { signal, isGuarded, sizeOf: options.sizeOf };
  let plan = await planTransfer(source, wantedPhases, planning);
  if (isLocalStore(source) && plan.missing.length > 0) {
    // Collected, or moved while it was looked for: who asks the cache by name gets it back.
    const missing = await source.missing(plan.missing, planning);
    if (missing.size < plan.missing.length) plan = await planTransfer(source, wantedPhases, planning);
  }
  const unreadable = plan.missing.length === 0 ? undefined : unreadablePack(source.catalogue);
  if (unreadable !== undefined) throw unreadable;
  for (const digest of plan.corrupt) await source.reportDamage(digest, undefined);
  const transfer: Transfer = {
    source,
    target,
    signal,
    mustWithhold: options.mustWithhold,
    missing: new Set(plan.missing),
    corrupt: new Set(plan.corrupt),
    withheld: new Set(),
    progress: transferProgress(plan, options),
    room: partRoom(),
  };
  await shipAll(plan.shipments, transfer, Math.max(1, options.jobs ?? defaultJobs));
  return {
    copied: transfer.progress.copied(),
    present: result.present + transfer.progress.present(),
    missing: [...transfer.missing],
    corrupt: [...transfer.corrupt],
    withheld: [...transfer.withheld],
  };
}

/** Begins each shipment when there is room and what it must wait for is done. The first failure ends it. */
async function shipAll(shipments: readonly Shipment[], transfer: Transfer, jobs: number): Promise<void> {
  const running = new Map<Shipment, Promise<void>>();
  const failures: unknown[] = [];
  const mustWait = (next: Shipment): boolean =>
    running.size >= jobs ||
    [...running.keys()].some(({ first }) => first < next.last) ||
    (next.kind === 'repack' && [...running.keys()].filter(({ kind }) => kind === 'repack').length >= repacksAtOnce);
  for (const shipment of shipments) {
    while (failures.length === 0 && mustWait(shipment)) await Promise.race(running.values());
    if (failures.length > 0 || transfer.signal?.aborted === true) break;
    const work = ship(shipment, transfer)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => running.delete(shipment));
    running.set(shipment, work);
  }
  await Promise.all(running.values());
  if (failures.length > 0) throw failures[0];
  throwIfInterrupted(transfer.signal);
}

/** The first phase that an object is in counts. */
function phasesByDigest(phases: readonly Iterable<Digest>[]): ReadonlyMap<Digest, number> {
  const phaseOf = new Map<Digest, number>();
  for (const [phase, digests] of phases.entries()) {
    for (const digest of digests) if (!phaseOf.has(digest)) phaseOf.set(digest, phase);
  }
  return phaseOf;
}
