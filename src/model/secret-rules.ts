import { keyLinesAt, privateKeyAt, puttyLinesAt, type TextPlace } from './private-key.js';
import { isBase64OfPair, isPlaceholder, isWordlike } from './secret-value.js';
import { type TokenFormat, tokenFormats } from './token-formats.js';

/** A kind of secret that shows by its own form, wherever it stands. */
export interface ValueRule {
  readonly name: string;
  /** One of these literals, in any case, stands in every secret of the kind, or beside it. At least three characters. */
  readonly anchors: readonly string[];
  /** Whether it can be told from ordinary bytes even in a binary file. */
  readonly isExact: boolean;
  /** The secret by an anchor that stands at `position`. Reads 128 KiB behind it at most, and 100 characters before. */
  readonly find: (text: string, position: number) => TextPlace | undefined;
}

const forms: readonly ValueRule[] = [
  {
    name: 'private-key',
    anchors: ['-----BEGIN ', '---- BEGIN '],
    isExact: true,
    find: privateKeyAt,
  },
  {
    name: 'private-key',
    // `openssh-key-v1` in Base64: a key without its header.
    anchors: ['b3BlbnNzaC1rZXktdjEA'],
    isExact: true,
    find: keyLinesAt,
  },
  {
    name: 'putty-key',
    anchors: ['Private-Lines: '],
    isExact: true,
    find: puttyLinesAt,
  },
  {
    name: 'jwt',
    anchors: ['eyJ'],
    isExact: true,
    find: secretBy(
      /(?<![A-Za-z0-9_-])eyJ[\w-]{8,4000}\.(?:eyJ)?[\w-]{8,16000}\.[\w-]{16,4000}(?:\.[\w-]{8,16000}\.[\w-]{8,400})?/y,
    ),
  },
  {
    name: 'url-password',
    anchors: ['://'],
    isExact: false,
    find: secretBy(
      /:\/\/[^\s/?#:@"'<>\\`]{0,400}:(?!redacted:)(?![$%{<*]|\*)([^\s/?#@"'<>\\`]{1,1000})@(?=[A-Za-z0-9[])/y,
      { isSecret: (secret) => !isPlaceholder(secret) },
    ),
  },
  {
    name: 'url-token',
    anchors: ['://'],
    isExact: false,
    find: secretBy(
      /:\/\/(?=[^\s/@]{0,400}\d)(?=[^\s/@]{0,400}[A-Za-z])([A-Za-z0-9_~%-]{16,400})(?::[^\s/?#@"'<>\\`]{0,400})?@(?=[A-Za-z0-9[])/y,
    ),
  },
  {
    name: 'slack-webhook',
    anchors: ['hooks.slack.com/'],
    isExact: true,
    find: secretBy(/hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9/_-]{20,200})/y),
  },
  {
    name: 'discord-webhook',
    anchors: ['/api/webhooks/'],
    isExact: true,
    find: secretBy(/\/api\/webhooks\/\d{15,22}\/([\w-]{40,100})/y),
  },
  {
    name: 'teams-webhook',
    anchors: ['webhook.office.com/'],
    isExact: true,
    find: secretBy(/webhook\.office\.com\/([A-Za-z0-9@/_-]{30,300})/y),
  },
  {
    name: 'zapier-webhook',
    anchors: ['hooks.zapier.com/'],
    isExact: true,
    find: secretBy(/hooks\.zapier\.com\/hooks\/catch\/(\d{4,12}\/[A-Za-z0-9/]{6,60})/y),
  },
  {
    name: 'telegram-token',
    anchors: [':AA'],
    isExact: true,
    find: secretBy(/\d{8}:(AA[\w-]{33})(?![\w-])/y, { before: 8 }),
  },
  {
    name: 'azure-account-key',
    anchors: ['AccountKey=', 'SharedAccessKey='],
    isExact: true,
    find: secretBy(/(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{40,200}={0,2})/y),
  },
  {
    name: 'azure-client-secret',
    anchors: ['0Q~', '1Q~', '2Q~', '3Q~', '4Q~', '5Q~', '6Q~', '7Q~', '8Q~', '9Q~'],
    isExact: true,
    find: secretBy(/(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/y, { before: 3 }),
  },
  {
    name: 'azure-devops-token',
    anchors: ['AZDO'],
    isExact: true,
    find: secretBy(/(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/y, { before: 76 }),
  },
  {
    name: 'terraform-token',
    anchors: ['.atlasv1.'],
    isExact: true,
    find: secretBy(/[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,100}/y, { before: 14 }),
  },
  {
    name: 'mailchimp-key',
    anchors: ['-us'],
    isExact: true,
    find: secretBy(/(?<![0-9a-zA-Z])[0-9a-f]{32}-us\d{1,2}(?![0-9a-zA-Z])/y, { before: 32 }),
  },
  {
    // With its access key, as in the table that AWS gives out.
    name: 'aws-key-pair',
    anchors: ['AKIA', 'ASIA'],
    isExact: true,
    find: secretBy(/A[KS]IA[A-Z0-9]{16}["']?[\s,:;|]{1,8}["']?[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/y),
  },
  {
    name: 'bearer-token',
    anchors: ['bearer'],
    isExact: false,
    find: secretBy(/bearer(?:%20|[ \t+:]{1,4})["']?(?=[\w.~+/=-]{0,200}\d)([A-Za-z0-9._~+/=-]{16,8000})/iy, {
      isSecret: (secret) => !isWordlike(secret),
    }),
  },
  {
    name: 'basic-credentials',
    anchors: ['basic '],
    isExact: false,
    find: secretBy(
      /\bbasic ((?=[A-Za-z0-9+/]{0,200}[A-Z0-9])(?:[A-Za-z0-9+/]{4}){2,400}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)(?![A-Za-z0-9+/=])/iy,
      { isSecret: isBase64OfPair },
    ),
  },
  {
    name: 'netrc-password',
    anchors: ['machine '],
    isExact: false,
    find: secretBy(/machine\s+\S{1,200}\s+login\s+\S{1,200}\s+password\s+(\S{1,400})/iy),
  },
  {
    name: 'netrc-password',
    anchors: ['login '],
    isExact: false,
    find: secretBy(/login[ \t]+\S{1,200}\s+password[ \t]+(\S{1,400})/iy),
  },
  {
    name: 'pgpass-password',
    anchors: [':5432:', ':5433:', ':6432:'],
    isExact: false,
    find: secretBy(/:\d{4}:[\w*-]{1,100}:[\w*-]{1,100}:([^\s"'\\]{1,400})/y),
  },
  {
    name: 'command-password',
    anchors: ['curl '],
    isExact: false,
    find: secretBy(/curl [^\r\n]{0,1000}?(?:-u|--user)[ =]?["']?[^\s:"'$]{1,200}:(?!\$)([^\s"']{1,400})/y),
  },
  {
    name: 'command-password',
    anchors: ['mysql', 'mariadb'],
    isExact: false,
    find: secretBy(
      /(?:mysql|mariadb)(?:dump|admin|import)? [^\r\n|;]{0,400}?(?<=\s)-p(?=[^\s"'$]{0,100}\d)([^\s"'$-][^\s"']{3,200})/y,
    ),
  },
  {
    name: 'command-password',
    anchors: ['wandb login '],
    isExact: false,
    find: secretBy(/wandb login (?:--[\w=:/.-]{1,100} ){0,3}([0-9a-f]{40})(?![0-9a-f])/y),
  },
  {
    name: 'command-password',
    anchors: ['docker login ', 'podman login '],
    isExact: false,
    find: secretBy(/(?:docker|podman) login [^\r\n|;]{0,400}?(?<=\s)-p[ =]?["']?(?!\$)([^\s"']{1,400})/y),
  },
  {
    name: 'command-password',
    anchors: ['aws configure set '],
    isExact: false,
    find: secretBy(
      /aws configure set (?:\S{1,60}\.)?aws_(?:secret_access_key|session_token) ["']?(?!\$)([^\s"']{1,2000})/y,
    ),
  },
  {
    name: 'command-password',
    anchors: ['sshpass '],
    isExact: false,
    find: secretBy(/sshpass -p ?["']?(?!\$)([^\s"']{1,400})/y),
  },
];

/** All of them; where several match in one place, the earlier rule is the one that is named. */
export const valueRules: readonly ValueRule[] = [...forms, ...rulesOfTokens(tokenFormats)];

function rulesOfTokens(formats: readonly TokenFormat[]): readonly ValueRule[] {
  return formats.map(([name, prefix, rest]) => {
    const literal = prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    const pattern = new RegExp(`(?<![A-Za-z0-9])${literal}${rest}`, 'y');
    return { name, anchors: [prefix], isExact: true, find: secretBy(pattern) };
  });
}

/**
 * Finds by a sticky pattern, bounded in what it reads, that begins so many characters before the anchor. Its first group is
 * the secret; without a group, the whole match is.
 */
function secretBy(
  pattern: RegExp,
  { before = 0, isSecret = () => true }: { before?: number; isSecret?: (secret: string) => boolean } = {},
): ValueRule['find'] {
  // Asked for places, an expression is slower; most anchors are none of a secret.
  let withPlaces: RegExp | undefined;
  return (text, position) => {
    pattern.lastIndex = position - before;
    if (position < before || !pattern.test(text)) return undefined;
    withPlaces ??= new RegExp(pattern.source, `${pattern.flags}d`);
    withPlaces.lastIndex = position - before;
    const match = withPlaces.exec(text);
    const place = match?.indices?.[1] ?? match?.indices?.[0];
    if (match === null || place === undefined || !isSecret(match[1] ?? match[0])) return undefined;
    return { start: place[0], end: place[1] };
  };
}
