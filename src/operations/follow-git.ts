import { problemOf } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { pointerSuffix, type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PlacedPath, Problem } from '#schema/index.js';
import { dropPathIndex, indexedPaths } from './path-index.js';
import { placePath } from './place-path.js';
import type { RepositoryContext } from './repository-context.js';
import { completeMerge } from './complete-merge.js';
import type { HookCall, HookOutcome } from './hook-call.js';

/** After a checkout of another branch or commit; one of single files says nothing of the rest. */
export async function followCheckout(
  context: RepositoryContext,
  { arguments: [before = '', after = '', isBranch] }: HookCall,
  options: TaskOptions,
): Promise<HookOutcome> {
  if (isBranch !== '1') return bringAlong(context, [], options);
  const [from, to] = [await commitOf(context, before, options), await commitOf(context, after, options)];
  return bringAlong(context, await changedPaths(context, [from, to], options), options);
}

/** After a merge; a squash leaves its result staged, without a commit. */
export async function followMerge(
  context: RepositoryContext,
  { arguments: [isSquash] }: HookCall,
  options: TaskOptions,
): Promise<HookOutcome> {
  if (isSquash === '1') {
    const changed = await context.git.status({ suffix: pointerSuffix }, options);
    return bringAlong(context, trackedPaths(changed.map(({ path }) => path)), options);
  }
  const problems = await completeMerge(context, options);
  const [from, to] = [await commitOf(context, 'ORIG_HEAD', options), await commitOf(context, 'HEAD', options)];
  const outcome = await bringAlong(context, await changedPaths(context, [from, to], options), options);
  return { ...outcome, problems: [...problems, ...outcome.problems] };
}

/**
 * Makes the worktree at these paths as its pointers say, from the cache alone. What would be lost stays, what is missing
 * is named with the command that brings it.
 */
async function bringAlong(
  context: RepositoryContext,
  changed: readonly RepositoryPath[],
  options: TaskOptions,
): Promise<HookOutcome> {
  const paths: PlacedPath[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  if (changed.length > 0) {
    const { pointers, broken } = await context.worktreeCatalog().pointers(options);
    const known = new Map(pointers.map((at) => [at.path, at.pointer]));
    const unreadable = new Map(broken.map((at) => [at.path, at.error]));
    const seenHere = new Set(await indexedPaths(context));
    const handedOver = await context.git.trackedPaths(changed, options);
    for (const path of changed) {
      const pointer = known.get(path);
      const error = unreadable.get(path);
      if (error !== undefined) problems.push(problemOf(error, { path }));
      else if (pointer === undefined && handedOver.has(path)) await dropPathIndex(context, path);
      else if (pointer !== undefined || seenHere.has(path)) {
        const placed = await placePath(context, { path, pointer }, options);
        paths.push(placed.placed);
        problems.push(...placed.problems);
        warnings.push(...placed.warnings);
      }
    }
  }
  const hasActed = paths.some(({ placedFiles, removedFiles }) => placedFiles + removedFiles > 0);
  return { action: hasActed ? 'checked-out' : 'none', remotes: [], paths, problems, warnings };
}

async function commitOf(
  { git }: RepositoryContext,
  revision: string,
  options: TaskOptions,
): Promise<CommitId | undefined> {
  return git.resolveCommit(revision, options);
}

/** Tracked paths whose pointers differ between two commits, of which an unknown one has none. */
async function changedPaths(
  { git }: RepositoryContext,
  [from, to]: readonly [CommitId | undefined, CommitId | undefined],
  options: TaskOptions,
): Promise<readonly RepositoryPath[]> {
  if (from === to) return [];
  const pointersAt = async (commit: CommitId | undefined) => {
    const files = commit === undefined ? [] : await git.listFiles(commit, { suffix: pointerSuffix }, options);
    return new Map(files.map(({ path, blob }) => [path, blob]));
  };
  const [before, after] = [await pointersAt(from), await pointersAt(to)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return trackedPaths(paths.filter((path) => before.get(path) !== after.get(path)));
}

function trackedPaths(pointerPaths: readonly string[]): RepositoryPath[] {
  return pointerPaths.flatMap((path) => trackedPathOf(path) ?? []);
}
