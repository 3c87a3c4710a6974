import { Buffer } from 'node:buffer';
import { isDigest, isPath, isPlaceholder, isWordlike } from '#model/secret-value.js';

/** A secret that is known, and a form in which it may turn up. */
export interface LiveForm {
  readonly rule: string;
  /** The secret itself, by which it is fingerprinted. */
  readonly secret: string;
  /** Bytes of the form. */
  readonly literal: Uint8Array;
}

const minLength = 8;
const maxLength = 160 * 1024;
const maxLines = 500;

/**
 * The forms in which a secret is looked for everywhere: as it is, as JSON and URLs escape it, in Base64 (also amid other
 * text) and in hexadecimal digits; the lines of a long one, too. None for a value too short or too plain to be told from
 * ordinary text.
 */
export function liveForms(rule: string, secret: string): readonly LiveForm[] {
  const texts = [secret, ...linesOf(secret)];
  return texts.filter(isDistinctive).flatMap((text) => {
    const bytes = Buffer.from(text);
    const forms = [bytes, ...escapedForms(text), ...encodedForms(bytes)];
    const unique = new Map(forms.map((form) => [form.toString('latin1'), form]));
    return [...unique.values()]
      .filter(({ length }) => length >= minLength && length <= maxLength)
      .map((literal) => ({ rule, secret, literal }));
  });
}

/** The lines of a text that has several, also where their ends are escaped, as far as they are no words. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/(?:[\r\n]|\\[rn])+/);
  return lines.length < 2 ? [] : lines.slice(0, maxLines).filter((line) => /^\S{16,}$/.test(line) && !isWordlike(line));
}

/** Whether finding a text means that it is the secret, and not a word, a number or a folder. */
function isDistinctive(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < minLength || isPlaceholder(trimmed) || isPath(trimmed)) return false;
  if (/^[\d.,:-]+$/.test(trimmed)) return trimmed.length >= 12 && /^\d+$/.test(trimmed);
  return trimmed.length >= 12 || isDigest(trimmed) || !/^[a-z]+$|^[A-Z][a-z]+$|^[A-Z]+$/.test(trimmed);
}

function escapedForms(text: string): readonly Buffer[] {
  const json = JSON.stringify(text).slice(1, -1);
  const asUrl = encodedUri(text);
  const escaped = [
    json,
    asUrl,
    asUrl.replaceAll('%20', '+'),
    asUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ];
  return escaped.map((form) => Buffer.from(form));
}

function encodedUri(text: string): string {
  // Half a surrogate pair, which has no bytes, would be refused.
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Base64 of the bytes amid others begins at one of three places; what its neighbours have a part in is left out. */
function encodedForms(bytes: Buffer): readonly Buffer[] {
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const isCut = (shift + bytes.length) % 3 !== 0;
    return text.slice(shift === 0 ? 0 : shift + 1, isCut ? -1 : undefined);
  });
  const forUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = bytes.toString('hex');
  return [...base64, ...forUrls, hex, hex.toUpperCase()]
    .filter((text) => text.length >= minLength + 2)
    .map((text) => Buffer.from(text));
}
