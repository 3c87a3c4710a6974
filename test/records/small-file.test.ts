import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { smallFilesBelow } from '#records/small-file.js';
import { test } from 'tap';
import { everyCall } from '../support/file-calls.js';
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

void test('of many files at once each folder is flushed once, and one that cannot be keeps nobody from the others', async (t) => {
  const root = await temporaryFolder(t);
  const outside = await temporaryFolder(t);
  await symlink(outside, join(root, 'away'));
  await writeFile(join(root, 'there'), 'first');
  const calls: string[] = [];
  const temporary = join(root, 'tmp');
  const files = smallFilesBelow(root, {
    temporaryFolder: temporary,
    calls: everyCall((name, path) => void calls.push(`${name} ${path.slice(root.length)}`)),
  });
  const paths = ['there', 'away/x', ...Array.from({ length: 40 }, (_, index) => `records/${index % 2}/${index}.yaml`)];
  const outcomes = await files.createAll(paths.map((path) => ({ path, bytes: Buffer.from(path) })));
  t.equal(outcomes[0], false);
  t.match(outcomes[1], { code: 'worktree.unsafe-path' });
  t.ok(outcomes.slice(2).every((outcome) => outcome === true));
  for (const path of paths.slice(2)) t.equal(text(files.read(path, 100)), path);
  t.equal(text(files.read('there', 100)), 'first');
  t.same(await readdir(outside), []);
  t.same(await readdir(temporary), []);
  const flushed = calls.filter((call) => call.startsWith('sync') && !call.startsWith('sync /tmp/'));
  t.same(flushed.sort(), ['sync ', 'sync /records', 'sync /records/0', 'sync /records/1']);
  const lastLink = calls.findLastIndex((call) => call.startsWith('link'));
  t.ok(calls.indexOf('sync /records') > lastLink, 'folders are flushed when the names are there');
  t.equal((await files.replaceAll([{ path: 'there', bytes: Buffer.from('second') }]))[0], true);
  t.equal(text(files.read('there', 100)), 'second');
});

void test('a folder that cannot be flushed fails what lies in it, and nothing else', async (t) => {
  const root = await temporaryFolder(t);
  const files = smallFilesBelow(root, {
    temporaryFolder: join(root, 'tmp'),
    calls: everyCall((name, path) => {
      if (name === 'sync' && path === join(root, 'bad')) throw Object.assign(new Error('bad disk'), { code: 'EIO' });
    }),
  });
  const wanted = ['bad/a', 'good/b', 'bad/deep/c'].map((path) => ({ path, bytes: Buffer.from('x') }));
  t.match(await files.replaceAll(wanted), [{ code: 'disk.failed' }, true, { code: 'disk.failed' }]);
});
