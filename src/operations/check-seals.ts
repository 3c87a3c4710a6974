import { isPixelisError, PixelisError } from '#errors/index.js';
import type { CommitId, Git } from '#git/git.js';
import { type SealedState, stateKey } from '#model/seal-entry.js';
import type { SignatureFacts } from '#model/signature.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SealChain } from '#seals/seal-chain.js';
import { changeSeen, readSeen, type Seen } from '#seals/seen.js';
import { checkHeads, shortRef } from './check-heads.js';
import { signatureFinding, signaturesOf } from './judge-seals.js';
import { checkKeptSeals } from './check-kept-seals.js';
import type { RepositoryContext } from './repository-context.js';
import type { SealFinding } from './seal-finding.js';
import {
  currentHeads,
  entriesOf,
  type Heads,
  ownSeals,
  presentCommits,
  reachableStates,
  type SealedTrail,
  sealedTrail,
  startingCommits,
  statesOf,
} from './sealed-trail.js';

export interface CheckSealsRequest extends TaskOptions {
  /** Keys ({@link stateKey}) of every state that history has now, where the caller has read all of it. */
  readonly reachable?: ReadonlySet<string> | undefined;
  /** Compares with the seals that a remote keeps, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
}

export interface CheckedSeals {
  /** Undefined where there are none, or they cannot be read. */
  readonly chain: SealChain | undefined;
  readonly trail: SealedTrail;
  readonly heads: Heads;
  /** What the signature of the newest seal is worth; undefined where it has none, or there is no seal. */
  readonly signature: SignatureFacts | undefined;
  readonly findings: readonly SealFinding[];
}

/**
 * Compares what was sealed, and what this clone saw last, with what is here. What is as it should be is remembered, so that
 * what follows is compared with it; what is not stays as it was remembered.
 */
export async function checkSeals(
  context: RepositoryContext,
  { reachable, remote = false, ...options }: CheckSealsRequest = {},
): Promise<CheckedSeals> {
  const { git, sharedState } = context;
  const seen = readSeen(sharedState);
  const [chain, readFindings] = await readOrFind(git, seen, options);
  const [signature] = chain === undefined ? [] : await signaturesOf(context, [chain.newest], options);
  const unsigned = chain === undefined ? undefined : signatureFinding(chain.newest, signature);
  const kept = remote === false ? [] : await keptOrFind(context, { remote, chain }, options);
  const chainFindings = [...readFindings, ...(unsigned === undefined ? [] : [unsigned]), ...kept];
  const trail = sealedTrail(entriesOf(chain));
  const heads = await currentHeads(git, options);
  if (git.places.isShallow) {
    const error = new PixelisError(
      'seal.incomplete',
      'history is cut off here, and cannot be compared with what was sealed',
      {
        hint: 'git fetch --unshallow',
      },
    );
    const isAsked = chain !== undefined || seen.seal !== undefined || seen.heads.size > 0;
    return {
      chain,
      trail,
      heads,
      signature,
      findings: isAsked ? [...chainFindings, { severity: 'incomplete', error }] : chainFindings,
    };
  }
  const now: Now = { git, heads, from: await startingCommits(git, heads, options), reachable };
  const findings = [
    ...chainFindings,
    ...(await sealedHeadFindings(now, trail, options)),
    ...(await lostRecords(now, { trail, seen }, options)),
    ...(await seenFindings(now, { seen, trail }, options)),
  ];
  await rememberTrail(context, { chain, heads, findings });
  return { chain, trail, heads, signature, findings };
}

/** A remote that cannot be asked leaves the question open. */
async function keptOrFind(
  context: RepositoryContext,
  { remote, chain }: { readonly remote: string | true; readonly chain: SealChain | undefined },
  options: TaskOptions,
): Promise<readonly SealFinding[]> {
  try {
    return await checkKeptSeals(await context.remote(remote === true ? undefined : remote), chain, options);
  } catch (error) {
    if (!isPixelisError(error) || error.kind !== 'remote') throw error;
    return [{ severity: 'gap', error }];
  }
}

/** History as it is now. */
interface Now {
  readonly git: Git;
  readonly heads: Heads;
  readonly from: readonly CommitId[];
  reachable: ReadonlySet<string> | undefined;
}

async function reachableOf(now: Now, options: TaskOptions): Promise<ReadonlySet<string>> {
  now.reachable ??= await reachableStates(now.git, now.from, options);
  return now.reachable;
}

async function readOrFind(
  git: Git,
  { seal }: Seen,
  options: TaskOptions,
): Promise<readonly [SealChain | undefined, readonly SealFinding[]]> {
  let chain: SealChain | undefined;
  try {
    chain = await ownSeals(git, options);
  } catch (error) {
    if (!isPixelisError(error) || error.code === 'interrupted') throw error;
    return [undefined, [{ severity: 'tampered', error }]];
  }
  if (seal === undefined || chain?.seals.has(seal.commit) === true) return [chain, []];
  const found = chain === undefined ? 'there is none' : `the newest one is '${chain.newest.commit}', not made from it`;
  const error = new PixelisError(
    'seal.broken',
    `this clone has seen seal '${seal.commit}' over ${seal.size} entries, and now ${found}`,
    { hint: `bring it back: git update-ref refs/pixelis/seals ${seal.commit}` },
  );
  return [
    chain,
    [{ severity: 'tampered', error, commit: seal.commit, ...(chain ? { now: chain.newest.commit } : {}) }],
  ];
}

