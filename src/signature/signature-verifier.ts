import { type SignatureFacts, signatureKindOf } from '#model/signature.js';
import type { SshTrust } from './key-standing.js';
import type { Keyring } from './openpgp-keys.js';
import { type NotOneSignature, partCommit, partTag, type SignedObject } from './signed-object.js';
import { openpgpVerifier } from './verify-openpgp.js';
import { type SignedMessage, sshVerifier } from './verify-ssh.js';

/** Whom to trust. */
export interface SignatureTrust {
  readonly ssh: SshTrust;
  /** Asked once, when the first OpenPGP signature is met. */
  readonly openpgp: () => Promise<readonly Keyring[]>;
}

/** Says what signatures are worth, thousands a second. The bytes must be what their id says (`isObjectOf`). */
export interface SignatureVerifier {
  /** Undefined where the commit carries no signature. */
  commit(commit: { readonly id: string; readonly bytes: Uint8Array }): Promise<SignatureFacts | undefined>;
  /** Undefined where the annotated tag carries no signature. */
  tag(tag: { readonly id: string; readonly bytes: Uint8Array }): Promise<SignatureFacts | undefined>;
  /** Of any other text that was signed apart, by `ssh-keygen -Y sign -n <namespace>` or `gpg --detach-sign --armor`. */
  message(message: SignedMessage): Promise<SignatureFacts>;
}

export function signatureVerifier(trust: SignatureTrust): SignatureVerifier {
  const ssh = sshVerifier(trust.ssh);
  const openpgp = openpgpVerifier(trust.openpgp);
  const message: SignatureVerifier['message'] = async (signed) => {
    const kind = signatureKindOf(signed.signature);
    if (kind === 'ssh') return ssh(signed);
    if (kind === 'openpgp') return openpgp(signed);
    return { kind, verdict: 'unchecked', reason: 'X.509 signatures are checked by git verify-commit only' };
  };
  const object = async (parts: SignedObject | NotOneSignature | undefined): Promise<SignatureFacts | undefined> => {
    if (parts === undefined) return undefined;
    if ('reason' in parts) return parts;
    return message({ ...parts, namespace: 'git' });
  };
  return {
    commit: ({ id, bytes }) => object(partCommit(id, bytes)),
    tag: ({ bytes }) => object(partTag(bytes)),
    message,
  };
}
