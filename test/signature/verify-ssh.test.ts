import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import type { SignatureFacts } from '#model/signature.js';
import { parseAllowedSigners } from '#signature/allowed-signers.js';
import { parseRevokedKeys } from '#signature/revoked-keys.js';
import { type SignedMessage, sshVerifier } from '#signature/verify-ssh.js';
import { wireString } from '#signature/wire-reader.js';
import { type SshCheck, sshKeygen, without } from '../support/signing.js';

const skip = without('ssh-keygen');
const noon = Date.UTC(2024, 4, 5, 12) / 1000;
/** The same for ssh-keygen, which is an hour late with local times in summer. */
const noonText = '20240505120000Z';

/** What we say of what `ssh-keygen -Y verify` is asked. */
async function verdictOf(check: SshCheck): Promise<SignatureFacts> {
  const { signers } = parseAllowedSigners(check.allowedSigners);
  const revoked = check.revoked === undefined ? () => undefined : parseRevokedKeys(await readFile(check.revoked));
  const message: SignedMessage = {
    payload: Buffer.from(check.message),
    signature: check.signature,
    namespace: check.namespace ?? 'git',
    time: noon,
  };
  return sshVerifier({ signers, revoked })(message);
}

const kinds: Readonly<Record<string, readonly string[]>> = {
  Ed25519: ['-t', 'ed25519'],
  'ECDSA P-256': ['-t', 'ecdsa', '-b', '256'],
  'ECDSA P-384': ['-t', 'ecdsa', '-b', '384'],
  'ECDSA P-521': ['-t', 'ecdsa', '-b', '521'],
  RSA: ['-t', 'rsa', '-b', '2048'],
};

void test('signatures by every kind of key are good, and bad over other bytes', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  for (const [name, options] of Object.entries(kinds)) {
    const key = await keygen.key(name, ...options);
    const allowedSigners = `ada@example.org ${key.publicKey} a comment\n`;
    for (const message of ['', 'a message', Buffer.alloc(100_000, 7)]) {
      const signature = await keygen.sign(key.file, message);
      t.strictSame(
        await verdictOf({ message, signature, allowedSigners, principal: 'ada@example.org' }),
        { kind: 'ssh', verdict: 'good', signer: 'ada@example.org', key: key.fingerprint },
        name,
      );
      const other = await verdictOf({ message: 'another', signature, allowedSigners, principal: '' });
      t.match(other, { verdict: 'bad', key: key.fingerprint, reason: 'it is not made over these bytes' }, name);
    }
  }
});

interface Situation {
  readonly allowed: (key: string) => string;
  readonly principal?: string;
  readonly verdict: SignatureFacts['verdict'];
}

