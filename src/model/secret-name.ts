/**
 * What the name of a variable, a parameter, an option or a key says of its value.
 * `certain`: it is a secret, whatever it looks like. `likely`: if it looks like a token. `possible`: if it looks random.
 */
export interface SecretName {
  /** The word that says so. */
  readonly rule: string;
  readonly strength: 'certain' | 'likely' | 'possible';
}

/** Whether a name sounds like that of a secret: `DB_PASSWORD`, `apiKey`, `--auth-token`; not `max_tokens`, `KEYBOARD`. */
export function secretName(name: string): SecretName | undefined {
  // Few names, each of them many times: a log has the same ones in every line.
  const known = judged.get(name);
  if (known !== undefined || judged.has(name)) return known;
  if (judged.size > 5000) judged.clear();
  const secret = judge(name);
  // A copy: a name that was cut out of a text would keep all of that.
  judged.set(Array.from(name).join(''), secret);
  return secret;
}

const judged = new Map<string, SecretName | undefined>();

function judge(name: string): SecretName | undefined {
  if (name.length > 200 || /^(?:OLD)?PWD$/.test(name)) return undefined;
  const words = wordsOf(name);
  while (words.length > 1 && neutral.test(words.at(-1) as string)) words.pop();
  const last = words.at(-1) ?? '';
  const joined = words.join('_');
  if (attribute.test(last) && !joined.endsWith('session_id')) return undefined;
  // The name of an entry, as in the settings of Kubernetes.
  if (/(?:password|existing|pull)_(?:key|secret)s?$/.test(joined)) return undefined;
  for (const [rule, pattern] of certain) if (pattern.test(joined)) return { rule, strength: 'certain' };
  for (const [rule, pattern] of likely) if (pattern.test(joined)) return { rule, strength: 'likely' };
  for (const [rule, pattern] of possible) if (pattern.test(joined)) return { rule, strength: 'possible' };
  return undefined;
}

/** In lower case, one of these is part of every name that {@link secretName} knows. */
export const secretNameStems: readonly string[] =
  'pass pwd secret token key cred auth cookie session private webhook dsn conn signature sig= jwt bearer salt'.split(
    ' ',
  );

/** Words after the one that matters, of what the value is to it: a name, a size, a place. */
const attribute =
  /^(?:env|var|variable|file|files|path|dir|folder|name|names|id|ids|type|types|kind|length|len|size|count|num|ttl|timeout|expir\w*|age|policy|sock|socket|host|port|url|uri|endpoint|address|addr|header|headers|field|column|col|prompt|pattern|regexp?|prefix|suffix|method|mode|provider|manager|store|backend|helper|alias|algorithm|alg|format|rate|limit|class|index|idx|fn|func|function|handler|schema|label|title|text|message|msg|error|hint|description|version|required|enabled|bits|rounds|ring|map|list|set|by|to|from|for|arn|ref|source|rotation|hash|digest|fingerprint|checksum|usage|used|budget|loss|acc|embedding|embeddings|weight|dim|encoding|scope|scopes|status|state|time|date|at|in|out|log|plugin|module)$/;
/** Words after it that say nothing. */
const neutral =
  /^(?:\d+|value|values|val|prod|production|dev|development|test|testing|staging|stage|live|old|new|current|primary|secondary|default|base|base64|b64|raw|plain|main|backup)$/;

const one = (words: string) => new RegExp(`(?:^|_)(?:${words})(?:_|$)`);
const last = (words: string) => new RegExp(`(?:^|_)(?:${words})$`);

const certain: readonly (readonly [string, RegExp])[] = [
  ['password', /(?:^|_)\w*(?:password|passwd|passphrase|passcode)s?(?:_|$)/],
  [
    'password',
    /(?:^|_)(?:(?:db|database|pg|postgres|mysql|mongo|redis|smtp|mail|ftp|sftp|ssh|http|https|proxy|ldap|user|root|admin|login|sudo|vnc|rabbitmq|broker|mq)_?)(?:pass|pwd|pw)$/,
  ],
  ['password', /(?:^|_)\w*[a-z]pwd$|^\w+_pwd$/],
  ['secret', last('\\w*secrets?')],
  ['secret', one('secret_key|client_secret|app_secret|shared_secret|secret_token|secret_access')],
  ['api-key', one('\\w*api_?keys?')],
  [
    'key',
    one(
      '(?:access|secret|private|auth|account|encryption|signing|master|shared|hmac|jwt|rsa|deploy|storage_account|subscription|app|application|license|service_account|admin|integration|ingest|write|consumer|developer|team|vault|unseal|wallet)_?key',
    ),
  ],
  ['credential', last('\\w*credentials?|creds?')],
  ['connection-string', one('conn(?:ection)?_str(?:ing)?|connectionstring')],
  [
    'token',
    one(
      '(?:auth|access|api|refresh|bearer|bot|personal|session|security|registry|deploy|private|secret|service|account|job|github|gh|gitlab|hf|hugging_face|hub|huggingface|npm|pypi|slack|vault|wandb|discord|telegram|sentry|oauth|csrf|xsrf|jwt|pat)_?token',
    ),
  ],
];

const likely: readonly (readonly [string, RegExp])[] = [
  ['token', /^(?!(?:\w*_)?(?:next|page|continuation|starting|lock|change|creation|idempotency|sync)_token$)\w*token$/],
  ['password', last('pass|pw')],
  ['auth', last('auth|authorization|jwt|bearer|private')],
  ['cookie', last('cookies?')],
  ['signature', last('sig|signature')],
  ['webhook', last('\\w*webhook')],
  ['dsn', last('dsn')],
];

const possible: readonly (readonly [string, RegExp])[] = [
  ['key', last('\\w*keys?')],
  ['session', last('session|session_?id|sess_?id|conn|salt')],
];

/** `AWS_SECRET_ACCESS_KEY`, `awsSecretAccessKey` and `--aws-secret-access-key` are the same four words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
