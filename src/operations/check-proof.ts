import { PixelisError, problemOf } from '#errors/index.js';
import { decodeRunRecord, parseRunRecordPath } from '#format/run-record.js';
import { decodeSealEntry } from '#format/seal-entries.js';
import { type Checkpoint, decodeCheckpoint, decodeNote } from '#format/signed-note.js';
import { decodeVersionRecord, parseVersionRecordPath } from '#format/version-record.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { hashLeaf, provesConsistency, provesInclusion } from '#model/merkle-tree.js';
import type { SignatureFacts } from '#model/signature.js';
import type { CheckProofResult, Problem, SealProofFile } from '#schema/index.js';
import { decodeNoteKey, encodeNoteKey, fingerprintOf, isSignedBy, type NoteKey } from '#seals/note-key.js';
import { sha256 } from '#seals/sha256.js';
import type { SignatureTrust } from '#signature/signature-verifier.js';
import { checkpointIn } from './prove-sealed.js';
import { sealSignature } from './seal-signature.js';

export interface ProofTrust {
  /** Allowed signers; their `ssh.signers` are undefined where nobody was named. */
  readonly signers: SignatureTrust;
  /** A key that is trusted: its text as a verifier of notes, or its fingerprint. */
  readonly key: string | undefined;
}

/**
 * Whether a proof shows what it says, by itself: no repository is asked.
 * @throws `proof.invalid` where it does not
 */
export async function checkProof(proof: SealProofFile, trust: ProofTrust): Promise<CheckProofResult> {
  const note = decodeNote(proof.checkpoint);
  const checkpoint = decodeCheckpoint(note.text);
  const entry = decodeSealEntry(proof.entry);
  const sealed = decodeSealEntry(proof.sealed.entry);
  if (entry.kind !== 'record' || sealed.kind !== 'sealed') throw invalid('it is about no record');
  requireIncluded(checkpoint, { leaf: proof.entry, index: proof.index, path: proof.path });
  requireIncluded(checkpoint, { leaf: proof.sealed.entry, index: checkpoint.size - 1, path: proof.sealed.path });
  const content = Buffer.from(proof.content);
  if (hashBytes(content, await loadHasher()) !== entry.digest)
    throw invalid('the record is not the one that was sealed');
  const keys = proof.keys.map((text) => decodeNoteKey(text)).filter((key) => isRightlySigned(note, key));
  const since = proof.since === undefined ? undefined : requireGrown(checkpoint, proof.since);
  const commit = proof.commit === undefined ? undefined : sealCommit(proof.commit, note.text);
  const time = Date.parse(sealed.time) / 1000;
  const signature = await signatureFor({ keys, time, commit }, trust);
  const outcome = signature?.verdict === 'good' ? { problems: [], warnings: [] } : notTrusted(signature, trust);
  return {
    pixelis: 1,
    command: 'audit check-proof',
    record: entry.path,
    ...subjectOf(entry.path, content),
    commit: entry.commit,
    digest: entry.digest,
    sealed: sealed.time,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    ...(signature === undefined ? {} : { signature }),
    ...(since === undefined ? {} : { since: { size: since.size, root: Buffer.from(since.root).toString('base64') } }),
    ...outcome,
  };
}

function requireIncluded(
  { size, root }: Checkpoint,
  { leaf, index, path }: { readonly leaf: string; readonly index: number; readonly path: readonly string[] },
): void {
  const inclusion = { leaf: hashLeaf(sha256, Buffer.from(leaf)), index, size, root };
  if (!provesInclusion(sha256, inclusion, hashes(path)))
    throw invalid('its hashes do not lead to the root that was signed');
}

function requireGrown(to: Checkpoint, { checkpoint, path }: NonNullable<SealProofFile['since']>): Checkpoint {
  const from = checkpointIn(checkpoint);
  if (provesConsistency(sha256, { from, to }, hashes(path))) return from;
  throw invalid('the list did not grow out of the earlier checkpoint');
}

function hashes(path: readonly string[]): readonly Uint8Array[] {
  return path.map((text) => Buffer.from(text, 'base64'));
}

function isRightlySigned(note: Parameters<typeof isSignedBy>[0], key: NoteKey): boolean {
  const isSigned = isSignedBy(note, key);
  if (isSigned === false) throw invalid(`the signature of '${fingerprintOf(key)}' is over other bytes`);
  return isSigned === true;
}

/** The commit must repeat the checkpoint: what is signed with the commit is then this. */
function sealCommit(base64: string, text: string): { readonly id: string; readonly bytes: Uint8Array } {
  const bytes = Buffer.from(base64, 'base64');
  if (!bytes.toString('utf8').endsWith(`\n\n${text}`)) throw invalid('its commit is that of another seal');
  // How long ids are says which of two signatures counts.
  return { id: /^tree ([0-9a-f]+)\n/.exec(bytes.toString('latin1'))?.[1] ?? '', bytes };
}

async function signatureFor(
  signatures: Parameters<typeof sealSignature>[0],
  { signers, key }: ProofTrust,
): Promise<SignatureFacts | undefined> {
  const named = signatures.keys.find(
    (one) => key !== undefined && [encodeNoteKey(one), fingerprintOf(one)].includes(key),
  );
  if (named !== undefined) return { kind: 'ssh', verdict: 'good', key: fingerprintOf(named) };
  const facts = await sealSignature(signatures, signers);
  if (facts?.verdict === 'bad') throw invalid(`the signature of its commit is wrong: ${facts.reason}`);
  return facts;
}

/** A problem where somebody said whom to trust, and a warning where nobody did: what is proven then is proven by nobody. */
function notTrusted(
  signature: SignatureFacts | undefined,
  { signers, key }: ProofTrust,
): { readonly problems: Problem[]; readonly warnings: Problem[] } {
  const isAsked = key !== undefined || signers.ssh.signers !== undefined;
  const who =
    signature === undefined ? 'it is not signed' : `it is signed by ${signature.key}, whom nobody said to trust`;
  if (!isAsked) {
    const error = new PixelisError('seal.untrusted', who, {
      hint: 'compare the key with what its owner says, then: --key FINGERPRINT or --signers FILE',
    });
    return { problems: [], warnings: [problemOf(error)] };
  }
  const error = invalid(signature?.reason === undefined ? who : `${who}: ${signature.reason}`);
  return { problems: [problemOf(error)], warnings: [] };
}

function subjectOf(path: string, content: Uint8Array): Pick<CheckProofResult, 'version' | 'run'> {
  if (parseVersionRecordPath(path) !== undefined) {
    const { artifact, version, digest } = decodeVersionRecord(content, path);
    return { version: { artifact, version, digest } };
  }
  return parseRunRecordPath(path) === undefined ? {} : { run: decodeRunRecord(content, path).run };
}

function invalid(what: string): PixelisError {
  return new PixelisError('proof.invalid', `the proof does not hold: ${what}`, {
    hint: 'ask for a fresh one: pixelis audit prove REF -o FILE',
  });
}
