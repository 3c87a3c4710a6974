import type { SignatureFacts } from '#model/signature.js';
import type { AllowedSigner } from './allowed-signers.js';
import type { RevokedKeys } from './key-revocation-list.js';
import { permissionFor, type SignatureUse } from './signing-permission.js';
import type { SshSigningKey } from './ssh-certificate.js';

/** Who may sign by SSH. */
export interface SshTrust {
  /** Undefined: nobody has said who. */
  readonly signers: readonly AllowedSigner[] | undefined;
  /** Undefined: it cannot be told, because the file that says so cannot be read. */
  readonly revoked: RevokedKeys | undefined;
}

/** What a right signature by a key is worth. */
export function keyStanding(
  trust: SshTrust,
  signing: SshSigningKey,
  use: SignatureUse,
): Pick<SignatureFacts, 'verdict' | 'signer' | 'reason'> {
  if (trust.signers === undefined) return { verdict: 'untrusted', reason: 'nobody has said whom to trust' };
  const permission = permissionFor(trust.signers, signing, use);
  if (trust.revoked === undefined) return { ...permission, verdict: 'unchecked', reason: noRevocations };
  const revocation = trust.revoked(signing);
  return revocation === undefined ? permission : { ...permission, verdict: 'revoked', reason: revocation };
}

const noRevocations = 'the revoked keys cannot be read, and this may be one of them';
