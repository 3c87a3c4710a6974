import { isPixelisError, problemOf } from '#errors/index.js';
import { parseRepositoryPath } from '#model/repository-path.js';
import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { type GoingRun, madeBy, noteOutput } from './active-run.js';
import { add } from './add.js';
import { nameArtifact, takenNames } from './name-artifact.js';
import type { RepositoryContext } from './repository-context.js';
import { fillIn, type WantedOutput } from './run-request.js';
import { pathFromTop } from './user-path.js';

/**
 * Refuses, before the run, an output whose path or name cannot be.
 * @returns the artifact of which it would be a version; undefined where it has to be derived from what the run makes
 * @throws `path.*`, `name.*`; `file.*` where its pointer cannot be read
 */
export async function checkOutput(
  context: RepositoryContext,
  { run, output }: { readonly run: string; readonly output: WantedOutput },
  options: TaskOptions,
): Promise<string | undefined> {
  const path = parseRepositoryPath(pathFromTop(context, fillIn(output.path, { run })));
  const catalog = context.worktreeCatalog();
  const { pointers, broken } = await catalog.pointers(options);
  const unreadable = broken.find((candidate) => candidate.path === path);
  if (unreadable !== undefined) throw unreadable.error;
  const present = pointers.find((pointer) => pointer.path === path);
  const name = output.name === undefined ? undefined : fillIn(output.name, { run });
  const subject = { path, present, isFolder: false, only: undefined };
  try {
    const identity = await nameArtifact(context, subject, {
      name,
      type: undefined,
      taken: name === undefined ? await takenNames(context, [subject], { catalog, options }) : new Set(),
      catalog,
      options,
    });
    return identity.name;
  } catch (error) {
    // An evaluation may well be of a model that the run itself makes.
    if (!isPixelisError(error, 'reference.not-found')) throw error;
    return name;
  }
}

/** Where declared outputs lie, from the top of the worktree. */
export function outputPaths(
  context: RepositoryContext,
  {
    run,
    outputs,
    step,
  }: { readonly run: string; readonly outputs: readonly WantedOutput[]; readonly step: number | undefined },
): readonly string[] {
  return outputs.map(({ path }) => pathFromTop(context, fillIn(path, { run, step })));
}

/** Puts the declared outputs of a run under version, one by one: what cannot be is told, and does not keep back the others. */
export async function addOutputs(
  context: RepositoryContext,
  {
    run,
    outputs,
    step,
  }: { readonly run: GoingRun; readonly outputs: readonly WantedOutput[]; readonly step: number | undefined },
  options: TaskOptions,
): Promise<{
  readonly added: readonly UsedVersion[];
  readonly staged: readonly string[];
  readonly problems: Problem[];
  readonly warnings: Problem[];
}> {
  const added: UsedVersion[] = [];
  const staged: string[] = [];
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const { run: id } = run.start;
  const maker = madeBy(run);
  for (const output of outputs) {
    const path = fillIn(output.path, { run: id, step });
    const name = output.name === undefined ? undefined : fillIn(output.name, { run: id, step });
    try {
      const result = await add(context, [path], { ...options, name, madeBy: maker, isStagedLater: true });
      problems.push(...result.problems);
      warnings.push(...result.warnings);
      for (const made of result.paths) {
        const { artifact, version, digest, path: tracked } = made;
        added.push({ artifact, version, digest: digest as UsedVersion['digest'], path: tracked });
        staged.push(...made.staged);
        noteOutput(run, made);
      }
    } catch (error) {
      if (!isPixelisError(error)) throw error;
      problems.push(problemOf(error, { path }));
    }
  }
  return { added, staged, problems, warnings };
}