/** At noon of 5 May 2024; times without a Z are local. */
const situations: Readonly<Record<string, Situation>> = {
  'nobody is trusted': { allowed: () => '', verdict: 'untrusted' },
  'comments and blank lines': { allowed: (key) => `# a comment\n\n  \t\n  ada@x ${key}\n`, verdict: 'good' },
  'a line feed of Windows': { allowed: (key) => `ada@x ${key} c\r\n`, verdict: 'good' },
  'several principals': { allowed: (key) => `bob@x,ada@x ${key}`, principal: 'ada@x', verdict: 'good' },
  'a pattern': { allowed: (key) => `*@x ${key}`, principal: '*@x', verdict: 'good' },
  'a pattern with an exception': { allowed: (key) => `*@x,!eve@x ${key}`, principal: 'ada@x', verdict: 'good' },
  'a principal and an exception for it': { allowed: (key) => `ada@x,!ada@* ${key}`, verdict: 'untrusted' },
  'exceptions alone': { allowed: (key) => `!eve@x ${key}`, verdict: 'untrusted' },
  'a quoted principal': { allowed: (key) => `"ada@x" ${key}`, verdict: 'good' },
  'a namespace': { allowed: (key) => `ada@x namespaces="git" ${key}`, verdict: 'good' },
  'namespaces by patterns': { allowed: (key) => `ada@x namespaces="file,g*" ${key}`, verdict: 'good' },
  'another namespace': { allowed: (key) => `ada@x namespaces="file" ${key}`, verdict: 'untrusted' },
  'a negated namespace': { allowed: (key) => `ada@x namespaces="*,!git" ${key}`, verdict: 'untrusted' },
  'options in capitals': { allowed: (key) => `ada@x NAMESPACES="git" ${key}`, verdict: 'good' },
  'an authority that signed no certificate': { allowed: (key) => `ada@x cert-authority ${key}`, verdict: 'untrusted' },
  'valid after a day before': { allowed: (key) => `ada@x valid-after="20240504" ${key}`, verdict: 'good' },
  'valid after a day later': { allowed: (key) => `ada@x valid-after="20240506" ${key}`, verdict: 'expired' },
  'valid before a day later': { allowed: (key) => `ada@x valid-before="20240507" ${key}`, verdict: 'good' },
  'valid before a day before': { allowed: (key) => `ada@x valid-before="20240504" ${key}`, verdict: 'expired' },
  'valid from that second on': { allowed: (key) => `ada@x valid-after="20240505120000Z" ${key}`, verdict: 'good' },
  'valid from the next second on': {
    allowed: (key) => `ada@x valid-after="20240505120001Z" ${key}`,
    verdict: 'expired',
  },
  'valid until that second': { allowed: (key) => `ada@x valid-before="20240505120000Z" ${key}`, verdict: 'good' },
  'valid until that minute': { allowed: (key) => `ada@x valid-before="202405051200Z" ${key}`, verdict: 'good' },
  'valid until the second before': {
    allowed: (key) => `ada@x valid-before="20240505115959Z" ${key}`,
    verdict: 'expired',
  },
  'all options': {
    allowed: (key) => `ada@x valid-after="20240101Z",valid-before="20250101Z",namespaces="git" ${key}`,
    verdict: 'good',
  },
  'a later line is valid': {
    allowed: (key) => `ada@x valid-before="20200101" ${key}\nada@x ${key}\n`,
    verdict: 'good',
  },
  'an unknown option': { allowed: (key) => `ada@x no-touch-required ${key}`, verdict: 'untrusted' },
  'an option without its value': { allowed: (key) => `ada@x namespaces ${key}`, verdict: 'untrusted' },
  'an option given twice': { allowed: (key) => `ada@x namespaces="git",namespaces="git" ${key}`, verdict: 'untrusted' },
  'no such time': { allowed: (key) => `ada@x valid-after="20241301" ${key}`, verdict: 'untrusted' },
  'ends before it begins': {
    allowed: (key) => `ada@x valid-after="20240101",valid-before="20230101" ${key}`,
    verdict: 'untrusted',
  },
  'a key of another type than it says': {
    allowed: (key) => `ada@x ${key.replace('ssh-ed25519', 'ssh-rsa')}`,
    verdict: 'untrusted',
  },
  'no key': { allowed: () => 'ada@x', verdict: 'untrusted' },
  'half a key': { allowed: (key) => `ada@x ${key.slice(0, 40)}`, verdict: 'untrusted' },
};

void test('what allowed signers say is understood as ssh-keygen understands it', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('key');
  const message = 'a message';
  const signature = await keygen.sign(key.file, message);
  const time = noonText;
  for (const [name, { allowed, principal = 'ada@x', verdict }] of Object.entries(situations)) {
    const check: SshCheck = { message, signature, allowedSigners: allowed(key.publicKey), principal, time };
    t.equal((await verdictOf(check)).verdict, verdict, name);
    t.equal(await keygen.verify(check), verdict === 'good', `${name}: ssh-keygen agrees`);
  }
});

void test('a signature for another purpose is bad', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('key');
  const signature = await keygen.sign(key.file, 'a message', 'file');
  const check = { message: 'a message', signature, allowedSigners: `ada@x ${key.publicKey}`, principal: 'ada@x' };
  t.match(await verdictOf(check), { verdict: 'bad', reason: "it is made for 'file', not for 'git'" });
  t.notOk(await keygen.verify(check));
  t.match(await verdictOf({ ...check, namespace: 'file' }), { verdict: 'good' });
});

void test('revoked keys are known from a list of keys and from a list that ssh-keygen made', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const [lost, kept] = [await keygen.key('lost'), await keygen.key('kept')];
  const at = (name: string): string => path.join(keygen.folder, name);
  await writeFile(at('keys'), `# lost on the train\n\n${lost.publicKey} ada\n`);
  await writeFile(at('empty'), '');
  await writeFile(at('hash-spec'), `hash: ${lost.fingerprint}\n`);
  await writeFile(at('sha1-spec'), `sha1: ${lost.publicKey}\n`);
  await keygen.run('-q', '-k', '-f', at('krl'), `${lost.file}.pub`);
  await keygen.run('-q', '-k', '-f', at('krl-hash'), at('hash-spec'));
  await keygen.run('-q', '-k', '-f', at('krl-sha1'), at('sha1-spec'));
  await keygen.run('-q', '-k', '-f', at('krl-empty'));
  const allowedSigners = `ada@x ${lost.publicKey}\nada@x ${kept.publicKey}\n`;
  for (const [file, isRevoked] of Object.entries({
    keys: true,
    empty: false,
    krl: true,
    'krl-hash': true,
    'krl-sha1': true,
    'krl-empty': false,
  })) {
    for (const key of [lost, kept]) {
      const signature = await keygen.sign(key.file, 'm');
      const check = { message: 'm', signature, allowedSigners, principal: 'ada@x', revoked: at(file) };
      const expected = isRevoked && key === lost ? 'revoked' : 'good';
      t.equal((await verdictOf(check)).verdict, expected, file);
      t.equal(await keygen.verify(check), expected === 'good', `${file}: ssh-keygen agrees`);
    }
  }
});

