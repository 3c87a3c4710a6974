import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { s3Bucket } from '#bucket/s3-bucket.js';
import { openObjectStore } from '#store/bucket-store.js';
import { readSealChain, sealsRef } from '#seals/seal-chain.js';
import { checkKeptSeals, keepSeal } from '#operations/keep-seals.js';
import { makeContextWithRemote, type OperationFixture } from '../support/operation-context.js';
import { startS3Double } from '../support/s3-double.js';
import { makeFolder } from '../support/git-repository.js';

async function addRecord({ repository }: OperationFixture, name: string): Promise<void> {
  await repository.write(`.pixelis/runs/${name}.yaml`, `run: ${name}\n`);
  await repository.commit(name);
}

async function makeSealed(t: Test) {
  const fixture = await makeContextWithRemote(t);
  await addRecord(fixture, 'first');
  const { kept } = await fixture.pixelis.seals.make({ remote: true });
  return { ...fixture, keptFile: path.join(fixture.remoteFolder, kept?.key ?? '') };
}

async function codesOf({ pixelis }: OperationFixture): Promise<readonly string[]> {
  const { problems, warnings } = await pixelis.seals.list({ remote: true });
  return [...problems.map(({ code }) => code), ...warnings.map(({ code }) => `(${code})`)];
}

void test('a remote keeps each checkpoint, and shows what became of the seals', async (t) => {
  const fixture = await makeSealed(t);
  const { pixelis, repository, keptFile } = fixture;
  t.equal(await readFile(keptFile, 'utf8'), `${await repository.git('show', 'refs/pixelis/seals:checkpoint')}\n`);
  t.strictSame(await codesOf(fixture), []);
  await addRecord(fixture, 'second');
  await pixelis.seals.make({ remote: true });
  t.strictSame((await readdir(path.dirname(keptFile))).length, 2);
  t.match(await pixelis.seals.make({ remote: 'origin' }), { kept: { remote: 'origin' } }, 'again is no harm');
  t.strictSame(await codesOf(fixture), []);

  await repository.git('update-ref', sealsRef, `${sealsRef}~1`);
  await rm(path.join(repository.root, '.git/pixelis/seen'), { recursive: true });
  t.strictSame(await codesOf(fixture), ['(seal.incomplete)'], 'cut off, and the memory with it');
  await repository.git('update-ref', '-d', sealsRef);
  await rm(path.join(repository.root, '.git/pixelis/seen'), { recursive: true });
  t.strictSame(await codesOf(fixture), ['(seal.incomplete)'], 'taken away');
  await pixelis.seals.make();
  t.strictSame(await codesOf(fixture), [], 'one that was begun anew has another name');
});

void test('a checkpoint that was changed on the remote is found, and none is ever replaced there', async (t) => {
  const fixture = await makeSealed(t);
  const { pixelis, keptFile } = fixture;
  const note = await readFile(keptFile, 'utf8');
  for (const forged of [note.replace(/\n\d+\n/, '\n2\n'), note.replace(/\n— [^\n]*/, ''), 'nothing\n']) {
    await writeFile(keptFile, forged);
    t.strictSame(await codesOf(fixture), ['seal.broken'], JSON.stringify(forged.slice(0, 20)));
  }
  await t.rejects(pixelis.seals.make({ remote: true }), { code: 'seal.broken' });
  await writeFile(keptFile, note);
  t.match(await pixelis.seals.make({ remote: true }), { problems: [] });
});

void test('a folder cannot lock, and a lock without a remote says nothing', async (t) => {
  const fixture = await makeContextWithRemote(t);
  await addRecord(fixture, 'first');
  const { seals } = fixture.pixelis;
  await t.rejects(seals.make({ remote: true, lockDays: 1 }), { code: 'remote.cannot-keep' });
  await t.rejects(seals.make({ lockDays: 1 }), { code: 'usage.invalid-argument' });
  await t.rejects(seals.make({ remote: 'nowhere' }), { code: 'remote.not-configured' });
});

void test('a bucket with Object Lock holds the checkpoint until its day', async (t) => {
  const double = await startS3Double({ hasObjectLock: true });
  t.teardown(() => double.stop());
  const { context } = await makeSealed(t);
  const bucket = s3Bucket(double.freshBucket());
  const store = await openObjectStore(bucket, { label: 'remote', tableCache: await makeFolder(t) });
  const remote = { name: 'lock', url: bucket.label, store };
  const tip = await context.git.resolveCommit(sealsRef);
  if (tip === undefined) throw new Error('nothing is sealed');
  const chain = await readSealChain(context.git, tip);
  const keepUntil = new Date(Date.now() + 86_400_000);
  const key = await keepSeal(remote, { chain, keepUntil }, {});
  t.equal(await bucket.delete(key), 'kept');
  const put = double.requests.find(({ action }) => action === 'PutObject');
  t.match(put?.headers, { 'x-amz-object-lock-mode': 'COMPLIANCE', 'if-none-match': '*' });
  t.strictSame(await checkKeptSeals(remote, chain, {}), []);
});
