import { isBase64OfPair, isPlaceholder } from './secret-value.js';
import { type TokenFormat, tokenFormats } from './token-formats.js';

/** A kind of secret that shows by its own form, wherever it stands. */
export interface ValueRule {
  readonly name: string;
  /** One of these literals, in any case, stands in every match. At least three characters. */
  readonly anchors: readonly string[];
  /** How many characters before the anchor the pattern begins. */
  readonly before?: number;
  /** Sticky, and bounded in what it reads. Its first group is the secret; without a group, the whole match is. */
  readonly pattern: RegExp;
  /** Whether it can be told from ordinary bytes even in a binary file. */
  readonly isExact: boolean;
  /** A last look at what matched. */
  readonly isSecret?: (secret: string) => boolean;
}

const base64 = '[A-Za-z0-9+/]';
/** Between the lines of a key: a line's end, as it is or escaped, and what code, diffs and comments put around a line. */
const newline = '(?:\\\\{1,2}r)?(?:\\r?\\n|\\\\{1,2}n)';
const margin = `[ \\t"'+>#*|,-]{0,40}`;
const keyLine = `${newline}${margin}(?:${base64}{1,200}={0,2}|[A-Z][A-Za-z-]{2,30}: [^\\r\\n\\\\]{0,200})?[ \\t"'+,;]{0,20}`;

