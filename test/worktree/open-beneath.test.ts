import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { foldersBeneath } from '#worktree/open-beneath.js';
import { build, temporaryFolder } from './folder-builder.js';

void test('folders are opened, and made, one below the other', async (t) => {
  const top = temporaryFolder(t);
  const folders = foldersBeneath(top);
  t.teardown(() => folders.close());
  t.equal(folders.open('a/b', { create: false }), undefined);
  t.notOk(existsSync(join(top, 'a')));
  for (const folder of ['a/b', 'a/b/c', 'a/d', '', 'a']) {
    writeFileSync(`${folders.open(folder, { create: true })}/file`, folder);
    t.ok(existsSync(join(top, folder, 'file')), folder);
  }
});

void test('a link, a file and a dangling link on the way are refused by name', async (t) => {
  const top = temporaryFolder(t);
  build(top, { 'real/inside/': '', link: { link: 'real' }, file: 'x', dangling: { link: 'nowhere' } });
  const folders = foldersBeneath(top);
  t.teardown(() => folders.close());
  for (const folder of ['link', 'link/inside', 'file', 'file/below', 'dangling', 'dangling/below']) {
    t.throws(() => folders.open(folder, { create: true }), { code: 'worktree.unsafe-path' }, folder);
  }
  t.notOk(existsSync(join(top, 'nowhere')));
});

void test('links in the top itself are followed: it is trusted', async (t) => {
  const folder = temporaryFolder(t);
  build(folder, { 'real/': '', top: { link: 'real' } });
  const folders = foldersBeneath(join(folder, 'top'));
  t.teardown(() => folders.close());
  folders.open('made', { create: true });
  t.ok(existsSync(join(folder, 'real/made')));
});

void test('who swaps a folder for a link, as fast as can be, leads no file out', {
  skip: !existsSync('/proc/self/fd') && 'needs /proc',
}, async (t) => {
  const base = temporaryFolder(t);
  const top = join(base, 'top');
  const outside = join(base, 'outside');
  mkdirSync(join(top, 'folder'), { recursive: true });
  mkdirSync(outside);
  symlinkSync(outside, join(base, 'trap'));
  const swap = `const { renameSync } = require('node:fs'); process.chdir(${JSON.stringify(base)}); console.log('go');
      for (;;) try { renameSync('top/folder', 'away'); renameSync('trap', 'top/folder');
        renameSync('top/folder', 'trap'); renameSync('away', 'top/folder'); } catch {}`;
  const attacker = spawn(process.execPath, ['-e', swap], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => attacker.kill('SIGKILL'));
  await new Promise((resolve) => attacker.stdout.once('data', resolve));
  let refused = 0;
  let written = 0;
  const isEnough = () => written > 0 && refused > 0;
  for (let round = 0; round < 3_000 || (!isEnough() && round < 200_000); round++) {
    const folders = foldersBeneath(top);
    try {
      const folder = folders.open('folder', { create: false });
      if (folder === undefined) continue;
      writeFileSync(`${folder}/file`, 'x');
      written += 1;
    } catch {
      refused += 1;
    } finally {
      folders.close();
    }
  }
  attacker.kill('SIGKILL');
  await new Promise((resolve) => attacker.once('close', resolve));
  t.strictSame(readdirSync(outside), [], `${written} written, ${refused} refused`);
  t.ok(isEnough(), 'both happened');
  rmSync(join(base, 'trap'), { force: true });
});
