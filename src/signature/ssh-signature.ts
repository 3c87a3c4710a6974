import { createHash } from 'node:crypto';
import { Malformed } from './malformed.js';
import { type WireReader, wireReader, wireString } from './wire-reader.js';

/** A detached signature in OpenSSH's format (PROTOCOL.sshsig), taken apart. */
export interface SshSignature {
  /** The public key, or certificate, as on the wire. */
  readonly publicKey: Buffer;
  /** What the signature is for: `git` for commits and tags. */
  readonly namespace: string;
  /** The signature proper, as on the wire. */
  readonly signature: Buffer;
  /** What it is made over, for these bytes of a message. */
  signedBytes(message: Uint8Array): Buffer;
}

const first = '-----BEGIN SSH SIGNATURE-----';
const last = '-----END SSH SIGNATURE-----';
const magic = 'SSHSIG';
const version = 1;

/** Reads exactly one armored signature and nothing else. @throws `Malformed` */
export function readSshSignature(armored: string): SshSignature {
  const lines = armored.trimEnd().split(/\r?\n/);
  if (lines[0] !== first || lines.at(-1) !== last) throw new Malformed('it does not begin and end as a signature does');
  const text = lines.slice(1, -1).join('');
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new Malformed('it is not in base64');
  }
  const reader = wireReader(Buffer.from(text, 'base64'));
  if (reader.bytes(magic.length).toString('latin1') !== magic) throw new Malformed('it is no SSH signature');
  if (reader.uint32() !== version) throw new Malformed('it is of another version than 1', 'unchecked');
  const signature = readFields(reader);
  if (!reader.isAtEnd) throw new Malformed('it has more to it than it should');
  return signature;
}

function readFields(reader: WireReader): SshSignature {
  const publicKey = reader.string();
  const namespace = reader.string();
  const reserved = reader.string();
  const hash = reader.text();
  if (hash !== 'sha256' && hash !== 'sha512') throw new Malformed(`the hash '${hash}' is not supported`, 'unchecked');
  const head = Buffer.concat([Buffer.from(magic), ...[namespace, reserved, hash].map(wireString)]);
  return {
    publicKey,
    namespace: namespace.toString('utf8'),
    signature: reader.string(),
    signedBytes: (message) => Buffer.concat([head, wireString(createHash(hash).update(message).digest())]),
  };
}
