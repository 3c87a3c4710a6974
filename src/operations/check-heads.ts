import { PixelisError } from '#errors/index.js';
import type { CommitId, Git } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SealFinding } from './seal-finding.js';
import { type Heads, presentCommits } from './sealed-trail.js';

/** Where refs stood, and who says so. */
export interface FormerHeads {
  readonly heads: Heads;
  /** `when it was sealed`, `when this clone last saw it` */
  readonly when: string;
  /** Whether the commits were in this clone then: one that is not here any more was taken back, and cleaned up since. */
  readonly wereHere: boolean;
}

/**
 * Refs that others rely on, and that no longer contain the commit at which they stood. A branch that was never pushed may
 * be rebased or amended as its owner likes, and one that is gone is judged by what was lost with it.
 */
export async function checkHeads(
  git: Git,
  { former, now }: { readonly former: FormerHeads; readonly now: Heads },
  options: TaskOptions,
): Promise<readonly SealFinding[]> {
  const isShared = sharedRefTest([...former.heads.keys(), ...now.keys()]);
  const moved = [...former.heads].flatMap(([ref, before]) => {
    const after = now.get(ref);
    return after === undefined || after === before || !isShared(ref) ? [] : [{ ref, before, after }];
  });
  const present = await presentCommits(
    git,
    moved.map(({ before }) => before),
    options,
  );
  const findings: SealFinding[] = [];
  for (const move of moved) {
    const isHere = present.has(move.before);
    if (!isHere && !former.wereHere) findings.push(notHere(move, former));
    else if (!isHere || !(await git.isAncestor(move.before, move.after, options)))
      findings.push(rewritten(move, former));
  }
  return findings;
}

interface Move {
  readonly ref: string;
  readonly before: CommitId;
  readonly after: CommitId;
}

/**
 * Remote branches and tags. Where no remote branch is known at all, also the branch that takes its place: `main`,
 * `master`.
 */
export function sharedRefTest(refs: readonly string[]): (ref: string) => boolean {
  const hasRemote = refs.some((ref) => ref.startsWith('refs/remotes/'));
  return (ref) =>
    ref.startsWith('refs/remotes/') ||
    ref.startsWith('refs/tags/') ||
    (!hasRemote && (ref === 'refs/heads/main' || ref === 'refs/heads/master'));
}

function rewritten({ ref, before, after }: Move, { when }: FormerHeads): SealFinding {
  const error = new PixelisError(
    'seal.rewritten',
    `'${shortRef(ref)}' stood at ${before} ${when}, and stands at ${after}, which does not contain it`,
    {
      hint: `see what was taken back: git log ${after}..${before}; where it was meant: pixelis audit seal --accept REASON`,
    },
  );
  return { severity: 'tampered', error, ref, commit: before, now: after };
}

function notHere({ ref, before, after }: Move, { when }: FormerHeads): SealFinding {
  const error = new PixelisError(
    'seal.incomplete',
    `'${shortRef(ref)}' stood at ${before} ${when}, which is not in this clone; here it stands at ${after}`,
    { hint: 'git fetch --all; if no remote has that commit any more, history was cut off' },
  );
  return { severity: 'incomplete', error, ref, commit: before, now: after };
}

export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes|tags)\//, '');
}
