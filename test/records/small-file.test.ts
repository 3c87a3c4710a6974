import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { smallFilesBelow } from '#records/small-file.js';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary-folder.js';

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

void test('a file is replaced whole, its folders are made, and nothing temporary stays', async (t) => {
  const root = await temporaryFolder(t);
  const files = smallFilesBelow(root);
  await files.replace('.pixelis/artifacts/a/aliases.yaml', Buffer.from('one'));
  await files.replace('.pixelis/artifacts/a/aliases.yaml', Buffer.from('two'));
  t.equal(text(files.read('.pixelis/artifacts/a/aliases.yaml', 100)), 'two');
  t.same(await readdir(join(root, '.pixelis/artifacts/a')), ['aliases.yaml']);
});

void test('a record is created once: the second writer is told, and the first bytes stay', async (t) => {
  const root = await temporaryFolder(t);
  const files = smallFilesBelow(root);
  t.equal(await files.create('v1.yaml', Buffer.from('first')), true);
  t.equal(await files.create('v1.yaml', Buffer.from('second')), false);
  t.equal(text(files.read('v1.yaml', 100)), 'first');
});

void test('what is not whole yet lies in the temporary folder, also where that is on another file system', {
  skip: !existsSync('/dev/shm') && 'no second file system',
}, async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await mkdtemp('/dev/shm/pixelis-test-');
  t.teardown(() => rm(elsewhere, { recursive: true, force: true }));
  for (const folder of [join(root, '.git/tmp'), elsewhere]) {
    const files = smallFilesBelow(root, { temporaryFolder: folder });
    const name = `${basename(folder)}.yaml`;
    t.equal(await files.create(name, Buffer.from('first')), true);
    t.equal(await files.create(name, Buffer.from('second')), false);
    await files.replace(name, Buffer.from('third'));
    t.equal(text(files.read(name, 100)), 'third');
    t.same(await readdir(folder), []);
  }
  t.same((await readdir(root)).sort(), ['.git', `${basename(elsewhere)}.yaml`, 'tmp.yaml'].sort());
});

void test('an absent file is an answer, also where a file stands in the place of a folder', async (t) => {
  const root = await temporaryFolder(t);
  const files = smallFilesBelow(root);
  await writeFile(join(root, 'data'), '');
  t.equal(files.read('nothing.yaml', 100), undefined);
  t.equal(files.read('data/nothing.yaml', 100), undefined);
});

void test('a file over the limit is refused unread', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, 'bomb.yaml'), '['.repeat(1000));
  t.throws(() => smallFilesBelow(root).read('bomb.yaml', 999), { code: 'file.too-large' });
});

void test('a link, a folder or a pipe in the place of a file is refused, and nothing hangs', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, 'secret'), 'x');
  await symlink('secret', join(root, 'link.yaml'));
  await mkdir(join(root, 'folder.yaml'));
  execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
  const files = smallFilesBelow(root);
  for (const name of ['link.yaml', 'folder.yaml', 'pipe.yaml']) {
    t.throws(() => files.read(name, 100), { code: 'file.invalid' }, name);
  }
});

void test('nothing is written through a link that leads elsewhere', async (t) => {
  const root = await temporaryFolder(t);
  const outside = await temporaryFolder(t);
  await symlink(outside, join(root, '.pixelis'));
  await t.rejects(smallFilesBelow(root).replace('.pixelis/config.yaml', Buffer.from('x')), {
    code: 'worktree.unsafe-path',
  });
  t.same(await readdir(outside), []);
});

void test('a link at the file itself is replaced, and what it led to stays', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, 'precious'), 'mine');
  await symlink('precious', join(root, 'pointer.yaml'));
  await smallFilesBelow(root).replace('pointer.yaml', Buffer.from('new'));
  t.equal(await readFile(join(root, 'precious'), 'utf8'), 'mine');
  t.equal(await readFile(join(root, 'pointer.yaml'), 'utf8'), 'new');
});
