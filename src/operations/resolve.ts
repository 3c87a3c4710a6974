import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import { type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { MergeChoice } from '#model/tree-merge.js';
import type { Problem, ResolvedPath, ResolveResult } from '#schema/index.js';
import { conflictedFiles } from './conflicted-files.js';
import { type ExaminedConflict, examineConflict } from './examine-conflict.js';
import { gitOperation } from './git-operation.js';
import { onlyLooking } from './only-looking.js';
import { indexedPaths } from './path-index.js';
import { placePath } from './place-path.js';
import type { RepositoryContext } from './repository-context.js';
import { type Choice, settleConflict, type Settlement } from './settle-conflict.js';
import { stageFiles } from './stage-files.js';
import { isWithin, pathFromTop } from './user-path.js';

export interface ResolveRequest extends TaskOptions {
  readonly side?: MergeChoice | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Settles what a merge left in conflict: pointers and aliases. A side decides where the two contradict each other; what both
 * did elsewhere is merged. Without a side, what needs no choice is settled and the rest is listed, path by path.
 * @throws `reference.not-found` where nothing named is in conflict
 */
export async function resolve(
  repository: RepositoryContext,
  typed: readonly string[],
  { side, dryRun = false, ...options }: ResolveRequest,
): Promise<ResolveResult> {
  const context = dryRun ? onlyLooking(repository) : repository;
  const files = await conflictedFiles(context, options);
  const examined: ExaminedConflict[] = [];
  for (const file of files) examined.push(await examineConflict(context, file, options));
  const subjects = chosenConflicts(context, typed, examined);
  const paths: ResolvedPath[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const staged: string[] = [];
  for (const [subject, only] of subjects) {
    const { path } = subject.conflict;
    try {
      const done = await resolveOne(context, subject, { choice: { side, only }, dryRun, ...options });
      paths.push(done.resolved);
      staged.push(...done.staged);
      warnings.push(...done.warnings);
      if (done.resolved.state === 'conflicted')
        problems.push(problemOf(subject.error ?? stillConflicted(done.resolved), { path }));
    } catch (error) {
      if (!isPixelisError(error) || error.kind === 'interrupted' || subjects.size === 1) throw error;
      paths.push({ path, state: 'conflicted', conflict: subject.conflict });
      problems.push(problemOf(error, { path }));
    }
  }
  const operation = gitOperation(context.git.places);
  return {
    pixelis: 1,
    command: 'resolve',
    dryRun,
    ...(operation === undefined ? {} : { operation }),
    paths,
    staged,
    problems,
    warnings,
  };
}

interface Done {
  readonly resolved: ResolvedPath;
  readonly staged: readonly string[];
  readonly warnings: readonly Problem[];
}

async function resolveOne(
  context: RepositoryContext,
  subject: ExaminedConflict,
  { dryRun, ...options }: TaskOptions & { readonly choice: Choice; readonly dryRun: boolean },
): Promise<Done> {
  const { conflict, file } = subject;
  const { path } = conflict;
  const settled = await settleConflict(context, subject, { dryRun, ...options });
  if (settled.state === 'open') {
    return { resolved: { path, state: 'conflicted', conflict: settled.conflict }, staged: [], warnings: [] };
  }
  const { settlement } = settled;
  const { text, version, isNew, recordPath } = settlement;
  const staged = [...(recordPath === undefined ? [] : [recordPath]), file.path];
  const resolved: ResolvedPath = {
    path,
    state: text === undefined ? 'removed' : 'resolved',
    conflict,
    ...(version === undefined ? {} : { version }),
    ...(isNew === undefined ? {} : { isNew }),
  };
  if (dryRun) return { resolved, staged, warnings: [] };
  await (text === undefined ? context.files.remove(file.path) : context.files.replace(file.path, text));
  await stageFiles(context, staged, options);
  const warnings = subject.path === undefined ? [] : await bringAlong(context, subject.path, settlement, options);
  return { resolved, staged, warnings };
}

/** Makes the worktree as the pointer says now, from the cache alone; what would be lost stays, and is named. */
async function bringAlong(
  context: RepositoryContext,
  path: RepositoryPath,
  { pointer, text }: Settlement,
  options: TaskOptions,
): Promise<readonly Problem[]> {
  if (pointer === undefined && (text !== undefined || !(await indexedPaths(context)).includes(path))) return [];
  return (await placePath(context, { path, pointer }, options)).problems;
}

/** The conflicts that a user named, with the paths inside of them; none named means all. */
function chosenConflicts(
  context: RepositoryContext,
  typed: readonly string[],
  examined: readonly ExaminedConflict[],
): ReadonlyMap<ExaminedConflict, readonly string[] | undefined> {
  const chosen = new Map<ExaminedConflict, readonly string[] | undefined>();
  if (typed.length === 0) for (const each of examined) chosen.set(each, undefined);
  for (const text of typed) {
    const found = conflictsNamed(context, text, examined);
    if (found.length === 0) {
      throw new PixelisError('reference.not-found', `nothing at '${text}' is in conflict`, {
        hint: examined.length === 0 ? 'nothing is: pixelis status' : 'see what is: pixelis resolve',
        data: { target: text },
      });
    }
    for (const [each, inside] of found) {
      const known = chosen.get(each);
      const isWhole = inside === undefined || (chosen.has(each) && known === undefined);
      chosen.set(each, isWhole ? undefined : [...(known ?? []), inside]);
    }
  }
  return chosen;
}

function conflictsNamed(
  context: RepositoryContext,
  text: string,
  examined: readonly ExaminedConflict[],
): readonly (readonly [ExaminedConflict, string | undefined])[] {
  const [name = '', ...rest] = text.split('//');
  const inside = rest.length === 0 ? undefined : rest.join('//');
  const byName = examined.filter(({ conflict, file }) => {
    const names = [conflict.ours?.artifact, conflict.theirs?.artifact, file.path];
    return names.includes(name) || file.path === `.pixelis/artifacts/${name}/aliases.yaml`;
  });
  if (byName.length > 0) return byName.map((each) => [each, inside] as const);
  const path = pathFromTop(context, text);
  return examined.flatMap((each): (readonly [ExaminedConflict, string | undefined])[] => {
    const tracked = each.path ?? trackedPathOf(each.file.path);
    if (tracked === undefined) return [];
    if (isWithin(tracked, path) || each.file.path === path) return [[each, undefined]];
    return isWithin(path, tracked) ? [[each, path.slice(tracked.length + 1)]] : [];
  });
}

function stillConflicted({ path, conflict }: ResolvedPath): PixelisError {
  const open = conflict.entries.filter(({ choice }) => choice === undefined).length;
  const what = open === 0 ? '' : ` in ${open} ${open === 1 ? 'place' : 'places'}`;
  return new PixelisError('file.conflicted', `'${path}' is in conflict${what}`, {
    hint: `choose: pixelis resolve ${path} --ours, --theirs or --union`,
  });
}
