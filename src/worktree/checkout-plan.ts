import type { Digest } from '#model/digest.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { MergeSide } from '#model/tree-merge.js';
import { comparePaths } from '#model/tree-path.js';
import { isAsPlaced, isSamePlaced, wasPlacedAs } from './as-placed.js';
import { pathsIn, type SortedPaths } from './sorted-paths.js';
import type { GoneEntry, ScannedEntry, ScannedWorktree } from './scan.js';

/** What should lie at a tracked path. */
export interface CheckoutTarget {
  readonly kind: 'file' | 'folder';
  /** In the order of their paths' bytes. Of a file, one entry with path ''. */
  readonly entries: readonly TreeEntry[];
}

export interface PlanOptions {
  /** Whether the cache holds the object, so that the bytes may be removed from the worktree. */
  readonly isStored?: ((digest: Digest) => boolean) | undefined;
  /** Overwrite, and remove from the place of what is to be placed, also bytes that exist nowhere else. */
  readonly force?: boolean | undefined;
  /** Only these paths of the target; all others stay as they are. */
  readonly includes?: ((path: string) => boolean) | undefined;
  /**
   * What was changed here stays where the target has what it was made from. Where the target has something else there, it
   * is in conflict, or `ours` stays, or `theirs` comes.
   */
  readonly merge?: boolean | MergeSide | undefined;
}

/** What to do so that the worktree is as its target. Every list is in the order of paths. */
export interface CheckoutPlan {
  readonly target: CheckoutTarget;
  /** What only the earlier version had. */
  readonly remove: readonly ScannedEntry[];
  readonly place: readonly Placing[];
  /** Right bytes that are executable and should not be, or the other way round. */
  readonly restamp: readonly Restamping[];
  /** Right already. */
  readonly keep: readonly ScannedEntry[];
  /** Stands in the target for what was changed or removed here, which stays so. Of a merge only. */
  readonly changed: readonly TreeEntry[];
  /** Outside the chosen paths: stays in the index as it is. */
  readonly outside: ReadonlyArray<ScannedEntry | GoneEntry>;
  /** Never an earlier version's: the user's own, left alone. */
  readonly own: readonly ScannedEntry[];
  /** Must be hashed before it is known what to do; give them their digest and plan again. */
  readonly unknown: readonly ScannedEntry[];
  /** What would be lost for good. Nothing is done while there are any. */
  readonly conflicts: readonly Conflict[];
}

export interface Placing {
  readonly entry: TreeEntry;
  /** What stands in its place now. */
  readonly over: ScannedEntry | undefined;
}

export interface Restamping {
  readonly entry: TreeEntry;
  readonly present: ScannedEntry;
}

export interface Conflict {
  readonly path: string;
  /**
   * `modified`: its bytes exist nowhere else. `in-the-way`: the user's own, where a file or a folder must come.
   * `both-changed`: changed here, and in the target, since it was placed.
   */
  readonly reason: 'modified' | 'in-the-way' | 'both-changed';
}

/** Compares what is there with what should be. Pure: reads and asks nothing. */
export function planCheckout(
  scanned: ScannedWorktree,
  target: CheckoutTarget,
  options: PlanOptions = {},
): CheckoutPlan {
  const draft = draftPlan(scanned, target, options);
  for (const [entry, wanted] of merge(scanned.entries, target.entries)) draft.meet(entry, wanted);
  return draft.plan();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends ReadonlyArray<infer E> ? E[] : T[K] };

