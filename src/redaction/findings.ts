import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import type { Redaction } from '#model/run.js';

/** What was kept out, counted: equal secrets in one place by the same rule are one entry. */
export interface Findings {
  /** Notes a secret, and returns what stands in its place: `redacted:<rule>:<12 hexadecimal digits>`. */
  note(where: string, rule: string, secret: Uint8Array): string;
  list(): readonly Redaction[];
}

const fingerprintLength = 12;
/** A file may hold any number of secrets, a record does not: beyond so many by one rule in one place, and in all, the others are one. */
const maxInPlace = 20;
const maxInAll = 400;
const maxRemembered = 1000;

/** Starts counting. Fingerprints are HMAC-SHA256 under the key, cut short: without it, nobody can try guesses. */
export function startFindings(key: Uint8Array): Findings {
  const found = new Map<string, { -readonly [Key in keyof Redaction]: Redaction[Key] }>();
  const inPlace = new Map<string, number>();

  /** False where there are too many. */
  function count(where: string, rule: string, fingerprint: string): boolean {
    const place = `${where}\0${rule}`;
    const id = `${place}\0${fingerprint}`;
    const entry = found.get(id);
    if (entry !== undefined) {
      entry.count++;
      return true;
    }
    const known = inPlace.get(place) ?? 0;
    if (fingerprint !== 'others' && (known >= maxInPlace || found.size >= maxInAll)) return false;
    found.set(id, { where, rule, fingerprint, count: 1 });
    inPlace.set(place, known + 1);
    return true;
  }

  /** Where there is a secret, there is often the same one again: in every line of a log. */
  const fingerprints = new Map<string, string>();
  function fingerprintOf(secret: Uint8Array): string {
    const text = Buffer.from(secret).toString('latin1');
    const known = fingerprints.get(text);
    if (known !== undefined) return known;
    const fingerprint = createHmac('sha256', key).update(secret).digest('hex').slice(0, fingerprintLength);
    if (fingerprints.size >= maxRemembered) fingerprints.clear();
    fingerprints.set(text, fingerprint);
    return fingerprint;
  }

  return {
    note(where, rule, secret) {
      const fingerprint = fingerprintOf(secret);
      if (!count(where, rule, fingerprint)) count(found.size < maxInAll ? where : 'elsewhere', rule, 'others');
      return `redacted:${rule}:${fingerprint}`;
    },
    list: () => [...found.values()].map((entry) => ({ ...entry })),
  };
}

/** Whether a value is what stands in the place of a secret that was replaced before. */
export function isStandIn(value: string): boolean {
  return /^redacted:[a-z0-9-]+:[0-9a-f]{12}$/.test(value);
}

/** The bytes of a text of one character a byte. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
