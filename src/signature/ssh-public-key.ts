import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { Malformed } from './malformed.js';
import { type WireReader, wireReader } from './wire-reader.js';

/** A public key of SSH (RFC 4253, 5656, 8709 and OpenSSH's PROTOCOL.u2f). */
export interface SshPublicKey {
  /** `ssh-ed25519` */
  readonly type: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** As on the wire, in base64: two keys are the same where this is. */
  readonly text: string;
  /** Whether `signature`, as on the wire, is this key's over `data`. @throws `Malformed` */
  verifies(data: Uint8Array, signature: Uint8Array): boolean;
}

/** Reads a plain public key. @throws `Malformed` */
export function readPublicKey(bytes: Uint8Array): SshPublicKey {
  const reader = wireReader(bytes);
  const type = reader.text();
  const check = readKeyFields(type, reader);
  if (!reader.isAtEnd) throw new Malformed('the public key has more to it than it should');
  return publicKey(type, bytes, check);
}

/** Reads what follows the type of a key, and no more. */
export function readKeyFields(type: string, reader: WireReader): SignatureCheck {
  const read = Object.hasOwn(families, type) ? families[type] : undefined;
  if (read === undefined) throw new Malformed(`keys of type '${type}' are not supported`, 'unchecked');
  return read(reader);
}

export function publicKey(type: string, bytes: Uint8Array, check: SignatureCheck): SshPublicKey {
  const digest = createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '');
  return {
    type,
    fingerprint: `SHA256:${digest}`,
    text: Buffer.from(bytes).toString('base64'),
    verifies(data, signature) {
      const reader = wireReader(signature);
      const algorithm = reader.text();
      return check({ algorithm, data, blob: reader.string(), reader });
    },
  };
}

/** Checks a signature whose algorithm and main part have been read; what may follow is still in the reader. */
export type SignatureCheck = (signature: {
  readonly algorithm: string;
  readonly data: Uint8Array;
  readonly blob: Buffer;
  readonly reader: WireReader;
}) => boolean;

const families: Readonly<Record<string, (reader: WireReader) => SignatureCheck>> = {
  'ssh-ed25519': (reader) => plain('ssh-ed25519', ed25519(reader)),
  'ecdsa-sha2-nistp256': (reader) => plain('ecdsa-sha2-nistp256', ecdsa(reader, 'nistp256')),
  'ecdsa-sha2-nistp384': (reader) => plain('ecdsa-sha2-nistp384', ecdsa(reader, 'nistp384')),
  'ecdsa-sha2-nistp521': (reader) => plain('ecdsa-sha2-nistp521', ecdsa(reader, 'nistp521')),
  'ssh-rsa': rsa,
  'sk-ssh-ed25519@openssh.com': (reader) =>
    securityKey('sk-ssh-ed25519@openssh.com', { verifies: ed25519(reader), application: reader.string() }),
  'sk-ecdsa-sha2-nistp256@openssh.com': (reader) =>
    securityKey('sk-ecdsa-sha2-nistp256@openssh.com', {
      verifies: ecdsa(reader, 'nistp256'),
      application: reader.string(),
    }),
};

type Verifies = (data: Uint8Array, blob: Buffer) => boolean;

function plain(expected: string, verifies: Verifies): SignatureCheck {
  return ({ algorithm, data, blob, reader }) => {
    requireAlgorithm(algorithm, [expected]);
    requireEnd(reader);
    return verifies(data, blob);
  };
}

/**
 * A key in a device, which signs the hashes of an application's name and of the data, what it knows of its user, and how
 * often it has signed.
 */
function securityKey(
  expected: string,
  { verifies, application }: { readonly verifies: Verifies; readonly application: Buffer },
): SignatureCheck {
  return ({ algorithm, data, blob, reader }) => {
    requireAlgorithm(algorithm, [expected]);
    const flagsAndCounter = reader.bytes(5);
    requireEnd(reader);
    return verifies(Buffer.concat([sha256(application), flagsAndCounter, sha256(data)]), blob);
  };
}

function ed25519(reader: WireReader): Verifies {
  const x = reader.string();
  if (x.length !== 32) throw new Malformed('the Ed25519 key has another length than 32 bytes');
  const key = importKey({ kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') });
  return (data, blob) => blob.length === 64 && verify(null, data, key, blob);
}

const curves = {
  nistp256: { name: 'P-256', size: 32, hash: 'sha256' },
  nistp384: { name: 'P-384', size: 48, hash: 'sha384' },
  nistp521: { name: 'P-521', size: 66, hash: 'sha512' },
} as const;

function ecdsa(reader: WireReader, curve: keyof typeof curves): Verifies {
  const { name, size, hash } = curves[curve];
  if (reader.text() !== curve) throw new Malformed('the ECDSA key is of another curve than it says');
  const point = reader.string();
  if (point[0] !== 4 || point.length !== 1 + 2 * size) throw new Malformed('the ECDSA key is no point of its curve');
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
  const key = importKey({ kty: 'EC', crv: name, x: x.toString('base64url'), y: y.toString('base64url') });
  return (data, blob) => {
    const numbers = wireReader(blob);
    const [r, s] = [numbers.positive(), numbers.positive()];
    requireEnd(numbers);
    if (r.length > size || s.length > size) return false;
    const signature = Buffer.concat([padded(r, size), padded(s, size)]);
    return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
  };
}

const rsaHashes: Readonly<Record<string, string>> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };
/** As OpenSSH has it. */
const modulusBytes = { least: 128, most: 2048 };
const exponentBytes = 8;

function rsa(reader: WireReader): SignatureCheck {
  const [exponent, modulus] = [reader.positive(), reader.positive()];
  const { length } = modulus;
  if (length < modulusBytes.least || length > modulusBytes.most || exponent.length > exponentBytes) {
    throw new Malformed(`an RSA key of ${length * 8} bits is not supported`, 'unchecked');
  }
  const key = importKey({ kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') });
  return ({ algorithm, data, blob, reader: signature }) => {
    requireAlgorithm(algorithm, Object.keys(rsaHashes));
    requireEnd(signature);
    return blob.length <= length && verify(rsaHashes[algorithm], data, key, padded(blob, length));
  };
}

function importKey(key: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ format: 'jwk', key });
  } catch {
    throw new Malformed('the public key is none');
  }
}

function requireAlgorithm(algorithm: string, expected: readonly string[]): void {
  if (expected.includes(algorithm)) return;
  throw new Malformed(`signatures by '${algorithm}' are not supported with this key`, 'unchecked');
}

function requireEnd(reader: WireReader): void {
  if (!reader.isAtEnd) throw new Malformed('the signature has more to it than it should');
}

function padded(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([Buffer.alloc(Math.max(0, length - bytes.length)), bytes]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
