import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { openRedactor, type RedactorSettings } from '#redaction/redactor.js';
import { test } from 'tap';

const password = ['hunter', 22, '!x'].join('');
const github = `ghp_${'a1B2'.repeat(9)}`;

function redactor(settings: Partial<RedactorSettings> = {}) {
  return openRedactor({ key: Buffer.alloc(32, 7), environment: {}, allow: [], ...settings });
}

void test('a variable with the name of a secret is replaced, whatever it is; others are as they were', (t) => {
  const secrets = redactor();
  t.match(secrets.variable('DB_PASSWORD', 'plain'), /^redacted:password:[0-9a-f]{12}$/);
  t.match(secrets.variable('GITHUB_TOKEN', github), /^redacted:github-token:/);
  for (const [name, value] of Object.entries({
    KEYBOARD: 'qwertz12345',
    PASSES: '3',
    PWD: '/home/me/project',
    SSH_AUTH_SOCK: '/run/user/1000/keyring/ssh',
    GIT_AUTHOR_NAME: 'A. Author',
    MAX_TOKENS: '512',
    TOKENIZERS_PARALLELISM: 'false',
    XDG_SESSION_ID: '3',
    CUDA_VISIBLE_DEVICES: '0,1',
  })) {
    t.equal(secrets.variable(name, value), value, name);
  }
  t.same(
    secrets.findings.map(({ where, rule, count }) => ({ where, rule, count })),
    [
      { where: 'variable DB_PASSWORD', rule: 'password', count: 1 },
      { where: 'variable GITHUB_TOKEN', rule: 'github-token', count: 1 },
    ],
  );
  t.end();
});

void test('arguments: after an option, behind =, in a URL, and for programs whose short option it is', (t) => {
  const secrets = redactor();
  const argv = [
    'train',
    '--password',
    password,
    '--api-key=abc123',
    `TOKEN=${github}`,
    '--max_tokens=512',
    '--key',
    'user_id',
  ];
  t.equal(
    secrets
      .arguments([...argv, `https://me:${password}@host/x`])
      .map(withoutFingerprint)
      .join(' '),
    'train --password redacted:password --api-key=redacted:api-key TOKEN=redacted:github-token ' +
      '--max_tokens=512 --key user_id https://me:redacted:url-password@host/x',
  );
  t.same(
    redactor()
      .arguments(['curl', '-u', `me:${password}`])
      .map(withoutFingerprint),
    ['curl', '-u', 'me:redacted:password'],
  );
  const wandb = redactor().arguments(['wandb', 'login', '0123456789abcdef'.repeat(3).slice(0, 40)]);
  t.same(wandb.map(withoutFingerprint), ['wandb', 'login', 'redacted:command-password']);
  t.same(redactor().arguments(['rsync', '-p', 'plain']), ['rsync', '-p', 'plain']);
  t.end();
});

void test('parameters: by their keys, however deep, numbers too', (t) => {
  const params = { lr: 0.1, db: { host: 'db.example', password: 12_345 }, api_keys: ['abc123x'], author: 'me' };
  const { lr, db, api_keys: keys, author } = redactor().params(params);
  t.same({ lr, author }, { lr: 0.1, author: 'me' });
  t.match(db, { host: 'db.example', password: /^redacted:password:/ });
  t.match(keys, [/^redacted:api-key:/]);
  t.end();
});

void test('what a variable, an argument or a parameter holds is found everywhere, in Base64 and in URLs, too', (t) => {
  const secrets = redactor({ environment: { DB_PASSWORD: password } });
  secrets.arguments(['x', '--secret', 'from an argument']);
  secrets.params({ passphrase: 'of the parameters' });
  const text = secrets.text(
    `${password}, ${encodeURIComponent(password)}, from an argument, of the parameters, ${Buffer.from(`me:${password}`).toString('base64')}`,
    'stdout',
  );
  t.notMatch(text, password);
  t.notMatch(text, 'argument,');
  t.notMatch(text, 'parameters');
  t.notMatch(text, Buffer.from(password).toString('base64').slice(0, -4));
  const of = (rule: string) =>
    secrets.findings.filter(({ where, ...found }) => where === 'stdout' && found.rule === rule);
  t.match(of('password'), [{ count: 3 }, { count: 1 }]);
  t.end();
});

void test('the same secret has the same fingerprint wherever it is; under another key, another', (t) => {
  const secrets = redactor({ environment: { DB_PASSWORD: password } });
  const here = secrets.variable('DB_PASSWORD', password);
  t.equal(secrets.text(`it is ${password}.`, 'stderr'), `it is ${here}.`);
  t.not(redactor({ key: randomBytes(32) }).variable('DB_PASSWORD', password), here);
  t.end();
});

void test('a name that is allowed is let through: of a variable, an option, a parameter, a file, a rule', (t) => {
  const allow = ['DB_PASSWORD', 'api-key', 'token', 'notes.txt', 'github-token', '.env'];
  const secrets = redactor({ allow, environment: { DB_PASSWORD: password } });
  t.equal(secrets.variable('DB_PASSWORD', password), password);
  t.same(secrets.arguments(['x', '--api-key', 'abc123']), ['x', '--api-key', 'abc123']);
  t.same(secrets.params({ token: 'abc123def456ghi' }), { token: 'abc123def456ghi' });
  t.equal(secrets.text(`secret = "${password}"`, 'file notes.txt'), `secret = "${password}"`);
  t.equal(secrets.text(github, 'stdout'), github);
  t.equal(secrets.withholdsFile('.env'), undefined);
  t.same(secrets.findings, []);
  t.end();
});

