import { PixelisError, problemOf } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import type { LineageSelection } from '#model/select-lineage.js';
import { parseReference } from '#model/reference.js';
import type { TaskOptions } from '#model/task-options.js';
import type { ReadLineage } from '#records/lineage-reader.js';
import type { Problem } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';

export interface ScopeRequest extends TaskOptions {
  readonly revision?: string | undefined;
  readonly all?: boolean | undefined;
}

/** Whose records are read: the worktree's where nothing is said. */
export interface LineageScope {
  readonly commit?: CommitId;
  readonly all: boolean;
  /** The revision that a reference named, where the commit is that one. */
  readonly named?: string;
}

/**
 * The scope that is asked for; a reference such as `model-x@v1.0` asks for a revision too.
 * @throws `git.revision-not-found`, `usage.invalid-argument`
 */
export async function lineageScope(
  context: RepositoryContext,
  reference: string | undefined,
  { revision, all = false }: ScopeRequest,
): Promise<LineageScope> {
  if (all && revision !== undefined) {
    throw new PixelisError('usage.invalid-argument', "'--rev' and '--all' exclude each other", {
      hint: 'a revision is among all that there is',
    });
  }
  if (all) return { all };
  if (revision !== undefined) {
    const { commit } = (await context.catalogAt(revision)).source;
    return commit === undefined ? { all } : { commit, all };
  }
  for (const reading of reference === undefined ? [] : parseReference(reference).readings) {
    if (reading.kind === 'digest' || reading.kind === 'path' || reading.revision === undefined) continue;
    const commit = await context.git.resolveCommit(reading.revision);
    if (commit !== undefined) return { commit, all, named: reading.revision };
  }
  return { all };
}

export async function readLineage(
  context: RepositoryContext,
  { commit, all }: LineageScope,
  options: TaskOptions & { readonly everyFile?: boolean },
): Promise<ReadLineage> {
  const reader = await context.lineage();
  if (commit !== undefined) return reader.commits([commit], options);
  return all ? reader.commits(await tips(context, options), options) : reader.worktree(options);
}

/**
 * A selection from the lineage. Where a record that it rests on was edited in its place, which a look at the folders does
 * not show, it is made once more, from files each of which was looked at.
 */
export async function selectLineage<S extends Pick<LineageSelection, 'versions' | 'runs'>>(
  context: RepositoryContext,
  { select, ...scope }: LineageScope & { readonly select: (lineage: ReadLineage) => Promise<S> | S },
  options: TaskOptions,
): Promise<{ readonly lineage: ReadLineage; readonly selection: S }> {
  const lineage = await readLineage(context, scope, options);
  const selection = await select(lineage);
  if (lineage.isCurrent(selection)) return { lineage, selection };
  const afresh = await readLineage(context, scope, { ...options, everyFile: true });
  return { lineage: afresh, selection: await select(afresh) };
}

/** What every result says of where it was read, and what of it could not be. */
export function scopeFacts({ commit, all }: LineageScope, { broken }: ReadLineage) {
  const problems: Problem[] = broken.map(({ path, error }) => problemOf(error, { path }));
  return { scope: { ...(commit === undefined ? {} : { commit }), all }, problems };
}

/** Where all refs stand, each commit once, HEAD first. */
async function tips({ git }: RepositoryContext, options: TaskOptions): Promise<readonly CommitId[]> {
  const { commit } = await git.head(options);
  const refs = await git.listRefs(options);
  return [...new Set([...(commit === undefined ? [] : [commit]), ...refs.map((ref) => ref.commit)])];
}
