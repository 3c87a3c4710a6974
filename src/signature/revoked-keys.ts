import { isRevocationList, parseRevocationList, type RevokedKeys } from './key-revocation-list.js';
import { Malformed } from './malformed.js';
import { readSigningKey } from './ssh-certificate.js';

/**
 * Reads a file of revoked keys: a list that `ssh-keygen -k` made, or public keys, one a line.
 * @throws `Malformed` where any of it cannot be read: what is not understood may be a revocation
 */
export function parseRevokedKeys(bytes: Uint8Array): RevokedKeys {
  return isRevocationList(bytes) ? parseRevocationList(bytes) : parsePublicKeys(Buffer.from(bytes).toString('utf8'));
}

function parsePublicKeys(text: string): RevokedKeys {
  const revoked = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const blob = /^\S+[ \t]+([A-Za-z0-9+/]+={0,2})(?=[ \t]|$)/.exec(content)?.[1];
    if (blob === undefined) throw new Malformed(`line ${index + 1} is no public key`);
    revoked.add(readSigningKey(Buffer.from(blob, 'base64')).key.text);
  }
  return ({ key, certificate }) => {
    if (revoked.has(key.text)) return 'the key is revoked';
    return certificate !== undefined && revoked.has(certificate.authority.text)
      ? 'the authority behind the key is revoked'
      : undefined;
  };
}
