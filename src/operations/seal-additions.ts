import type { CommitId } from '#git/git.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { type SealedState, type SealEntry, stateKey } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import { fileLimitBytes } from '#seals/seal-chain.js';
import { sharedRefTest } from './check-heads.js';
import type { CheckedSeals } from './check-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { presentCommits, type SealedTrail, startingCommits, statesOf } from './sealed-trail.js';

/** What is sealed already, and how what is here was found to stand to it. */
export interface Additions {
  readonly trail: SealedTrail;
  readonly checked: CheckedSeals;
  /** Why what was rewritten or lost is accepted. */
  readonly accept: string | undefined;
}

/** What is there and not sealed yet; nothing where there is no more to say than the time. */
export async function sealAdditions(
  context: RepositoryContext,
  additions: Additions,
  options: TaskOptions,
): Promise<readonly SealEntry[]> {
  const { accept } = additions;
  const present = await presentCommits(context.git, additions.trail.heads.values(), options);
  const entries: readonly SealEntry[] = [
    ...acceptedEntries(additions),
    ...(await newStates(context, { ...additions, present }, options)),
    ...headEntries({ ...additions, present }),
  ];
  return entries.length === 0 && accept === undefined ? [] : [...entries, sealedNow(context, accept)];
}

/** The entry that ends a seal. */
export function sealedNow({ now }: RepositoryContext, reason: string | undefined): SealEntry {
  return { kind: 'sealed', time: `${now().toISOString().slice(0, 19)}Z`, reason };
}

function acceptedEntries({ checked: { findings }, trail }: Additions): readonly SealEntry[] {
  return findings.flatMap(({ severity, error, ref, commit, path, blob }): readonly SealEntry[] => {
    if (severity !== 'tampered') return [];
    if (error.code === 'seal.rewritten' && ref !== undefined && commit !== undefined) {
      return [{ kind: 'rewritten', ref, commit }];
    }
    const isSealed = path !== undefined && blob !== undefined && trail.states.has(stateKey({ blob, path }));
    return isSealed ? [{ kind: 'lost', blob, path }] : [];
  });
}

interface Present extends Additions {
  /** Those of the sealed heads that are in this clone. */
  readonly present: ReadonlySet<CommitId>;
}

/** The oldest first: whoever reads the seal meets things in the order in which they came to be. */
async function newStates(
  { git }: RepositoryContext,
  { trail, checked: { heads }, present }: Present,
  options: TaskOptions,
): Promise<readonly SealedState[]> {
  const from = await startingCommits(git, heads, options);
  const found = await statesOf(git, { from, excluding: [...present] }, options);
  // A record that was lost and is back is sealed again.
  const states = found.filter((state) => !trail.states.has(stateKey(state)) || trail.accepted.has(stateKey(state)));
  const digests = new Map<string, SealedState['digest']>();
  const hasher = await loadHasher();
  const blobs = states.map(({ blob }) => blob);
  for await (const { id, bytes } of git.readBlobs(blobs, { ...options, limitBytes: fileLimitBytes })) {
    digests.set(id, hashBytes(bytes, hasher));
  }
  return states.map((state) => ({ ...state, digest: digests.get(state.blob) as SealedState['digest'] }));
}

/**
 * Where shared refs stand now. One that stood, when it was sealed, at a commit that is not here is left as it was sealed: this
 * clone is behind, and must not take the evidence back.
 */
function headEntries({ trail, checked, present }: Present): readonly SealEntry[] {
  const { heads } = checked;
  const isShared = sharedRefTest([...heads.keys(), ...trail.heads.keys()]);
  const isHere = (ref: string): boolean => {
    const sealed = trail.heads.get(ref);
    return sealed === undefined || present.has(sealed);
  };
  const accepted = new Set(
    checked.findings.flatMap(({ severity, ref }) => (severity === 'tampered' ? (ref ?? []) : [])),
  );
  const gone = [...trail.heads.keys()].filter((ref) => !heads.has(ref) && isHere(ref));
  const moved = [...heads].filter(
    ([ref, commit]) => isShared(ref) && trail.heads.get(ref) !== commit && (isHere(ref) || accepted.has(ref)),
  );
  return [
    ...gone.map((ref) => ({ kind: 'head' as const, ref, commit: undefined })),
    ...moved.map(([ref, commit]) => ({ kind: 'head' as const, ref, commit })),
  ];
}
