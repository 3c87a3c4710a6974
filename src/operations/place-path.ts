import { realpath, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDiskError, isPixelisError } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { MergeSide } from '#model/tree-merge.js';
import type { LocalStore } from '#store/object-store.js';
import { applyCheckout } from '#worktree/checkout-apply.js';
import { closeCheckoutJournal, openCheckoutJournal } from '#worktree/checkout-journal.js';
import type { CheckoutTarget } from '#worktree/checkout-plan.js';
import { prepareCheckout } from '#worktree/prepare-checkout.js';
import { holdPaths } from './hold-path.js';
import { lookAtPath } from './look-at-path.js';
import { knownTombstones, type Tombstones } from './known-tombstones.js';
import { dropPathIndex, indexFileOf, savePathIndex } from './path-index.js';
import {
  foreseen,
  outcome,
  type Placed,
  type Placement,
  purgedPlacement,
  refused,
  withoutList,
} from './placed-path.js';
import { pointerByNow } from './pointer-by-now.js';
import { readPinnedTree, readTreeEntries } from './read-tree-entries.js';
import type { RepositoryContext } from './repository-context.js';

export interface PlaceOptions extends TaskOptions {
  readonly force?: boolean | undefined;
  /** Changes made here stay where the version has what they were made from; else they are in conflict, or a side decides. */
  readonly merge?: boolean | MergeSide | undefined;
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
  if (options.dryRun === true) return placeHeld(context, placement, options);
  const work = () => placeHeld(context, { ...placement, pointer: placement.reread?.() ?? placement.pointer }, options);
  return holdPaths(context, [placement.path], work, options);
}

async function placeHeld(context: RepositoryContext, placement: Placement, options: PlaceOptions): Promise<Placed> {
  const { path, pointer } = placement;
  const isMerge = options.merge !== undefined && options.merge !== false;
  const cache = await context.cache();
  const wanted = await targetOf(cache, pointer, options);
  if (wanted === undefined) {
    const tombstone = pointer === undefined ? undefined : (await knownTombstones(context, options)).get(pointer.digest);
    return tombstone === undefined ? withoutList(placement, { isMerge }) : purgedPlacement(placement, tombstone);
  }
  const { root, scan, index } = await lookAtPath(context, path, options);
  const plan = await prepareCheckout({ root, scanned: scan, target: wanted }, cache, {
    signal: options.signal,
    onProgress: options.onProgress,
    force: options.force,
    merge: options.merge,
    includes: placement.includes,
  });
  if (plan.conflicts.length > 0) {
    const isOutdated = index !== undefined && index.base !== pointer?.digest && isPointedAt(context, placement);
    return refused(placement, { plan, reason: isMerge ? 'merge' : isOutdated ? 'outdated' : undefined });
  }
  if (options.dryRun === true) return foreseen(placement, plan);
  const indexFile = indexFileOf(context, path);
  // Before anything is placed: a checkout that is killed must not leave what looks like the user's own.
  if (pointer !== undefined) await openCheckoutJournal(indexFile, pointer.digest, plan);
  const result = await applyCheckout({ top: context.git.places.root, path, plan }, cache, {
    ...options,
    links: context.config.worktree.link,
  });
  if (pointer === undefined) {
    await dropPathIndex(context, path);
    await removeEmptyFolders(context.git.places.root, path);
  } else await savePathIndex(context, path, { base: pointer.digest, ...result.index });
  if (placement.includes === undefined) await closeCheckoutJournal(indexFile);
  const tombstones: Tombstones = result.missing.length === 0 ? new Map() : await knownTombstones(context, options);
  const whole = pointer?.files === undefined ? tombstones.get(pointer?.digest as Digest) : undefined;
  return whole === undefined ? outcome(placement, { plan, result, tombstones }) : purgedPlacement(placement, whole);
}

/** Whether the pointer at a path says what is to be placed there: not so where the pointer is to follow. */
function isPointedAt(context: RepositoryContext, { path, pointer }: Placement): boolean {
  return (
    pointer !== undefined && pointerByNow(context, { path, present: undefined })?.pointer.digest === pointer.digest
  );
}

/**
 * Removes the folder of a path that is gone, and the folders above it, as far as they are empty: git does so with its own,
 * but could not while something lay in them.
 */
async function removeEmptyFolders(top: string, path: string): Promise<void> {
  for (let folder = path; folder !== '.'; folder = dirname(folder)) {
    const absolute = join(top, folder);
    try {
      if ((await realpath(absolute)) !== absolute) return;
      await rmdir(absolute);
    } catch (error) {
      if (!isDiskError(error, 'ENOENT')) return;
    }
  }
}

/** What a pointer says should lie at its path; undefined where the list of a folder's files is not in the cache. */
async function targetOf(
  cache: LocalStore,
  pointer: Pointer | undefined,
  options: PlaceOptions,
): Promise<CheckoutTarget | undefined> {
  if (pointer === undefined) return { kind: 'folder', entries: [] };
  if (pointer.files === undefined) {
    if (options.dryRun !== true) await cache.pin([pointer.digest]);
    const { size, digest, executable } = pointer;
    return {
      kind: 'file',
      entries: [{ path: '', kind: executable === true ? 'executable' : 'file', size, digest } as unknown as TreeEntry],
    };
  }
  try {
    const read = options.dryRun === true ? readTreeEntries : readPinnedTree;
    return { kind: 'folder', entries: await read(cache, pointer.digest, options) };
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}
