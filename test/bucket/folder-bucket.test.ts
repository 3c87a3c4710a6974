import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import * as nodeFiles from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { test, type Test } from 'tap';
import { sourceOfBytes } from '#bucket/byte-source.js';
import type { FileCalls } from '#bucket/durable-files.js';
import { createFolderBucket, folderBucket } from '#bucket/folder-bucket.js';
import { everyCall } from '../support/file-calls.js';
import { someBytes } from '../support/some-bytes.js';
import { bucketSuite, bytesAt, keysOf } from './bucket-suite.js';

async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pixelis-bucket-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder, whatever it is, by its path. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const source = sourceOfBytes(someBytes(1000));

bucketSuite('folder', async (t) => folderBucket(await temporaryFolder(t)));
bucketSuite('folder, not flushed', async (t) => folderBucket(await temporaryFolder(t), { fsync: 'none' }));
bucketSuite('folder without hard links', async (t) => folderBucket(await temporaryFolder(t), { files: linkless }), {
  // Without links nobody can tell who was first: all content themselves with the same bytes.
  exclusive: false,
});

void test('what can be no object is told of by a listing that asks for it, as far as it lies under the prefix', async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('objects/aa/1', source);
  await symlink('/etc/hosts', join(folder, 'objects/link'));
  await mkdir(join(folder, 'objects/aa/.hidden'));
  await writeFile(join(folder, 'objects/aa/.hidden/file'), 'x');
  await writeFile(join(folder, 'objects/README'), 'x');
  await writeFile(join(folder, 'NOTE'), 'x');
  const foreign: string[] = [];
  for await (const _ of bucket.list('objects/', { onForeign: (name) => foreign.push(name) }));
  t.same(foreign.sort(), ['objects/README', 'objects/aa/.hidden', 'objects/link']);
});

void test('an object is a read-only file under its key, and nothing else is left', async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('objects/3f/a2', source);
  t.same(await filesBelow(folder), ['objects/3f/a2']);
  t.equal(bucket.pathOf('objects/3f/a2'), join(folder, 'objects/3f/a2'));
  t.equal((await stat(bucket.pathOf('objects/3f/a2'))).mode & 0o777, 0o444);
});

void test('a folder that does not exist is not an empty bucket', async (t) => {
  const folder = join(await temporaryFolder(t), 'mount', 'store');
  const bucket = folderBucket(folder);
  const notFound = { code: 'remote.not-found', message: /does not exist/, hint: /is it mounted/ };
  await t.rejects(bucket.head('a/1'), notFound);
  await t.rejects(bucket.get('a/1'), notFound);
  await t.rejects(keysOf(bucket, ''), notFound);
  await t.rejects(bucket.put('a/1', source), notFound);
  await t.rejects(bucket.delete('a/1'), notFound);
  await createFolderBucket(folder);
  t.same(await keysOf(bucket, ''), []);
  t.equal(await bucket.put('a/1', source), 'created');
});

void test('a folder that disappears while it is used is missed', async (t) => {
  const folder = join(await temporaryFolder(t), 'store');
  const bucket = await createFolderBucket(folder);
  await bucket.put('a/1', source);
  await rename(folder, `${folder}-gone`);
  const notFound = { code: 'remote.not-found' };
  await t.rejects(bucket.head('a/1'), notFound);
  await t.rejects(bucket.get('a/1'), notFound);
  await t.rejects(keysOf(bucket, ''), notFound);
  await t.rejects(bucket.put('a/2', source), notFound);
  await t.rejects(bucket.delete('a/1'), notFound);
});

void test('a bucket that may be made reads as empty before its first object', async (t) => {
  const folder = join(await temporaryFolder(t), 'deep', 'cache');
  const bucket = folderBucket(folder, { create: true });
  t.same([await bucket.head('a/1'), await bucket.get('a/1'), await keysOf(bucket, '')], [undefined, undefined, []]);
  await bucket.delete('a/1');
  t.same(await readdir(join(folder, '..', '..')), [], 'looking makes nothing');
  t.equal(await bucket.put('a/1', source), 'created');
});

void test('a folder of keys that somebody removed is made again', async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('objects/3f/a2', source);
  await rm(join(folder, 'objects'), { recursive: true });
  t.equal(await bucket.put('objects/3f/a2', source), 'created');
  t.same(await keysOf(bucket, ''), ['objects/3f/a2']);
});

void test('foreign files and files on their way in are not objects', async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('objects/3f/a2', source);
  await writeFile(join(await bucket.temporaryFolder(), 'half'), 'x');
  for (const name of ['.DS_Store', 'Thumbs.DB', 'objects/3f/a2 (copy)', 'objects/.nfs001'])
    await writeFile(join(folder, name), 'x');
  await symlink('a2', join(folder, 'objects/3f/link'));
  await mkdir(join(folder, 'empty'));
  t.same(await keysOf(bucket, ''), ['objects/3f/a2']);
});