void test('where the revoked keys cannot be read, nothing is good', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('key');
  const signature = await keygen.sign(key.file, 'm');
  const { signers } = parseAllowedSigners(`ada@x ${key.publicKey}`);
  const verify = sshVerifier({ signers, revoked: undefined });
  const message = { payload: Buffer.from('m'), signature, namespace: 'git', time: noon };
  t.match(verify(message), { verdict: 'unchecked', signer: 'ada@x', key: key.fingerprint });
  t.match(verify({ ...message, payload: Buffer.from('n') }), { verdict: 'bad' });
  for (const broken of ['no key at all', 'SSHKRL\n\0 cut']) t.throws(() => parseRevokedKeys(Buffer.from(broken)));
});

void test('certificates count by their authority, principals, times, kind and revocation', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const at = (name: string): string => path.join(keygen.folder, name);
  const [authority, other] = [await keygen.key('ca', '-t', 'ecdsa'), await keygen.key('other-ca')];
  const allowedSigners = `*@x cert-authority ${authority.publicKey}\n`;
  const certify = async (name: string, ...options: readonly string[]): Promise<string> => {
    const key = await keygen.key(name);
    await keygen.run('-q', '-s', authority.file, '-I', `id of ${name}`, '-z', '7', ...options, `${key.file}.pub`);
    return `${key.file}-cert.pub`;
  };
  const around = '20240101000000Z:20250101000000Z';
  const certificates = {
    good: { file: await certify('good', '-n', 'ada@x', '-V', around), verdict: 'good' },
    several: { file: await certify('several', '-n', 'eve@y,ada@x', '-V', around), verdict: 'good' },
    stranger: { file: await certify('stranger', '-n', 'eve@y', '-V', around), verdict: 'untrusted' },
    nameless: { file: await certify('nameless', '-V', around), verdict: 'untrusted' },
    past: { file: await certify('past', '-n', 'ada@x', '-V', '20230101Z:20240101Z'), verdict: 'expired' },
    future: { file: await certify('future', '-n', 'ada@x', '-V', '20240601Z:20250101Z'), verdict: 'expired' },
    ends: { file: await certify('ends', '-n', 'ada@x', '-V', '20240101Z:20240505120000Z'), verdict: 'expired' },
    host: { file: await certify('host', '-h', '-n', 'ada@x', '-V', around), verdict: 'untrusted' },
  } as const;
  const time = noonText;
  for (const [name, { file, verdict }] of Object.entries(certificates)) {
    const signature = await keygen.sign(file, 'm');
    const check = { message: 'm', signature, allowedSigners, principal: 'ada@x', time };
    t.equal((await verdictOf(check)).verdict, verdict, name);
    t.equal(await keygen.verify(check), verdict === 'good', `${name}: ssh-keygen agrees`);
  }
  const signature = await keygen.sign(certificates.good.file, 'm');
  const check = { message: 'm', signature, allowedSigners, principal: 'ada@x', time };
  t.strictSame(await verdictOf(check), {
    kind: 'ssh',
    verdict: 'good',
    signer: 'ada@x',
    key: (await keygen.run('-l', '-f', at('good.pub'))).split(' ')[1],
  });
  t.match(await verdictOf({ ...check, allowedSigners: `*@x cert-authority ${other.publicKey}` }), {
    verdict: 'untrusted',
  });
  for (const [principals, verdict] of Object.entries({
    '*@x,!eve@x': 'good',
    '*@x,!ada@x': 'untrusted',
    'ad?@x': 'good',
  })) {
    const excepting = { ...check, allowedSigners: `${principals} cert-authority ${authority.publicKey}` };
    t.equal((await verdictOf(excepting)).verdict, verdict, principals);
    t.equal(await keygen.verify(excepting), verdict === 'good', `${principals}: ssh-keygen agrees`);
  }
  const plain = (await readFile(at('good.pub'), 'utf8')).trim();
  t.match(await verdictOf({ ...check, allowedSigners: `ada@x ${plain}` }), { verdict: 'untrusted' });
  t.notOk(await keygen.verify({ ...check, allowedSigners: `ada@x ${plain}` }));

  const lists = {
    serial: 'serial: 7',
    range: 'serial: 5-9',
    bitmap: 'serial: 1\nserial: 7\nserial: 9\nserial: 12',
    id: 'id: id of good',
    no: 'serial: 8',
  };
  for (const [name, specification] of Object.entries(lists)) {
    await writeFile(at(name), `${specification}\n`);
    await keygen.run('-q', '-k', '-f', at(`krl-${name}`), '-s', `${authority.file}.pub`, at(name));
    const revoked = at(`krl-${name}`);
    t.equal((await verdictOf({ ...check, revoked })).verdict, name === 'no' ? 'good' : 'revoked', name);
    t.equal(await keygen.verify({ ...check, revoked }), name === 'no', `${name}: ssh-keygen agrees`);
  }
  await writeFile(at('authorities'), `${authority.publicKey}\n`);
  t.match(await verdictOf({ ...check, revoked: at('authorities') }), { verdict: 'revoked', reason: /authority/ });
  t.notOk(await keygen.verify({ ...check, revoked: at('authorities') }));
});