void test('what a redactor knows can be sealed for another one; without the key that says nothing', (t) => {
  const sealed = redactor({ environment: { DB_PASSWORD: password } }).seal();
  t.notMatch(Buffer.from(sealed, 'base64').toString('latin1'), password);
  t.match(redactor({ sealed }).text(`it is ${password}`, 'stdout'), /^it is redacted:password:/);
  t.equal(redactor({ sealed, key: randomBytes(32) }).text(`it is ${password}`, 'stdout'), `it is ${password}`);
  t.equal(redactor({ sealed: 'damaged' }).text(password, 'stdout'), password);
  t.end();
});

void test('what a withheld file holds is looked for once it was learnt', (t) => {
  const secrets = redactor();
  t.equal(secrets.text(password, 'stdout'), password);
  secrets.learn(`# settings\nDB_PASSWORD=${password}\nNAME=ada\n`);
  t.match(secrets.text(`${password} of ada`, 'stdout'), /^redacted:password:[0-9a-f]{12} of ada$/);
  t.end();
});

void test('a file with any number of secrets takes a few lines of a record', (t) => {
  const secrets = redactor();
  for (let file = 0; file < 100; file++) {
    const lines = Array.from({ length: 50 }, (_, line) => `key_${line}: ghp_${file}x${line}${'a1B2'.repeat(9)}`);
    secrets.text(lines.join('\n'), `file ${file}`);
  }
  t.ok(secrets.findings.length < 450);
  t.equal(
    secrets.findings.reduce((sum, { count }) => sum + count, 0),
    5000,
  );
  t.match(secrets.findings.at(-1), { where: 'elsewhere', rule: 'github-token', fingerprint: 'others' });
  t.end();
});

void test('the URL of a remote keeps its host and loses its password', (t) => {
  const url = (text: string) => withoutFingerprint(redactor().url(text, 'remote'));
  t.equal(url('https://me:pw@github.com/a/b.git'), 'https://me:redacted:password@github.com/a/b.git');
  t.equal(url(`https://${github}@github.com/a/b.git`), 'https://redacted:github-token@github.com/a/b.git');
  t.equal(url('https://host/x?sig=abcd1234efgh5678'), 'https://host/x?sig=redacted:signature');
  for (const kept of ['git@github.com:a/b.git', 'ssh://git@host/a/b', 'https://github.com/a/b.git', '/srv/git/b.git'])
    t.equal(url(kept), kept);
  t.end();
});

void test('files that hold secrets by their name are withheld', (t) => {
  const rule = (path: string) => redactor().withholdsFile(path);
  t.equal(rule('.env'), 'dotenv-file');
  t.equal(rule('deploy/.env.production'), 'dotenv-file');
  t.equal(rule('certs/server.key'), 'key-file');
  t.equal(rule('home/.ssh/id_ed25519'), 'ssh-key-file');
  t.equal(rule('.npmrc'), 'credential-file');
  t.equal(rule('gcp/credentials.json'), 'credential-file');
  for (const path of [
    '.env.example',
    'id_rsa.pub',
    'src/keys.ts',
    'environment.yaml',
    'data/secret-santa.csv',
    'README.md',
  ])
    t.equal(rule(path), undefined, path);
  t.end();
});

void test('content comes byte for byte as it was where nothing is found, text or not', async (t) => {
  for (const bytes of [Buffer.from('one line\r\nätna \ud83d\ude00\n'), randomBytes(3_000_000), Buffer.alloc(0)]) {
    const secrets = redactor({ environment: { DB_PASSWORD: password } });
    t.ok((await collected(secrets.content(inChunks(bytes, 65_536), 'stdout'))).equals(bytes));
    t.same(secrets.findings, []);
  }
});

void test('content: a secret is found however the bytes are cut into chunks', async (t) => {
  const key = ['-----BEGIN PRIVATE', ' KEY-----\n', 'A1b2C3d4'.repeat(8), '\n-----END PRIVATE', ' KEY-----'].join('');
  const bytes = Buffer.from(`one ${github} two\n${key}\npassword=${password}\n`);
  const expected = withoutFingerprint((await redacted([bytes])).toString());
  t.equal(expected, 'one redacted:github-token two\nredacted:private-key\npassword=redacted:password\n');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const text = (await redacted([bytes.subarray(0, cut), bytes.subarray(cut)])).toString();
    if (withoutFingerprint(text) !== expected) t.fail(`cut at ${cut}: ${text}`);
  }
});

void test('content: a secret is found wherever it lies in much text', async (t) => {
  const line = Buffer.from('step 17 loss 0.25\n');
  for (const offset of [(1 << 20) - 20, 1 << 20, (1 << 20) + 192 * 1024 - 45, (1 << 20) + 192 * 1024]) {
    const before = Buffer.alloc(offset, line);
    const text = (await redacted([before, Buffer.from(` ${github} `), Buffer.alloc(2 << 20, line)])).toString('latin1');
    t.equal(text.length, offset + ' redacted:github-token:0123456789ab '.length + (2 << 20));
    t.notMatch(text, github.slice(4));
  }
});

async function redacted(chunks: readonly Uint8Array[]): Promise<Buffer> {
  return collected(redactor().content(sourceOf(chunks), 'stdout'));
}

async function* sourceOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function withoutFingerprint(text: string): string {
  return text.replace(/(redacted:[a-z-]+):[0-9a-f]{12}/g, '$1');
}

void test('what was replaced once stays as it is', (t) => {
  const once = redactor().params({ password: 'hunter22!x', nested: { api_key: github } });
  const again = redactor();
  t.same(again.params(once), once);
  t.same(again.findings, []);
  t.end();
});
