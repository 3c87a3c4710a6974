import type { SignatureFacts, SignatureVerdict } from '#model/signature.js';
import { type NoteKey, sshKeyBlob } from '#seals/note-key.js';
import { keyStanding } from '#signature/key-standing.js';
import { type SignatureTrust, signatureVerifier } from '#signature/signature-verifier.js';
import { readSigningKey } from '#signature/ssh-certificate.js';

/** What the allowed signers must let a key sign for, if they name anything: `namespaces="pixelis-seal"`. */
export const sealNamespace = 'pixelis-seal';

/** By what a seal is signed. */
export interface SealSignatures {
  /** Keys with which the checkpoint is rightly signed. */
  readonly keys: readonly NoteKey[];
  /** When it was made, as it says itself; seconds since 1970. */
  readonly time: number;
  /** The commit that holds it, which may be signed as commits are. */
  readonly commit: { readonly id: string; readonly bytes: Uint8Array } | undefined;
}

/** The best signature of a seal, or a bad one; undefined where it has none. */
export async function sealSignature(
  { keys, time, commit }: SealSignatures,
  trust: SignatureTrust,
): Promise<SignatureFacts | undefined> {
  const ofCommit = commit === undefined ? undefined : await signatureVerifier(trust).commit(commit);
  const ofKeys = keys.map((key): SignatureFacts => {
    const signing = readSigningKey(sshKeyBlob(key));
    const standing = keyStanding(trust.ssh, signing, { namespace: sealNamespace, time });
    return { kind: 'ssh', key: signing.key.fingerprint, ...standing };
  });
  const all = ofCommit === undefined ? ofKeys : [ofCommit, ...ofKeys];
  return all.sort((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict))[0];
}

const ranks: readonly SignatureVerdict[] = ['bad', 'good', 'revoked', 'expired', 'unchecked', 'untrusted'];
