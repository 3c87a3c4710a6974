import { PixelisError, problemOf } from '#errors/index.js';
import { parseDigest } from '#model/digest.js';
import type { AddedPath, AddResult, Problem } from '#schema/index.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import { activeRun, madeBy, noteOutput } from './active-run.js';
import { addInGroups } from './add-in-groups.js';
import { type AddPlan, planAdd, subjectsOf } from './add-plan.js';
import type { GroupOptions } from './add-steps.js';
import type { AddSubject } from './add-subjects.js';
import { holdPaths } from './hold-path.js';
import { onlyLooking } from './only-looking.js';
import { pointerByNow } from './pointer-by-now.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';
import { gitView } from './write-pointers.js';

/**
 * Puts paths under version. What is added inside a run, or for one, is an output of it. Everything that can be refused is
 * refused before anything is written; then, in groups of paths: objects, records, pointers, gitignore lines, indexes; in the
 * end what git needs is staged.
 */
export async function add(
  repository: RepositoryContext,
  typed: readonly string[],
  request: Request,
): Promise<AddResult> {
  const context = request.dryRun === true ? onlyLooking(repository) : repository;
  const active = request.madeBy === undefined ? activeRun(context) : undefined;
  const options = active === undefined ? request : { ...request, madeBy: madeBy(active) };
  const subjects = await subjectsOf(context, typed, options);
  if (options.dryRun === true) return addSubjects(context, subjects, options);
  const work = async () => {
    // Another command may have added the path while this one waited for it.
    const isStillSo = subjects.every((subject) => pointerByNow(context, subject) === subject.present);
    return addSubjects(context, isStillSo ? subjects : await subjectsOf(context, typed, options), options);
  };
  const paths = subjects.map(({ path }) => path);
  const result = await holdPaths(context, paths, work, options);
  if (active !== undefined) for (const added of result.paths) noteOutput(active, added);
  return result;
}

interface Request extends GroupOptions {
  /** Whether the caller stages the files. */
  readonly isStagedLater?: boolean | undefined;
}

async function addSubjects(
  context: RepositoryContext,
  subjects: readonly AddSubject[],
  options: Request,
): Promise<AddResult> {
  const plans = await planAdd(context, subjects, options);
  const paths: AddedPath[] = [];
  const problems: Problem[] = [];
  const noticed: Problem[] = [];
  const git = gitView(context, subjects, options);
  let row = 0;
  for await (const outcomes of addInGroups(context, plans, { ...options, git })) {
    for (const outcome of outcomes) {
      const { path } = (plans[row++] as AddPlan).subject;
      if (!(outcome instanceof PixelisError)) {
        paths.push(outcome.added);
        noticed.push(...outcome.warnings);
        continue;
      }
      // One path that does not hold still must not keep the others from being added.
      if (plans.length === 1) throw outcome;
      problems.push(problemOf(outcome, { path }));
    }
  }
  if (options.dryRun !== true) {
    const digests = paths.map(({ digest }) => parseDigest(digest));
    await takeBackDropped((await context.cache()).bucket, digests);
  }
  if (options.dryRun !== true && options.isStagedLater !== true)
    await stageFiles(
      context,
      paths.flatMap((path) => path.staged),
      options,
    );
  const warnings = plans.flatMap(({ subject: { path }, ...plan }) =>
    plan.warnings.map((warning) => problemOf(warning, { path })),
  );
  return {
    pixelis: 1,
    command: 'add',
    dryRun: options.dryRun === true,
    paths,
    problems,
    warnings: [...warnings, ...noticed],
  };
}
