import type { Digest } from '#model/digest.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import {
  type BothChanges,
  type EntryConflict,
  mergeChanges,
  type MergeChoice,
  type SideChange,
  type TreeMerge,
} from '#model/tree-merge.js';
import { settledEdits } from '#model/settled-edits.js';
import { editTree } from '#store/edit-tree.js';
import type { ObjectStore } from '#store/object-store.js';
import { diffTrees } from '#store/tree-diff.js';
import type { WrittenTree } from '#store/tree-writer.js';
import { bringPages } from './bring-pages.js';
import type { RepositoryContext } from './repository-context.js';

/** What two sides point at, and what both were made from, where that is known. */
export interface PointerSides {
  readonly base?: Pointer | undefined;
  readonly ours: Pointer;
  readonly theirs: Pointer;
}

export type PointerMerge =
  /** What one side points at is what both come to. */
  | { readonly kind: 'side'; readonly side: 'ours' | 'theirs' }
  /** Both changed one folder: file by file. */
  | { readonly kind: 'folder'; readonly changes: BothChanges; readonly merge: TreeMerge }
  /** Only one of the two can be had. */
  | { readonly kind: 'whole' };

/**
 * Merges two pointers of one path. Of the trees only pages are read that differ; pages that the cache lacks are fetched.
 * @throws `object.missing` where they cannot be had
 */
export async function mergePointers(
  context: RepositoryContext,
  { base, ours, theirs }: PointerSides,
  options: TaskOptions,
): Promise<PointerMerge> {
  if (isSame(ours, theirs) || (base !== undefined && isSame(theirs, base))) return { kind: 'side', side: 'ours' };
  if (base !== undefined && isSame(ours, base)) return { kind: 'side', side: 'theirs' };
  if (ours.artifact !== theirs.artifact) return { kind: 'whole' };
  if (ours.files === undefined || theirs.files === undefined) return mergeFiles({ base, ours, theirs });
  const root = base?.files === undefined ? undefined : base.digest;
  await bringPages(context, [ours.digest, theirs.digest, ...(root === undefined ? [] : [root])], options);
  const cache = await context.cache();
  const changes = {
    ours: await changesSince(cache, [root, ours.digest], options),
    theirs: await changesSince(cache, [root, theirs.digest], options),
  };
  return { kind: 'folder', changes, merge: mergeChanges(changes) };
}

/** The tree that the merge comes to, stored unless this is a dry run. */
export async function mergedTree(
  context: RepositoryContext,
  {
    ours,
    changes,
    merge,
    choiceOf,
    dryRun,
  }: {
    readonly ours: Pointer;
    readonly changes: BothChanges;
    readonly merge: TreeMerge;
    readonly choiceOf: (conflict: EntryConflict) => MergeChoice;
    readonly dryRun: boolean;
  },
  { signal }: TaskOptions,
): Promise<WrittenTree> {
  const edits = settledEdits(changes, merge, choiceOf);
  return editTree(await context.cache(), { root: ours.digest, edits, dryRun }, { signal });
}

/** Whether two pointers stand for the same content of the same artifact; a number may be another. */
function isSame(left: Pointer, right: Pointer): boolean {
  return left.artifact === right.artifact && hasSameContent(left, right);
}

function hasSameContent(left: Pointer, right: Pointer): boolean {
  return (
    left.digest === right.digest &&
    left.executable === right.executable &&
    (left.files === undefined) === (right.files === undefined)
  );
}

/** Of a single file only the executable bit can be merged. */
function mergeFiles({ base, ours, theirs }: PointerSides): PointerMerge {
  const isOneContent = ours.files === theirs.files && ours.digest === theirs.digest;
  if (!isOneContent || base === undefined || base.files !== undefined) return { kind: 'whole' };
  return { kind: 'side', side: ours.executable === base.executable ? 'theirs' : 'ours' };
}

async function changesSince(
  store: ObjectStore,
  [base, side]: readonly [Digest | undefined, Digest],
  { signal }: TaskOptions,
): Promise<readonly SideChange[]> {
  const changes: SideChange[] = [];
  for await (const change of diffTrees(store, [base, side], { signal })) {
    const before = change.change === 'added' ? undefined : change.before;
    const after = change.change === 'removed' ? undefined : change.after;
    const { path } = (after ?? before) as NonNullable<typeof after>;
    changes.push({ path, before, after });
  }
  return changes;
}
