import { Malformed } from './malformed.js';
import { publicKey, readKeyFields, readPublicKey, type SshPublicKey } from './ssh-public-key.js';
import { type WireReader, wireReader, wireString } from './wire-reader.js';

/** A key that an authority vouches for (OpenSSH's PROTOCOL.certkeys). Its own signature has been checked. */
export interface SshCertificate {
  readonly key: SshPublicKey;
  readonly authority: SshPublicKey;
  readonly isForUsers: boolean;
  readonly serial: bigint;
  readonly keyId: string;
  readonly principals: readonly string[];
  /** Seconds since 1970: valid from the first, until before the second. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
}

/** A plain key, or one with its certificate. `text` is the whole of it as on the wire, in base64. */
export interface SshSigningKey {
  readonly key: SshPublicKey;
  readonly certificate?: SshCertificate;
  readonly text: string;
}

const certificateType = /^(.+)-cert-v01@openssh\.com$/;
const userCertificate = 1;
const principalLimit = 256;

/** @throws `Malformed`, also where a certificate's own signature is wrong */
export function readSigningKey(bytes: Uint8Array): SshSigningKey {
  const text = Buffer.from(bytes).toString('base64');
  const plainType = certificateType.exec(wireReader(bytes).text())?.[1];
  if (plainType === undefined) return { key: readPublicKey(bytes), text };
  // `sk-ssh-ed25519-cert-v01@openssh.com` is `sk-ssh-ed25519@openssh.com`.
  const type = plainType.startsWith('sk-') ? `${plainType}@openssh.com` : plainType;
  const certificate = readCertificate(type, bytes);
  return { key: certificate.key, certificate, text };
}

function readCertificate(type: string, bytes: Uint8Array): SshCertificate {
  const reader = wireReader(bytes);
  reader.string(); // the type
  reader.string(); // a nonce
  const fieldsStart = reader.position;
  const check = readKeyFields(type, reader);
  const fields = bytes.subarray(fieldsStart, reader.position);
  const key = publicKey(type, Buffer.concat([wireString(type), fields]), check);
  const serial = reader.uint64();
  const isForUsers = reader.uint32() === userCertificate;
  const keyId = reader.text();
  const principals = readPrincipals(wireReader(reader.string()));
  const [validAfter, validBefore] = [reader.uint64(), reader.uint64()];
  reader.string(); // critical options: they restrict logging in, and not signing
  reader.string(); // extensions
  reader.string(); // reserved
  const authority = readPublicKey(reader.string());
  const signed = bytes.subarray(0, reader.position);
  const signature = reader.string();
  if (!reader.isAtEnd) throw new Malformed('the certificate has more to it than it should');
  if (!authority.verifies(signed, signature)) throw new Malformed("the certificate is not its authority's");
  return { key, authority, isForUsers, serial, keyId, principals, validAfter, validBefore };
}

function readPrincipals(reader: WireReader): readonly string[] {
  const principals: string[] = [];
  while (!reader.isAtEnd) {
    if (principals.length === principalLimit) throw new Malformed('the certificate names too many principals');
    principals.push(reader.text());
  }
  return principals;
}
