import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { test } from 'tap';
import { sealKeyPath } from '#seals/seal-key.js';
import { fingerprintOf, noteKey, publicKeyOf, sshKeyText } from '#seals/note-key.js';
import type { SealProofFile } from '../../src/index.js';
import { makeFolder } from '../support/git-repository.js';
import { makeRepository, type TestRepository } from '../support/repository.js';

/** The key with which the user of a repository seals: fingerprint, and as the allowed signers name it. */
async function keyOf(repository: TestRepository) {
  const pem = await readFile(sealKeyPath(repository.environment), 'utf8');
  const key = noteKey('any', publicKeyOf(createPrivateKey(pem)));
  return { fingerprint: fingerprintOf(key), ssh: sshKeyText(key) };
}

void test('what is sealed is proven to whoever has the proof and knows the key, without the repository', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data.csv', 'a,b\n1,2\n');
  const commit = await repository.addAndCommit('data', 'data.csv');
  await repository.done('audit', 'seal');
  await repository.git('show', 'refs/pixelis/seals:checkpoint').then((note) => repository.write('kept', `${note}\n`));
  await repository.write('more.csv', 'c\n');
  await repository.addAndCommit('more', 'more.csv');
  await repository.done('audit', 'seal');
  const elsewhere = await makeFolder(t);
  const file = path.join(elsewhere, 'proof.json');
  await repository.done('audit', 'prove', 'data.csv', '-o', file, '--since', 'kept');

  const { fingerprint, ssh } = await keyOf(repository);
  const signers = path.join(elsewhere, 'signers');
  await writeFile(signers, `ada@example.org namespaces="pixelis-seal" ${ssh}\n`);
  const check = async (...more: readonly string[]) => {
    const { code, stdout } = await repository.spawn(['--json', 'audit', 'check-proof', 'proof.json', ...more], {
      cwd: elsewhere,
    });
    return { code, result: JSON.parse(stdout) as Record<string, unknown> };
  };
  const unasked = await check();
  t.match(unasked, {
    code: 0,
    result: { commit, version: { artifact: 'dataset-data', version: 1 }, warnings: [{ code: 'seal.untrusted' }] },
  });
  t.match(unasked.result['since'], { size: Number }, 'and what it grew out of');
  t.match(await check('--key', fingerprint), { code: 0, result: { signature: { verdict: 'good' }, warnings: [] } });
  t.match(await check('--signers', 'signers'), {
    code: 0,
    result: { signature: { verdict: 'good', signer: 'ada@example.org', key: fingerprint } },
  });
  await writeFile(signers, `ada@example.org namespaces="git" ${ssh}\n`);
  t.match(await check('--signers', 'signers'), { code: 4, result: { problems: [{ code: 'proof.invalid' }] } });
  t.match(await check('--key', 'SHA256:other'), { code: 4, result: { problems: [{ code: 'proof.invalid' }] } });
  t.match(await check('--signers', 'none'), { code: 1, result: { error: { code: 'signature.trust-unreadable' } } });

  const proof = JSON.parse(await readFile(file, 'utf8')) as SealProofFile;
  const changes: Readonly<Record<string, Partial<SealProofFile>>> = {
    'another record': { content: proof.content.replace('size: 8', 'size: 9') },
    'another leaf': { entry: proof.entry.replace('v1', 'v2') },
    'another number': { index: proof.index + 1 },
    'another way': { path: proof.path.slice(1) },
    'another time': { sealed: { ...proof.sealed, entry: proof.sealed.entry.replace(/Z$/, 'Z later') } },
    'another checkpoint': { checkpoint: proof.since?.checkpoint ?? '' },
    'another history': {
      since: {
        checkpoint: (proof.since?.checkpoint ?? '').replace(/\n(\d+)\n/, '\n1\n'),
        path: proof.since?.path ?? [],
      },
    },
    'another signature': { checkpoint: proof.checkpoint.replace(/\n(\d+)\n/, '\n1$1\n') },
  };
  for (const [what, change] of Object.entries(changes)) {
    await writeFile(file, JSON.stringify({ ...proof, ...change }));
    t.match(
      await check('--key', fingerprint),
      { code: 4, result: { error: { code: /proof\.invalid|seal\.broken/ } } },
      what,
    );
  }
  await writeFile(file, 'proof');
  t.match(await check(), { code: 4, result: { error: { code: 'proof.invalid' } } });
});

void test('a run is proven by its id, and what was recorded after the last seal is not', async (t) => {
  const repository = await makeRepository(t);
  await repository.done('run', '--id', 'run1', '--', 'true');
  await repository.commit('a run');
  t.match((await repository.json('audit', 'prove', 'run1')).result, { error: { code: 'seal.not-found' } });
  await repository.done('audit', 'seal');
  t.match(await repository.done('audit', 'prove', 'run1'), { record: '.pixelis/runs/run1.yaml' });
  await repository.write('data.csv', 'a\n');
  await repository.addAndCommit('data', 'data.csv');
  t.match((await repository.json('audit', 'prove', 'data.csv')).result, { error: { code: 'seal.not-found' } });
  t.match((await repository.json('audit', 'prove', 'no-such')).result, { error: { code: 'reference.not-found' } });
});

void test('where git signs commits, so does a seal, and the proof brings that signature along', async (t) => {
  const repository = await makeRepository(t);
  const key = path.join(path.dirname(repository.root), 'key');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key]);
  await repository.git('config', 'gpg.format', 'ssh');
  await repository.git('config', 'user.signingKey', `${key}.pub`);
  await repository.git('config', 'commit.gpgSign', 'true');
  await repository.write('data.csv', 'a\n');
  await repository.addAndCommit('data', 'data.csv');
  await repository.done('audit', 'seal');
  await repository.done('audit', 'prove', 'data.csv', '-o', 'proof.json');
  await repository.write('signers', `ada@example.org ${(await readFile(`${key}.pub`, 'utf8')).trim()}\n`);
  const checked = await repository.json('audit', 'check-proof', 'proof.json', '--signers', 'signers');
  t.match(checked, { code: 0, result: { signature: { verdict: 'good', signer: 'ada@example.org' } } });

  const proof = JSON.parse(await readFile(repository.at('proof.json'), 'utf8')) as SealProofFile;
  const commit = Buffer.from(proof.commit ?? '', 'base64').toString('latin1');
  for (const forged of [commit.replace('Ada', 'Eve'), commit.replace('seal of', 'Seal of'), commit.slice(0, -2)]) {
    const bytes = Buffer.from(forged, 'latin1').toString('base64');
    await repository.write('proof.json', JSON.stringify({ ...proof, commit: bytes }));
    t.match(await repository.json('audit', 'check-proof', 'proof.json', '--signers', 'signers'), {
      code: 4,
      result: { error: { code: 'proof.invalid' } },
    });
  }
});
