import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ObjectStore } from '#store/object-store.js';
import { type CheckoutPlan, type CheckoutTarget, planCheckout, type PlanOptions } from './checkout-plan.js';
import { hashFiles } from './ingest.js';
import type { ScannedEntry, ScannedWorktree } from './scan.js';

export interface CheckoutSubject {
  /** Absolute path of the tracked file or folder. */
  readonly root: string;
  readonly scanned: ScannedWorktree;
  readonly target: CheckoutTarget;
}

export type PrepareOptions = TaskOptions & Omit<PlanOptions, 'isStored'>;

/**
 * The plan of a checkout by which no bytes are lost that the cache has not got: what the index does not know is hashed,
 * and what would be overwritten or removed is looked for in the cache. Nothing is written.
 */
export async function prepareCheckout(
  { root, scanned, target }: CheckoutSubject,
  store: ObjectStore,
  { signal, onProgress, ...options }: PrepareOptions = {},
): Promise<CheckoutPlan> {
  const task: TaskOptions = { signal, onProgress };
  const first = planCheckout(scanned, target, options);
  const known = first.unknown.length === 0 ? scanned : await withDigests({ root, scanned }, first.unknown, task);
  const second = known === scanned ? first : planCheckout(known, target, options);
  if (options.force === true) return second;
  const lost = await store.missing(digestsAtStake(second), { signal });
  return lost.size === 0
    ? second
    : planCheckout(known, target, { ...options, isStored: (digest) => !lost.has(digest) });
}

async function withDigests(
  { root, scanned }: Pick<CheckoutSubject, 'root' | 'scanned'>,
  unknown: readonly ScannedEntry[],
  task: TaskOptions,
): Promise<ScannedWorktree> {
  const hashed = await hashFiles({ root, entries: unknown }, task);
  const read = new Map(hashed.entries.map((entry) => [entry.path, entry]));
  const entries = scanned.entries.map((entry): ScannedEntry => {
    const found = read.get(entry.path);
    if (found === undefined) return entry;
    const { kind, size, stamp = entry.stamp, digest } = found;
    return { ...entry, kind, size, stamp, digest };
  });
  return { ...scanned, entries };
}

/** Of what the plan takes out of the worktree. */
function* digestsAtStake({ remove, place }: CheckoutPlan): Generator<Digest> {
  for (const { digest } of remove) if (digest !== undefined) yield digest;
  for (const { over } of place) if (over?.digest !== undefined) yield over.digest;
}