void test('a signature by a key in a device is right where all of it is', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  for (const kind of ['ed25519', 'ecdsa'] as const) {
    const device = securityKey(kind);
    const signature = device.sign('m');
    const check = { message: 'm', signature, allowedSigners: `ada@x ${device.publicKey}`, principal: 'ada@x' };
    t.match(await verdictOf(check), { verdict: 'good', signer: 'ada@x' }, kind);
    t.ok(await keygen.verify(check), `${kind}: ssh-keygen agrees`);
    t.match(await verdictOf({ ...check, message: 'n' }), { verdict: 'bad' }, kind);
    t.match(await verdictOf({ ...check, signature: device.sign('m', 'elsewhere') }), { verdict: 'bad' }, kind);
  }
});

/** What a device signs, and how it is written down (OpenSSH's PROTOCOL.u2f). */
function securityKey(kind: 'ed25519' | 'ecdsa'): {
  readonly publicKey: string;
  sign(message: string, application?: string): string;
} {
  const type = kind === 'ed25519' ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com';
  const { publicKey, privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [xBytes, yBytes] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  const point =
    kind === 'ed25519' ? [xBytes] : [Buffer.from('nistp256'), Buffer.concat([Buffer.from([4]), xBytes, yBytes])];
  const blob = Buffer.concat([type, ...point, 'ssh:'].map(wireString));
  const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();
  return {
    publicKey: `${type} ${blob.toString('base64')}`,
    sign(message, application = 'ssh:') {
      const head = Buffer.concat([Buffer.from('SSHSIG'), ...['git', '', 'sha512'].map(wireString)]);
      const hash = createHash('sha512').update(message).digest();
      const flagsAndCounter = Buffer.from([1, 0, 0, 0, 9]);
      const data = Buffer.concat([
        sha256(application),
        flagsAndCounter,
        sha256(Buffer.concat([head, wireString(hash)])),
      ]);
      const raw =
        kind === 'ed25519'
          ? sign(null, data, privateKey)
          : numbers(sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
      const signature = Buffer.concat([wireString(type), wireString(raw), flagsAndCounter]);
      const version = Buffer.from([0, 0, 0, 1]);
      const parts = [wireString(blob), ...['git', '', 'sha512'].map(wireString), wireString(signature)];
      return armored(Buffer.concat([Buffer.from('SSHSIG'), version, ...parts]));
    },
  };
}

/** Two numbers as SSH writes them: a leading zero byte where they would be negative. */
function numbers(signature: Buffer): Buffer {
  return Buffer.concat(
    [signature.subarray(0, 32), signature.subarray(32)].map((bytes) => {
      const start = bytes.findIndex((byte) => byte !== 0);
      const digits = bytes.subarray(start);
      return wireString((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
    }),
  );
}

function armored(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

void test('what is no signature is bad, however it is broken, and never an error', { skip }, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('key');
  const signature = await keygen.sign(key.file, 'm');
  const allowedSigners = `ada@x ${key.publicKey}`;
  const bytes = Buffer.from(signature.split('\n').slice(1, -2).join(''), 'base64');
  const verdict = async (text: string) =>
    (await verdictOf({ message: 'm', signature: text, allowedSigners, principal: '' })).verdict;
  t.equal(await verdict(armored(bytes)), 'good');
  for (let length = 0; length < bytes.length; length += 7)
    t.equal(await verdict(armored(bytes.subarray(0, length))), 'bad');
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    t.not(await verdict(armored(flipped)), 'good', `a bit of byte ${at}`);
  }
  t.equal(await verdict(armored(Buffer.concat([bytes, Buffer.from([0])]))), 'bad');
  t.equal(await verdict(''), 'bad');
  t.equal(await verdict(`${signature}${signature}`), 'bad', 'two are not one');
  t.equal(await verdict(signature.replace('-----END', '-----end')), 'bad');
  t.equal(await verdict(signature.replace(/\n[A-Za-z0-9]/, '\n*')), 'bad');
});
