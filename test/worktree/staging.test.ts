import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import { openStaging } from '#worktree/staging.js';
import { temporaryFolder } from './folder-builder.js';

void test('the first candidate on the same file system serves, and is made if need be', async (t) => {
  const folder = temporaryFolder(t);
  const staging = await openStaging(folder, [join(folder, 'not/yet'), join(folder, 'second')]);
  t.equal(dirname(staging.folder), join(folder, 'not/yet'));
  writeFileSync(join(staging.folder, 'left'), 'x');
  await staging.release();
  t.strictSame(readdirSync(join(folder, 'not/yet')), []);
  t.strictSame(readdirSync(folder), ['not'], 'the trial left nothing beside the target');
});

void test('where no candidate serves, a hidden folder beside the target does', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'parent'));
  writeFileSync(join(folder, 'file'), 'in the way');
  const staging = await openStaging(join(folder, 'parent'), [join(folder, 'file/tmp')]);
  t.equal(dirname(staging.folder), join(folder, 'parent'));
  t.match(readdirSync(join(folder, 'parent')), [/^\.pixelis-checkout-/]);
  await staging.release();
  t.strictSame(readdirSync(join(folder, 'parent')), []);
});

void test('a folder on another file system is passed over', {
  skip: !existsSync('/dev/shm') && 'no second file system',
}, async (t) => {
  const folder = temporaryFolder(t);
  const other = temporaryFolder(t, { manyFiles: true });
  const staging = await openStaging(folder, [other, join(folder, 'tmp')]);
  t.equal(dirname(staging.folder), join(folder, 'tmp'));
  await staging.release();
  t.strictSame(readdirSync(other), []);
});
