import { Buffer } from 'node:buffer';
import type { Metadata } from '#model/metadata.js';
import type { Redaction } from '#model/run.js';
import { secretByName } from '#model/secret-assignment.js';
import { secretFileRule } from '#model/secret-files.js';
import type { Environment } from '#process/environment.js';
import { type FindSecrets, type FoundSecret, secretFinder } from './find-secrets.js';
import { bytesOf, isStandIn, startFindings } from './findings.js';
import { type LiveForm, liveForms } from './live-values.js';
import { redactArguments } from './redact-arguments.js';
import { redactContent } from './redact-content.js';
import { redactParams } from './redact-params.js';
import { redactUrl } from './redact-url.js';
import { type KnownSecret, sealSecrets, unsealSecrets } from './sealed-secrets.js';

/**
 * Keeps secrets out of what is recorded: each is replaced by `redacted:<rule>:<fingerprint>`. They are known by the names that
 * they are given to, by their own form, and by their value: what a variable, an argument or a parameter of such a name
 * holds is looked for everywhere else, too. So redact these three before anything else.
 *
 * `where` names the place in {@link Redactor.findings}: `argument`, `variable NAME`, `file PATH`, `stdout`, `remote`.
 */
export interface Redactor {
  /** Any text: a line, a message, a branch's name. */
  text(value: string, where: string): string;
  /** The value of an environment variable. */
  variable(name: string, value: string): string;
  /** A program and its arguments: `--password x`, `--token=x`, `KEY=x`, URLs. */
  arguments(argv: readonly string[]): readonly string[];
  /** Parameters and metadata, by key and by value. */
  params(params: Metadata): Metadata;
  /** A URL: passwords, tokens, and secrets in its query. */
  url(value: string, where: string): string;
  /**
   * The bytes of a file or of captured output. Bounded in memory; the same bytes where nothing is found. In binary content
   * only what cannot be mistaken is replaced: tokens of a known form, and known secrets.
   */
  content(source: AsyncIterable<Uint8Array>, where: string): AsyncIterable<Uint8Array>;
  /** Secrets in this text are looked for everywhere from now on: the content of a file that is withheld. */
  learn(text: string): void;
  /** What is looked for by its value, sealed with the key: for a redactor that goes on where this one's process died. */
  seal(): string;
  /** The rule by which a file is to be left out as a whole: `.env`, `id_ed25519`. */
  withholdsFile(path: string): string | undefined;
  /** What was replaced so far. */
  readonly findings: readonly Redaction[];
}

export interface RedactorSettings {
  /** Key of the fingerprints: `readSecretKey`. */
  readonly key: Uint8Array;
  /** Variables whose secrets are looked for everywhere. */
  readonly environment: Environment;
  /** Names of variables, parameters, options, files and rules that are let through. */
  readonly allow: readonly string[];
  /** What another redactor of this clone knew: {@link Redactor.seal}. */
  readonly sealed?: string | undefined;
}

export function openRedactor({ key, environment, allow, sealed }: RedactorSettings): Redactor {
  const findings = startFindings(key);
  const allowed = new Set(allow.map(plainName));
  const isAllowed = (name: string) => allowed.has(plainName(name));
  const isAllowedPlace = (where: string) => isAllowed(where.slice(where.indexOf(' ') + 1)) || isAllowed(where);

  const known = new Map<string, KnownSecret>();
  const live = new Map<string, LiveForm>();
  /** Without what is known already, so that a secret within a known one is found, too. */
  const findUnknown = secretFinder([], isAllowed);
  let finder: FindSecrets | undefined;
  const find: FindSecrets = (bytes, part) => (finder ??= secretFinder([...live.values()], isAllowed))(bytes, part);

  function learn(rule: string, secret: string): void {
    if (known.has(secret)) return;
    known.set(secret, { rule, secret });
    for (const form of liveForms(rule, secret)) {
      const id = Buffer.from(form.literal).toString('latin1');
      if (!live.has(id)) finder = undefined;
      live.set(id, live.get(id) ?? form);
    }
  }

  function learnFrom(text: string): void {
    const bytes = Buffer.from(text);
    for (const { start, end, rule } of findUnknown(bytes, wholeText(bytes)))
      learn(rule, bytes.toString('utf8', start, end));
  }

  function redactText(value: string, where: string): string {
    if (value.length < 4 || isAllowedPlace(where)) return value;
    const bytes = Buffer.from(value);
    const found = find(bytes, wholeText(bytes));
    if (found.length === 0) return value;
    let text = '';
    let done = 0;
    for (const secret of found) {
      text +=
        bytes.toString('utf8', done, secret.start) + replace(bytes.subarray(secret.start, secret.end), secret, where);
      done = secret.end;
    }
    return text + bytes.toString('utf8', done);
  }

  function replace(bytes: Uint8Array, { rule, secret }: FoundSecret, where: string): string {
    return findings.note(where, rule, secret === undefined ? bytes : bytesOf(secret));
  }

  /** The rule of a value that is secret by the name; that of its form where it has one. */
  function ruleOf(name: string, value: string): string | undefined {
    const rule = secretByName(name, value);
    if (rule === undefined || isAllowed(rule)) return undefined;
    const bytes = Buffer.from(value);
    const [form] = findUnknown(bytes, { ...wholeText(bytes), isText: false });
    return form?.start === 0 && form.end === bytes.length ? form.rule : rule;
  }

  function learnNamed(name: string, value: string): void {
    if (isAllowed(name) || isStandIn(value)) return;
    const rule = ruleOf(name, value);
    if (rule !== undefined) learn(rule, value);
    learnFrom(value);
  }

  function redactNamed(name: string, value: string, where: string): string {
    if (isAllowed(name) || isAllowedPlace(where) || isStandIn(value)) return value;
    const rule = ruleOf(name, value);
    return rule === undefined ? redactText(value, where) : findings.note(where, rule, Buffer.from(value));
  }

  if (sealed !== undefined) for (const { rule, secret } of unsealSecrets(key, sealed)) learn(rule, secret);
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) learnNamed(name, value);

  const pieces = { learnNamed, learnText: learnFrom, redactNamed, redactText, isAllowed };
  return {
    text: redactText,
    variable: (name, value) => redactNamed(name, value, `variable ${name}`),
    arguments: (argv) => redactArguments(argv, pieces),
    params: (params) => redactParams(params, pieces),
    url: (value, where) => redactUrl(value, where, pieces),
    content(source, where) {
      if (isAllowedPlace(where)) return source;
      const search = {
        find,
        replace: (bytes: Uint8Array, found: FoundSecret) => Buffer.from(replace(bytes, found, where)),
      };
      return redactContent(source, search);
    },
    learn: learnFrom,
    seal: () => sealSecrets(key, [...known.values()]),
    withholdsFile: (path) => (isAllowed(path) ? undefined : secretFileRule(path)),
    get findings() {
      return findings.list();
    },
  };
}

function wholeText(bytes: Uint8Array) {
  return { from: 0, free: 0, to: bytes.length, isText: true } as const;
}

/** Options are named with their dashes or without. */
function plainName(name: string): string {
  return name.replace(/^-+/, '').toLowerCase();
}
