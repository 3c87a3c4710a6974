import { type SignatureKind, signatureKindOf } from '#model/signature.js';

/** An object of git, parted into what was signed and the signature. */
export interface SignedObject {
  /** What the signature is made over, byte for byte. */
  readonly payload: Buffer;
  readonly signature: string;
  readonly kind: SignatureKind;
  /** Seconds since 1970 of the committer or tagger; 0 where there is none. */
  readonly time: number;
  readonly email?: string;
}

/** Why an object's signature cannot be taken for one, though it carries something like it. */
export interface NotOneSignature {
  readonly kind: SignatureKind;
  readonly verdict: 'bad' | 'unchecked';
  readonly reason: string;
}

/** Longer than any signature with its certificate. */
const signatureLimit = 256 * 1024;
const otherForm = 'it is made over the form that the object has in a repository with the other hash';

/**
 * Parts a commit as git does: the payload is the commit without the headers `gpgsig` and `gpgsig-sha256`. The one that
 * counts is that of the repository's own hash, which the id's length tells. Undefined where the commit carries none.
 */
export function partCommit(id: string, bytes: Uint8Array): SignedObject | NotOneSignature | undefined {
  const { payload, headers } = withoutSignatureHeaders(bytes);
  const own = headers.filter(({ name }) => name === ownHeader(id));
  return signedObject(
    { payload, signatures: own.map(({ value }) => value), others: headers.length - own.length },
    'committer',
  );
}

const titles = ['PGP SIGNATURE', 'PGP MESSAGE', 'SSH SIGNATURE', 'SIGNED MESSAGE'].map(
  (title) => `-----BEGIN ${title}-----`,
);

/** Parts a tag: its signature is at the end of the message. Undefined where it carries none. */
export function partTag(bytes: Uint8Array): SignedObject | NotOneSignature | undefined {
  const { payload: whole, headers } = withoutSignatureHeaders(bytes);
  let start = -1;
  for (const title of titles) {
    const at = whole.lastIndexOf(`\n${title}`);
    if (at !== -1) start = Math.max(start, at + 1);
  }
  if (start === -1) return signedObject({ payload: whole, signatures: [], others: headers.length }, 'tagger');
  const parts = { payload: whole.subarray(0, start), signatures: [whole.toString('latin1', start)], others: 0 };
  return signedObject(parts, 'tagger');
}

function ownHeader(id: string): string {
  return id.length === 64 ? 'gpgsig-sha256' : 'gpgsig';
}

function signedObject(
  {
    payload,
    signatures,
    others,
  }: { readonly payload: Buffer; readonly signatures: readonly string[]; readonly others: number },
  person: 'committer' | 'tagger',
): SignedObject | NotOneSignature | undefined {
  const [signature, ...more] = signatures;
  if (signature === undefined) {
    return others === 0 ? undefined : { kind: 'openpgp', verdict: 'unchecked', reason: otherForm };
  }
  const kind = signatureKindOf(signature);
  if (more.length > 0)
    return { kind, verdict: 'bad', reason: 'there are several signatures, where there can be only one' };
  if (signature.length > signatureLimit) return { kind, verdict: 'bad', reason: `it has ${signature.length} bytes` };
  return { payload, signature, kind, ...signerOf(payload, person) };
}

/** `committer Ada Lovelace <ada@example.org> 1700000000 +0100`; a line that continues a header begins with a blank. */
function signerOf(payload: Buffer, person: string): Pick<SignedObject, 'time' | 'email'> {
  const end = payload.indexOf('\n\n');
  const header = payload.toString('utf8', 0, end === -1 ? payload.length : end);
  const line = header.split('\n').find((text) => text.startsWith(`${person} `)) ?? '';
  const match = /<([^<>]*)>(?: (\d{1,15}))?/.exec(line);
  const email = match?.[1];
  return { time: Number(match?.[2] ?? 0), ...(email === undefined ? {} : { email }) };
}

interface SignatureHeader {
  readonly name: string;
  readonly value: string;
}

/** An object without the headers that are signatures, each a line and those after it that begin with a blank. */
function withoutSignatureHeaders(bytes: Uint8Array): {
  readonly payload: Buffer;
  readonly headers: readonly SignatureHeader[];
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Buffer[] = [];
  const headers: { readonly name: string; value: string }[] = [];
  let header: { readonly name: string; value: string } | undefined;
  let keptFrom = 0;
  for (let at = 0; at < buffer.length; ) {
    const lineFeed = buffer.indexOf(10, at);
    const next = lineFeed === -1 ? buffer.length : lineFeed + 1;
    if (lineFeed === at) break; // the message is kept whole
    if (header !== undefined && buffer[at] === 32) {
      header.value += buffer.toString('latin1', at + 1, next);
    } else {
      const name = /^(gpgsig(?:-sha256)?) /.exec(buffer.toString('latin1', at, Math.min(next, at + 15)))?.[1];
      header = undefined;
      if (name !== undefined) {
        kept.push(buffer.subarray(keptFrom, at));
        header = { name, value: buffer.toString('latin1', at + name.length + 1, next) };
        headers.push(header);
      }
    }
    at = next;
    if (header !== undefined) keptFrom = at;
  }
  kept.push(buffer.subarray(keptFrom));
  return { payload: kept.length === 1 ? (kept[0] ?? buffer) : Buffer.concat(kept), headers };
}
