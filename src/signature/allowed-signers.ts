import { Malformed } from './malformed.js';
import { parseSshTime } from './ssh-time.js';
import { wireReader } from './wire-reader.js';

/** A line of a file of allowed signers, as `ssh-keygen(1)` describes it. */
export interface AllowedSigner {
  /** Patterns of names, by commas: who signs with the key. */
  readonly principals: string;
  /** The key as on the wire, in base64. */
  readonly key: string;
  /** Whether the key signs certificates, and these are what is trusted. */
  readonly isAuthority: boolean;
  /** Patterns of what it may sign for, by commas; undefined: anything. */
  readonly namespaces?: string;
  /** Seconds since 1970, both inclusive. */
  readonly validAfter?: number;
  readonly validBefore?: number;
}

export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  /** Lines that cannot be read, from 1. They trust nobody. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

export function parseAllowedSigners(text: string): AllowedSigners {
  const signers: AllowedSigner[] = [];
  const problems: { readonly line: number; readonly reason: string }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/^[ \t]+/, '');
    if (content === '' || content.startsWith('#')) continue;
    try {
      signers.push(parseLine(content));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push({ line: index + 1, reason: error.message });
    }
  }
  return { signers, problems };
}

/** `principal[,principal] [option[,option]] type base64 [comment]`; quotes hold a field with blanks together. */
function parseLine(line: string): AllowedSigner {
  const match = /^(?:"([^"]*)"|([^ \t"]\S*))[ \t]+(.*)$/.exec(line);
  if (match === null) throw new Malformed('it names no key');
  const [, quoted, bare, rest = ''] = match;
  const principals = quoted ?? bare ?? '';
  const key = parseKey(rest);
  if (key !== undefined) return { principals, key, isAuthority: false };
  // Options hold blanks only between quotes, in which `\"` is a quote.
  const split = /^((?:"(?:\\"|[^"\\]|\\(?!"))*"|[^ \t"])+)[ \t]+(.*)$/.exec(rest);
  const keyAfterOptions = split === null ? undefined : parseKey(split[2] ?? '');
  if (keyAfterOptions === undefined) throw new Malformed('it names no key that can be read');
  return { principals, key: keyAfterOptions, ...parseOptions(split?.[1] ?? '') };
}

/** The wire form of `type base64 [comment]`; undefined where this is none. */
function parseKey(text: string): string | undefined {
  const match = /^(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?=[ \t]|$)/.exec(text);
  if (match === null) return undefined;
  const bytes = Buffer.from(match[2] ?? '', 'base64');
  try {
    return wireReader(bytes).text() === match[1] ? bytes.toString('base64') : undefined;
  } catch {
    return undefined;
  }
}

type SignerOptions = Omit<AllowedSigner, 'principals' | 'key'>;

function parseOptions(text: string): SignerOptions {
  const options = { isAuthority: false } as { -readonly [Key in keyof SignerOptions]: SignerOptions[Key] };
  let rest = text;
  while (rest !== '') {
    const match = /^([A-Za-z-]+)(?:="((?:\\"|[^"\\]|\\(?!"))*)")?(,(?=.)|$)/.exec(rest);
    if (match === null) throw new Malformed(`its options cannot be read: ${text}`);
    const [whole, name = '', value] = match;
    Object.assign(options, parseOption(name.toLowerCase(), value?.replaceAll('\\"', '"'), options));
    rest = rest.slice(whole.length);
  }
  const { validAfter = 0, validBefore = Number.POSITIVE_INFINITY } = options;
  if (validBefore <= validAfter) throw new Malformed('it ends before it begins to be valid');
  return options;
}

function parseOption(name: string, value: string | undefined, before: SignerOptions): Partial<SignerOptions> {
  if (name === 'cert-authority' && value === undefined) return { isAuthority: true };
  if (value !== undefined) {
    if (name === 'namespaces' && before.namespaces === undefined) return { namespaces: value };
    if (name === 'valid-after' && before.validAfter === undefined) return { validAfter: parseSshTime(value) };
    if (name === 'valid-before' && before.validBefore === undefined) return { validBefore: parseSshTime(value) };
  }
  throw new Malformed(`the option '${name}' is unknown, given twice or without its value`);
}
