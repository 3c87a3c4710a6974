import { type SecretName, secretName } from './secret-name.js';
import { isNoValue, isPath, isPlaceholder, isWordlike, looksIssued, looksRandom } from './secret-value.js';

/** A value that is secret by the name that it is given to. */
export interface SecretAssignment {
  /** The rule that says so. */
  readonly rule: string;
  readonly name: string;
  /** Where its value stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** The rule by which the value of a variable, a parameter or an option is secret, if it is. */
export function secretByName(name: string, value: string): string | undefined {
  const secret = secretName(name);
  if (secret === undefined || isNoValue(value)) return undefined;
  const { rule, strength } = secret;
  if (strength === 'likely') return looksIssued(value, rule === 'password' ? 6 : 12) ? rule : undefined;
  if (strength === 'possible') return looksRandom(value) ? rule : undefined;
  if (/^-?\d{0,3}(?:\.\d*)?$/.test(value)) return undefined;
  if (rule === 'password') return rule;
  if (isPath(value) || /^[a-z]+:\/\/[^@]*$/i.test(value)) return undefined;
  return rule === 'secret' || /\d/.test(value) || !isWordlike(value) ? rule : undefined;
}

/**
 * The assignment in whose name the character at `position` stands, if its value is a secret: `password = "…"`,
 * `"apiKey": "…"`, `DB_PASSWORD=…`, `--token …`, `<password>…<`, `name: TOKEN` with `value: …` after it.
 */
export function assignmentAt(text: string, position: number): SecretAssignment | undefined {
  const place = nameAt(text, position);
  const name = text.slice(place.start, place.end);
  const secret = secretName(name);
  if (secret === undefined) return undefined;
  const value = valueAfter(text, place);
  if (value === undefined || !isSecretInText(name, value, secret)) return undefined;
  return { rule: secret.rule, name, start: value.start, end: value.end };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The whole of the name that a character is part of. */
function nameAt(text: string, position: number): Stretch {
  let start = position;
  while (start > 0 && position - start < maxLead && isNameCharacter(text.charCodeAt(start - 1))) start--;
  let end = position + 1;
  while (end - start < maxName && isNameCharacter(text.charCodeAt(end))) end++;
  return { start, end };
}

interface AssignedValue extends Stretch {
  readonly text: string;
  readonly isQuoted: boolean;
  /** `NAME=value`, without spaces. */
  readonly isShell: boolean;
  /** Name and value are all that is in the line. */
  readonly isLine: boolean;
  /** The character after the value. */
  readonly next: string;
}

function valueAfter(text: string, name: Stretch): AssignedValue | undefined {
  assignmentPattern.lastIndex = name.end;
  const match = assignmentPattern.exec(text);
  if (match === null) return undefined;
  const [whole, operator, ...values] = match;
  const kind = values.findIndex((value) => value !== undefined);
  const [form, value] = [valueForms[kind], values[kind]];
  if (form === undefined || value === undefined) return undefined;
  // `--name value`, and in a Dockerfile `ENV NAME value`; `--name --other` has no value.
  const isAlone = operator === undefined;
  if (isAlone && !text.startsWith('-', name.start) && !text.startsWith('ENV ', name.start - 4)) return undefined;
  if (isAlone && value.startsWith('--')) return undefined;
  const { isQuoted } = form;
  const close = name.end + whole.length;
  const start = close - form.closing - value.length;
  const isShell = operator === '=' && /^=[^ \t]/.test(whole);
  const isFirst = beginsLine(text, name.start);
  // In a line of settings a value goes on to the next space, whatever is in it.
  const isSetting = isShell && isFirst && !isQuoted && isVariableName(text.slice(name.start, name.end));
  const long = isSetting ? matchAt(/[^\s"'`]{1,4000}/y, text, start) : undefined;
  const shown = long ?? (isQuoted ? value : value.replace(/[.:!?]+$/, ''));
  const end = start + shown.length;
  const isLine = isFirst && endsLine(text, Math.max(end, close - form.closing));
  return { start, end, text: shown, isQuoted, isShell, isLine, next: text[end] ?? '' };
}

const maxLead = 100;
const maxName = 200;
const space = '[ \\t]{0,16}';
/** The ways to write a value, in the order of the pattern's groups. */
const valueForms = [
  { isQuoted: true, closing: 2, pattern: '\\\\"([^"\\\\\\r\\n]{1,4000})\\\\"' },
  { isQuoted: true, closing: 1, pattern: '"((?:[^"\\\\\\r\\n]|\\\\.){1,4000})"' },
  { isQuoted: true, closing: 1, pattern: "'((?:[^'\\\\\\r\\n]|\\\\.){1,4000})'" },
  { isQuoted: true, closing: 1, pattern: '`([^`\\r\\n]{1,4000})`' },
  { isQuoted: false, closing: 0, pattern: '([^\\s"\'`,;&|<>()[\\]{}\\\\]{1,1500})' },
] as const;
const operators = `(?:=>|:=|={1,3}|:|>)`;
const pairValue = `,?\\s{1,40}["']?value["']?${space}[:=]`;
const assignmentPattern = new RegExp(
  `(?:\\\\?["'])?\\]?(?:${space}(${operators}|${pairValue})|(?=[ \\t]))${space}(?:[|>][+-]?[ \\t]{0,8}\\r?\\n[ \\t]{1,40})?(?:[brufBRUF]{1,2}(?=["']))?(?:${valueForms.map(({ pattern }) => pattern).join('|')})`,
  'y',
);

/** As {@link secretByName}, in text that may well be code: there a name often stands beside another name. */
function isSecretInText(name: string, value: AssignedValue, { rule, strength }: SecretName): boolean {
  const { text, isQuoted, isShell, isLine, next } = value;
  if (isPlaceholder(text) || isPath(text)) return false;
  if (!isQuoted && (isCode(text) || /[([{]/.test(next))) return false;
  if (strength === 'possible') return looksRandom(text);
  if (strength === 'likely') return looksIssued(text, rule === 'password' ? 8 : 12);
  if (text.length < 6 || /\s|:\/\//.test(text) || secretName(text) !== undefined) return false;
  if ((isShell && isVariableName(name)) || name.startsWith('--')) return !/^\d{1,3}$/.test(text);
  if (!/[A-Za-z]/.test(text)) return isQuoted && rule === 'password';
  if (!isWordlike(text)) return isQuoted || /\d/.test(text);
  // `hunter2` as a password, `Uint8Array` as the type of one.
  if (!/\d/.test(text)) return false;
  if (rule === 'password') return isLine || (isQuoted && !/[-_./:@+]/.test(text));
  return isLine && !/[a-z\d][A-Z]/.test(text);
}

/** Whether an unquoted value is an expression: a member, a variable, a format, a type. */
function isCode(value: string): boolean {
  return (
    /^\$|^[a-z_]+$/.test(value) ||
    (/^[A-Za-z_$][\w$]*(?:\??\.[\w$]+)+$/.test(value) && isWordlike(value.replaceAll('?', '')))
  );
}

function isVariableName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}

function beginsLine(text: string, start: number): boolean {
  return /(?:^|[\r\n])[+\- \t]*(?:(?:export|set|ENV|ARG) )?["']?$/.test(text.slice(Math.max(0, start - 80), start));
}

function endsLine(text: string, end: number): boolean {
  return /^["']?[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + 20));
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

/** Letters, digits, `_`, `-` and `.`. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}
