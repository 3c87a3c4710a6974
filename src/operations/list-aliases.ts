import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AliasFacts, AliasResult, Problem } from '#schema/index.js';
import { readArtifacts } from './read-artifacts.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';

/** The aliases of one artifact, or of all. @throws `reference.not-found` where there is no such artifact */
export async function listAliases(
  context: RepositoryContext,
  artifact: string | undefined,
  options: TaskOptions = {},
): Promise<AliasResult> {
  const problems: Problem[] = [];
  const name = artifact === undefined ? undefined : await artifactNamed(context, artifact, options);
  const aliases = await readAliases(context, { artifact: name, problems }, options);
  return { pixelis: 1, command: 'alias list', dryRun: false, aliases, problems, warnings: [] };
}

/** The artifact that a name, or any other reference, stands for. @throws `reference.not-found` */
export async function artifactNamed(context: RepositoryContext, text: string, options: TaskOptions): Promise<string> {
  try {
    return (await resolveReference(context, text, options)).artifact;
  } catch (error) {
    // Two branches may both have made the latest version: the name is clear all the same.
    const isThere = (await context.worktreeCatalog().versions(text, options)).length > 0;
    if (isPixelisError(error, 'reference.ambiguous') && isThere) return text;
    throw error;
  }
}

/** Aliases as they are now, by artifact and name. */
export async function readAliases(
  context: RepositoryContext,
  { artifact, problems }: { readonly artifact: string | undefined; readonly problems: Problem[] },
  options: TaskOptions,
): Promise<AliasFacts[]> {
  const catalog = context.worktreeCatalog();
  const names = artifact === undefined ? await catalog.artifactNames(options) : [artifact];
  const aliases: AliasFacts[] = [];
  for await (const found of readArtifacts(catalog, { names, problems }, options)) {
    const byName = [...found.aliases].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [alias, target] of byName) aliases.push({ artifact: found.artifact, ...target, alias });
  }
  return aliases;
}
