import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import type { SignatureFacts } from '#model/signature.js';
import { readTrust } from '#signature/read-trust.js';
import { signatureVerifier } from '#signature/signature-verifier.js';
import { type TestGpg, testGpg } from '../support/gpg.js';
import { without } from '../support/signing.js';

const skip = without('gpg', 'gpgconf');
const user = 'Ada Lovelace <ada@example.org>';

/** What we say of a signature where `keys` are trusted; undefined: where the user's GnuPG says who is. */
async function verdictOf(
  gpg: TestGpg,
  { message, signature, keys }: { readonly message: string; readonly signature: string; readonly keys?: string },
): Promise<SignatureFacts> {
  const openpgpKeys = keys === undefined ? undefined : path.join(gpg.home, 'trusted-keys');
  if (openpgpKeys !== undefined) await writeFile(openpgpKeys, keys ?? '', 'latin1');
  const environment = keys === undefined ? gpg.environment : {};
  const verifier = signatureVerifier(await readTrust({ openpgpKeys }, environment));
  return verifier.message({ payload: Buffer.from(message), signature, namespace: 'git', time: 0 });
}

/** As git calls it. */
async function sign(gpg: TestGpg, key: string, message: string, ...options: readonly string[]): Promise<string> {
  const file = path.join(gpg.home, 'message');
  await writeFile(file, message);
  return gpg.run('--armor', '--detach-sign', '--local-user', key, ...options, '--output', '-', file);
}

void test('signatures by GnuPG are good, and bad over other bytes', { skip }, async (t) => {
  const gpg = await testGpg(t);
  for (const algorithm of ['ed25519', 'rsa2048', 'nistp256']) {
    const key = await gpg.key(`${algorithm} <ada@example.org>`, algorithm);
    const keys = await gpg.run('--armor', '--export', key);
    for (const message of ['', 'a message\n', 'x'.repeat(100_000)]) {
      const signature = await sign(gpg, key, message);
      t.strictSame(
        await verdictOf(gpg, { message, signature, keys }),
        { kind: 'openpgp', verdict: 'good', signer: `${algorithm} <ada@example.org>`, key },
        algorithm,
      );
      t.match(await verdictOf(gpg, { message: `${message}!`, signature, keys }), { verdict: 'bad', key }, algorithm);
    }
  }
});

void test('a key that nobody knows, or that nobody trusts, makes no good signature', { skip }, async (t) => {
  const gpg = await testGpg(t);
  const [ada, eve] = [await gpg.key(user, 'ed25519'), await gpg.key('Eve <eve@example.org>', 'ed25519')];
  const [mine, hers] = [await gpg.run('--armor', '--export', ada), await gpg.run('--armor', '--export', eve)];
  const message = 'a message';
  const signature = await sign(gpg, eve, message);
  const id = eve.slice(-16);
  t.match(await verdictOf(gpg, { message, signature, keys: mine }), { verdict: 'untrusted', reason: new RegExp(id) });
  t.match(await verdictOf(gpg, { message, signature, keys: `${mine}\n${hers}` }), { verdict: 'good', key: eve });
  t.match(await verdictOf(gpg, { message, signature, keys: 'no key' }), {
    verdict: 'untrusted',
    reason: /no OpenPGP key/,
  });
  t.match(await verdictOf(gpg, { message, signature }), { verdict: 'good', key: eve }, 'their own keys are trusted');

  const other = await testGpg(t);
  const file = path.join(other.home, 'eve.asc');
  await writeFile(file, hers);
  t.match(await verdictOf(other, { message, signature }), { verdict: 'untrusted', reason: /not among/ });
  await other.run('--import', file);
  t.match(await verdictOf(other, { message, signature }), { verdict: 'untrusted', reason: /nobody said/, key: eve });
  await writeFile(file, `${eve}:6:\n`);
  await other.run('--import-ownertrust', file);
  t.match(await verdictOf(other, { message, signature }), { verdict: 'good', signer: 'Eve <eve@example.org>' });
});

