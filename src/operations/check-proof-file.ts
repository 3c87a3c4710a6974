import { readFile, stat } from 'node:fs/promises';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { decodeSealProof, proofLimitBytes } from '#format/seal-proof.js';
import type { Environment } from '#process/environment.js';
import type { CheckProofResult } from '#schema/index.js';
import { readTrust } from '#signature/read-trust.js';
import { checkProof } from './check-proof.js';

export interface CheckProofRequest {
  /** File of allowed signers. */
  readonly signers?: string | undefined;
  readonly key?: string | undefined;
  readonly environment: Environment;
}

/** @throws `proof.invalid`, `path.not-found`, `signature.trust-unreadable` */
export async function checkProofFile(
  file: string,
  { signers, key, environment }: CheckProofRequest,
): Promise<CheckProofResult> {
  const proof = decodeSealProof(await readProof(file), file);
  const trust = await readTrust({ allowedSigners: signers }, environment);
  const [problem] = trust.problems;
  if (problem !== undefined) throw problem;
  return checkProof(proof, { signers: trust, key });
}

async function readProof(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > proofLimitBytes) {
      throw new PixelisError('file.too-large', `'${file}' has ${size} bytes, more than ${proofLimitBytes}`);
    }
    return await readFile(file);
  } catch (error) {
    if (!isDiskError(error, 'ENOENT')) throw diskError(error, file);
    throw new PixelisError('path.not-found', `file '${file}' does not exist`, { data: { path: file } });
  }
}
