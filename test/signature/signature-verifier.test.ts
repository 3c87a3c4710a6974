import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'tap';
import type { CommitId } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import type { SignatureFacts } from '#model/signature.js';
import { readTrust, type TrustFiles } from '#signature/read-trust.js';
import { type SignatureVerifier, signatureVerifier } from '#signature/signature-verifier.js';
import type { TestGpg } from '../support/gpg.js';
import { type GitRepository, makeGitRepository } from '../support/git-repository.js';
import { sshKeygen, without } from '../support/signing.js';

type Bytes = Readonly<Record<'id', string> & Record<'bytes', Buffer>>;

async function rawObject(repository: GitRepository, type: 'commit' | 'tag', revision: string): Promise<Bytes> {
  const id = await repository.git('rev-parse', revision);
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  try {
    const objects = type === 'tag' ? git.readTags() : git.readCommits([id as CommitId]);
    for await (const object of objects) {
      if (object.id === id) return { id, bytes: Buffer.from(object.bytes ?? []) };
    }
    throw new Error(`there is no ${type} ${revision}`);
  } finally {
    await git.close();
  }
}

async function verifierWith(files: TrustFiles, environment: TestGpg['environment'] = {}): Promise<SignatureVerifier> {
  return signatureVerifier(await readTrust(files, environment));
}

void test('commits and tags that git signed by SSH', { skip: without('ssh-keygen') }, async (t) => {
  const keygen = await sshKeygen(t);
  const [ada, eve] = [await keygen.key('ada'), await keygen.key('eve', '-t', 'rsa', '-b', '2048')];
  const allowedSigners = path.join(keygen.folder, 'allowed');
  await writeFile(allowedSigners, `someone@else,ada@example.org ${ada.publicKey}\n`);
  for (const format of ['sha1', 'sha256']) {
    const repository = await makeGitRepository(t, `--object-format=${format}`);
    await repository.git('config', 'gpg.format', 'ssh');
    await repository.git('config', 'user.signingKey', ada.file);
    await repository.commit('not signed');
    await repository.git('config', 'commit.gpgSign', 'true');
    await repository.commit('signed\n\ngpgsig is a word of this message\n gpgsig -----BEGIN SSH SIGNATURE-----');
    await repository.git('tag', '-s', '-m', 'a tag', 'v1');
    await repository.git('tag', '-a', '-m', 'not signed', 'v0');
    await repository.git('config', 'user.signingKey', eve.file);
    await repository.commit('by somebody else');
    const verifier = await verifierWith({ allowedSigners });
    const good = { kind: 'ssh', verdict: 'good', signer: 'ada@example.org', key: ada.fingerprint } as const;
    t.strictSame(await verifier.commit(await rawObject(repository, 'commit', 'HEAD~')), good, format);
    t.strictSame(await verifier.commit(await rawObject(repository, 'commit', 'HEAD~2')), undefined);
    t.match(await verifier.commit(await rawObject(repository, 'commit', 'HEAD')), {
      verdict: 'untrusted',
      key: eve.fingerprint,
    });
    t.strictSame(await verifier.tag(await rawObject(repository, 'tag', 'v1')), good);
    t.strictSame(await verifier.tag(await rawObject(repository, 'tag', 'v0')), undefined);
  }
});

