import type { CommitId } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import { changeSeen, readSeen } from '#seals/seen.js';
import type { RepositoryContext } from './repository-context.js';
import { currentHeads, presentCommits } from './sealed-trail.js';

/**
 * Keeps where remote branches stand, for the next audit to compare. Only what grew out of where it was seen last: what was
 * rewritten, or is gone, stays as it was remembered until an audit has told of it.
 */
export async function rememberHeads({ git, sharedState }: RepositoryContext, options: TaskOptions): Promise<void> {
  const { heads: seen } = readSeen(sharedState);
  const now = [...(await currentHeads(git, options))].filter(([ref]) => ref.startsWith('refs/remotes/'));
  const moved = now.filter(([ref, commit]) => seen.get(ref) !== commit);
  const former = moved.flatMap(([ref]) => seen.get(ref) ?? []);
  const present = await presentCommits(git, former, options);
  const grown: (readonly [string, CommitId])[] = [];
  for (const [ref, commit] of moved) {
    const before = seen.get(ref);
    if (before !== undefined && !(present.has(before) && (await git.isAncestor(before, commit, options)))) continue;
    grown.push([ref, commit]);
  }
  if (grown.length > 0) {
    await changeSeen(sharedState, (last) => ({ ...last, heads: new Map([...last.heads, ...grown]) }));
  }
}
