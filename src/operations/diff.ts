import { isPixelisError, problemOf } from '#errors/index.js';
import { type ComparedEntry, compareEntries, countChanges, withRenames } from '#model/file-change.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { DiffResult, DiffState, PathDiff, Problem } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { diffPairs, type Pair } from './diff-pairs.js';
import { headSide, sideOf, worktreeSide } from './diff-side.js';
import { isAboutObjects } from './is-about-objects.js';
import { entriesOfPointer, pointerChanges } from './pointer-content.js';
import type { RepositoryContext } from './repository-context.js';
import { treeSource } from './tree-source.js';
import { isWithin } from './user-path.js';
import { worktreeContent } from './worktree-content.js';

/**
 * What differs between two revisions or versions, file by file; without `to` the worktree is compared, without both with
 * HEAD. A path whose list of files is in no store at hand is a problem, and the others are compared all the same.
 * @throws `reference.not-found`, `reference.ambiguous`, `path.not-tracked`
 */
export async function diff(
  context: RepositoryContext,
  between: { readonly from?: string | undefined; readonly to?: string | undefined },
  options: TaskOptions = {},
): Promise<DiffResult> {
  const from = await (between.from === undefined ? headSide(context, options) : sideOf(context, between.from, options));
  const to = between.to === undefined ? worktreeSide(context) : await sideOf(context, between.to, options);
  const store = await treeSource(context);
  const problems: Problem[] = [];
  const paths: PathDiff[] = [];
  for (const pair of await diffPairs({ from, to, problems }, options)) {
    try {
      const found = await pathDiff(context, { pair, store }, options);
      if (found !== undefined) paths.push(found);
    } catch (error) {
      if (!isPixelisError(error) || !isAboutObjects(error)) throw error;
      problems.push(problemOf(error, { path: pair.name }));
    }
  }
  return {
    pixelis: 1,
    command: 'diff',
    from: from.facts,
    to: to.facts,
    clean: paths.length === 0 && problems.length === 0,
    paths,
    problems,
    warnings: [],
  };
}

interface Comparison {
  readonly pair: Pair;
  readonly store: ObjectStore;
}

/** How one path differs; undefined where it does not. */
async function pathDiff(
  context: RepositoryContext,
  comparison: Comparison,
  options: TaskOptions,
): Promise<PathDiff | undefined> {
  const { pair, store } = comparison;
  const { name, before, inside } = pair;
  const after = await stateAfter(context, comparison, options);
  const changes =
    after?.entries === undefined
      ? await pointerChanges(store, [before, after?.pointer], options)
      : compareEntries(await entriesOfPointer(store, before, options), after.entries);
  const files = withRenames(changes.filter((change) => isWithin(change.path, inside)));
  // An empty folder that came or went has no file to show for it.
  const isEmptyChange = inside === '' && (before === undefined) !== (after === undefined);
  if (files.length === 0 && !isEmptyChange) return undefined;
  const [old, now] = [stateOf(before), after === undefined ? undefined : await stateNow(comparison, after, options)];
  return {
    path: name,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'modified',
    ...(old === undefined ? {} : { before: old }),
    ...(now === undefined ? {} : { after: now }),
    changes: countChanges(files),
    ...(before === undefined ? {} : { oldSize: before.size }),
    ...(after === undefined ? {} : { size: after.entries === undefined ? after.pointer.size : sizeOf(after.entries) }),
    files: [...files],
  };
}

/** What the later side has; `entries` where it is a worktree that is not known to be as its pointer says. */
interface After {
  readonly pointer: Pointer;
  readonly entries: readonly ComparedEntry[] | undefined;
}

async function stateAfter(
  context: RepositoryContext,
  { pair, store }: Comparison,
  options: TaskOptions,
): Promise<After | undefined> {
  const { worktreePath, after: pointer } = pair;
  if (pointer === undefined) return undefined;
  if (worktreePath === undefined) return { pointer, entries: undefined };
  const content = await worktreeContent(context, { path: worktreePath, pointer, store }, options);
  if (content.kind === 'absent') return undefined;
  return { pointer, entries: content.kind === 'entries' ? content.entries : undefined };
}

/** The version where there is one; else the digest of a file. A folder that is in no version has no digest yet. */
async function stateNow(
  { pair, store }: Comparison,
  { pointer, entries }: After,
  options: TaskOptions,
): Promise<DiffState | undefined> {
  if (entries === undefined) return stateOf(pointer);
  const [first] = entries;
  if (first?.path === '') return first.digest === pointer.digest ? stateOf(pointer) : digestOf(first);
  const isOther = pair.before?.digest !== pointer.digest;
  const isVersion = isOther && compareEntries(await entriesOfPointer(store, pointer, options), entries).length === 0;
  return isVersion ? stateOf(pointer) : undefined;
}

function digestOf({ digest }: ComparedEntry): DiffState | undefined {
  return digest === undefined ? undefined : { digest };
}

function stateOf(pointer: Pointer | undefined): DiffState | undefined {
  if (pointer === undefined) return undefined;
  const { artifact, version, digest } = pointer;
  return { artifact, version, digest };
}

function sizeOf(entries: readonly ComparedEntry[]): number {
  return entries.reduce((sum, { size = 0 }) => sum + size, 0);
}
