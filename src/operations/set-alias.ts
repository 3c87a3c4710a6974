import { PixelisError } from '#errors/index.js';
import { isAliasName } from '#model/alias.js';
import type { TaskOptions } from '#model/task-options.js';
import type { AliasResult } from '#schema/index.js';
import { changeAlias } from './change-alias.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';

/**
 * Makes an alias name a version, and says what it named before.
 * @throws `usage.invalid-argument` for `latest`, `v3` and what is no word; `reference.not-found`, `reference.ambiguous`
 */
export async function setAlias(
  context: RepositoryContext,
  { reference, alias }: { readonly reference: string; readonly alias: string },
  options: TaskOptions & { readonly dryRun?: boolean | undefined } = {},
): Promise<AliasResult> {
  if (!isAliasName(alias)) {
    throw new PixelisError('usage.invalid-argument', `'${alias}' cannot be an alias`, {
      hint: "an alias is a word such as 'best'; 'latest' and 'v3' have a meaning already",
      data: { alias },
    });
  }
  const { artifact, version, digest, subpath } = await resolveReference(context, reference, options);
  if (subpath !== undefined) {
    throw new PixelisError('reference.invalid', `'${reference}' is only a part of '${artifact}:v${version}'`, {
      hint: `name the whole: pixelis alias set ${artifact}:v${version} ${alias}`,
      data: { reference },
    });
  }
  const here = await context.worktreeCatalog().versions(artifact, options);
  if (!here.some((record) => record.version === version && record.digest === digest)) {
    throw new PixelisError('reference.not-found', `'${artifact}:v${version}' is recorded at another commit, not here`, {
      hint: 'bring its record here first, with git merge or git checkout',
      data: { reference, artifact, version },
    });
  }
  return changeAlias(context, { command: 'alias set', artifact, alias, target: { version, digest } }, options);
}
