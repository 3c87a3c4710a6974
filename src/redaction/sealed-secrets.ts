import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A secret that is known, and the rule by which. */
export interface KnownSecret {
  readonly rule: string;
  readonly secret: string;
}

const cipher = 'aes-256-gcm';
const nonceSize = 12;
const tagSize = 16;

/** Secrets as text that says nothing without the key: nonce, tag and cipher text in Base64. */
export function sealSecrets(key: Uint8Array, secrets: readonly KnownSecret[]): string {
  const nonce = randomBytes(nonceSize);
  const encryption = createCipheriv(cipher, sealingKey(key), nonce);
  const body = [encryption.update(JSON.stringify(secrets)), encryption.final()];
  return Buffer.concat([nonce, encryption.getAuthTag(), ...body]).toString('base64');
}

/** What was sealed; nothing where that was with another key, or was damaged: a run must not fail for it. */
export function unsealSecrets(key: Uint8Array, sealed: string): readonly KnownSecret[] {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decryption = createDecipheriv(cipher, sealingKey(key), bytes.subarray(0, nonceSize));
    decryption.setAuthTag(bytes.subarray(nonceSize, nonceSize + tagSize));
    const text = [decryption.update(bytes.subarray(nonceSize + tagSize)), decryption.final()];
    return JSON.parse(Buffer.concat(text).toString()) as readonly KnownSecret[];
  } catch {
    return [];
  }
}

/** Not the key of the fingerprints itself, so that neither use weakens the other. */
function sealingKey(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'pixelis: sealed secrets', 32));
}
