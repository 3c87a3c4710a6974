import { type SealProofFile, validateSealProofFile } from '#schema/index.js';
import { PixelisError } from '#errors/index.js';
import { checkFile } from './schema-file.js';

/** A record, the way to the root and a checkpoint take a few kilobytes. */
export const proofLimitBytes = 8 << 20;

/** @throws `proof.invalid`, `file.newer-format`, `file.invalid` */
export function decodeSealProof(bytes: Uint8Array, file: string): SealProofFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PixelisError('proof.invalid', `'${file}' is no proof: it is not JSON`, { cause, data: { file } });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PixelisError('proof.invalid', `'${file}' is no proof`, { data: { file } });
  }
  return checkFile(value as Record<string, unknown>, file, validateSealProofFile);
}

export function encodeSealProof(proof: SealProofFile): string {
  return `${JSON.stringify(proof, null, 2)}\n`;
}
