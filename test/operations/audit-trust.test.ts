import { test } from 'tap';
import type { AuditResult } from '#schema/index.js';
import { without } from '../support/signing.js';
import { makeTrails, signBy, type Trail } from '../support/tampered.js';

const skip = without('ssh-keygen');

void test('those who are trusted change whom to trust, on branches and in merges, and nothing is said', {
  skip,
}, async (t) => {
  const trail = await (await makeTrails(t)).signed();
  const { git } = trail;
  const line = (who: 'ada' | 'bob' | 'mallory', name: string) => `${name}@example.org ${trail.keys[who].publicKey}\n`;
  const signers = await trail.text('signers');

  await git('checkout', '-q', 'side');
  await signBy(trail, 'bob');
  await trail.write('signers', `${line('ada', 'countess')}${signers}`);
  await trail.commit('another name of hers');
  await git('checkout', '-q', 'main');
  await signBy(trail, 'ada');
  await trail.write('signers', `${signers}${line('mallory', 'carol')}`);
  await trail.commit('Carol has come');
  await git('merge', '-q', '--no-edit', 'side');
  t.match(await trail.text('signers'), /countess.*carol/s, 'git has joined the lines of both');

  await git('checkout', '-q', '-b', 'late', 'HEAD~1');
  await trail.write('late.csv', 'late');
  await trail.done('add', 'late.csv', '--name', 'dataset-late');
  await trail.commit('late');
  await git('merge', '-q', '--no-edit', 'main');
  await git('checkout', '-q', 'main');
  await git('merge', '-q', '--no-ff', '--no-edit', 'late');

  await signBy(trail, 'mallory');
  await git('mv', 'signers', '.pixelis/signers');
  await trail.done('config', 'set', 'signatures.allowed_signers', '.pixelis/signers');
  await trail.write('revoked', line('bob', 'bob').replace('bob@example.org ', ''));
  await trail.done('config', 'set', 'signatures.revoked_keys', 'revoked');
  await trail.commit('Carol tidies up, and Bob lost a key');
  t.strictSame(await findingsOf(trail), []);

  await git('branch', '-q', '-D', 'side', 'late');
  t.strictSame(await findingsOf(trail, '--since', 'HEAD~1'), [], 'nor of a part');
});

void test('who demands signatures, and trusts nobody, may think better of it: a question, and no more', {
  skip,
}, async (t) => {
  const trail = await (await makeTrails(t)).plain();
  await trail.done('config', 'set', 'audit.require_signed', 'on');
  await trail.commit('from now on');
  await trail.done('config', 'unset', 'audit.require_signed');
  await trail.commit('or not');
  t.match(await findingsOf(trail), [
    { kind: 'trust-changed', path: '.pixelis/config.yaml', message: /\('on' becomes 'off'\), and nobody signed it/ },
  ]);
});

async function findingsOf(trail: Trail, ...args: readonly string[]): Promise<AuditResult['findings']> {
  const { findings } = (await trail.json('audit', ...args)).result as unknown as AuditResult;
  return findings.filter(({ kind }) => kind.startsWith('trust-'));
}
