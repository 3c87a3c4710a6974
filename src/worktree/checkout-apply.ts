import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths } from '#model/tree-path.js';
import type { LocalStore } from '#store/object-store.js';
import { type Applied, type ApplyTools, nothingApplied, rowBefore, rowWithoutStamp } from './applied.js';
import { applyInPlace } from './apply-in-place.js';
import { applyToNewFolder } from './apply-to-new-folder.js';
import type { CheckoutPlan } from './checkout-plan.js';
import { foldersBeneath } from './open-beneath.js';
import type { PlacementOptions } from './placement.js';
import { openStaging } from './staging.js';
import type { IndexEntry } from './worktree-index.js';

/** What to do, and where. */
export interface Checkout {
  /** Absolute path of a trusted folder: the top of the repository. Below it no symbolic link is followed. */
  readonly top: string;
  /** The tracked path, from the top. */
  readonly path: string;
  readonly plan: CheckoutPlan;
}

export interface CheckoutOptions extends PlacementOptions {
  /** Folders in which to build what is then moved into place; the first that lies on the same file system serves. */
  readonly temporaryFolders?: readonly string[] | undefined;
}

export interface CheckoutResult {
  readonly placedFiles: number;
  readonly placedBytes: number;
  readonly removedFiles: number;
  /** Not placed: the cache has not got their objects, or has them damaged. */
  readonly missing: readonly TreeEntry[];
  readonly damaged: readonly TreeEntry[];
  /** Left as they are: something else came, or changed, in their place meanwhile, or ignored files are in the way. */
  readonly blocked: readonly string[];
  /** What the worktree's index is to be now. */
  readonly index: { readonly isComplete: boolean; readonly entries: readonly IndexEntry[] };
}

/**
 * Carries out a plan. New bytes are made and checked first, aside; only then is anything removed or replaced, each file in
 * one step. A folder that is not there yet is built aside and appears whole. After a kill at any point, planning and
 * applying again completes the work.
 * @throws `worktree.would-overwrite` where the plan has conflicts; `worktree.unsafe-path`, `disk.*`, `interrupted`
 */
export async function applyCheckout(
  checkout: Checkout,
  store: LocalStore,
  options: CheckoutOptions = {},
): Promise<CheckoutResult> {
  const { top, path, plan } = checkout;
  refuseConflicts(plan, path);
  if (plan.place.length + plan.remove.length + plan.restamp.length === 0 && !isNew(checkout)) {
    return resultOf(checkout, nothingApplied());
  }
  const folders = foldersBeneath(top);
  try {
    const parent = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    folders.open(parent, { create: true });
    const candidates = [...(options.temporaryFolders ?? []), await store.temporaryFolder()];
    const staging = await openStaging(join(top, parent), candidates);
    try {
      const tools: ApplyTools = { root: { top, path }, store, staging, folders, options };
      const applied = await (isNew(checkout) ? applyToNewFolder(plan, tools) : applyInPlace(plan, tools));
      return resultOf(checkout, applied);
    } finally {
      await staging.release();
    }
  } finally {
    folders.close();
  }
}

function refuseConflicts({ conflicts, unknown }: CheckoutPlan, path: string): void {
  if (unknown.length > 0) throw new Error('files of the plan were not hashed yet');
  const [first] = conflicts;
  if (first === undefined) return;
  const more = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
  const shown = first.path === '' ? path : `${path}/${first.path}`;
  throw new PixelisError(
    'worktree.would-overwrite',
    `'${shown}'${more} would be overwritten, and exists nowhere else`,
    {
      hint: `keep it with 'pixelis add ${path}', or give it up with --force`,
      data: { path, conflicts: conflicts.map((conflict) => ({ ...conflict })) },
    },
  );
}

/** Whether nothing is at the path yet but, at most, an empty folder, and a folder is wanted. */
function isNew({ top, path, plan }: Checkout): boolean {
  const { target, remove, restamp, keep, place } = plan;
  if (target.kind === 'file' || remove.length + restamp.length + keep.length > 0) return false;
  if (place.some((placing) => placing.over !== undefined)) return false;
  const root = join(top, path);
  const stats = lstatSync(root, { throwIfNoEntry: false });
  return stats === undefined || (place.length > 0 && stats.isDirectory() && readdirSync(root).length === 0);
}

function resultOf({ plan }: Checkout, applied: Applied): CheckoutResult {
  const { rows, missing, damaged, blocked, placedFiles, placedBytes, removedFiles } = applied;
  const before = [...plan.outside.map(rowBefore), ...plan.changed.map(rowWithoutStamp)];
  const entries = [...plan.keep, ...before, ...rows];
  entries.sort((left, right) => comparePaths(left.path, right.path));
  const failures = missing.length + damaged.length + blocked.length + plan.outside.length;
  const isComplete = failures === 0 && entries.length === plan.target.entries.length;
  return { placedFiles, placedBytes, removedFiles, missing, damaged, blocked, index: { isComplete, entries } };
}
