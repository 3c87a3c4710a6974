import type { UsedVersion } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';

/**
 * The version that `REF` or `REF=ROLE` names, with the path at which the worktree has it, if it has.
 * @throws what {@link resolveReference} throws
 */
export async function usedVersion(
  context: RepositoryContext,
  text: string,
  options: TaskOptions,
): Promise<UsedVersion> {
  const [, reference = text, role] = /^(.+)=([^=/]+)$/.exec(text) ?? [];
  const { artifact, version, digest, path } = await resolveReference(context, reference, options);
  const { pointers } = await context.worktreeCatalog().pointers(options);
  const place =
    path ?? pointers.find(({ pointer }) => pointer.artifact === artifact && pointer.digest === digest)?.path;
  return {
    artifact,
    version,
    digest,
    ...(role === undefined ? {} : { role }),
    ...(place === undefined ? {} : { path: place }),
  };
}
