import { Buffer } from 'node:buffer';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretKey } from '#redaction/secret-key.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

void test('the key is made once, 32 random bytes that only its owner can read', async (t) => {
  const folder = join(await temporaryFolder(t), 'pixelis');
  const key = await readSecretKey(folder);
  t.equal(key.length, 32);
  t.same(await readSecretKey(folder), key);
  t.equal(statSync(join(folder, 'secret.key')).mode & 0o777, 0o600);
  t.notSame(await readSecretKey(await temporaryFolder(t)), key);
});

void test('of many that make it at once, all have the same, and nothing else is left', async (t) => {
  const folder = await temporaryFolder(t);
  const keys = await Promise.all(Array.from({ length: 20 }, () => readSecretKey(folder)));
  t.equal(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size, 1);
  t.same(readdirSync(folder), ['secret.key']);
});

void test('who may not read the key of the clone has one of their own', {
  skip: process.geteuid === undefined && 'there are no users here',
}, async (t) => {
  const folder = await temporaryFolder(t);
  const first = await readSecretKey(folder);
  chmodSync(folder, 0o777);
  chmodSync(join(folder, 'secret.key'), 0);
  // Nothing is closed to root: it becomes somebody else for the moment.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    const own = await readSecretKey(folder);
    t.notSame(own, first);
    t.same(await readSecretKey(folder), own);
    t.same(readFileSync(join(folder, `secret-${process.geteuid?.()}.key`)), own);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

void test('a key that was cut short is refused, and not used', async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, 'secret.key'), 'short');
  await t.rejects(readSecretKey(folder), { code: 'file.invalid', message: /5 bytes instead of 32/ });
});