void test('a link is never followed, for an object or a folder of objects', async (t) => {
  const folder = await temporaryFolder(t);
  const outside = await temporaryFolder(t);
  await writeFile(join(outside, 'a2'), 'secret');
  await mkdir(join(folder, 'objects'));
  await symlink(outside, join(folder, 'objects/3f'));
  await mkdir(join(folder, 'objects/40'));
  await symlink(join(outside, 'a2'), join(folder, 'objects/40/a2'));
  const bucket = folderBucket(folder);
  for (const [key, code] of [
    ['objects/3f/a2', 'worktree.unsafe-path'],
    ['objects/40/a2', 'object.corrupt'],
  ] as const) {
    await t.rejects(bucket.head(key), { code });
    await t.rejects(bucket.get(key), { code });
    await t.rejects(bucket.put(key, source), { code });
  }
  await t.rejects(bucket.put('objects/3f/new', source), { code: 'worktree.unsafe-path' });
  await t.rejects(bucket.delete('objects/3f/a2'), { code: 'worktree.unsafe-path' });
  t.same(await keysOf(bucket, ''), []);
  t.same(await readdir(outside), ['a2']);
  t.equal(
    await bucket.put('objects/40/a2', source, { replace: true }),
    'created',
    'a link is replaced, not written through',
  );
  t.equal(await readFile(join(outside, 'a2'), 'utf8'), 'secret');
});

void test('finished files are taken in together', async (t) => {
  const folder = await temporaryFolder(t);
  const calls: string[] = [];
  const bucket = folderBucket(folder, { files: noting(calls) });
  await bucket.put('packs/aa/there', sourceOfBytes(Buffer.from('same')));
  const temporary = await bucket.temporaryFolder();
  const incoming = ['packs/aa/1', 'packs/aa/2', 'packs/bb/1', 'packs/aa/there'].map((key, index) => ({
    key,
    path: join(temporary, `incoming-${index}`),
  }));
  for (const { path } of incoming) await writeFile(path, 'same');
  calls.length = 0;
  t.same(await bucket.adopt(incoming), ['created', 'created', 'created', 'exists']);
  t.same(await filesBelow(folder), ['packs/aa/1', 'packs/aa/2', 'packs/aa/there', 'packs/bb/1']);
  t.equal((await stat(bucket.pathOf('packs/aa/1'))).mode & 0o777, 0o444);
  const synced = calls.filter((call) => call.startsWith('sync'));
  t.same(
    synced.map((call) => call.slice(5 + folder.length + 1)).sort(),
    ['packs', 'packs/aa', 'packs/bb', 'tmp/incoming-0', 'tmp/incoming-1', 'tmp/incoming-2', 'tmp/incoming-3'],
    'every file and every touched folder is flushed once',
  );
  const firstLink = calls.findIndex((call) => call.startsWith('link'));
  const lastLink = calls.findLastIndex((call) => call.startsWith('link'));
  t.ok(calls.slice(0, firstLink).filter((call) => call.startsWith('sync') && call.includes('incoming')).length === 4);
  t.same(
    calls.slice(lastLink).filter((call) => call.startsWith('sync')).length,
    2,
    'folders are flushed after every file is linked',
  );
});

void test('a finished file that differs from what is there stays, the others are taken in', async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('packs/aa/1', sourceOfBytes(Buffer.alloc(0)));
  const temporary = await bucket.temporaryFolder();
  await writeFile(join(temporary, 'one'), 'whole');
  await writeFile(join(temporary, 'two'), 'two');
  const incoming = [
    { key: 'packs/aa/1', path: join(temporary, 'one') },
    { key: 'packs/aa/2', path: join(temporary, 'two') },
  ];
  await t.rejects(bucket.adopt(incoming), { code: 'object.corrupt', data: { key: 'packs/aa/1', size: 0 } });
  t.same(await filesBelow(folder), ['packs/aa/1', 'packs/aa/2', 'tmp/one']);
});

void test('an object is durable before it has its name, and its name before it is acknowledged', async (t) => {
  const folder = await temporaryFolder(t);
  const calls: string[] = [];
  const bucket = folderBucket(folder, { files: noting(calls) });
  await bucket.put('objects/aa/1', source);
  calls.length = 0;
  await bucket.put('objects/aa/2', source);
  const shape = calls
    .filter((call) => /^(sync|link|unlink)/.test(call))
    .map((call) => call.replace(folder, '').replace(/tmp\/[0-9a-f-]{36}/, 'tmp/new'));
  t.same(shape, ['sync /tmp/new', 'link /objects/aa/2', 'sync /objects/aa', 'unlink /tmp/new']);
});

