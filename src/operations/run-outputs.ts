import { isPixelisError, problemOf } from '#errors/index.js';
import { parseRepositoryPath } from '#model/repository-path.js';
import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { add, type MadeBy } from './add.js';
import { nameArtifact } from './name-artifact.js';
import type { RepositoryContext } from './repository-context.js';
import { fillIn, type WantedOutput } from './run-request.js';
import { pathFromTop } from './user-path.js';

/** Refuses, before the run, an output whose path or name cannot be. @throws `path.*`, `name.*` */
export async function checkOutput(
  context: RepositoryContext,
  { run, output }: { readonly run: string; readonly output: WantedOutput },
  options: TaskOptions,
): Promise<void> {
  const path = parseRepositoryPath(pathFromTop(context, fillIn(output.path, { run })));
  const catalog = context.worktreeCatalog();
  const { pointers } = await catalog.pointers(options);
  const present = pointers.find((pointer) => pointer.path === path);
  const name = output.name === undefined ? undefined : fillIn(output.name, { run });
  const subject = { path, present, isFolder: false, only: undefined };
  try {
    await nameArtifact(context, subject, { name, type: undefined, givenAway: new Set(), catalog, options });
  } catch (error) {
    // An evaluation may well be of a model that the run itself makes.
    if (!isPixelisError(error, 'reference.not-found')) throw error;
  }
}

/** Puts the declared outputs of a run under version, one by one: what cannot be is told, and does not keep back the others. */
export async function addOutputs(
  context: RepositoryContext,
  {
    outputs,
    step,
    madeBy,
  }: { readonly outputs: readonly WantedOutput[]; readonly step: number | undefined; readonly madeBy: MadeBy },
  options: TaskOptions,
): Promise<{
  readonly added: readonly UsedVersion[];
  readonly staged: readonly string[];
  readonly problems: Problem[];
}> {
  const added: UsedVersion[] = [];
  const staged: string[] = [];
  const problems: Problem[] = [];
  for (const output of outputs) {
    const path = fillIn(output.path, { run: madeBy.run, step });
    const name = output.name === undefined ? undefined : fillIn(output.name, { run: madeBy.run, step });
    try {
      const result = await add(context, [path], { ...options, name, madeBy });
      problems.push(...result.problems);
      for (const { artifact, version, digest, path: tracked, staged: files } of result.paths) {
        added.push({ artifact, version, digest: digest as UsedVersion['digest'], path: tracked });
        staged.push(...files);
      }
    } catch (error) {
      if (!isPixelisError(error)) throw error;
      problems.push(problemOf(error, { path }));
    }
  }
  return { added, staged, problems };
}
