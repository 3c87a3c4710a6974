import { isAbsolute } from 'node:path';
import type { BlobId, CommitId, Git } from '#git/git.js';
import type { AuditFinding } from '#model/audit-finding.js';
import type { Ancestry } from '#model/commit-order.js';
import type { TaskOptions } from '#model/task-options.js';
import { parseAllowedSigners } from '#signature/allowed-signers.js';
import { readGpgKeyring } from '#signature/gpg-keyring.js';
import type { RevokedKeys } from '#signature/key-revocation-list.js';
import { Malformed } from '#signature/malformed.js';
import { parseRevokedKeys } from '#signature/revoked-keys.js';
import { type SignatureTrust, signatureVerifier } from '#signature/signature-verifier.js';
import { requirement } from './audit-signatures.js';
import type { History } from './read-history.js';
import type { RepositoryContext } from './repository-context.js';
import { type OwnTrustFiles, readTrustStates, type TrustFile, type TrustState } from './trust-states.js';

interface TrustedHistory {
  readonly history: History;
  readonly own: OwnTrustFiles;
  /** Whom to trust now. */
  readonly trust: SignatureTrust;
  readonly required: string;
  readonly ancestry: Ancestry;
}

/**
 * Changes of what says whose signatures count, and which commits need one, by commits that nobody signed who was trusted
 * before. To say it for the first time takes no signature, and neither does demanding more of them.
 */
export async function trustFindings(
  { git, environment }: Pick<RepositoryContext, 'git' | 'environment'>,
  { history, own, trust, required, ancestry }: TrustedHistory,
  options: TaskOptions,
): Promise<readonly AuditFinding[]> {
  const states = await readTrustStates(git, { history, own }, options);
  const isRequired = requirement(history, required, ancestry);
  const findings: AuditFinding[] = [];
  for (const commit of states.changedIn) {
    const made = history.commits[commit];
    const after = states.at(commit);
    if (made === undefined || made.isBase) continue;
    for (const part of parts) {
      const overruled = await overruledParents(commit, part);
      const [before] = overruled;
      if (before === undefined || (await isSignedForAll(made, overruled))) continue;
      const wasRequired = isSaid(before) && requirement(history, before.required, ancestry)(commit);
      const { what, path } = change(part, before, after);
      findings.push({
        kind: isRequired(commit) || wasRequired ? 'trust-usurped' : 'trust-changed',
        commit,
        path,
        message: `commit '${made.id}' ${what}, and nobody signed it who was trusted before`,
        hint: `see what it changes: git show ${made.id} -- ${path}`,
      });
    }
  }
  return findings;

  /** What those parents say from which the commit departs of itself: a merge that takes what one side changed does not. */
  async function overruledParents(commit: number, part: Part): Promise<readonly TrustState[]> {
    const value = valueOf(states.at(commit), part);
    const known = (history.parents[commit] ?? []).filter((parent) => parent >= 0);
    const others = known.filter((parent) => {
      const before = states.at(parent);
      return valueOf(before, part) !== value && !isOpen(before, part);
    });
    const taken = known.find((parent) => valueOf(states.at(parent), part) === value);
    if (taken !== undefined) {
      return others.filter((parent) => isUntouched(parent, taken, part)).map((parent) => states.at(parent));
    }
    const befores = others.map((parent) => states.at(parent));
    const isUnion = known.length > 1 && part === 'signers' && (await isUnionOf(states.at(commit), befores));
    return isUnion ? [] : befores;
  }

  /** Whether the side that was taken changed nothing since both were one, so that what the other one changed is dropped. */
  function isUntouched(other: number, taken: number, part: Part): boolean {
    for (let base = Math.min(other, taken); base >= 0; base--) {
      if (!ancestry.isIn(base, other) || !ancestry.isIn(base, taken)) continue;
      return valueOf(states.at(base), part) === valueOf(states.at(taken), part);
    }
    return true;
  }

  /** Whether every line is one that a side has: how git merges lines that both added. */
  async function isUnionOf({ signers }: TrustState, befores: readonly TrustState[]): Promise<boolean> {
    const lines = async (file: TrustFile): Promise<readonly string[]> => (await text(file)).split('\n');
    const had = new Set((await Promise.all(befores.map((before) => lines(before.signers)))).flat());
    return (await lines(signers)).every((line) => line === '' || had.has(line));
  }

  async function isSignedForAll(
    { id, signed }: { readonly id: CommitId; readonly signed: Uint8Array | undefined },
    befores: readonly TrustState[],
  ): Promise<boolean> {
    if (signed === undefined) return false;
    for (const before of befores) {
      const verifier = signatureVerifier(await trustAt(before));
      if ((await verifier.commit({ id, bytes: signed }))?.verdict !== 'good') return false;
    }
    return true;
  }

  async function trustAt({ signers, revoked, openpgp }: TrustState): Promise<SignatureTrust> {
    const keys = await bytesOf(openpgp);
    return {
      ssh: {
        signers: isOutside(signers) ? trust.ssh.signers : parseAllowedSigners(await text(signers)).signers,
        // A key that the user's own list revokes by now may have been good then: that is told of the commit itself.
        revoked: revokedBy(isOutside(revoked) ? undefined : await bytesOf(revoked)),
      },
      openpgp: async () => {
        if (isOutside(openpgp)) return trust.openpgp();
        const known = await readGpgKeyring(environment, options);
        return [...(keys === undefined ? [] : [{ keys }]), ...(known === undefined ? [] : [known])];
      },
    };
  }

  async function text(file: TrustFile): Promise<string> {
    return Buffer.from((await bytesOf(file)) ?? []).toString('utf8');
  }

  async function bytesOf(file: TrustFile): Promise<Uint8Array | undefined> {
    return file?.blob === undefined ? undefined : readBlob(git, file.blob, options);
  }
}

