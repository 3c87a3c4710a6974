import type * as Openpgp from 'openpgp';
import type { SignatureFacts } from '#model/signature.js';
import { type Keyring, type KnownKey, type KnownKeys, readKeyrings } from './openpgp-keys.js';
import type { SignedMessage } from './verify-ssh.js';

/** Verifies OpenPGP signatures by a library that is loaded, with the keys, when the first of them is met. */
export function openpgpVerifier(
  keyrings: () => Promise<readonly Keyring[]>,
): (message: SignedMessage) => Promise<SignatureFacts> {
  let loaded: Promise<Loaded> | undefined;
  return async (message) => {
    loaded ??= load(keyrings);
    const { openpgp, keys } = await loaded;
    let packet: Openpgp.SignaturePacket;
    try {
      packet = await readSignature(openpgp, message.signature);
    } catch (error) {
      return facts('bad', `it cannot be read: ${messageOf(error)}`);
    }
    const known = keys.byId.get(packet.issuerKeyID.toHex());
    if (known !== undefined) return judge({ openpgp, packet, message, known });
    const unknown = `the key ${packet.issuerKeyID.toHex().toUpperCase()} is not among the known ones`;
    return facts('untrusted', [unknown, ...keys.problems].join('; '));
  };
}

interface Loaded {
  readonly openpgp: typeof Openpgp;
  readonly keys: KnownKeys;
}

async function load(keyrings: () => Promise<readonly Keyring[]>): Promise<Loaded> {
  const openpgp = await import('openpgp');
  return { openpgp, keys: await readKeyrings(openpgp, await keyrings()) };
}

async function readSignature(openpgp: typeof Openpgp, armored: string): Promise<Openpgp.SignaturePacket> {
  const { packets } = await openpgp.readSignature({ armoredSignature: armored });
  const [packet, ...more] = packets;
  if (packet === undefined || more.length > 0) throw new Error('there is not exactly one signature');
  return packet;
}

interface Case {
  readonly openpgp: typeof Openpgp;
  readonly packet: Openpgp.SignaturePacket;
  readonly message: SignedMessage;
  readonly known: readonly KnownKey[];
}

async function judge({ openpgp, packet, message, known }: Case): Promise<SignatureFacts> {
  const { signature } = openpgp.enums;
  // Of another type, it would be made over something else than a message: a key, or nothing at all.
  if (packet.signatureType !== signature.binary && packet.signatureType !== signature.text) {
    return facts('bad', 'it is no signature of a message');
  }
  if (packet.hashAlgorithm !== null && openpgp.config.rejectMessageHashAlgorithms.has(packet.hashAlgorithm)) {
    return facts('unchecked', 'it is made over a hash that can be forged');
  }
  const verdicts: SignatureFacts[] = [];
  for (const { key, isTrusted } of known) {
    const standing = await judgeByKey({ openpgp, packet, message, key });
    const identity = { key: key.getFingerprint().toUpperCase(), ...(await signerOf(key, packet)) };
    const isBarelyGood = standing.verdict === 'good' && !isTrusted;
    verdicts.push({
      ...(isBarelyGood
        ? facts('untrusted', 'the key is in the keyring, and nobody said that it is to be trusted')
        : standing),
      ...identity,
    });
  }
  // One key can be known from several keyrings, of which one knows that it was revoked.
  const order: readonly SignatureFacts['verdict'][] = ['revoked', 'good', 'expired', 'untrusted', 'unchecked', 'bad'];
  const [first] = verdicts.sort((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
  return first ?? facts('untrusted', 'the key is not among the known ones');
}

type ByKey = Omit<Case, 'known'> & { readonly key: Openpgp.Key };

async function judgeByKey({ openpgp, packet, message, key }: ByKey): Promise<SignatureFacts> {
  const created = packet.created ?? new Date(0);
  const [part] = key.getKeys(packet.issuerKeyID);
  if (part === undefined) return facts('untrusted', 'the key is not among the known ones');
  try {
    const literal = (await openpgp.createMessage({ binary: message.payload })).packets[0] ?? message.payload;
    await packet.verify(part.keyPacket, packet.signatureType ?? openpgp.enums.signature.binary, literal, created, true);
  } catch (error) {
    const reason = messageOf(error);
    if (/digest did not match|verification failed/i.test(reason))
      return facts('bad', 'it is not made over these bytes');
    return facts(/insecure|support|critical/i.test(reason) ? 'unchecked' : 'bad', reason);
  }
  if (part.getCreationTime() > created) return facts('untrusted', 'the key is younger than the signature');
  if (await key.isRevoked(undefined, undefined, created)) return facts('revoked', 'the key is revoked');
  try {
    await signingKeyAt(key, packet, created);
    return { kind: 'openpgp', verdict: 'good' };
  } catch (error) {
    const reason = messageOf(error);
    if (/revoked/i.test(reason)) return facts('revoked', 'the key is revoked');
    if (/expired/i.test(reason))
      return facts('expired', `the key had expired on ${created.toISOString().slice(0, 10)}`);
    return facts('untrusted', reason);
  }
}

/** Whether the key was to sign then. A key that was exported without its history is asked as of its last change. */
async function signingKeyAt(key: Openpgp.Key, packet: Openpgp.SignaturePacket, created: Date): Promise<void> {
  try {
    await key.getSigningKey(packet.issuerKeyID, created);
  } catch (error) {
    if (!/in the future/.test(messageOf(error))) throw error;
    await key.getSigningKey(packet.issuerKeyID, lastChangeOf(key));
  }
}

function lastChangeOf(key: Openpgp.Key): Date {
  const changes = [
    ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
  ];
  return new Date(Math.max(...changes.map(({ created }) => created?.getTime() ?? 0)));
}

async function signerOf(key: Openpgp.Key, packet: Openpgp.SignaturePacket): Promise<{ readonly signer?: string }> {
  try {
    const { user } = await key.getPrimaryUser(packet.created ?? undefined);
    return user.userID === null ? {} : { signer: user.userID.userID };
  } catch {
    const [first] = key.getUserIDs();
    return first === undefined ? {} : { signer: first };
  }
}

function facts(verdict: SignatureFacts['verdict'], reason: string): SignatureFacts {
  return { kind: 'openpgp', verdict, reason };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
