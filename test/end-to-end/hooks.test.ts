import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { makeFolder } from '../support/git-repository.js';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

/** With hooks, two commits, and a bare repository to push to. */
async function makeHooked(t: Test): Promise<{ readonly repository: TestRepository; readonly bare: string }> {
  const repository = await makeRepository(t, { hooks: true });
  const bare = path.join(await makeFolder(t), 'bare.git');
  await repository.git('init', '--quiet', '--bare', bare);
  await repository.git('remote', 'add', 'origin', bare);
  await repository.write('data/a', '1');
  await repository.addAndCommit('first', 'data');
  await repository.write('data/a', '2');
  await repository.write('data/b', 'new');
  await repository.addAndCommit('second', 'data');
  return { repository, bare };
}

/** Runs git where it may fail. */
async function gitFails(repository: TestRepository, ...args: readonly string[]): Promise<string | undefined> {
  return repository.git(...args).then(
    () => undefined,
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  );
}

void test('git push brings the artifacts of all pushed commits to the remote first', async (t) => {
  const { repository } = await makeHooked(t);
  await repository.git('push', '--quiet', 'origin', 'main');
  const clone = await repository.clone();
  await clone.done('pull', '--all');
  t.equal(await readFile(clone.at('data/a'), 'utf8'), '2');
  t.match(await repository.done('push', '--all'), { remotes: [{ upToDate: true }] });
});

void test('git push is refused while an artifact of its commits is nowhere', async (t) => {
  const { repository, bare } = await makeHooked(t);
  await rm(repository.at('.git/pixelis/cache'), { recursive: true });
  const stderr = await gitFails(repository, 'push', '--quiet', 'origin', 'main');
  t.match(stderr, /dataset-data/);
  t.equal(await repository.git('--git-dir', bare, 'for-each-ref'), '', 'git pushed nothing');
  await repository.git('push', '--quiet', '--no-verify', 'origin', 'main');
});

void test('git checkout and git merge bring the worktree along', async (t) => {
  const { repository } = await makeHooked(t);
  await repository.git('checkout', '--quiet', 'HEAD~1');
  t.strictSame(await contentsOf(repository.at('data')), { a: '644 1' });
  await repository.git('checkout', '--quiet', '-b', 'side');
  await repository.write('model.bin', 'm');
  await repository.addAndCommit('model', 'model.bin');
  await repository.git('checkout', '--quiet', 'main');
  t.notOk('model.bin' in (await contentsOf(repository.root)));
  await repository.git('merge', '--quiet', '--no-edit', 'side');
  t.strictSame(await contentsOf(repository.at('data')), { a: '644 2', b: '644 new' });
  t.equal(await readFile(repository.at('model.bin'), 'utf8'), 'm');
});

void test('a switch of branches loses no work that was not added', async (t) => {
  const { repository } = await makeHooked(t);
  await repository.write('data/a', 'precious');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  t.equal(await readFile(repository.at('data/a'), 'utf8'), 'precious');
});

void test('hooks that were there run as before', async (t) => {
  const repository = await makeRepository(t);
  const log = repository.at('../hook.log');
  await writeFile(repository.at('.git/hooks/post-checkout'), `#!/bin/sh\necho "mine $3" >> '${log}'\n`);
  await chmod(repository.at('.git/hooks/post-checkout'), 0o755);
  await repository.spawn(['hooks', 'install']);
  await repository.write('data/a', '1');
  await repository.addAndCommit('first', 'data');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  t.equal(await readFile(log, 'utf8'), 'mine 1\n');
  t.notOk('data' in (await contentsOf(repository.root)), 'and ours as well');
});

void test('a pointer with merge conflicts is named as such by every command, and mended by git', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.write('model.bin', 'm');
  await repository.addAndCommit('first', 'data', 'model.bin');
  await repository.git('checkout', '--quiet', '-b', 'side');
  await repository.write('data/a', 'theirs');
  await repository.addAndCommit('theirs', 'data');
  await repository.git('checkout', '--quiet', 'main');
  await repository.done('checkout');
  await repository.write('data/a', 'ours');
  await repository.addAndCommit('ours', 'data');
  t.ok((await gitFails(repository, 'merge', '--quiet', 'side')) !== undefined);

  t.match(await repository.json('status'), { result: { problems: [{ code: 'file.conflicted', path: 'data' }] } });
  for (const command of ['checkout', 'push']) {
    const { code, result } = await repository.json(command);
    t.equal(code, 3, command);
    t.match(result.problems, [{ code: 'file.conflicted', message: /data\.pixelis\.yaml/ }], command);
  }
  const added = await repository.json('add', 'data');
  t.match(added, { code: 1, result: { error: { code: 'file.conflicted' } } });
  t.equal(await readFile(repository.at('data/a'), 'utf8'), 'ours', 'the worktree stays as it is');

  await repository.git('checkout', '--theirs', 'data.pixelis.yaml');
  await repository.git('add', 'data.pixelis.yaml');
  await repository.done('checkout');
  t.equal(await readFile(repository.at('data/a'), 'utf8'), 'theirs');
});

void test('two branches may both make a v1: the number alone is ambiguous, the digest tells, the next is v2', async (t) => {
  const repository = await makeRepository(t);
  for (const [branch, file] of [
    ['left', 'x'],
    ['right', 'y'],
  ] as const) {
    await repository.git('checkout', '--quiet', '-b', branch, 'main');
    await repository.write(file, `${branch} 1`);
    await repository.done('add', file, '--name', 'dataset-both');
    await repository.commit(branch);
  }
  await repository.git('merge', '--quiet', '--no-edit', 'left');
  const { code, result } = await repository.json('show', 'dataset-both:v1');
  t.strictSame([code, result.error?.code], [1, 'reference.ambiguous']);
  const [, digest = ''] = /(dataset-both@blake3:[0-9a-f]+)/.exec(result.error?.hint ?? '') ?? [];
  t.match(await repository.done('show', digest), { version: { version: 1 } });
  await repository.write('x', 'third');
  t.match(await repository.done('add', 'x'), { paths: [{ version: 2 }] });
});