function draftPlan(scanned: ScannedWorktree, target: CheckoutTarget, options: PlanOptions) {
  const { isStored = () => true, force = false, includes = () => true } = options;
  // Where everything is gone, nothing was made of it: it is to come back.
  const merging = scanned.kind === 'absent' ? false : (options.merge ?? false);
  const gone = new Map(merging === false ? [] : scanned.gone.map((entry) => [entry.path, entry]));
  const plan: Mutable<CheckoutPlan> = {
    target,
    remove: [],
    place: [],
    restamp: [],
    keep: [],
    changed: [],
    outside: scanned.gone.filter((entry) => !includes(entry.path)),
    own: [],
    unknown: [],
    conflicts: [],
  };
  const wantedPaths = pathsIn(target.entries);

  /** Whether the bytes of `entry` may go; if not, says so in the plan. */
  const mayGo = (entry: ScannedEntry): boolean => {
    if (force || entry.kind === 'folder' || entry.isLostLink === true) return true;
    // No bytes to lose. A power cut leaves what was placed, and had not reached the disk yet, as empty files.
    if (entry.size === 0) return true;
    if (entry.digest === undefined) plan.unknown.push(entry);
    else if (isStored(entry.digest)) return true;
    else plan.conflicts.push({ path: entry.path, reason: 'modified' });
    return false;
  };

  /** Decides what becomes of what was changed here. @returns false where it was not, or no merge is asked for */
  const hasMerged = (entry: ScannedEntry, wanted: TreeEntry | undefined): boolean => {
    if (merging === false || entry.state === 'unchanged' || entry.isLostLink === true) return false;
    if (entry.kind !== 'folder' && entry.digest === undefined) plan.unknown.push(entry);
    else if (isAsPlaced(entry)) return false;
    else if (wanted !== undefined && wasPlacedAs(entry, wanted)) plan.changed.push(wanted);
    else meetContradiction(entry, wanted);
    return true;
  };

  const meetContradiction = (entry: ScannedEntry, wanted: TreeEntry | undefined): void => {
    if (merging === true) plan.conflicts.push({ path: entry.path, reason: 'both-changed' });
    else if (wanted === undefined) plan[merging === 'ours' ? 'own' : 'remove'].push(entry);
    else if (merging === 'ours') plan.changed.push(wanted);
    else plan.place.push({ entry: wanted, over: entry });
  };

  const meetAbsent = (wanted: TreeEntry): void => {
    const removed = gone.get(wanted.path);
    if (removed === undefined) plan.place.push({ entry: wanted, over: undefined });
    else if (merging === 'ours' || isSamePlaced(removed, wanted)) plan.changed.push(wanted);
    else if (merging === 'theirs') plan.place.push({ entry: wanted, over: undefined });
    else plan.conflicts.push({ path: wanted.path, reason: 'both-changed' });
  };

  const meetUnwanted = (entry: ScannedEntry): void => {
    if (entry.state === 'unknown') meetOwn(entry);
    else if (hasMerged(entry, undefined)) return;
    // An empty folder into which something comes has only ceased to be empty.
    else if (entry.kind === 'folder' && wantedPaths.hasBelow(entry.path)) return;
    else if (mayGo(entry)) plan.remove.push(entry);
  };

  const meetOwn = (entry: ScannedEntry): void => {
    if (!isInTheWay(entry, target, wantedPaths)) plan.own.push(entry);
    else if (force) plan.remove.push(entry);
    else plan.conflicts.push({ path: entry.path, reason: 'in-the-way' });
  };

  const meetBoth = (entry: ScannedEntry, wanted: TreeEntry): void => {
    const difference = differenceBetween(entry, wanted);
    if (difference === 'none') plan.keep.push(entry);
    else if (hasMerged(entry, wanted)) return;
    else if (difference === 'executable') plan.restamp.push({ entry: wanted, present: entry });
    else if (difference === 'unknown' && (!force || isMaybeRight(entry, wanted))) plan.unknown.push(entry);
    else if (mayGo(entry)) plan.place.push({ entry: wanted, over: entry });
  };

  return {
    meet(entry: ScannedEntry | undefined, wanted: TreeEntry | undefined): void {
      if (!includes((entry ?? wanted)?.path ?? '')) {
        if (entry !== undefined && entry.state !== 'unknown') plan.outside.push(entry);
      } else if (wanted === undefined) {
        if (entry !== undefined) meetUnwanted(entry);
      } else if (entry === undefined) meetAbsent(wanted);
      else meetBoth(entry, wanted);
    },
    plan: (): CheckoutPlan => plan,
  };
}

function differenceBetween(entry: ScannedEntry, wanted: TreeEntry): 'none' | 'executable' | 'other' | 'unknown' {
  if (wanted.kind === 'folder') return entry.kind === 'folder' ? 'none' : 'other';
  if (entry.kind === 'folder') return 'other';
  if (entry.digest === undefined) return 'unknown';
  if (entry.digest !== wanted.digest) return 'other';
  // A link to an object that was cut off: its name says nothing any more.
  if (entry.kind === 'file' && entry.size !== wanted.size) return 'other';
  if (entry.kind === wanted.kind) return 'none';
  return entry.kind === 'symlink' || wanted.kind === 'symlink' ? 'other' : 'executable';
}

/** Whether the bytes may be the wanted ones, for all that is known without reading them. */
function isMaybeRight(entry: ScannedEntry, wanted: TreeEntry): boolean {
  const isLink = wanted.kind === 'symlink';
  return wanted.kind !== 'folder' && entry.size === wanted.size && isLink === (entry.kind === 'symlink');
}

/** Whether something of the user's own lies where a folder of the target must be, or below a file of it. */
function isInTheWay(entry: ScannedEntry, target: CheckoutTarget, wanted: SortedPaths): boolean {
  if (entry.path === '') return target.kind === 'folder' && entry.kind !== 'folder';
  if (target.kind === 'file') return true;
  if (entry.kind !== 'folder' && wanted.hasBelow(entry.path)) return true;
  for (let at = entry.path.lastIndexOf('/'); at > 0; at = entry.path.lastIndexOf('/', at - 1)) {
    const above = wanted.find(entry.path.slice(0, at));
    if (above !== undefined && above.kind !== 'folder') return true;
  }
  return false;
}

/** Walks both lists, which are in the same order, path by path. */
function* merge(
  left: readonly ScannedEntry[],
  right: readonly TreeEntry[],
): Generator<readonly [ScannedEntry | undefined, TreeEntry | undefined]> {
  let at = 0;
  for (const wanted of right) {
    let entry = left[at];
    for (; entry !== undefined && comparePaths(entry.path, wanted.path) < 0; entry = left[at]) {
      yield [entry, undefined];
      at += 1;
    }
    if (entry?.path === wanted.path) at += 1;
    yield [entry?.path === wanted.path ? entry : undefined, wanted];
  }
  for (const entry of left.slice(at)) yield [entry, undefined];
}
