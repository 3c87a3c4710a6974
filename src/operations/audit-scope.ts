import { PixelisError } from '#errors/index.js';
import type { CommitId, CommitRange } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RepositoryContext } from './repository-context.js';

export interface AuditScopeRequest {
  /** A revision, or a range `A..B`. */
  readonly revision?: string | undefined;
  readonly all?: boolean | undefined;
  /** What this commit and all that it is made from said is taken as it is. */
  readonly since?: string | undefined;
}

/** Whose history is audited. */
export interface AuditScope {
  readonly range: CommitRange;
  /** What every result says of it. */
  readonly facts: {
    readonly all: boolean;
    readonly from: readonly CommitId[];
    readonly since: readonly CommitId[];
  };
}

/** @throws `git.revision-not-found`, `usage.invalid-argument` */
export async function auditScope(
  { git }: Pick<RepositoryContext, 'git'>,
  { revision, all = false, since }: AuditScopeRequest,
  options: TaskOptions,
): Promise<AuditScope> {
  if (all && revision !== undefined) {
    throw new PixelisError('usage.invalid-argument', "'--all' and a revision exclude each other", {
      hint: 'leave one of them out',
    });
  }
  const resolve = async (text: string): Promise<CommitId> => {
    const commit = await git.resolveCommit(text, options);
    if (commit !== undefined) return commit;
    throw new PixelisError('git.revision-not-found', `git knows no revision '${text}'`, {
      hint: 'see the branches and tags: git branch --all; git tag',
      data: { revision: text },
    });
  };
  const { from, excluding } = partsOf(revision);
  const hidden = [...(excluding === undefined ? [] : [excluding]), ...(since === undefined ? [] : [since])];
  const sinceCommits = await Promise.all(hidden.map(resolve));
  const refs = all ? (await git.listRefs(options)).map(({ commit }) => commit) : [];
  const head = (await git.head(options)).commit;
  const tips =
    from !== undefined ? [await resolve(from)] : [...new Set([...(head === undefined ? [] : [head]), ...refs])];
  return {
    range: { from: tips, excluding: sinceCommits },
    facts: { all, from: tips, since: [...new Set(sinceCommits)] },
  };
}

/** `A..B` is what B has and A has not; either side left out is HEAD. */
function partsOf(revision: string | undefined): {
  readonly from: string | undefined;
  readonly excluding: string | undefined;
} {
  if (revision === undefined) return { from: undefined, excluding: undefined };
  if (revision.includes('...')) {
    throw new PixelisError(
      'usage.invalid-argument',
      `'${revision}' is a range of both sides, of which there is no audit`,
      {
        hint: 'name what to leave out and what to look at: A..B',
      },
    );
  }
  const dots = revision.indexOf('..');
  if (dots === -1) return { from: revision, excluding: undefined };
  const side = (text: string): string => (text === '' ? 'HEAD' : text);
  return { from: side(revision.slice(dots + 2)), excluding: side(revision.slice(0, dots)) };
}
