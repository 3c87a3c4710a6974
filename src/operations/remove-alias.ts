import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AliasResult } from '#schema/index.js';
import { changeAlias } from './change-alias.js';
import { artifactNamed } from './list-aliases.js';
import type { RepositoryContext } from './repository-context.js';

/** Takes an alias away; the version stays. @throws `reference.not-found` with the aliases that there are */
export async function removeAlias(
  context: RepositoryContext,
  { artifact: text, alias }: { readonly artifact: string; readonly alias: string },
  options: TaskOptions & { readonly dryRun?: boolean | undefined } = {},
): Promise<AliasResult> {
  const artifact = await artifactNamed(context, text, options);
  const present = await context.worktreeCatalog().aliases(artifact, options);
  if (!present.has(alias)) {
    const names = [...present.keys()].sort();
    throw new PixelisError('reference.not-found', `'${artifact}' has no alias '${alias}'`, {
      hint: names.length === 0 ? 'it has none at all' : `there is: ${names.join(', ')}`,
      data: { artifact, alias, candidates: names },
    });
  }
  return changeAlias(context, { command: 'alias remove', artifact, alias, target: undefined }, options);
}
