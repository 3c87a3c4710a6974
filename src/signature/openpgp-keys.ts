import type * as Openpgp from 'openpgp';
import { Malformed } from './malformed.js';

/** Public keys as they are exported, armored or not. */
export interface Keyring {
  readonly keys: Uint8Array;
  /** Fingerprints of those that are trusted, in upper-case hex digits; undefined: all. */
  readonly trusted?: ReadonlySet<string>;
}

export interface KnownKey {
  readonly key: Openpgp.Key;
  readonly isTrusted: boolean;
}

export interface KnownKeys {
  /** Keys by the ids of all that they sign with, in lower-case hex digits: their own and their subkeys'. */
  readonly byId: ReadonlyMap<string, readonly KnownKey[]>;
  /** Why a keyring could not be read. */
  readonly problems: readonly string[];
}

export async function readKeyrings(openpgp: typeof Openpgp, keyrings: readonly Keyring[]): Promise<KnownKeys> {
  const byId = new Map<string, KnownKey[]>();
  const problems: string[] = [];
  for (const { keys, trusted } of keyrings) {
    try {
      for (const key of await parseKeys(openpgp, keys)) {
        const isTrusted = trusted?.has(key.getFingerprint().toUpperCase()) ?? true;
        for (const id of new Set(key.getKeyIDs().map((keyId) => keyId.toHex()))) {
          byId.set(id, [...(byId.get(id) ?? []), { key, isTrusted }]);
        }
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push(error.message);
    }
  }
  return { byId, problems };
}

/** Reads one or several armored blocks, or bare packets. @throws `Malformed` where there is no public key in them */
export async function parseKeys(openpgp: typeof Openpgp, bytes: Uint8Array): Promise<readonly Openpgp.Key[]> {
  const text = Buffer.from(bytes).toString('latin1');
  try {
    if (!text.includes('-----BEGIN')) return await openpgp.readKeys({ binaryKeys: bytes });
    const keys: Openpgp.Key[] = [];
    for (const armoredKeys of armoredBlocks(text)) keys.push(...(await openpgp.readKeys({ armoredKeys })));
    if (keys.length > 0) return keys;
  } catch (error) {
    throw new Malformed(
      `a keyring holds what is no OpenPGP key: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  throw new Malformed('a keyring holds no public OpenPGP key');
}

const [begin, end] = ['-----BEGIN PGP PUBLIC KEY BLOCK-----', '-----END PGP PUBLIC KEY BLOCK-----'];

/** The library reads the first block of a text alone. */
function* armoredBlocks(text: string): Generator<string, void> {
  for (let start = text.indexOf(begin); start !== -1; ) {
    const stop = text.indexOf(end, start);
    if (stop === -1) return;
    yield text.slice(start, stop + end.length);
    start = text.indexOf(begin, stop);
  }
}
