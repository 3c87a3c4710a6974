import { type CommitHeader, parseCommitHeader } from '#git/commit-header.js';
import type { CommitId, CommitRange, Git, RawCommit } from '#git/git.js';
import { isObjectOf } from '#git/object-id.js';
import type { CommitOrder } from '#model/commit-order.js';
import type { TaskOptions } from '#model/task-options.js';

/** A commit of the history, or of the base: the commits on which a range stands, which are not looked at themselves. */
export interface HistoryCommit extends Omit<CommitHeader, 'parents' | 'signature'> {
  readonly id: CommitId;
  readonly isBase: boolean;
  /** Whether its bytes are not what its id says. */
  readonly isForged: boolean;
  /** Parents that are not here: history is cut off. */
  readonly missingParents: readonly CommitId[];
  /** The commit as it is stored, where it carries a signature. */
  readonly signed: RawCommit['bytes'];
}

/** Commits by number. A commit's number is higher than those of its parents. */
export interface HistoryCommits extends CommitOrder {
  readonly commits: readonly HistoryCommit[];
}

/** Reads the commits of a history, byte for byte. @throws `git.failed` */
export async function readCommits(git: Git, range: CommitRange, options: TaskOptions): Promise<HistoryCommits> {
  const walked: HistoryCommit[] = [];
  const parentIds = new Map<CommitId, readonly CommitId[]>();
  for await (const { id, bytes } of git.readCommits(range, options)) {
    if (bytes === undefined) continue; // listed, so it is there; one that goes meanwhile is missed as a parent
    const { parents, commit } = historyCommit({ id, bytes }, false);
    parentIds.set(id, parents);
    walked.push(commit);
  }
  walked.reverse();
  const outside = new Set([...parentIds.values()].flat().filter((id) => !parentIds.has(id)));
  const base: HistoryCommit[] = [];
  for await (const { id, bytes } of git.readCommits(outside, options)) {
    if (bytes !== undefined && isExcluded(range)) base.push(historyCommit({ id, bytes }, true).commit);
  }
  const numbers = new Map([...base, ...walked].map(({ id }, number) => [id, number]));
  const numbersOf = ({ id }: HistoryCommit): readonly number[] => {
    return (parentIds.get(id) ?? []).map((parent) => numbers.get(parent) ?? -1);
  };
  const commits = [...base, ...walked].map((commit) => {
    const missing = (parentIds.get(commit.id) ?? []).filter((parent) => !numbers.has(parent));
    return missing.length === 0 ? commit : { ...commit, missingParents: missing };
  });
  return { commits, parents: commits.map(numbersOf) };
}

/** A commit beyond the range is its base; where nothing was left out, it is one that a shallow clone cut off. */
function isExcluded({ excluding = [] }: CommitRange): boolean {
  return excluding.length > 0;
}

function historyCommit(
  { id, bytes }: { readonly id: CommitId; readonly bytes: Uint8Array },
  isBase: boolean,
): { readonly commit: HistoryCommit; readonly parents: readonly CommitId[] } {
  const { parents, signature, ...header } = parseCommitHeader(Buffer.from(bytes).toString('utf8'));
  const isForged = !isBase && !isObjectOf(id, 'commit', bytes);
  const signed = signature === 'none' || isBase ? undefined : bytes;
  return { parents, commit: { id, ...header, isBase, isForged, missingParents: [], signed } };
}
