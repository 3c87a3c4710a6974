import path from 'node:path';
import type { PixelisError } from '#errors/index.js';
import { readTrust } from '#signature/read-trust.js';
import { type SignatureTrust, type SignatureVerifier, signatureVerifier } from '#signature/signature-verifier.js';
import type { RepositoryContext } from './repository-context.js';

/** Who says what signatures are worth, and what could not be read of whom to trust. */
export interface OpenSignatures {
  readonly verifier: SignatureVerifier;
  /** Whom it trusts. */
  readonly trust: SignatureTrust;
  readonly problems: readonly PixelisError[];
}

/**
 * Reads whom to trust. What git's configuration names comes before the settings of Pixelis: the first is the user's own,
 * while a setting that is committed can be changed by everyone who may push.
 */
export async function openSignatures({
  git,
  config,
  environment,
}: Pick<RepositoryContext, 'git' | 'config' | 'environment'>): Promise<OpenSignatures> {
  const [allowedSigners, revokedKeys] = await Promise.all([
    git.configPath('gpg.ssh.allowedSignersFile'),
    git.configPath('gpg.ssh.revocationFile'),
  ]);
  const { signatures } = config;
  const below = (file: string | undefined) => (file === undefined ? undefined : path.resolve(git.places.root, file));
  const trust = await readTrust(
    {
      allowedSigners: allowedSigners ?? below(signatures.allowedSigners),
      revokedKeys: revokedKeys ?? below(signatures.revokedKeys),
      openpgpKeys: below(signatures.openpgpKeys),
    },
    environment,
  );
  return { verifier: signatureVerifier(trust), trust, problems: trust.problems };
}
