import { isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { LocalStore } from '#store/object-store.js';
import { applyCheckout } from '#worktree/checkout-apply.js';
import { type CheckoutPlan, type CheckoutTarget, planCheckout } from '#worktree/checkout-plan.js';
import { hashFiles } from '#worktree/ingest.js';
import type { ScannedWorktree } from '#worktree/scan.js';
import { lookAtPath } from './look-at-path.js';
import { dropPathIndex, savePathIndex } from './path-index.js';
import { foreseen, outcome, type Placed, type Placement, refused, withoutList } from './placed-path.js';
import { readTreeEntries } from './read-tree-entries.js';
import type { RepositoryContext } from './repository-context.js';

export interface PlaceOptions extends TaskOptions {
  readonly force?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Makes one tracked path as its pointer says, touching only what differs. Where bytes that exist nowhere else would go,
 * the path stays as it is; objects that are missing are named, and the rest is placed.
 */
export async function placePath(
  context: RepositoryContext,
  placement: Placement,
  options: PlaceOptions,
): Promise<Placed> {
  const { path, pointer } = placement;
  const cache = await context.cache();
  const wanted = await targetOf(cache, pointer, options);
  if (wanted === undefined) return withoutList(placement);
  const { root, scan } = await lookAtPath(context, path, options);
  const plan = await planWithKnowledge(cache, { placement, root, scan, wanted }, options);
  if (plan.conflicts.length > 0) return refused(placement, plan);
  if (options.dryRun === true) return foreseen(placement, plan);
  const result = await applyCheckout({ top: context.git.places.root, path, plan }, cache, {
    ...options,
    links: context.config.worktree.link.filter((mode) => mode !== 'symlink'),
  });
  if (pointer === undefined) await dropPathIndex(context, path);
  else await savePathIndex(context, path, { base: pointer.digest, ...result.index });
  return outcome(placement, { plan, result });
}

/** What a pointer says should lie at its path; undefined where the list of a folder's files is not in the cache. */
async function targetOf(
  cache: LocalStore,
  pointer: Pointer | undefined,
  options: TaskOptions,
): Promise<CheckoutTarget | undefined> {
  if (pointer === undefined) return { kind: 'folder', entries: [] };
  if (pointer.files === undefined) {
    const { size, digest, executable } = pointer;
    return {
      kind: 'file',
      entries: [{ path: '', kind: executable === true ? 'executable' : 'file', size, digest } as unknown as TreeEntry],
    };
  }
  try {
    return { kind: 'folder', entries: await readTreeEntries(cache, pointer.digest, options) };
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}

interface Situation {
  readonly placement: Placement;
  readonly root: string;
  readonly scan: ScannedWorktree;
  readonly wanted: CheckoutTarget;
}

/** A plan that knows the digest of what is in its way, and whether the cache holds it. */
async function planWithKnowledge(
  cache: LocalStore,
  { placement, root, scan, wanted }: Situation,
  { force, ...options }: PlaceOptions,
): Promise<CheckoutPlan> {
  const asked = { force, includes: placement.includes };
  const first = planCheckout(scan, wanted, asked);
  const known = first.unknown.length === 0 ? scan : await withDigests({ root, scan }, first, options);
  const second = known === scan ? first : planCheckout(known, wanted, asked);
  const inTheWay = new Map<Digest, number>();
  for (const { digest, size } of [...second.remove, ...second.place.flatMap(({ over }) => over ?? [])]) {
    if (digest !== undefined) inTheWay.set(digest, size);
  }
  if (inTheWay.size === 0) return second;
  const lost = await cache.missing(inTheWay.keys(), { ...options, sizeOf: (digest) => inTheWay.get(digest) });
  return lost.size === 0 ? second : planCheckout(known, wanted, { ...asked, isStored: (digest) => !lost.has(digest) });
}

async function withDigests(
  { root, scan }: Pick<Situation, 'root' | 'scan'>,
  { unknown }: CheckoutPlan,
  options: TaskOptions,
): Promise<ScannedWorktree> {
  const { entries } = await hashFiles({ root, entries: unknown }, options);
  const digests = new Map(entries.map(({ path, digest }) => [path, digest]));
  return {
    ...scan,
    entries: scan.entries.map((entry) => Object.assign({}, entry, { digest: entry.digest ?? digests.get(entry.path) })),
  };
}
