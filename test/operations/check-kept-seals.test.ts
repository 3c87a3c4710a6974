import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { decodeCheckpoint, decodeNote } from '#format/signed-note.js';
import { openObjectStore } from '#store/bucket-store.js';
import { type SealChain, sealsRef } from '#seals/seal-chain.js';
import { checkKeptSeals } from '#operations/check-kept-seals.js';
import { keepSeal } from '#operations/keep-seal.js';
import { ownSeals } from '#operations/sealed-trail.js';
import { makeContextWithRemote, type OperationFixture } from '../support/operation-context.js';
import { lockingServices, openLockingDouble } from '../support/locking-services.js';
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

/** A repository with a seal, and a bucket with Object Lock as its remote. */
async function makeLocked(t: Test, settings: S3BucketSettings) {
  const fixture = await makeSealed(t);
  const { context, repository } = fixture;
  const bucket = s3Bucket(settings);
  const store = await openObjectStore(bucket, { label: 'remote', tableCache: await makeFolder(t) });
  const remote = { name: 'lock', url: bucket.label, store };
  const chainHere = async (): Promise<SealChain> => {
    const chain = await ownSeals(context.git, {});
    if (chain === undefined) throw new Error('nothing is sealed');
    return chain;
  };
  const keepUntil = new Date(Date.now() + 86_400_000);
  return {
    ...fixture,
    bucket,
    keep: async () => keepSeal(remote, { chain: await chainHere(), keepUntil }, {}),
    overwrite: (key: string, note: string) => bucket.put(key, sourceOfBytes(Buffer.from(note)), { replace: true }),
    found: async (chain: SealChain | undefined) =>
      (await checkKeptSeals(remote, chain, {})).map(({ severity, error }) => `${severity} ${error.code}`),
    chainHere,
    sealAnother: async (name: string) => {
      await addRecord(fixture, name);
      await fixture.pixelis.seals.make();
    },
    /** Takes the newest commit and its seal away, as if they never had been here. */
    cutOff: async () => {
      await repository.git('reset', '-q', '--hard', 'HEAD~1');
      await repository.git('update-ref', sealsRef, `${sealsRef}~1`);
      await rm(path.join(repository.root, '.git/pixelis/seen'), { recursive: true });
    },
  };
}

for (const { name, skip, open } of lockingServices) {
  void test(`${name}: a seal under Object Lock that somebody hid is found, and still says what it says`, {
    skip,
  }, async (t) => {
    const locked = await makeLocked(t, await open(t));
    await locked.keep();
    await locked.sealAnother('second');
    const key = await locked.keep();
    t.strictSame(await locked.found(await locked.chainHere()), []);
    await locked.bucket.delete(key);
    t.strictSame(await locked.found(await locked.chainHere()), ['tampered seal.hidden']);
    await locked.cutOff();
    t.strictSame(await locked.found(await locked.chainHere()), ['tampered seal.hidden', 'incomplete seal.incomplete']);
    t.strictSame(await locked.found(undefined), ['tampered seal.hidden', 'incomplete seal.incomplete']);
  });

  void test(`${name}: the seal under Object Lock is the witness, whatever lies on it`, { skip }, async (t) => {
    const locked = await makeLocked(t, await open(t));
    await locked.sealAnother('second');
    const key = await locked.keep();
    const { note } = (await locked.chainHere()).newest;
    await locked.overwrite(key, 'nothing\n');
    t.strictSame(await locked.found(await locked.chainHere()), ['tampered seal.broken'], 'the newer one is no seal');
    await locked.overwrite(key, note);
    t.strictSame(await locked.found(await locked.chainHere()), [], 'put right again');
    await locked.cutOff();
    await locked.sealAnother('another');
    const forged = await locked.chainHere();
    t.equal(forged.newest.checkpoint.size, decodeCheckpoint(decodeNote(note).text).size, 'of the same size');
    await t.rejects(locked.keep(), { code: 'seal.broken' });
    await locked.overwrite(key, forged.newest.note);
    t.strictSame(await locked.found(forged), ['tampered seal.broken'], 'the older one is another');
    await t.rejects(locked.keep(), { code: 'seal.broken' }, 'nor is it said to be kept');
  });
}

void test('a seal that was hidden is put anew, and held anew', async (t) => {
  const double = await openLockingDouble(t);
  const locked = await makeLocked(t, double.freshBucket());
  const key = await locked.keep();
  t.equal(await locked.keep(), key);
  const puts = double.requests.filter(({ action }) => action === 'PutObject');
  t.equal(puts.length, 1, 'it is held already');
  t.match(puts[0]?.headers, { 'x-amz-object-lock-mode': 'COMPLIANCE', 'if-none-match': '*' });
  await locked.bucket.delete(key);
  await locked.keep();
  t.strictSame(await locked.found(await locked.chainHere()), []);
  t.ok((await locked.bucket.head(key))?.keptUntil);
});

void test('a seal that was kept without a lock is held as soon as that is asked for', async (t) => {
  const locked = await makeLocked(t, (await openLockingDouble(t)).freshBucket());
  const { newest } = await locked.chainHere();
  const key = await locked.keep();
  await locked.overwrite(key, newest.note);
  t.equal((await locked.bucket.head(key))?.keptUntil, undefined);
  await locked.keep();
  t.ok((await locked.bucket.head(key))?.keptUntil);
});

void test('who may not list versions is told that hidden seals would not be found', async (t) => {
  const double = await openLockingDouble(t);
  const locked = await makeLocked(t, double.freshBucket());
  await locked.keep();
  double.fail({ action: 'ListObjectVersions', how: { status: 403, code: 'AccessDenied' } });
  t.strictSame(await locked.found(await locked.chainHere()), ['gap remote.denied']);
});