const forms: readonly ValueRule[] = [
  {
    name: 'private-key',
    anchors: ['-----BEGIN', '---- BEGIN SSH2'],
    // The footer may be missing, as in a log that was cut off; then what follows must be lines of a key.
    pattern: new RegExp(
      `-{4,5} ?BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-{4,5}(?:(?:${keyLine}){1,1000}?${newline}?${margin}-{4,5} ?END [A-Z0-9 ]{4,60}-{4,5}|(?:${newline}${margin}${base64}{16,200}={0,2}[ \\t"'+,;]{0,20}){1,1000}|\\s{0,4}${base64}{40,16000}={0,2})`,
      'y',
    ),
    isExact: true,
  },
  {
    name: 'private-key',
    anchors: ['b3BlbnNzaC1rZXktdjEA'],
    pattern: /b3BlbnNzaC1rZXktdjEA(?:[A-Za-z0-9+/=]{1,200}(?:\r?\n|\\n)?){1,200}/y,
    isExact: true,
  },
  {
    name: 'putty-key',
    anchors: ['Private-Lines:'],
    pattern: /Private-Lines: \d{1,4}\r?\n((?:[A-Za-z0-9+/=]{1,200}\r?\n){1,200})/y,
    isExact: true,
  },
  {
    name: 'jwt',
    anchors: ['eyJ'],
    pattern:
      /(?<![A-Za-z0-9_-])eyJ[\w-]{8,4000}\.(?:eyJ)?[\w-]{8,16000}\.[\w-]{16,4000}(?:\.[\w-]{8,16000}\.[\w-]{8,400})?/y,
    isExact: true,
  },
  {
    name: 'url-password',
    anchors: ['://'],
    pattern: /:\/\/[^\s/?#:@"'<>\\`]{0,400}:(?!redacted:)(?![$%{<*]|\*)([^\s/?#@"'<>\\`]{1,1000})@(?=[A-Za-z0-9[])/y,
    isExact: false,
    isSecret: (secret) => !isPlaceholder(secret),
  },
  {
    name: 'url-token',
    anchors: ['://'],
    pattern:
      /:\/\/(?=[^\s/@]{0,400}\d)(?=[^\s/@]{0,400}[A-Za-z])([A-Za-z0-9_~%-]{16,400})(?::[^\s/?#@"'<>\\`]{0,400})?@(?=[A-Za-z0-9[])/y,
    isExact: false,
  },
  {
    name: 'slack-webhook',
    anchors: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/_-]{20,200})/y,
    isExact: true,
  },
  {
    name: 'discord-webhook',
    anchors: ['/api/webhooks/'],
    pattern: /\/api\/webhooks\/\d{15,22}\/([\w-]{40,100})/y,
    isExact: true,
  },
  {
    name: 'teams-webhook',
    anchors: ['webhook.office.com/'],
    pattern: /webhook\.office\.com\/([A-Za-z0-9@/_-]{30,300})/y,
    isExact: true,
  },
  {
    name: 'zapier-webhook',
    anchors: ['hooks.zapier.com/'],
    pattern: /hooks\.zapier\.com\/hooks\/catch\/(\d{4,12}\/[A-Za-z0-9/]{6,60})/y,
    isExact: true,
  },
  {
    name: 'telegram-token',
    anchors: [':AA'],
    before: 8,
    pattern: /\d{8}:(AA[\w-]{33})(?![\w-])/y,
    isExact: true,
  },
  {
    name: 'azure-client-secret',
    anchors: ['0Q~', '1Q~', '2Q~', '3Q~', '4Q~', '5Q~', '6Q~', '7Q~', '8Q~', '9Q~'],
    before: 3,
    pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/y,
    isExact: true,
  },
  {
    name: 'azure-devops-token',
    anchors: ['AZDO'],
    before: 76,
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/y,
    isExact: true,
  },
  {
    name: 'terraform-token',
    anchors: ['.atlasv1.'],
    before: 14,
    pattern: /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,100}/y,
    isExact: true,
  },
  {
    name: 'mailchimp-key',
    anchors: ['-us'],
    before: 32,
    pattern: /(?<![0-9a-zA-Z])[0-9a-f]{32}-us\d{1,2}(?![0-9a-zA-Z])/y,
    isExact: true,
  },
  {
    // Beside its access key, as in the table that AWS gives out.
    name: 'aws-secret-key',
    anchors: ['AKIA', 'ASIA'],
    pattern: /A[KS]IA[A-Z0-9]{16}["']?[\s,:;|]{1,8}["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/y,
    isExact: true,
  },
  {
    name: 'bearer-token',
    anchors: ['bearer'],
    pattern: /bearer(?:%20|[ \t+:]{1,4})["']?(?=[\w.~+/=-]{0,200}\d)([A-Za-z0-9._~+/=-]{16,8000})/iy,
    isExact: false,
  },
  {
    name: 'basic-credentials',
    anchors: ['basic '],
    pattern:
      /\bbasic ((?=[A-Za-z0-9+/]{0,200}[A-Z0-9])(?:[A-Za-z0-9+/]{4}){2,400}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)(?![A-Za-z0-9+/=])/iy,
    isExact: false,
    isSecret: isBase64OfPair,
  },
  {
    name: 'netrc-password',
    anchors: ['machine '],
    pattern: /machine\s+\S{1,200}\s+login\s+\S{1,200}\s+password\s+(\S{1,400})/iy,
    isExact: false,
  },
  {
    name: 'netrc-password',
    anchors: ['login '],
    pattern: /login[ \t]+\S{1,200}\s+password[ \t]+(\S{1,400})/iy,
    isExact: false,
  },
  {
    name: 'pgpass-password',
    anchors: [':5432:', ':5433:', ':6432:'],
    pattern: /:\d{4}:[\w*-]{1,100}:[\w*-]{1,100}:([^\s"']{1,400})(?=\s|$)/y,
    isExact: false,
  },
  {
    name: 'command-password',
    anchors: ['curl '],
    pattern: /curl [^\r\n]{0,1000}?(?:-u|--user)[ =]?["']?[^\s:"'$]{1,200}:(?!\$)([^\s"']{1,400})/y,
    isExact: false,
  },
  {
    name: 'command-password',
    anchors: ['mysql', 'mariadb'],
    pattern:
      /(?:mysql|mariadb)(?:dump|admin|import)? [^\r\n|;]{0,400}?(?<=\s)-p(?=[^\s"'$]{0,100}\d)([^\s"'$-][^\s"']{3,200})/y,
    isExact: false,
  },
  {
    name: 'command-password',
    anchors: ['sshpass '],
    pattern: /sshpass -p ?["']?(?!\$)([^\s"']{1,400})/y,
    isExact: false,
  },
];

/** All of them; where several match in one place, the earlier rule is the one that is named. */
export const valueRules: readonly ValueRule[] = [...forms, ...rulesOfTokens(tokenFormats)];

/** The pattern of one whole token, of each prefix the first that fits. */
function rulesOfTokens(formats: readonly TokenFormat[]): readonly ValueRule[] {
  return formats.map(([name, prefix, rest]) => ({
    name,
    anchors: [prefix],
    pattern: new RegExp(`(?<![A-Za-z0-9])${prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}${rest}`, 'y'),
    isExact: true,
  }));
}
