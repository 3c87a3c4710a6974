import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { DiffSide } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';
import { type ResolvedReference, resolveReference } from './resolve-reference.js';

/** One side of a comparison: all pointers of the worktree or a commit, or one version. */
export type Side =
  | { readonly kind: 'worktree' | 'revision'; readonly facts: DiffSide; readonly catalog: Catalog | undefined }
  | { readonly kind: 'version'; readonly facts: DiffSide; readonly found: ResolvedReference };

export function worktreeSide(context: RepositoryContext): Side {
  return {
    kind: 'worktree',
    facts: { kind: 'worktree', name: 'worktree' },
    catalog: context.worktreeCatalog(),
  };
}

/** HEAD; before the first commit it has nothing. */
export async function headSide(context: RepositoryContext, options: TaskOptions): Promise<Side> {
  const { commit } = await context.git.head(options);
  if (commit === undefined) return { kind: 'revision', facts: { kind: 'revision', name: 'HEAD' }, catalog: undefined };
  return revisionSide(context, 'HEAD', commit);
}

/**
 * What a user named: a git revision, or a reference of a version.
 * @throws `reference.ambiguous` where it is both, `reference.not-found`
 */
export async function sideOf(context: RepositoryContext, text: string, options: TaskOptions): Promise<Side> {
  const commit = await context.git.resolveCommit(text, options);
  const isArtifact = (await context.worktreeCatalog().artifactNames(options)).includes(text);
  if (commit !== undefined && isArtifact) {
    throw new PixelisError('reference.ambiguous', `'${text}' is a git revision and an artifact`, {
      hint: `say which: refs/heads/${text} (or refs/tags/${text}), or ${text}:latest`,
      data: { text },
    });
  }
  if (commit !== undefined) return revisionSide(context, text, commit);
  const found = await resolveReference(context, text, options);
  const { artifact, version, digest } = found;
  return { kind: 'version', facts: { kind: 'version', name: text, version: { artifact, version, digest } }, found };
}

async function revisionSide(context: RepositoryContext, name: string, commit: string): Promise<Side> {
  return {
    kind: 'revision',
    facts: { kind: 'revision', name, commit },
    catalog: await context.catalogAt(commit),
  };
}
