import { setImmediate } from 'node:timers/promises';
import { throwIfInterrupted } from '#errors/index.js';
import type { AuditFinding, AuditFindingKind } from '#model/audit-finding.js';
import type { Ancestry } from '#model/commit-order.js';
import type { SignatureFacts, SignatureVerdict } from '#model/signature.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SignatureVerifier } from '#signature/signature-verifier.js';
import type { HistoryCommits } from './read-commits.js';
import type { History } from './read-history.js';

export interface SignatureCheck {
  readonly findings: readonly AuditFinding[];
  /** Why nothing is demanded of signatures; undefined where something is. */
  readonly left?: string;
}

/** What each signature is worth, by number of the commit; a commit without is unsigned. */
export type CommitSignatures = ReadonlyMap<number, SignatureFacts>;

export async function verifyCommits(
  { commits }: HistoryCommits,
  verifier: SignatureVerifier,
  { signal }: TaskOptions,
): Promise<CommitSignatures> {
  const facts = new Map<number, SignatureFacts>();
  const checks: Promise<void>[] = [];
  for (const [number, { id, signed, isForged }] of commits.entries()) {
    // The bytes of a forged one are not those that anybody signed.
    if (signed === undefined || isForged) continue;
    throwIfInterrupted(signal);
    checks.push(check(number, { id, bytes: signed }));
    if (checks.length < checksAtOnce) continue;
    await Promise.all(checks.splice(0));
    await setImmediate(); // what else goes on in this process has its turn
  }
  await Promise.all(checks);
  return facts;

  async function check(number: number, commit: Parameters<SignatureVerifier['commit']>[0]): Promise<void> {
    const found = await verifier.commit(commit);
    if (found !== undefined) facts.set(number, found);
  }
}

/** OpenPGP signatures are checked on other threads. */
const checksAtOnce = 64;

/**
 * Judges signatures by what is demanded: `off`, `on`, or the id of a commit from which on. A signature that was made over
 * other bytes, or by a revoked key, counts against a commit whatever is demanded.
 */
export function signatureFindings(
  history: History,
  {
    signatures,
    required,
    ancestry,
  }: {
    readonly signatures: CommitSignatures;
    readonly required: string;
    readonly ancestry: Ancestry;
  },
): SignatureCheck {
  const isRequired = requirement(history, required, ancestry);
  const isVouchedFor = vouchedFor(history, signatures);
  const findings: AuditFinding[] = [];
  let span: Span | undefined;
  for (const [commit, { isBase }] of history.commits.entries()) {
    if (isBase) continue;
    const kind = judge(signatures.get(commit), isVouchedFor[commit] === 1);
    const isTold =
      kind === 'signature-bad' || kind === 'signature-revoked' || (kind !== undefined && isRequired(commit));
    if (span !== undefined && (!isTold || span.kind !== kind)) {
      findings.push(findingOf(span, history, signatures));
      span = undefined;
    }
    if (isTold && kind !== undefined)
      span = { kind, first: span?.first ?? commit, last: commit, count: (span?.count ?? 0) + 1 };
  }
  if (span !== undefined) findings.push(findingOf(span, history, signatures));
  return required === 'off'
    ? { findings, left: 'no commit has to be signed (audit.require_signed is off)' }
    : { findings };
}

/** Commits one after the other of which the same is to be said. */
interface Span {
  readonly kind: AuditFindingKind;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

const kinds = {
  good: undefined,
  bad: 'signature-bad',
  untrusted: 'signature-untrusted',
  expired: 'signature-expired',
  revoked: 'signature-revoked',
  unchecked: 'signature-unchecked',
} as const satisfies Record<SignatureVerdict, AuditFindingKind | undefined>;

function judge(facts: SignatureFacts | undefined, isVouchedFor: boolean): AuditFindingKind | undefined {
  if (facts === undefined) return 'signature-missing';
  const kind = kinds[facts.verdict];
  return kind === 'signature-revoked' && isVouchedFor ? 'signature-since-revoked' : kind;
}

/**
 * Commits that one with a good signature is made from: they were there when it was signed, and whoever has a stolen key
 * since cannot put others in their place. So it is the place in history that counts, not the date that a commit claims.
 */
function vouchedFor({ commits, parents }: History, signatures: CommitSignatures): Uint8Array {
  const found = new Uint8Array(commits.length);
  for (let commit = commits.length - 1; commit >= 0; commit--) {
    if (found[commit] === 0 && signatures.get(commit)?.verdict !== 'good') continue;
    for (const parent of parents[commit] ?? []) if (parent >= 0) found[parent] = 1;
  }
  return found;
}

/** Which commits have to be signed. */
export function requirement({ commits }: History, required: string, ancestry: Ancestry): (commit: number) => boolean {
  if (required === 'off') return () => false;
  // Where the commit lies before the range, or is not here, all of what is looked at is younger.
  const first = commits.findIndex(({ id }) => id === required);
  return (commit) => first === -1 || commit === first || !ancestry.isIn(commit, first);
}

const words: Partial<Record<AuditFindingKind, string>> = {
  'signature-bad': 'carries a signature that was not made over it',
  'signature-revoked': 'was signed by a key that is revoked, and no good signature vouches for it',
  'signature-since-revoked': 'was signed by a key that was revoked since',
  'signature-missing': 'is not signed',
  'signature-untrusted': 'was signed by a key that nobody is known to trust',
  'signature-expired': 'was signed by a key that had expired',
  'signature-unchecked': 'carries a signature that cannot be checked here',
};

const hints: Partial<Record<AuditFindingKind, string>> = {
  'signature-bad': 'it was taken from another commit, or the commit was changed after it was signed',
  'signature-missing':
    'sign from now on: git config commit.gpgSign true; what is older can be left out: pixelis audit --since REV',
  'signature-untrusted': 'say whose key it is in the file of gpg.ssh.allowedSignersFile, or import the OpenPGP key',
};

function findingOf(
  { kind, first, last, count }: Span,
  { commits }: History,
  signatures: CommitSignatures,
): AuditFinding {
  const id = commits[first]?.id ?? '';
  const { key, reason } = signatures.get(first) ?? {};
  const detail = [key, reason].filter((part) => part !== undefined).join(': ');
  const more = count === 1 ? '' : `, and so it is with ${count - 1} more up to '${commits[last]?.id ?? ''}'`;
  const message = `commit '${id}' ${words[kind] ?? ''}${detail === '' ? '' : ` (${detail})`}${more}`;
  const hint = hints[kind];
  return { kind, commit: first, message, ...(hint === undefined ? {} : { hint }) };
}
