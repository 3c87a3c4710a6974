import { secretName } from './secret-name.js';
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
  if (!/\d/.test(value) && secretName(value) !== undefined) return undefined;
  return rule === 'secret' || !/^[A-Za-z]{0,15}$/.test(value) ? rule : undefined;
}

/**
 * The assignment in whose name the character at `position` stands, if its value is a secret: `password = "…"`,
 * `"apiKey": "…"`, `DB_PASSWORD=…`, `--token …`, `<password>…<`, `name: TOKEN` with `value: …` after it.
 */
export function assignmentAt(text: string, position: number): SecretAssignment | undefined {
  let start = position;
  while (start > 0 && position - start < maxLead && isNameCharacter(text.charCodeAt(start - 1))) start--;
  assignmentPattern.lastIndex = start;
  const match = assignmentPattern.exec(text);
  if (match === null) return undefined;
  const [whole, name = '', operator, ...values] = match;
  if (operator === undefined && !name.startsWith('-')) return undefined;
  const kind = values.findIndex((value) => value !== undefined);
  const form = valueForms[kind];
  const value = values[kind];
  if (form === undefined || value === undefined) return undefined;
  const end = start + whole.length - form.closing;
  const valueStart = end - value.length;
  const secret = form.isQuoted ? value : value.replace(/[.:!?]+$/, '');
  const rest = { isLine: isWholeLine(text, start, end), isQuoted: form.isQuoted, next: text[end] ?? '' };
  const rule = secretInText(name, secret, {
    ...rest,
    isShell: operator === '=' && whole.startsWith(`${name}=`) && !/^=[ \t]/.test(whole.slice(name.length)),
  });
  return rule === undefined ? undefined : { rule, name, start: valueStart, end: valueStart + secret.length };
}

const maxLead = 100;
const space = '[ \\t]{0,16}';
/** The ways to write a value, in the order of the pattern's groups. */
const valueForms = [
  { isQuoted: true, closing: 2, pattern: '\\\\"([^"\\\\\\r\\n]{1,4000})\\\\"' },
  { isQuoted: true, closing: 1, pattern: '"((?:[^"\\\\\\r\\n]|\\\\.){1,4000})"' },
  { isQuoted: true, closing: 1, pattern: "'((?:[^'\\\\\\r\\n]|\\\\.){1,4000})'" },
  { isQuoted: true, closing: 1, pattern: '`([^`\\r\\n]{1,4000})`' },
  { isQuoted: false, closing: 0, pattern: '([^\\s"\'`,;&|<>()[\\]{}\\\\]{1,4000})' },
] as const;
const operators = `(?:=>|:=|={1,3}|:|>)`;
const pairValue = `,?\\s{1,40}["']?value["']?${space}[:=]`;
const assignmentPattern = new RegExp(
  `([A-Za-z0-9_.-]{2,200})(?:\\\\?["'])?\\]?(?:${space}(${operators}|${pairValue})|(?=[ \\t]))${space}(?:[brufBRUF]{1,2}(?=["']))?(?:${valueForms.map(({ pattern }) => pattern).join('|')})`,
  'y',
);

interface Surroundings {
  readonly isQuoted: boolean;
  /** `NAME=value`, without spaces. */
  readonly isShell: boolean;
  /** Name and value are all that is in the line. */
  readonly isLine: boolean;
  /** The character after the value. */
  readonly next: string;
}

/** As {@link secretByName}, in text that may well be code: there a name often stands beside another name. */
function secretInText(
  name: string,
  value: string,
  { isQuoted, isShell, isLine, next }: Surroundings,
): string | undefined {
  const secret = secretName(name);
  if (secret === undefined || isPlaceholder(value) || isPath(value)) return undefined;
  const { rule, strength } = secret;
  if (!isQuoted && (isCode(value) || /[([{]/.test(next))) return undefined;
  if (strength === 'possible') return looksRandom(value) ? rule : undefined;
  if (strength === 'likely') return looksIssued(value, rule === 'password' ? 8 : 12) ? rule : undefined;
  if (value.length < 6 || /\s|:\/\//.test(value) || secretName(value) !== undefined) return undefined;
  const isVariable = isShell && /^[A-Z][A-Z0-9_]+$/.test(name);
  if (isVariable || name.startsWith('--')) return /^\d{1,3}$/.test(value) ? undefined : rule;
  if (!/[A-Za-z]/.test(value)) return isQuoted && rule === 'password' ? rule : undefined;
  // `hunter2` as a password, `Uint8Array` as the type of one.
  if (isWordlike(value)) {
    if (!/\d/.test(value)) return undefined;
    if (rule === 'password') return isLine || (isQuoted && !/[-_./:@+]/.test(value)) ? rule : undefined;
    return isLine && !/[a-z\d][A-Z]/.test(value) ? rule : undefined;
  }
  return isQuoted || /\d/.test(value) ? rule : undefined;
}

/** Whether an unquoted value is an expression: a member, a variable, a format, a type. */
function isCode(value: string): boolean {
  return (
    /^\$|^[a-z_]+$/.test(value) ||
    (/^[A-Za-z_$][\w$]*(?:\??\.[\w$]+)+$/.test(value) && isWordlike(value.replaceAll('?', '')))
  );
}

function isWholeLine(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  return /(?:^|[\r\n])[+\- \t]*["']?$/.test(before) && /^["']?[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + 20));
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
