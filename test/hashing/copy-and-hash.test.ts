import { appendFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyAndHash } from '#hashing/copy-and-hash.js';
import { hashFile } from '#hashing/hash-file.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { type Test, test } from 'tap';

const MiB = 1024 * 1024;

void test('a file hashes to its digest, whichever way it is read', async (t) => {
  const { folder, hasher } = await arrange(t);
  for (const size of [0, 1, 300_000, 64 * MiB, 64 * MiB + 1, 80 * MiB + 7]) {
    const { path, bytes } = await fileOf(folder, size);
    let told = 0;
    const hashed = await hashFile(path, hasher, { onBytes: (count) => (told += count) });
    t.same([hashed.digest, hashed.stamp.size, told], [hashBytes(bytes, hasher), size, size], `${size} bytes`);
  }
});

void test('a copy has the bytes of its source, and their digest', async (t) => {
  const { folder, hasher } = await arrange(t);
  for (const size of [0, 1, 300_000, 8 * MiB - 1, 8 * MiB, 24 * MiB + 5, 140 * MiB]) {
    const { path, bytes } = await fileOf(folder, size);
    const target = join(folder, `copy-${size}`);
    const copied = await copyAndHash(path, target, { hasher });
    t.same([copied.digest, copied.stamp.size], [hashBytes(bytes, hasher), size], `${size} bytes`);
    t.ok((await readFile(target)).equals(bytes));
  }
});

void test('a file that changes while it is read is refused, and no copy is left', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 70 * MiB);
  const changeOnce = onceOf(() => appendFileSync(path, 'more'));
  await t.rejects(hashFile(path, hasher, { onBytes: changeOnce }), { code: 'worktree.changed-meanwhile' });
  const changeAgain = onceOf(() => appendFileSync(path, 'more'));
  await t.rejects(copyAndHash(path, join(folder, 'copy'), { hasher, onBytes: changeAgain }), {
    code: 'worktree.changed-meanwhile',
  });
  t.notOk((await readdir(folder)).includes('copy'));
});

void test('a file that was replaced under its name while it was copied is refused', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 20 * MiB);
  const other = await fileOf(folder, 20 * MiB + 1);
  const { renameSync } = await import('node:fs');
  const replace = onceOf(() => renameSync(other.path, path));
  await t.rejects(copyAndHash(path, join(folder, 'copy'), { hasher, onBytes: replace }), {
    code: 'worktree.changed-meanwhile',
  });
});

void test('links and folders are not files', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 10);
  await symlink(path, join(folder, 'link'));
  await t.rejects(hashFile(join(folder, 'link'), hasher), { code: 'disk.failed' });
  await t.rejects(copyAndHash(join(folder, 'link'), join(folder, 'copy'), { hasher }), { code: 'disk.failed' });
  await t.rejects(hashFile(folder, hasher), { code: 'path.special-file' });
  await t.rejects(copyAndHash(folder, join(folder, 'copy'), { hasher }), { code: 'path.special-file' });
});

void test('an aborted copy ends as interrupted and leaves no target', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 70 * MiB);
  const cancel = new AbortController();
  const copying = copyAndHash(path, join(folder, 'copy'), {
    hasher,
    signal: cancel.signal,
    onBytes: () => cancel.abort(),
  });
  await t.rejects(copying, { code: 'interrupted' });
  t.same(await readdir(folder), [`source-${70 * MiB}`]);
});

void test('a copy never replaces a file, and a failed one removes only what it made', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 10);
  await writeFile(join(folder, 'taken'), 'taken');
  await t.rejects(copyAndHash(path, join(folder, 'taken'), { hasher }), { code: 'EEXIST' });
  t.equal(await readFile(join(folder, 'taken'), 'utf8'), 'taken');
});

void test('a target that cannot be made is an error that names it', async (t) => {
  const { folder, hasher } = await arrange(t);
  const { path } = await fileOf(folder, 10);
  const error: unknown = await copyAndHash(path, join(folder, 'n'.repeat(300)), { hasher }).catch((e: unknown) => e);
  t.match(error, { code: 'disk.failed', message: /n{300}/ });
});

async function arrange(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'copy-and-hash-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return { folder, hasher: await loadHasher() };
}

async function fileOf(folder: string, size: number) {
  const bytes = Buffer.alloc(size, 'pixelis, and an odd number of bytes');
  const path = join(folder, `source-${size}`);
  await writeFile(path, bytes);
  return { path, bytes };
}

function onceOf(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
