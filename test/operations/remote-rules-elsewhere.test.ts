import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { makeFolder } from '../support/git-repository.js';
import { codes, failure, makeVersions, now, numbers } from '../support/remote-rules.js';

void test('another remote counts as long as it has it, and is told that it is needed there', async (t) => {
  const backup = await makeFolder(t);
  const { letGo, onRemote, ask, empty, fetch, repository, cloneOf, call } = await makeVersions(t);
  await ask((pixelis) => pixelis.remotes.add('backup', backup));
  await ask((pixelis) => pixelis.push([], { all: true, remote: 'backup' }));
  await repository.commit('a second remote');
  const other = await cloneOf();
  await other.fetch('dataset-a:v3');
  t.strictSame(numbers((await other.letGo()).versions.dropped), [], 'this clone pushed them, and needs them');
  await empty();
  await fetch('dataset-a:v3');
  t.strictSame(numbers((await letGo()).versions.dropped), [1, 2]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
  const onBackup = await call(({ gc }) => gc.remote('backup').apply({ ...now, keepLast: 1 }));
  t.match(onBackup.versions, { dropped: [], kept: [{ reason: 'last-copy' }, { reason: 'last-copy' }] });
  t.match(await other.ask((pixelis) => pixelis.gc.remote('backup').apply({ ...now, keepLast: 1 })), {
    versions: { dropped: [] },
  });
});

void test('a remote that is the same place under another name is no second copy', async (t) => {
  const { letGo, onRemote, ask, empty, fetch, remoteFolder, cloneOf } = await makeVersions(t);
  const alias = `${remoteFolder}-alias`;
  await symlink(remoteFolder, alias);
  await ask((pixelis) => pixelis.remotes.add('alias', alias));
  await empty();
  await fetch('dataset-a:v3');
  t.ok((await letGo()).restored, 'seen once it had gone');
  t.strictSame(await onRemote(), { missing: [], letGo: [] });
  const other = await cloneOf();
  await other.repository.git('checkout', '--quiet', '--orphan', 'unrelated');
  await other.forget();
  await other.repository.git('update-ref', '-d', 'refs/heads/main');
  t.match(await other.collectRemote(), { garbage: { objects: 0 } }, 'this clone needs them, and said so');
});

void test('other clones say that a rule let it go, and when; what was lost is missing', async (t) => {
  const { letGo, free, cloneOf, push, remoteFolder, add, repository, verifyAll } = await makeVersions(t);
  await letGo({ type: 'dataset' });
  await free();
  const other = await cloneOf();
  const dropped = {
    code: 'object.dropped',
    message: /'dataset-a:v1' is not in remote 'origin': gc let it go on 2026-03-01 \(--keep-last 1 --type dataset\)/,
  };
  t.match(await other.fetch('dataset-a:v1'), { problems: [dropped] });
  const all = await other.fetch();
  t.strictSame([codes(all.problems), codes(all.warnings)], [[], ['object.dropped']]);
  t.match(await failure(other.call((pixelis) => pixelis.get('dataset-a:v1', { output: 'x' }))), dropped);
  t.match(await failure(other.call((pixelis) => pixelis.cat('dataset-a:v1//own'))), dropped);
  t.match(await other.push(), { remotes: [{ leftOut: [{}, {}] }], warnings: [] });
  t.match(await other.push('dataset-a:v1'), { problems: [dropped] });
  t.match(await other.ask((pixelis) => pixelis.verify(['dataset-a:v1'], { remote: true })), { intact: false });
  t.strictSame(await other.onRemote(), { missing: [], letGo: [2, 1] });
  t.match(await other.ask((pixelis) => pixelis.audit({ remote: true })), { findings: [] });
  await other.repository.git('checkout', '--quiet', 'HEAD~2');
  const pulled = await other.ask((pixelis) => pixelis.pull());
  t.ok(codes(pulled.problems).includes('object.dropped'));

  await add('other', 'version 1');
  await repository.commit('the same bytes as in v1, not pushed');
  const ofOther = (await verifyAll()).problems.filter(({ artifact }) => artifact === 'dataset-other');
  t.match(ofOther, [{ code: 'object.missing' }], 'what another version needs is missing');

  await push('dataset-a:v1');
  t.strictSame(await other.onRemote(), { missing: [], letGo: [2] });
  t.strictSame(codes((await other.fetch('dataset-a:v1')).problems), []);
  await rm(join(remoteFolder, 'packs'), { recursive: true });
  await mkdir(join(remoteFolder, 'packs'));
  const { missing, letGo: gone } = await other.onRemote();
  t.strictSame([[...new Set(missing)].sort((a = 0, b = 0) => a - b), gone], [[1, 3], [2]]);
});

void test('a version that comes back on its own is let go no more: registered by who fetched it out of the trash', async (t) => {
  const { letGo, collectRemote, onRemote, cloneOf } = await makeVersions(t);
  await letGo();
  const other = await cloneOf();
  t.match(await other.fetch('dataset-a:v1'), { problems: [], warnings: [{ code: 'gc.from-trash' }] });
  await collectRemote();
  t.match(await onRemote(), { missing: [], letGo: [2] });
  await letGo();
  t.match(await onRemote(), { missing: [], letGo: [2] });
});
