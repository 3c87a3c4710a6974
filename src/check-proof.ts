import type { CheckProofResult } from '#schema/index.js';

export interface CheckProofOptions {
  /** File of allowed signers, as `ssh-keygen(1)` describes it. */
  readonly signers?: string | undefined;
  /** A key that is trusted: its fingerprint (`SHA256:…`), or its text as verifiers of signed notes are given it. */
  readonly key?: string | undefined;
}

/**
 * Checks a proof that `seals.prove` made. No repository is needed. Whom to trust is said by the options: without them a key that
 * nobody named is a warning.
 * @throws `proof.invalid` where the proof does not show what it says; `path.not-found`
 */
export async function checkProof(file: string, options: CheckProofOptions = {}): Promise<CheckProofResult> {
  const { checkProofFile } = await import('#operations/check-proof-file.js');
  return checkProofFile(file, { ...options, environment: process.env });
}
