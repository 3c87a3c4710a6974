import { availableParallelism } from 'node:os';
import { throwIfInterrupted } from '#errors/index.js';
import { type CommitHeader, parseCommitHeader } from '#git/commit-header.js';
import type { CommitId, CommitRange, FileChange, FileScope, Git, RawCommit, TreePair } from '#git/git.js';
import { isObjectOf } from '#git/object-id.js';
import type { CommitOrder } from '#model/commit-order.js';
import type { RecordChange } from '#model/record-history.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { type RecordKind, recordKindOf } from '#records/record-kind.js';

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

/** Commits and what they did to records and pointers. */
export interface History extends HistoryCommits {
  /** By path, in the order of the commits. A file of the base begins with that. */
  readonly records: ReadonlyMap<string, readonly RecordChange[]>;
  readonly pointers: ReadonlyMap<string, readonly RecordChange[]>;
  /** Files among the records that are none by their names. */
  readonly foreign: ReadonlyMap<string, readonly RecordChange[]>;
  /** Other files that were asked for. */
  readonly watched: ReadonlyMap<string, readonly RecordChange[]>;
}

const recordScope = { folder: '.pixelis' };

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

/**
 * Reads what each commit changed against each of its parents, by the trees that the commits themselves name.
 * @throws `git.failed` where a tree is not here
 */
export async function readHistory(
  git: Git,
  { commits, parents, watched }: HistoryCommits & { readonly watched: readonly string[] },
  options: TaskOptions,
): Promise<History> {
  const files = collectFiles(watched);
  const scopes = [recordScope, { suffix: pointerSuffix }, ...watched.map((folder) => ({ folder }))];
  for (const [number, { id, isBase }] of commits.entries()) {
    if (!isBase) continue;
    for (const { path, blob } of await git.listFiles(id, recordScope, options)) {
      files.add(number, -1, { path, before: undefined, after: blob });
    }
  }
  await readChanges(git, { commits, parents, scopes, add: (...change) => files.add(...change) }, options);
  return { commits, parents, ...files.finish() };
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

interface Walk {
  readonly commits: readonly HistoryCommit[];
  readonly parents: CommitOrder['parents'];
  readonly scopes: readonly FileScope[];
  readonly add: (commit: number, parent: number, change: FileChange) => void;
}

/** Compares the trees of all commits with those of their parents, by several processes: each takes a stretch of history. */
async function readChanges(git: Git, { commits, parents, scopes, add }: Walk, { signal, onProgress }: TaskOptions) {
  const questions: { readonly commit: number; readonly parent: number; readonly pair: TreePair }[] = [];
  for (const [commit, { tree, isBase }] of commits.entries()) {
    if (isBase) continue;
    const known = (parents[commit] ?? []).flatMap((number, parent) => (number === -1 ? [] : [{ number, parent }]));
    if (known.length === 0) questions.push({ commit, parent: -1, pair: { before: undefined, after: tree } });
    for (const { number, parent } of known) {
      const before = commits[number]?.tree;
      if (before !== tree) questions.push({ commit, parent, pair: { before, after: tree } });
    }
  }
  let doneItems = 0;
  const size = Math.ceil(questions.length / Math.max(1, Math.min(availableParallelism(), 8, questions.length / 100)));
  const readStretch = async (from: number): Promise<void> => {
    const stretch = questions.slice(from, from + size);
    for await (const { pair, changes } of git.diffTrees(
      { pairs: stretch.map((one) => one.pair), scopes },
      { signal },
    )) {
      throwIfInterrupted(signal);
      const { commit, parent } = stretch[pair] as (typeof questions)[number];
      for (const change of changes) add(commit, parent, change);
      doneItems += 1;
      if (doneItems % 500 === 0) onProgress?.({ phase: 'history', doneItems, totalItems: questions.length });
    }
  };
  const stretches: Promise<void>[] = [];
  for (let from = 0; from < questions.length; from += size) stretches.push(readStretch(from));
  const ends = await Promise.allSettled(stretches);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function collectFiles(paths: readonly string[]) {
  const records = new Map<string, RecordChange[]>();
  const pointers = new Map<string, RecordChange[]>();
  const foreign = new Map<string, RecordChange[]>();
  const watched = new Map<string, RecordChange[]>();
  const push = (map: Map<string, RecordChange[]>, path: string, change: RecordChange): void => {
    const changes = map.get(path);
    if (changes === undefined) map.set(path, [change]);
    else changes.push(change);
  };
  return {
    add(commit: number, parent: number, { path, before, after }: FileChange): void {
      if (paths.includes(path)) push(watched, path, { commit, parent, before, after });
      const kind: RecordKind | undefined = recordKindOf(path);
      if (kind === undefined) return;
      const map = kind === 'pointer' ? pointers : kind === 'foreign' ? foreign : records;
      push(map, path, { commit, parent, before, after });
    },
    finish() {
      for (const map of [records, pointers, foreign, watched]) {
        for (const changes of map.values()) {
          if (changes.length > 1)
            changes.sort((left, right) => left.commit - right.commit || left.parent - right.parent);
        }
      }
      return { records, pointers, foreign, watched };
    },
  };
}
