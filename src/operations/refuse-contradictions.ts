import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import { comparePaths, type TreePath } from '#model/tree-path.js';
import { isAsPlaced, isSamePlaced, wasPlacedAs } from '#worktree/as-placed.js';
import { hashFiles } from '#worktree/ingest.js';
import { pathsIn } from '#worktree/sorted-paths.js';
import type { SeenPath } from './look-at-path.js';
import { isChosen } from './merge-with-base.js';

/** A version that is changed. */
interface Contradicted {
  readonly path: RepositoryPath;
  readonly digest: Digest;
  /** Whether nothing contradicts it. */
  readonly isAsIs: boolean;
}

/**
 * Refuses to put what was changed here over what a version has, where it was made from something else: a change that the
 * version has would be lost. Only what was changed and placed from something else is hashed. @throws `worktree.outdated`
 */
export async function refuseContradictions(
  {
    seen,
    base,
    only,
  }: { readonly seen: SeenPath; readonly base: Contradicted; readonly only: readonly TreePath[] | undefined },
  version: readonly TreeEntry[],
  options: TaskOptions,
): Promise<void> {
  // What the index has of the whole base, and of nothing else, contradicts nothing.
  if (base.isAsIs || (seen.index?.isComplete === true && seen.index.base === base.digest)) return;
  const { entries, gone } = seen.scan;
  const inVersion = pathsIn(version);
  const suspects = entries.filter((entry) => {
    if (entry.state !== 'touched' || entry.isLostLink === true || !isChosen(entry.path, only)) return false;
    const there = inVersion.find(entry.path);
    return there === undefined || !wasPlacedAs(entry, there);
  });
  const hashed = await hashFiles({ root: seen.root, entries: suspects }, options);
  const changed = hashed.entries.filter(({ kind, digest }, at) => {
    const suspect = suspects[at];
    if (suspect === undefined || isAsPlaced({ ...suspect, kind, digest })) return false;
    const there = inVersion.find(suspect.path);
    return there === undefined || !isSamePlaced({ ...suspect, kind, digest }, there);
  });
  const removed = gone.filter((entry) => {
    const there = isChosen(entry.path, only) && entry.kind !== 'folder' ? inVersion.find(entry.path) : undefined;
    return there !== undefined && !isSamePlaced(entry, there);
  });
  const conflicts = [...changed, ...removed].map((entry) => entry.path).sort(comparePaths);
  if (conflicts.length > 0) throw contradiction(base.path, conflicts);
}

function contradiction(path: RepositoryPath, conflicts: readonly string[]): PixelisError {
  const more = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : '';
  const file = conflicts.length > 1 ? path : `${path}/${conflicts[0]}`;
  return new PixelisError(
    'worktree.outdated',
    `'${path}/${conflicts[0]}'${more} changed here, and in the version that the pointer names as well`,
    {
      hint: `keep what is here: pixelis checkout --ours ${file}; or take the other: pixelis checkout --theirs ${file}`,
      data: { path, conflicts: [...conflicts] },
    },
  );
}
