/** The kinds of signature that git writes. */
export type SignatureKind = 'ssh' | 'openpgp' | 'x509';

/** What a signature is worth: of a commit, or of a seal. */
export interface SignatureFacts {
  readonly kind: SignatureKind;
  readonly verdict: SignatureVerdict;
  /** Who is trusted to sign with the key: a principal of the allowed signers, or a user id of the key. */
  readonly signer?: string;
  /** The key's fingerprint: `SHA256:…` of an SSH key, hex digits of an OpenPGP key. */
  readonly key?: string;
  /** Why the verdict is not `good`. */
  readonly reason?: string;
}

/**
 * `good`: made over exactly these bytes by a key that was trusted then. `bad`: not made over these bytes. `untrusted`: right,
 * by a key that nobody said to trust. `expired`, `revoked`: right, by a key that was not, or is no longer, to be trusted.
 * `unchecked`: of a kind that cannot be checked here, with the reason.
 */
export type SignatureVerdict = 'good' | 'bad' | 'untrusted' | 'expired' | 'revoked' | 'unchecked';

/** The kind that an armored signature begins as; git takes what begins as no other for OpenPGP. */
export function signatureKindOf(armored: string): SignatureKind {
  if (armored.startsWith('-----BEGIN SSH SIGNATURE')) return 'ssh';
  if (armored.startsWith('-----BEGIN SIGNED MESSAGE')) return 'x509';
  return 'openpgp';
}
