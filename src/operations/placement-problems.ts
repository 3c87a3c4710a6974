import { PixelisError, problemOf } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { Problem } from '#schema/index.js';
import type { CheckoutPlan } from '#worktree/checkout-plan.js';

interface Place {
  readonly path: string;
  /** What was to be placed. */
  readonly pointer: Pointer | undefined;
}

/** Why something was to be placed: a `merge`, or that what is there is `outdated`, since the pointer was moved without it. */
export type Reason = 'merge' | 'outdated' | undefined;

/** Where bytes that exist nowhere else would go, or both sides changed something. */
export function refusalProblem(place: Place, conflicts: CheckoutPlan['conflicts'], reason: Reason): Problem {
  const both = conflicts.filter((conflict) => conflict.reason === 'both-changed');
  const error = both.length > 0 ? bothChanged(place, both) : wouldOverwrite(place, conflicts, reason);
  return problemOf(error, { path: place.path });
}

function wouldOverwrite({ path }: Place, conflicts: CheckoutPlan['conflicts'], reason: Reason): PixelisError {
  const keep = {
    merge: 'keep it: move it away',
    outdated: `bring both together: pixelis checkout --merge ${path}`,
    none: `keep it: pixelis add ${path}`,
  }[reason ?? 'none'];
  return new PixelisError(
    'worktree.would-overwrite',
    `${named(path, conflicts)} would be lost, and exists nowhere else`,
    { hint: `${keep}; or give it up: pixelis checkout --force ${path}` },
  );
}

function bothChanged({ path, pointer }: Place, conflicts: CheckoutPlan['conflicts']): PixelisError {
  const there = pointer === undefined ? 'what is to come' : `'${pointer.artifact}:v${pointer.version}'`;
  const [first] = conflicts;
  const file = conflicts.length > 1 || first === undefined || first.path === '' ? path : `${path}/${first.path}`;
  return new PixelisError(
    'worktree.would-overwrite',
    `${named(path, conflicts)} changed here, and in ${there} as well`,
    {
      hint: `keep what is here: pixelis checkout --ours ${file}; or take the other: pixelis checkout --theirs ${file}`,
    },
  );
}

function named(path: string, conflicts: CheckoutPlan['conflicts']): string {
  const [first] = conflicts;
  const shown = first === undefined || first.path === '' ? path : `${path}/${first.path}`;
  return `'${shown}'${conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : ''}`;
}

/** Where the list of a folder's files is not in the cache. */
export function listProblem({ path, pointer }: Place, { isMerge }: { readonly isMerge: boolean }): Problem {
  const error = new PixelisError(
    'object.missing',
    `'${path}' cannot be placed: its list of files is not in the cache`,
    { hint: `fetch it: ${bringing(path, isMerge)}` },
  );
  return problemOf(error, { path, ...(pointer === undefined ? {} : { digest: pointer.digest }) });
}

/** A pull refuses to place anything where something was changed; a merge does not. */
function bringing(path: string, isMerge: boolean): string {
  return isMerge ? `pixelis pull --merge ${path}` : `pixelis pull ${path}`;
}

export function missingProblem(path: string, missing: readonly TreeEntry[], { changed }: CheckoutPlan): Problem {
  const error = new PixelisError('object.missing', `${counted(path, missing)} not in the cache`, {
    hint: `fetch: ${bringing(path, changed.length > 0)}`,
  });
  return problemOf(error, { path });
}

export function damagedProblem(path: string, damaged: readonly TreeEntry[], { changed }: CheckoutPlan): Problem {
  const error = new PixelisError(
    'object.corrupt',
    `${counted(path, damaged)} damaged in the cache; what was damaged is set aside`,
    {
      hint: `fetch it anew: ${bringing(path, changed.length > 0)}`,
    },
  );
  return problemOf(error, { path });
}

export function blockedProblem(path: string, blocked: readonly string[], { changed }: CheckoutPlan): Problem {
  const error = new PixelisError(
    'worktree.changed-meanwhile',
    `${counted(
      path,
      blocked.map((at) => ({ path: at })),
    )} changed meanwhile, and left alone`,
    {
      hint: `run it again: pixelis checkout ${changed.length > 0 ? '--merge ' : ''}${path}`,
    },
  );
  return problemOf(error, { path });
}

function counted(path: string, entries: readonly { readonly path: string }[]): string {
  const [first] = entries;
  if (entries.length === 1) return `'${first === undefined || first.path === '' ? path : `${path}/${first.path}`}' is`;
  return `${entries.length} files of '${path}' are`;
}