void test('a subkey signs for its key', { skip }, async (t) => {
  const gpg = await testGpg(t);
  const key = await gpg.key(user, 'ed25519');
  await gpg.run('--quick-add-key', key, 'rsa2048', 'sign', 'never');
  const list = await gpg.run('--with-colons', '--list-keys', key);
  const subkey = [...list.matchAll(/^fpr:{9}([0-9A-F]+):/gm)][1]?.[1] ?? '';
  const signature = await sign(gpg, `${subkey}!`, 'm');
  const keys = await gpg.run('--armor', '--export', key);
  t.strictSame(await verdictOf(gpg, { message: 'm', signature, keys }), {
    kind: 'openpgp',
    verdict: 'good',
    signer: user,
    key,
  });
});

void test('a key counts for as long as it is valid', { skip }, async (t) => {
  const gpg = await testGpg(t);
  const at = (time: string): readonly string[] => ['--faked-system-time', time, '--ignore-time-conflict'];
  await gpg.run(...at('20240101T000000!'), '--quick-gen-key', user, 'ed25519', 'sign', '20240201T000000');
  const key = /^fpr:{9}([0-9A-F]+):/m.exec(await gpg.run('--with-colons', '--list-keys'))?.[1] ?? '';
  const keys = await gpg.run('--armor', '--export', key);
  const during = await sign(gpg, key, 'm', ...at('20240115T000000!'));
  t.match(await verdictOf(gpg, { message: 'm', signature: during, keys }), { verdict: 'good', key });
  // Once it has expired, GnuPG itself makes no signature: its life is prolonged for that, and we know the key from before.
  await gpg.run(...at('20240301T000000!'), '--quick-set-expire', key, '20240401T000000');
  const after = await sign(gpg, key, 'm', ...at('20240302T000000!'));
  t.match(await verdictOf(gpg, { message: 'm', signature: after, keys }), { verdict: 'expired', key });
  const prolonged = await gpg.run('--armor', '--export', key);
  t.match(await verdictOf(gpg, { message: 'm', signature: after, keys: prolonged }), { verdict: 'good', key });
  t.match(await verdictOf(gpg, { message: 'm', signature: during, keys: prolonged }), { verdict: 'good', key });
});

void test('a revoked key makes no good signature, whoever knows of it', { skip }, async (t) => {
  const gpg = await testGpg(t);
  const key = await gpg.key(user, 'ed25519');
  const signature = await sign(gpg, key, 'm');
  const before = await gpg.run('--armor', '--export', key);
  const file = path.join(gpg.home, 'openpgp-revocs.d', `${key}.rev`);
  await writeFile(file, (await readFile(file, 'utf8')).replace(':-----BEGIN', '-----BEGIN'));
  await gpg.run('--import', file);
  const keys = await gpg.run('--armor', '--export', key);
  t.match(await verdictOf(gpg, { message: 'm', signature, keys: before }), { verdict: 'good' });
  t.match(await verdictOf(gpg, { message: 'm', signature, keys }), { verdict: 'revoked', key });
  t.match(await verdictOf(gpg, { message: 'm', signature }), { verdict: 'revoked', key });
  t.match(await verdictOf(gpg, { message: 'm', signature, keys: `${before}${keys}` }), { verdict: 'revoked', key });
  t.match(await verdictOf(gpg, { message: 'n', signature, keys }), { verdict: 'bad', key });
});

void test('what is no single signature of a message is never good', { skip }, async (t) => {
  const gpg = await testGpg(t);
  const key = await gpg.key(user, 'ed25519');
  const keys = await gpg.run('--armor', '--export', key);
  const signature = await sign(gpg, key, 'm');
  const verdict = async (text: string) => (await verdictOf(gpg, { message: 'm', signature: text, keys })).verdict;
  t.equal(await verdict(signature), 'good');
  t.equal(await verdict(''), 'bad');
  t.equal(await verdict('no armor at all'), 'bad');
  t.equal(await verdict(signature.slice(0, 120)), 'bad');
  t.equal(await verdict(keys), 'bad');
  t.equal(await verdict(signature.replace(/\n[A-Za-z0-9+/]{10}/, '\nAAAAAAAAAA')), 'bad');
  const other = await gpg.key('Eve <eve@example.org>', 'ed25519');
  t.equal(await verdict(await sign(gpg, key, 'm', '--local-user', other)), 'bad', 'by two');
  t.equal(await verdict(await sign(gpg, key, 'm', '--digest-algo', 'SHA1')), 'unchecked', 'over a broken hash');
});