const parts = ['signers', 'revoked', 'openpgp', 'required'] as const;
type Part = (typeof parts)[number];

/** What two commits say alike is equal: a file by its content, wherever it lies. */
function valueOf(state: TrustState, part: Part): string {
  if (part === 'required') return state.required;
  const file = state[part];
  return file?.blob ?? (isOutside(file) ? file.path : '');
}

function isOutside(file: TrustFile): file is NonNullable<TrustFile> {
  return file !== undefined && isAbsolute(file.path);
}

/** Whether anybody is trusted, or said to be none. */
function isSaid(state: TrustState): boolean {
  return parts.some((part) => part !== 'required' && valueOf(state, part) !== '');
}

/** Whether anybody may decide it. */
function isOpen(before: TrustState, part: Part): boolean {
  return part === 'required' ? before.required === 'off' : !isSaid(before);
}

const roles = {
  signers: 'whose signatures count',
  openpgp: 'whose signatures count',
  revoked: 'which keys are revoked',
} as const;

function change(part: Part, before: TrustState, after: TrustState): { readonly what: string; readonly path: string } {
  if (part === 'required') {
    return {
      what: `changes which commits have to be signed ('${before.required}' becomes '${after.required}')`,
      path: '.pixelis/config.yaml',
    };
  }
  const [was, is] = [before[part]?.path, after[part]?.path];
  if (was === is || was === undefined || is === undefined) {
    const isGone = valueOf(after, part) === '';
    return {
      what: `${isGone ? 'takes away' : 'changes'} '${is ?? was ?? ''}', which says ${roles[part]}`,
      path: is ?? was ?? '',
    };
  }
  return { what: `has '${is}' say ${roles[part]}, in the place of '${was}'`, path: '.pixelis/config.yaml' };
}

function revokedBy(bytes: Uint8Array | undefined): RevokedKeys | undefined {
  if (bytes === undefined) return () => undefined;
  try {
    return parseRevokedKeys(Buffer.from(bytes));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

async function readBlob(git: Git, blob: BlobId, options: TaskOptions): Promise<Uint8Array | undefined> {
  for await (const { bytes } of git.readBlobs([blob], options)) return bytes;
  return undefined;
}
