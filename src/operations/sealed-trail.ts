import type { BlobId, CommitId, CommitRange, FileChange, Git } from '#git/git.js';
import { isSealedState, sealedKindOf, type SealedState, type SealEntry, stateKey } from '#model/seal-entry.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { readSealChain, type SealChain, sealsRef } from '#seals/seal-chain.js';
import { readChanges } from './read-changes.js';
import { readCommits } from './read-commits.js';

/** Where records, aliases and pointers lie. */
export const sealedScopes = [{ folder: '.pixelis', suffix: '.yaml' }, { suffix: pointerSuffix }] as const;

/** Where every branch, remote branch and tag stands, by its whole name. What only names another ref is left out. */
export type Heads = ReadonlyMap<string, CommitId>;

export async function currentHeads(git: Git, options: TaskOptions): Promise<Heads> {
  const refs = await git.listRefs(options);
  return new Map(refs.flatMap(({ name, commit }) => (name.endsWith('/HEAD') ? [] : [[name, commit] as const])));
}

/** All commits from which history can be followed now: every head, and what is checked out. */
export async function startingCommits(git: Git, heads: Heads, options: TaskOptions): Promise<readonly CommitId[]> {
  const { commit } = await git.head(options);
  return [...new Set([...heads.values(), ...(commit === undefined ? [] : [commit])])];
}

/** The seals of this clone; undefined where there are none. @throws `seal.broken` */
export async function ownSeals(git: Git, options: TaskOptions): Promise<SealChain | undefined> {
  const tip = await git.resolveCommit(sealsRef, options);
  return tip === undefined ? undefined : readSealChain(git, tip, options);
}

/** Every entry under the newest seal, in order. */
export function entriesOf(chain: SealChain | undefined): readonly SealEntry[] {
  return chain?.line.flatMap(({ entries }) => entries) ?? [];
}

/** What the entries of a line of seals come to. */
export interface SealedTrail {
  readonly size: number;
  /** Records by their number in the tree. */
  readonly records: ReadonlyMap<number, SealedState>;
  /** Keys of every state that is sealed. */
  readonly states: ReadonlySet<string>;
  /** Keys of records whose loss somebody accepted. */
  readonly accepted: ReadonlySet<string>;
  /** Where each ref stood when it was last sealed. */
  readonly heads: ReadonlyMap<string, CommitId>;
}

export function sealedTrail(entries: Iterable<SealEntry>): SealedTrail {
  const records = new Map<number, SealedState>();
  const states = new Set<string>();
  const accepted = new Set<string>();
  const heads = new Map<string, CommitId>();
  let size = 0;
  for (const entry of entries) {
    if (isSealedState(entry)) {
      states.add(stateKey(entry));
      // Sealed again is back again.
      accepted.delete(stateKey(entry));
      if (entry.kind === 'record') records.set(size, entry);
    } else {
      applyEntry(entry, { accepted, heads });
    }
    size += 1;
  }
  return { size, records, states, accepted, heads };
}

function applyEntry(
  entry: SealEntry,
  { accepted, heads }: { readonly accepted: Set<string>; readonly heads: Map<string, CommitId> },
): void {
  if (entry.kind === 'lost') accepted.add(stateKey(entry));
  if (entry.kind !== 'head') return;
  if (entry.commit === undefined) heads.delete(entry.ref);
  else heads.set(entry.ref, entry.commit as CommitId);
}

/** A state of a record, a pointer or aliases, and a commit that brought it. */
export interface FoundState extends Pick<SealedState, 'kind' | 'path'> {
  readonly commit: CommitId;
  readonly blob: BlobId;
}

/** Every state in the history of some commits once, with the first of these commits that has it, in their order. */
export async function statesOf(git: Git, range: CommitRange, options: TaskOptions): Promise<readonly FoundState[]> {
  const history = await readCommits(git, range, options);
  const found = history.commits.map((): FoundState[] => []);
  const add = (number: number, { path, after: blob }: FileChange): void => {
    const [kind, commit] = [sealedKindOf(path), history.commits[number]?.id];
    if (kind !== undefined && blob !== undefined && commit !== undefined)
      found[number]?.push({ kind, commit, blob, path });
  };
  await readChanges(
    git,
    { ...history, scopes: sealedScopes, add: (commit, _parent, change) => add(commit, change) },
    options,
  );
  const states = new Map<string, FoundState>();
  for (const state of found.flat()) {
    const key = stateKey(state);
    if (!states.has(key)) states.set(key, state);
  }
  return [...states.values()];
}

/** Keys of every state that history has now. */
export async function reachableStates(git: Git, from: readonly CommitId[], options: TaskOptions): Promise<Set<string>> {
  return new Set((await statesOf(git, { from }, options)).map(stateKey));
}

/** Those of some commits that are here. */
export async function presentCommits(
  git: Git,
  commits: Iterable<CommitId>,
  options: TaskOptions,
): Promise<Set<CommitId>> {
  const present = new Set<CommitId>();
  for (const commit of new Set(commits)) {
    if ((await git.resolveCommit(commit, options)) !== undefined) present.add(commit);
  }
  return present;
}