async function sealedHeadFindings(now: Now, trail: SealedTrail, options: TaskOptions): Promise<readonly SealFinding[]> {
  const former = { heads: trail.heads, when: 'when it was sealed', wereHere: false };
  const findings = await checkHeads(now.git, { former, now: now.heads }, options);
  return Promise.all(
    findings.map(async (finding) => {
      if (finding.severity !== 'incomplete' || !(await hasUnsealed(now, { finding, trail }, options))) return finding;
      const { message } = finding.error;
      const error = new PixelisError(
        'seal.rewritten',
        `${message}, and has what was never sealed: history was rewritten`,
        { hint: 'ask who sealed it for that commit, and compare' },
      );
      return { ...finding, severity: 'tampered' as const, error };
    }),
  );
}

/**
 * Whether a branch has something that was not sealed, though what it is said to have grown out of is not here. One that was
 * merely not fetched for a while has nothing but what was sealed.
 */
async function hasUnsealed(
  { git }: Now,
  { finding, trail }: { readonly finding: SealFinding; readonly trail: SealedTrail },
  options: TaskOptions,
): Promise<boolean> {
  const from = finding.now as CommitId;
  return (await statesOf(git, { from: [from] }, options)).some((state) => !trail.states.has(stateKey(state)));
}

/** Records that were sealed and are in no history any more. */
async function lostRecords(
  now: Now,
  { trail, seen }: { readonly trail: SealedTrail; readonly seen: Seen },
  options: TaskOptions,
): Promise<readonly SealFinding[]> {
  if (trail.records.size === 0) return [];
  const reachable = await reachableOf(now, options);
  const missing = [...trail.records].filter(([, record]) => {
    const key = stateKey(record);
    return !reachable.has(key) && !trail.accepted.has(key);
  });
  const commits = missing.map(([, { commit }]) => commit as CommitId);
  const present = await presentCommits(now.git, commits, options);
  const isKnown = ([index, { commit }]: readonly [number, SealedState]): boolean =>
    index < (seen.seal?.presentSize ?? 0) || present.has(commit as CommitId);
  const lost = missing.filter(isKnown).map(([, record]) => lostRecord(record, 'was sealed'));
  const elsewhere = missing.length - lost.length;
  return elsewhere === 0
    ? lost
    : [...lost, notHere(missing.find((one) => !isKnown(one))?.[1] as SealedState, elsewhere)];
}

function lostRecord({ commit, blob, path }: Omit<SealedState, 'kind' | 'digest'>, what: string): SealFinding {
  const error = new PixelisError('seal.lost', `'${path}' ${what}, and is in no history any more`, {
    hint: `where commit ${commit} still is: git branch rescue ${commit}; where it was meant: pixelis audit seal --accept REASON`,
    data: { path, commit },
  });
  return { severity: 'tampered', error, path, blob, commit };
}

function notHere({ path, commit }: SealedState, count: number): SealFinding {
  const more = count > 1 ? ` and ${count - 1} more` : '';
  const error = new PixelisError(
    'seal.incomplete',
    `'${path}'${more} was sealed elsewhere, in commits that never were in this clone`,
    { hint: 'git fetch --all; whoever sealed it may not have pushed it', data: { path, commit } },
  );
  return { severity: 'gap', error, path, commit };
}

/** What the memory of this clone says beyond what is sealed. */
async function seenFindings(
  now: Now,
  { seen, trail }: { readonly seen: Seen; readonly trail: SealedTrail },
  options: TaskOptions,
): Promise<readonly SealFinding[]> {
  const { git, heads } = now;
  // What was sealed later than it was seen, or found already, is not told twice.
  const unsealed = new Map([...seen.heads].filter(([ref, commit]) => trail.heads.get(ref) !== commit));
  const former = { heads: unsealed, when: 'when this clone last saw it', wereHere: true };
  const moved = await checkHeads(git, { former, now: heads }, options);
  const gone = [...unsealed].filter(([ref]) => !heads.has(ref));
  const present = await presentCommits(
    git,
    gone.map(([, commit]) => commit),
    options,
  );
  const lost = new Map<string, SealFinding>();
  for (const [ref, commit] of gone) {
    if (!present.has(commit)) continue;
    for (const state of await statesOf(git, { from: [commit], excluding: now.from }, options)) {
      const key = stateKey(state);
      if (state.kind !== 'record' || trail.states.has(key) || (await reachableOf(now, options)).has(key)) continue;
      if (!lost.has(key)) lost.set(key, { ...lostRecord(state, `was on '${shortRef(ref)}', which is gone`), ref });
    }
  }
  return [...moved, ...lost.values()];
}

/** Keeps what was found to be as it should be. */
export async function rememberTrail(
  { sharedState }: RepositoryContext,
  { chain, heads, findings }: Pick<CheckedSeals, 'chain' | 'heads' | 'findings'>,
): Promise<void> {
  const troubled = new Set(findings.flatMap(({ severity, ref }) => (severity === 'gap' ? [] : (ref ?? []))));
  const isBroken = findings.some(({ error }) => error.code === 'seal.broken');
  const isWhole = !findings.some(({ error }) => error.code === 'seal.lost' || error.code === 'seal.incomplete');
  await changeSeen(sharedState, (seen) => {
    const kept = [...seen.heads].filter(([ref]) => troubled.has(ref));
    const current = [...heads].filter(([ref]) => ref.startsWith('refs/remotes/') && !troubled.has(ref));
    const size = chain?.newest.checkpoint.size ?? 0;
    const presentSize = isWhole ? size : (seen.seal?.presentSize ?? 0);
    const seal = isBroken || chain === undefined ? seen.seal : { commit: chain.newest.commit, size, presentSize };
    return { ...(seal === undefined ? {} : { seal }), heads: new Map([...current, ...kept]) };
  });
}
