import { problemOf } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { Tombstone } from '#model/tombstone.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { PlacedPath, Problem } from '#schema/index.js';
import type { CheckoutResult } from '#worktree/checkout-apply.js';
import type { CheckoutPlan } from '#worktree/checkout-plan.js';
import { objectPurged, type Tombstones } from './known-tombstones.js';
import {
  blockedProblem,
  damagedProblem,
  listProblem,
  missingProblem,
  type Reason,
  refusalProblem,
} from './placement-problems.js';

/** What is to lie at a tracked path. */
export interface Placement {
  readonly path: RepositoryPath;
  /** Undefined where nothing belongs there: what only another commit had goes. */
  readonly pointer: Pointer | undefined;
  /** The pointer as it is by now: a command that worked on the path meanwhile may have moved it. */
  readonly reread?: (() => Pointer | undefined) | undefined;
  /** Whether a path inside the tracked folder is meant; undefined for all of them. */
  readonly includes?: ((path: string) => boolean) | undefined;
}

/** How the placing of one path went. */
export interface Placed {
  readonly placed: PlacedPath;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** As many missing files and conflicts are named. */
const maxNamed = 1000;

function blank({ path, pointer }: Placement) {
  return {
    path,
    ...(pointer === undefined ? {} : { artifact: pointer.artifact, version: pointer.version, digest: pointer.digest }),
    placedFiles: 0,
    placedBytes: 0,
    removedFiles: 0,
    keptFiles: 0,
    missing: [],
    missingFiles: 0,
    conflicts: [],
    conflictFiles: 0,
  };
}

/** What it is where the list of a folder's files is not in the cache. */
export function withoutList(placement: Placement, { isMerge }: { readonly isMerge: boolean }): Placed {
  return {
    placed: { ...blank(placement), state: 'incomplete', missingFiles: placement.pointer?.files ?? 0 },
    problems: [listProblem(placement, { isMerge })],
    warnings: [],
  };
}

/** What it is where all of what belongs there was purged: what lies there stays. */
export function purgedPlacement(placement: Placement, tombstone: Tombstone): Placed {
  const { path, pointer } = placement;
  const what = pointer === undefined ? `'${path}'` : `'${pointer.artifact}:v${pointer.version}'`;
  return {
    placed: { ...blank(placement), state: 'purged' },
    problems: [],
    warnings: [problemOf(objectPurged(what, tombstone), { path })],
  };
}

/** What it is where bytes that exist nowhere else would go, or both sides changed something. */
export function refused(
  placement: Placement,
  { plan: { conflicts, own }, reason }: { readonly plan: CheckoutPlan; readonly reason: Reason },
): Placed {
  return {
    placed: {
      ...blank(placement),
      state: 'refused',
      keptFiles: own.length,
      conflicts: conflicts.slice(0, maxNamed).map((conflict) => conflict.path),
      conflictFiles: conflicts.length,
    },
    problems: [refusalProblem(placement, conflicts, reason)],
    warnings: [],
  };
}

/** What a plan would do. */
export function foreseen(placement: Placement, plan: CheckoutPlan): Placed {
  let placedBytes = 0;
  for (const { entry } of plan.place) placedBytes += entry.kind === 'folder' ? 0 : entry.size;
  const isIdle = plan.place.length + plan.remove.length + plan.restamp.length === 0;
  return {
    placed: {
      ...blank(placement),
      state: isIdle ? 'unchanged' : placement.pointer === undefined ? 'removed' : 'updated',
      placedFiles: plan.place.length,
      placedBytes,
      removedFiles: plan.remove.length,
      keptFiles: plan.own.length,
      ...keptChanges(plan),
    },
    problems: [],
    warnings: [],
  };
}

/** What was done. */
export function outcome(
  placement: Placement,
  {
    plan,
    result,
    tombstones,
  }: { readonly plan: CheckoutPlan; readonly result: CheckoutResult; readonly tombstones: Tombstones },
): Placed {
  const { path } = placement;
  const { damaged, blocked } = result;
  const missing = result.missing.filter((entry) => tombstoneOf(entry, tombstones) === undefined);
  const purged = result.missing.filter((entry) => tombstoneOf(entry, tombstones) !== undefined);
  const absent = [...missing, ...damaged].map((entry) => entry.path).sort();
  const isIdle = plan.place.length - purged.length + plan.remove.length + plan.restamp.length === 0;
  const isWhole = absent.length === 0 && blocked.length === 0;
  const state = !isWhole
    ? 'incomplete'
    : placement.pointer === undefined
      ? 'removed'
      : isIdle
        ? 'unchanged'
        : 'updated';
  return {
    placed: {
      ...blank(placement),
      state,
      placedFiles: result.placedFiles,
      placedBytes: result.placedBytes,
      removedFiles: result.removedFiles,
      keptFiles: plan.own.length,
      ...keptChanges(plan),
      missing: absent.slice(0, maxNamed),
      missingFiles: absent.length,
      conflicts: blocked.slice(0, maxNamed),
      conflictFiles: blocked.length,
    },
    problems: [
      ...(missing.length === 0 ? [] : [missingProblem(path, missing, plan)]),
      ...(damaged.length === 0 ? [] : [damagedProblem(path, damaged, plan)]),
      ...(blocked.length === 0 ? [] : [blockedProblem(path, blocked, plan)]),
    ],
    warnings: purged.length === 0 ? [] : [purgedWarning(path, purged, tombstones)],
  };
}

function keptChanges({ changed }: CheckoutPlan) {
  return changed.length === 0 ? {} : { keptChanges: changed.length };
}

function tombstoneOf(entry: TreeEntry, tombstones: Tombstones): Tombstone | undefined {
  return entry.kind === 'folder' ? undefined : tombstones.get(entry.digest);
}

function purgedWarning(path: string, purged: readonly TreeEntry[], tombstones: Tombstones): Problem {
  const [first] = purged as readonly [TreeEntry, ...TreeEntry[]];
  const name = first.path === '' ? path : `${path}/${first.path}`;
  const what = purged.length === 1 ? `'${name}'` : `'${name}', as ${purged.length - 1} more of '${path}',`;
  return problemOf(objectPurged(what, tombstoneOf(first, tombstones) as Tombstone), { path });
}
