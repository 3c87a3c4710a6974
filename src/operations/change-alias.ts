import type { AliasTarget } from '#model/alias.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AliasChange, AliasResult, Problem } from '#schema/index.js';
import { readAliases } from './list-aliases.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';
import { writeAliases } from './write-aliases.js';

export interface AliasEdit {
  readonly command: 'alias set' | 'alias remove';
  readonly artifact: string;
  readonly alias: string;
  /** Undefined takes the alias away. */
  readonly target: AliasTarget | undefined;
}

/** Changes one alias, stages the file, and says what the artifact's aliases are then. */
export async function changeAlias(
  context: RepositoryContext,
  { command, artifact, alias, target }: AliasEdit,
  options: TaskOptions & { readonly dryRun?: boolean | undefined },
): Promise<AliasResult> {
  const { dryRun = false } = options;
  let before = (await context.worktreeCatalog().aliases(artifact, options)).get(alias);
  if (!dryRun) {
    const change = (present: ReadonlyMap<string, AliasTarget>) => {
      before = present.get(alias);
      const after = new Map(present);
      if (target === undefined) after.delete(alias);
      else after.set(alias, target);
      return after;
    };
    const written = await writeAliases(context, { artifact, change }, options);
    if (written !== undefined) await stageFiles(context, [written], options);
  }
  const isChange = before?.version !== target?.version || before?.digest !== target?.digest;
  const changed: AliasChange = {
    artifact,
    alias,
    ...(before === undefined ? {} : { before: { artifact, ...before } }),
    ...(target === undefined ? {} : { after: { artifact, ...target } }),
  };
  const problems: Problem[] = [];
  const aliases = await readAliases(context, { artifact, problems }, options);
  return { pixelis: 1, command, dryRun, aliases, ...(isChange ? { changed } : {}), problems, warnings: [] };
}