void test('what is removed for good does not come back after a power cut', async (t) => {
  const folder = await temporaryFolder(t);
  const calls: string[] = [];
  const bucket = folderBucket(folder, { files: noting(calls) });
  await bucket.put('objects/aa/1', source);
  calls.length = 0;
  await bucket.delete('objects/aa/1', { durable: true });
  const shape = (): readonly string[] =>
    calls.filter((call) => /^(sync|unlink)/.test(call)).map((call) => call.replace(folder, ''));
  t.same(shape(), ['unlink /objects/aa/1', 'sync /objects/aa']);

  calls.length = 0;
  await bucket.flushRemoved(['objects/aa/2', 'objects/aa/3', 'trash/gone/4']);
  t.same(shape(), ['sync /objects/aa'], 'each folder that is there, once');
});

void test('without flushing nothing is flushed', async (t) => {
  const calls: string[] = [];
  const bucket = folderBucket(await temporaryFolder(t), { files: noting(calls), fsync: 'none' });
  await bucket.put('objects/aa/1', source);
  await bucket.delete('objects/aa/1', { durable: true });
  t.same(
    calls.filter((call) => call.startsWith('sync')),
    [],
  );
});

void test('whatever call fails, the object is there whole or not at all, and the next try succeeds', async (t) => {
  for (const errno of ['ENOSPC', 'EIO', 'EACCES']) {
    let failed = 0;
    for (let nth = 0; ; nth++) {
      const folder = await temporaryFolder(t);
      const budget = { left: nth, errno };
      const outcome = await folderBucket(folder, { files: failing(budget) })
        .put('objects/aa/1', source)
        .catch((error: unknown) => error as { code: string; data: { errno: string } });
      if (budget.left >= 0) {
        t.equal(outcome, 'created');
        break;
      }
      // What cannot be tidied up, or has another way (a rename for a link), is no failure.
      if (outcome !== 'created') {
        failed += 1;
        t.match(outcome, { code: /^disk\./, data: { errno } }, `${errno} at call ${nth}`);
      }
      const bucket = folderBucket(folder);
      const bytes = await bytesAt(bucket, 'objects/aa/1');
      t.ok(
        bytes === undefined || Buffer.from(bytes).equals(someBytes(1000)),
        `${errno} at call ${nth}: whole or absent`,
      );
      t.match(await bucket.put('objects/aa/1', source), /created|exists/);
    }
    t.ok(failed >= 5, `${failed} calls failed with ${errno}`);
  }
});

void test('killed before any call, a put leaves the object whole or absent, and a rerun completes', {
  timeout: 120_000,
}, async (t) => {
  const program = fileURLToPath(new URL('../support/killed-put.js', import.meta.url));
  let kills = 0;
  for (let nth = 0; ; nth++) {
    const folder = await temporaryFolder(t);
    const { signal, status } = spawnSync(execPath, [program, folder, String(nth)], { stdio: 'inherit' });
    if (signal === null) {
      t.equal(status, 0);
      break;
    }
    kills += 1;
    const bucket = folderBucket(folder);
    const bytes = await bytesAt(bucket, 'objects/aa/1');
    t.ok(bytes === undefined || Buffer.from(bytes).equals(someBytes(1000)), `killed before call ${nth}`);
    t.same(await keysOf(bucket, ''), bytes === undefined ? [] : ['objects/aa/1']);
    t.match(await bucket.put('objects/aa/1', source), /created|exists/);
  }
  t.ok(kills >= 8, `${kills} kills`);
});

void test('what the file system refuses is a disk error with its path', {
  skip: process.getuid?.() === 0 && 'root may do everything',
}, async (t) => {
  const folder = await temporaryFolder(t);
  const bucket = folderBucket(folder);
  await bucket.put('objects/aa/1', source);
  await chmod(join(folder, 'objects/aa'), 0o000);
  t.teardown(() => chmod(join(folder, 'objects/aa'), 0o755));
  await t.rejects(bucket.head('objects/aa/1'), { code: 'disk.denied', message: new RegExp(folder) });
});

/** The calls, each noted before it is made. */
function noting(calls: string[]): FileCalls {
  return everyCall((name, path) => void calls.push(`${name} ${path}`));
}

/** The calls, of which the one after `left` more fails. */
function failing(budget: { left: number; readonly errno: string }): FileCalls {
  return everyCall(() => {
    budget.left -= 1;
    if (budget.left === -1) throw Object.assign(new Error(budget.errno), { code: budget.errno });
  });
}

const linkless: FileCalls = {
  ...nodeFiles,
  link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' })),
};
