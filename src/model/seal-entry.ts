import type { Digest } from './digest.js';
import { pointerSuffix } from './repository-path.js';

/** One leaf of the tree that seals are made over. */
export type SealEntry = SealedState | SealedHead | AcceptedRewrite | AcceptedLoss | SealNote;

/** A record, a pointer or a file of aliases as a commit has it. Each state is sealed once, however many commits have it. */
export interface SealedState {
  /** A record is written once; pointers and aliases change from commit to commit. */
  readonly kind: 'record' | 'pointer' | 'aliases';
  /** A commit that brought it: the first one that was met. */
  readonly commit: string;
  /** Git's id of its bytes. */
  readonly blob: string;
  /** Digest of its bytes. */
  readonly digest: Digest;
  readonly path: string;
}

/** Where a branch, remote branch or tag stands; left out where it stands as it did when it was last sealed. */
export interface SealedHead {
  readonly kind: 'head';
  readonly ref: string;
  /** Undefined where the ref is gone. */
  readonly commit: string | undefined;
}

/** Somebody said that a ref was rightly taken back from a commit. */
export interface AcceptedRewrite {
  readonly kind: 'rewritten';
  readonly ref: string;
  readonly commit: string;
}

/** Somebody said that a sealed record is rightly no longer there. */
export interface AcceptedLoss {
  readonly kind: 'lost';
  readonly blob: string;
  readonly path: string;
}

/** Ends what one seal adds: when it was made, and why what it accepts was accepted. */
export interface SealNote {
  readonly kind: 'sealed';
  /** UTC, to the second. */
  readonly time: string;
  readonly reason: string | undefined;
}

export function isSealedState(entry: SealEntry): entry is SealedState {
  return entry.kind === 'record' || entry.kind === 'pointer' || entry.kind === 'aliases';
}

/** What tells one state from another. */
export function stateKey({ blob, path }: Pick<SealedState, 'blob' | 'path'>): string {
  return `${blob} ${path}`;
}

/** What kind of state a file is of; undefined where it is none that is sealed. */
export function sealedKindOf(path: string): SealedState['kind'] | undefined {
  if (recordPath.test(path)) return path.endsWith('/aliases.yaml') ? 'aliases' : 'record';
  return path.endsWith(pointerSuffix) && !path.startsWith('.pixelis/') ? 'pointer' : undefined;
}

const recordPath = /^\.pixelis\/(?:artifacts|runs|environments|tombstones)\/.*\.yaml$/s;
