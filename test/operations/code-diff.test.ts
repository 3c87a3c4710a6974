import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { openGit } from '#git/open-git.js';
import { captureCode } from '#operations/capture-code.js';
import { codeDiff } from '#operations/code-diff.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { makeOperationContext } from '../support/operation-context.js';
import { someRedactor } from '../support/redactor.js';

void test('how the code of a run differed from its commit is a list of files, and a patch', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  await repository.write('train.py', 'epochs = 1\nprint(epochs)\n');
  await repository.write('gone.py', 'gone\n');
  await repository.commit('start');
  await repository.write('train.py', 'epochs = 2\nprint(epochs)\n');
  await repository.write('new -- file.py', 'new\n');
  await repository.write('.env', 'TOKEN=1');
  await repository.write('.pixelis/artifacts/dataset-a/v1-00000000.yaml', 'a version\n');
  await repository.write('dump.bin', new Uint8Array(2 << 20));
  await rm(join(repository.root, 'gone.py'));
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  const { files, patch = '' } = await codeDiff(context, { run: 'k7m2x9w4q1', code });
  t.strictSame(files, [
    { path: '.env', kind: 'withheld' },
    { path: '.pixelis/artifacts/dataset-a/v1-00000000.yaml', kind: 'added', size: 10 },
    { path: 'dump.bin', kind: 'added', size: 2 << 20, isLarge: true },
    { path: 'gone.py', kind: 'deleted' },
    { path: 'new -- file.py', kind: 'added', size: 4 },
    { path: 'train.py', kind: 'changed', size: 25 },
  ]);
  t.match(patch, /^-epochs = 1\n\+epochs = 2\n print\(epochs\)$/m);
  t.match(patch, /^\+\+\+ b\/new -- file\.py/m);
  t.match(patch, /^-gone$/m);
  t.notMatch(patch, /TOKEN|dump\.bin/);
});

void test('without git, or without the commit, the files are listed', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  await repository.write('train.py', '1\n');
  await repository.commit('start');
  await repository.write('train.py', '2\n');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  const elsewhere = { run: 'k7m2x9w4q1', code: { ...code, commit: '0'.repeat(40) } };
  t.strictSame(await codeDiff(context, elsewhere), { files: [{ path: 'train.py', kind: 'changed', size: 2 }] });
  const git = await openGit({ cwd: repository.root, environment: repository.environment, adapter: 'isomorphic-git' });
  t.teardown(() => git.close());
  const withoutGit: RepositoryContext = Object.create(context, { git: { value: git } });
  t.strictSame(await codeDiff(withoutGit, { run: 'k7m2x9w4q1', code }), {
    files: [{ path: 'train.py', kind: 'changed', size: 2 }],
  });
});

void test('a clean worktree has no difference, and what was kept and is lost is missing', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  await repository.commit('start');
  const { code: clean } = await captureCode(context, { level: 2, redactor: someRedactor() });
  t.strictSame(await codeDiff(context, { run: 'k7m2x9w4q1', code: clean }), { files: [] });
  await repository.write('train.py', '2\n');
  const { code } = await captureCode(context, { level: 2, redactor: someRedactor() });
  await rm((await context.cache()).bucket.pathOf('packs/x').replace(/x$/, ''), { recursive: true });
  await t.rejects(codeDiff(context, { run: 'k7m2x9w4q1', code }), {
    code: 'object.missing',
    message: /the changed code of run 'k7m2x9w4q1'/,
  });
});
