import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import { encodeSealEntry } from '#format/seal-entries.js';
import { encodeCheckpoint, encodeNote } from '#format/signed-note.js';
import type { CommitId } from '#git/git.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { withLock } from '#lock/with-lock.js';
import { growingTree, hashLeaf } from '#model/merkle-tree.js';
import { isSealedState, type SealEntry, type SealedState, stateKey } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import { encodeNoteKey, noteKey, publicKeyOf, signNote } from '#seals/note-key.js';
import { entriesPath, fileLimitBytes, sealFiles, sealsRef } from '#seals/seal-chain.js';
import { ownSealKey } from '#seals/seal-key.js';
import { sha256 } from '#seals/sha256.js';
import type { Problem, SealResult } from '#schema/index.js';
import { type CheckedSeals, checkSeals, rememberTrail } from './check-seals.js';
import { signaturesOf } from './judge-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { sealFacts } from './seal-facts.js';
import { type FoundState, ownSeals, presentCommits, startingCommits, statesOf } from './sealed-trail.js';

export interface SealRequest extends TaskOptions {
  /** Why what was rewritten or lost since the last seal was meant to be. */
  readonly accept?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Others may seal the same clone meanwhile; each try starts from what they left. */
const tries = 5;

/**
 * Seals every record, pointer and head that can be reached now. Where something was rewritten or lost since the last seal,
 * nothing is sealed unless a reason is given; it then stands in the seal.
 * @throws `git.shallow`; `seal.broken`; `git.unsupported` without the executable
 */
export async function makeSeal(context: RepositoryContext, request: SealRequest = {}): Promise<SealResult> {
  if (context.git.places.isShallow) {
    throw new PixelisError('git.shallow', 'history is cut off here: a seal would leave out what came before', {
      hint: 'git fetch --unshallow',
    });
  }
  return withLock(join(context.sharedState, 'locks', 'seals'), () => sealUnderLock(context, request), {
    signal: request.signal,
  });
}

async function sealUnderLock(context: RepositoryContext, request: SealRequest): Promise<SealResult> {
  const { dryRun = false, accept, ...options } = request;
  for (let attempt = 1; ; attempt++) {
    const checked = await checkSeals(context, options);
    const troubles = checked.findings.filter(({ severity }) => severity === 'tampered');
    const warnings = checked.findings.filter((one) => !troubles.includes(one)).map(({ error }) => problemOf(error));
    const broken = troubles.find(({ error }) => error.code === 'seal.broken');
    if (broken !== undefined) throw broken.error;
    if (troubles.length > 0 && accept === undefined) {
      return result(checked, { dryRun, warnings, problems: troubles.map(({ error }) => problemOf(error)) });
    }
    const addition = await entriesToAdd(context, { checked, accept }, options);
    if (addition.length === 0) return result(checked, { dryRun, warnings });
    if (dryRun) return result(checked, { dryRun, warnings, addition });
    const commit = await writeSeal(context, { checked, addition }, options);
    if (commit !== undefined) {
      const sealed = await ownSeals(context.git, options);
      const [signature] = sealed === undefined ? [] : await signaturesOf(context, [sealed.newest], options);
      await rememberTrail(context, { chain: sealed, heads: checked.heads, findings: [] });
      return result({ chain: sealed, signature }, { dryRun, warnings, addition });
    }
    if (attempt === tries) {
      throw new PixelisError('lock.held', `'${sealsRef}' is moved by somebody else all the time`, {
        hint: 'run the command again',
      });
    }
  }
}

/** What is there and not sealed yet; nothing where there is no more than the time to say. */
async function entriesToAdd(
  context: RepositoryContext,
  { checked, accept }: { readonly checked: CheckedSeals; readonly accept: string | undefined },
  options: TaskOptions,
): Promise<readonly SealEntry[]> {
  const entries: SealEntry[] = [
    ...acceptedEntries(checked),
    ...(await newStates(context, checked, options)),
    ...headEntries(checked),
  ];
  if (entries.length === 0 && accept === undefined) return [];
  const time = `${context.now().toISOString().slice(0, 19)}Z`;
  return [...entries, { kind: 'sealed', time, reason: accept }];
}

function acceptedEntries({ findings, trail }: CheckedSeals): readonly SealEntry[] {
  return findings.flatMap(({ severity, error, ref, commit, path, blob }): readonly SealEntry[] => {
    if (severity !== 'tampered') return [];
    if (error.code === 'seal.rewritten' && ref !== undefined && commit !== undefined) {
      return [{ kind: 'rewritten', ref, commit }];
    }
    const isSealed = path !== undefined && blob !== undefined && trail.states.has(stateKey({ blob, path }));
    return isSealed ? [{ kind: 'lost', blob, path }] : [];
  });
}

/** The oldest first: whoever reads the seal meets things in the order in which they came to be. */
async function newStates(
  { git }: RepositoryContext,
  { trail, heads }: CheckedSeals,
  options: TaskOptions,
): Promise<readonly SealedState[]> {
  const sealed = await presentCommits(git, trail.heads.values(), options);
  const from = await startingCommits(git, heads, options);
  const found = new Map<string, FoundState>();
  for await (const state of statesOf(git, { from, excluding: [...sealed] }, options)) {
    const key = stateKey(state);
    // A record that was lost and is back is sealed again.
    if (trail.states.has(key) && !trail.accepted.has(key)) continue;
    found.delete(key);
    found.set(key, state);
  }
  const states = [...found.values()].reverse();
  const digests = new Map<string, SealedState['digest']>();
  const hasher = await loadHasher();
  const blobs = states.map(({ blob }) => blob);
  for await (const { id, bytes } of git.readBlobs(blobs, { ...options, limitBytes: fileLimitBytes })) {
    digests.set(id, hashBytes(bytes, hasher));
  }
  return states.map((state) => ({ ...state, digest: digests.get(state.blob) as SealedState['digest'] }));
}

function headEntries({ heads, trail }: CheckedSeals): readonly SealEntry[] {
  const gone = [...trail.heads.keys()].filter((ref) => !heads.has(ref));
  const moved = [...heads].filter(([ref, commit]) => trail.heads.get(ref) !== commit);
  const entries: SealEntry[] = [
    ...gone.map((ref) => ({ kind: 'head' as const, ref, commit: undefined })),
    ...moved.map(([ref, commit]) => ({ kind: 'head' as const, ref, commit })),
  ];
  return entries;
}

/** So many leaves lie in one file. */
const linesInFile = 50_000;

/** Undefined where somebody else made a seal meanwhile. */
async function writeSeal(
  { git, environment }: RepositoryContext,
  { checked: { chain }, addition }: { readonly checked: CheckedSeals; readonly addition: readonly SealEntry[] },
  options: TaskOptions,
): Promise<CommitId | undefined> {
  const tree = growingTree(sha256);
  for (const entry of chain?.line.flatMap(({ entries }) => entries) ?? []) append(entry);
  const lines = addition.map(encodeSealEntry);
  const files = new Map<string, string>();
  for (let at = 0; at < lines.length; at += linesInFile) {
    files.set(entriesPath(tree.size), `${lines.slice(at, at + linesInFile).join('\n')}\n`);
    for (const entry of addition.slice(at, at + linesInFile)) append(entry);
  }
  const origin = chain?.newest.checkpoint.origin ?? `pixelis.dev/seals/${randomBytes(16).toString('hex')}`;
  const privateKey = await ownSealKey(environment);
  const key = noteKey(origin, publicKeyOf(privateKey));
  const text = encodeCheckpoint({ origin, size: tree.size, root: tree.root });
  files.set(sealFiles.checkpoint, encodeNote({ text, signatures: [signNote(text, origin, privateKey)] }));
  const keys = chain?.keys ?? [];
  if (!keys.some(({ keyId }) => keyId === key.keyId)) {
    files.set(sealFiles.keys, [...keys, key].map((one) => `${encodeNoteKey(one)}\n`).join(''));
  }
  const from = chain?.newest.commit;
  // The checkpoint again: who signs the commit signs it, and that can be checked with nothing but the commit.
  const message = `seal of ${tree.size} entries\n\n${text}`;
  const signed = isTrue(await git.configValue('commit.gpgsign'));
  const parents = from === undefined ? [] : [from];
  const to = await git.writeCommit({ files, parents, message, signed }, options);
  return (await git.updateRef({ ref: sealsRef, from, to }, options)) ? to : undefined;

  function append(entry: SealEntry): void {
    tree.append(hashLeaf(sha256, Buffer.from(encodeSealEntry(entry))));
  }
}

/** As git reads a setting; without a value it is true. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:|true|yes|on|[1-9]\d*)$/i.test(value);
}

interface Outcome {
  readonly dryRun: boolean;
  readonly warnings: readonly Problem[];
  readonly problems?: readonly Problem[];
  readonly addition?: readonly SealEntry[];
}

function result(
  { chain, signature }: Pick<CheckedSeals, 'chain' | 'signature'>,
  { dryRun, warnings, problems = [], addition = [] }: Outcome,
): SealResult {
  const newest = chain?.newest;
  return {
    pixelis: 1,
    command: 'audit seal',
    dryRun,
    ...(newest === undefined ? {} : { seal: sealFacts(newest, signature) }),
    added: {
      states: addition.filter(isSealedState).length,
      heads: addition.filter(({ kind }) => kind === 'head').length,
      accepted: addition.filter(({ kind }) => kind === 'rewritten' || kind === 'lost').length,
    },
    problems: [...problems],
    warnings: [...warnings],
  };
}
