import { createHash } from 'node:crypto';
import { Malformed } from './malformed.js';
import type { SshCertificate, SshSigningKey } from './ssh-certificate.js';
import { type WireReader, wireReader } from './wire-reader.js';

/** Why a key, its certificate or the authority behind it is no longer to be trusted; undefined where nothing is said. */
export type RevokedKeys = (key: SshSigningKey) => string | undefined;

const magic = Buffer.from('SSHKRL\n\0', 'latin1');
const formatVersion = 1;

export function isRevocationList(bytes: Uint8Array): boolean {
  return magic.equals(bytes.subarray(0, magic.length));
}

/** Reads a list in OpenSSH's format (PROTOCOL.krl). @throws `Malformed` */
export function parseRevocationList(bytes: Uint8Array): RevokedKeys {
  const reader = wireReader(bytes);
  reader.bytes(magic.length);
  if (reader.uint32() !== formatVersion) throw new Malformed('the revocation list is of another version than 1');
  reader.bytes(8 + 8 + 8); // number of this list, when it was made, flags
  reader.string(); // reserved
  reader.string(); // comment
  const keys = { plain: new Set<string>(), sha1: new Set<string>(), sha256: new Set<string>() };
  const certificates: CertificateTest[] = [];
  while (!reader.isAtEnd) {
    const type = reader.byte();
    const section = wireReader(reader.string());
    if (type === 1) certificates.push(readCertificates(section));
    else if (type === 2) addAll(keys.plain, section, 'base64');
    else if (type === 3) addAll(keys.sha1, section, 'hex');
    else if (type === 5) addAll(keys.sha256, section, 'hex');
    else if (type === 255) requireNotCritical(section);
    else if (type !== 4) throw new Malformed(`the revocation list has a section of an unknown type, ${type}`);
  }
  const isRevoked = (text: string): boolean =>
    keys.plain.has(text) || keys.sha1.has(hashOf('sha1', text)) || keys.sha256.has(hashOf('sha256', text));
  return ({ key, certificate }) => {
    if (isRevoked(key.text)) return 'the key is revoked';
    if (certificate === undefined) return undefined;
    if (isRevoked(certificate.authority.text)) return 'the authority behind the key is revoked';
    return certificates.some((test) => test(certificate)) ? 'the certificate is revoked' : undefined;
  };
}

type CertificateTest = (certificate: SshCertificate) => boolean;

/** Certificates of one authority, or of any where none is named, by their serial numbers and ids. */
function readCertificates(reader: WireReader): CertificateTest {
  const authority = reader.string().toString('base64');
  reader.string(); // reserved
  const serials: ((serial: bigint) => boolean)[] = [];
  const ids = new Set<string>();
  while (!reader.isAtEnd) {
    const type = reader.byte();
    const section = wireReader(reader.string());
    if (type === 0x20) serials.push(readSerials(section));
    else if (type === 0x21) serials.push(readRange(section));
    else if (type === 0x22) serials.push(readBitmap(section));
    else if (type === 0x23) addAll(ids, section, 'utf8');
    else if (type === 0x39) requireNotCritical(section);
    else throw new Malformed(`the revocation list has a section of an unknown type, ${type}`);
  }
  return (certificate) =>
    (authority === '' || authority === certificate.authority.text) &&
    (ids.has(certificate.keyId) ||
      // A certificate without a number has the number 0.
      (certificate.serial !== 0n && serials.some((test) => test(certificate.serial))));
}

function readSerials(reader: WireReader): (serial: bigint) => boolean {
  const serials = new Set<bigint>();
  while (!reader.isAtEnd) serials.add(reader.uint64());
  return (serial) => serials.has(serial);
}

function readRange(reader: WireReader): (serial: bigint) => boolean {
  const [least, most] = [reader.uint64(), reader.uint64()];
  return (serial) => serial >= least && serial <= most;
}

/** A bit for each number from an offset on, the lowest last. */
function readBitmap(reader: WireReader): (serial: bigint) => boolean {
  const offset = reader.uint64();
  const bits = reader.string();
  return (serial) => {
    const bit = serial - offset;
    if (bit < 0n || bit >= BigInt(bits.length) * 8n) return false;
    const byte = bits[bits.length - 1 - Number(bit / 8n)] ?? 0;
    return ((byte >> Number(bit % 8n)) & 1) === 1;
  };
}

function addAll(values: Set<string>, reader: WireReader, encoding: BufferEncoding): void {
  while (!reader.isAtEnd) values.add(reader.string().toString(encoding));
}

function requireNotCritical(reader: WireReader): void {
  const name = reader.text();
  if (reader.byte() !== 0) throw new Malformed(`the revocation list has the unknown extension '${name}'`);
}

function hashOf(algorithm: 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text, 'base64').digest('hex');
}
