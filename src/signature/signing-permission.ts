import type { AllowedSigner } from './allowed-signers.js';
import { fitsPatternList } from './pattern-list.js';
import type { SshCertificate, SshSigningKey } from './ssh-certificate.js';

/** What the allowed signers say of a signature by a key. */
export type Permission =
  | { readonly verdict: 'good'; readonly signer: string }
  | (Refusal & { readonly signer?: string });

interface Refusal {
  readonly verdict: 'expired' | 'untrusted';
  readonly reason: string;
}

/** What a key signed for, and when. */
export interface SignatureUse {
  readonly namespace: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** The principal to name of several that the key is trusted under. */
  readonly preferred?: string | undefined;
}

/** The line that trusts the key, or why none does. */
export function permissionFor(
  signers: readonly AllowedSigner[],
  signing: SshSigningKey,
  use: SignatureUse,
): Permission {
  let refusal: Permission = { verdict: 'untrusted', reason: 'the key is not among the allowed signers' };
  for (const signer of signers) {
    const permission = permissionByLine(signer, signing, use);
    if (permission?.verdict === 'good') return permission;
    if (permission !== undefined && refusal.verdict !== 'expired') refusal = permission;
  }
  return refusal;
}

/** Undefined where the line is about another key. */
function permissionByLine(
  line: AllowedSigner,
  { text, certificate }: SshSigningKey,
  { namespace, time, preferred }: SignatureUse,
): Permission | undefined {
  const authority = line.isAuthority ? certificate : undefined;
  if (line.isAuthority ? authority?.authority.text !== line.key : line.key !== text) return undefined;
  const names = namesOf(line, authority);
  const signer = names.find((name) => name === preferred) ?? names[0];
  if (signer === undefined)
    return { verdict: 'untrusted', reason: 'the key belongs to nobody who is an allowed signer' };
  const refusal = refusalOf(line, { authority, namespace }) ?? outOfTime([line, ...windowOf(authority)], time);
  return refusal === undefined ? { verdict: 'good', signer } : { ...refusal, signer };
}

/** Who the line says the key belongs to, or who the authority says, as far as the line lets it. */
function namesOf({ principals }: AllowedSigner, authority: SshCertificate | undefined): readonly string[] {
  const names = authority?.principals ?? principals.split(',').filter((name) => name !== '' && !name.startsWith('!'));
  return names.filter((name) => fitsPatternList(name, principals));
}

function refusalOf(
  { namespaces }: AllowedSigner,
  { authority, namespace }: { readonly authority: SshCertificate | undefined; readonly namespace: string },
): Refusal | undefined {
  if (authority?.isForUsers === false) return { verdict: 'untrusted', reason: 'the certificate is that of a host' };
  if (namespaces === undefined || fitsPatternList(namespace, namespaces)) return undefined;
  return { verdict: 'untrusted', reason: `the key may not sign for '${namespace}'` };
}

type Window = Pick<AllowedSigner, 'validAfter' | 'validBefore'>;

/** A certificate is valid until just before its end. */
function windowOf(certificate: SshCertificate | undefined): readonly Window[] {
  if (certificate === undefined) return [];
  return [{ validAfter: Number(certificate.validAfter), validBefore: Number(certificate.validBefore) - 1 }];
}

function outOfTime(windows: readonly Window[], time: number): Refusal | undefined {
  for (const { validAfter = 0, validBefore = Number.POSITIVE_INFINITY } of windows) {
    if (time < validAfter) return { verdict: 'expired', reason: `the key is valid only from ${day(validAfter)} on` };
    if (time > validBefore) return { verdict: 'expired', reason: `the key was valid only until ${day(validBefore)}` };
  }
  return undefined;
}

function day(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'a time out of reach' : date.toISOString().replace('.000Z', 'Z');
}
