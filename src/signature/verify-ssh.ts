import type { SignatureFacts } from '#model/signature.js';
import { keyStanding, type SshTrust } from './key-standing.js';
import { Malformed } from './malformed.js';
import { readSigningKey, type SshSigningKey } from './ssh-certificate.js';
import { readSshSignature } from './ssh-signature.js';

/** A message and its armored signature. */
export interface SignedMessage {
  readonly payload: Uint8Array;
  readonly signature: string;
  /** What it must be made for; SSH only. */
  readonly namespace: string;
  /** When it was made, in seconds since 1970: keys are trusted for a time. */
  readonly time: number;
  /** The name to give of several that the key is trusted under. */
  readonly email?: string | undefined;
}

/** Verifies signatures in OpenSSH's format, without a program. Keys that were seen are kept. */
export function sshVerifier(trust: SshTrust): (message: SignedMessage) => SignatureFacts {
  const keys = new Map<string, SshSigningKey>();
  const keyOf = (bytes: Buffer): SshSigningKey => {
    const text = bytes.toString('base64');
    const known = keys.get(text);
    if (known !== undefined) return known;
    const key = readSigningKey(bytes);
    if (keys.size >= keptKeys) keys.clear();
    keys.set(text, key);
    return key;
  };
  return (message) => {
    let fingerprint: { readonly key?: string } = {};
    try {
      const signature = readSshSignature(message.signature);
      const signing = keyOf(signature.publicKey);
      fingerprint = { key: signing.key.fingerprint };
      const facts = { kind: 'ssh', ...fingerprint } as const;
      if (signature.namespace !== message.namespace) {
        return { ...facts, verdict: 'bad', reason: madeForElse(signature.namespace, message.namespace) };
      }
      if (!signing.key.verifies(signature.signedBytes(message.payload), signature.signature)) {
        return { ...facts, verdict: 'bad', reason: 'it is not made over these bytes' };
      }
      return { ...facts, ...keyStanding(trust, signing, { ...message, preferred: message.email }) };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return { kind: 'ssh', verdict: error.verdict, ...fingerprint, reason: error.message };
    }
  };
}

const keptKeys = 1000;

function madeForElse(namespace: string, expected: string): string {
  return `it is made for '${namespace.slice(0, 80)}', not for '${expected}'`;
}