void test('what was done to a signed commit shows', { skip: without('ssh-keygen') }, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('ada');
  const allowedSigners = path.join(keygen.folder, 'allowed');
  await writeFile(allowedSigners, `ada@example.org ${key.publicKey}\n`);
  const repository = await makeGitRepository(t);
  for (const [name, value] of Object.entries({
    'gpg.format': 'ssh',
    'user.signingKey': key.file,
    'commit.gpgSign': 'true',
  })) {
    await repository.git('config', name, value);
  }
  await repository.commit('first');
  await repository.commit('the message');
  const { id, bytes } = await rawObject(repository, 'commit', 'HEAD');
  const text = bytes.toString('latin1');
  const verifier = await verifierWith({ allowedSigners });
  const verdict = async (changed: string): Promise<SignatureFacts['verdict'] | 'none' | undefined> => {
    const facts = await verifier.commit({ id, bytes: Buffer.from(changed, 'latin1') });
    return facts === undefined ? 'none' : facts.verdict;
  };
  const signature = /gpgsig [^]*?\n(?! )/.exec(text)?.[0] ?? '';
  t.equal(await verdict(text), 'good');
  t.equal(await verdict(text.replace('the message', 'the massage')), 'bad');
  t.equal(await verdict(text.replace(/ \d+ \+0000\n/, ' 1 +0000\n')), 'bad', 'another date');
  t.equal(await verdict(text.replace('tree ', 'tree 0')), 'bad');
  t.equal(await verdict(text.replace(/parent .*\n/, '')), 'bad');
  t.equal(await verdict(text.replace('gpgsig ', 'parent 1234\ngpgsig ')), 'bad', 'a header before it');
  t.equal(await verdict(text.replace(signature, `${signature}parent 1234\n`)), 'bad', 'a header after it');
  t.equal(await verdict(text.replace(signature, `${signature}gpgsigx 1234\n`)), 'bad', 'a header much like it');
  t.equal(await verdict(text.replace(signature, '')), 'none', 'taken out');
  t.equal(await verdict(text.replace(signature, signature + signature)), 'bad', 'twice');
  t.equal(
    await verdict(text.replace(signature, signature.replace('gpgsig', 'gpgsig-sha256'))),
    'unchecked',
    'elsewhere',
  );
  t.equal(await verdict(text.replace(signature, `gpgsig ${'A'.repeat(1_000_000)}\n`)), 'bad', 'huge');
  t.equal(await verdict(text.replace(signature, 'gpgsig no signature\n')), 'bad');

  t.equal(await verdict(text.replace(/\n -----END SSH/, '\n -----END')), 'bad');
  const x509 = signature.replaceAll('SSH SIGNATURE', 'SIGNED MESSAGE');
  t.match(await verifier.commit({ id, bytes: Buffer.from(text.replace(signature, x509)) }), {
    kind: 'x509',
    verdict: 'unchecked',
  });
});

void test('whatever was done to a commit, nothing is good that git does not call good', {
  skip: without('ssh-keygen'),
}, async (t) => {
  const keygen = await sshKeygen(t);
  const key = await keygen.key('ada');
  const allowedSigners = path.join(keygen.folder, 'allowed');
  await writeFile(allowedSigners, `ada@example.org ${key.publicKey}\n`);
  const repository = await makeGitRepository(t);
  const settings = {
    'gpg.format': 'ssh',
    'user.signingKey': key.file,
    'commit.gpgSign': 'true',
    'gpg.ssh.allowedSignersFile': allowedSigners,
  };
  for (const [name, value] of Object.entries(settings)) await repository.git('config', name, value);
  await repository.commit('first');
  await repository.commit('the message\n\nof two paragraphs');
  const { bytes } = await rawObject(repository, 'commit', 'HEAD');
  const verifier = await verifierWith({ allowedSigners });
  const lines = bytes.toString('latin1').split('\n');
  const changed = [lines.join('\n')];
  for (let at = 0; at < lines.length; at += 3) {
    changed.push(lines.toSpliced(at, 1).join('\n'), lines.toSpliced(at, 0, lines[at] ?? '').join('\n'));
    changed.push(lines.with(at, `${lines[at]} `).join('\n'), lines.toSpliced(at, 0, ' gpgsig x').join('\n'));
  }
  let good = 0;
  for (const text of changed) {
    await repository.write('.git/forged', Buffer.from(text, 'latin1'));
    const id = await repository.git('hash-object', '-t', 'commit', '-w', '--literally', '.git/forged');
    const facts = await verifier.commit({ id, bytes: Buffer.from(text, 'latin1') });
    const gitSays = await repository.git('verify-commit', id).then(
      () => true,
      () => false,
    );
    if (facts?.verdict === 'good') good += 1;
    t.ok(facts?.verdict !== 'good' || gitSays, text);
  }
  t.ok(good > 0 && good < changed.length);
});
