import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { PixelisError } from '#errors/index.js';
import type { NoteSignature, SignedNote } from '#format/signed-note.js';
import { sha256 } from './sha256.js';

/**
 * A public Ed25519 key that signs notes. Its text, `<name>+<key id>+<base64>`, is what tools for signed notes call a
 * verifier key. The key id hashes the name along with the key.
 */
export interface NoteKey {
  readonly name: string;
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const ed25519 = Uint8Array.of(1);
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export function noteKey(name: string, publicKey: Uint8Array): NoteKey {
  const keyId = Buffer.from(sha256(Buffer.from(`${name}\n`), ed25519, publicKey)).toString('hex', 0, 4);
  return { name, keyId, publicKey };
}

export function encodeNoteKey({ name, keyId, publicKey }: NoteKey): string {
  return `${name}+${keyId}+${Buffer.concat([ed25519, publicKey]).toString('base64')}`;
}

/** @throws `seal.broken` where the text is no key, or its id is that of another */
export function decodeNoteKey(text: string): NoteKey {
  const [, name = '', keyId, base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const key = noteKey(name, bytes.subarray(1));
  if (bytes[0] === ed25519[0] && bytes.length === 33 && key.keyId === keyId) return key;
  throw new PixelisError('seal.broken', `'${text.slice(0, 200)}' is no key of a seal`);
}

/** @param privateKey an Ed25519 key */
export function signNote(text: string, name: string, privateKey: KeyObject): NoteSignature {
  const { keyId } = noteKey(name, publicKeyOf(privateKey));
  return { name, keyId, bytes: sign(null, Buffer.from(text), privateKey) };
}

/** Whether the note has a signature of the key, and it is right; undefined where it has none. */
export function isSignedBy({ text, signatures }: SignedNote, { name, keyId, publicKey }: NoteKey): boolean | undefined {
  const made = signatures.find((signature) => signature.name === name && signature.keyId === keyId);
  if (made === undefined) return undefined;
  const key = createPublicKey({ key: Buffer.concat([derPrefix, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, made.bytes);
}

/** The 32 bytes of the public half. */
export function publicKeyOf(privateKey: KeyObject): Uint8Array {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
}

/** The key as a line of SSH has it, by which the allowed signers name it: `ssh-ed25519 AAAA…`. */
export function sshKeyText({ publicKey }: Pick<NoteKey, 'publicKey'>): string {
  return `ssh-ed25519 ${sshKeyBlob({ publicKey }).toString('base64')}`;
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprintOf({ publicKey }: Pick<NoteKey, 'publicKey'>): string {
  return `SHA256:${Buffer.from(sha256(sshKeyBlob({ publicKey })))
    .toString('base64')
    .replace(/=+$/, '')}`;
}

/** The key as SSH has it on the wire. */
export function sshKeyBlob({ publicKey }: Pick<NoteKey, 'publicKey'>): Buffer {
  return Buffer.concat([Buffer.from('ssh-ed25519'), Buffer.from(publicKey)].flatMap((part) => [lengthOf(part), part]));
}

function lengthOf(part: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}
