import { readdirSync } from 'node:fs';
import { test } from 'tap';
import { openGit } from '#git/open-git.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { reproduce } from '#operations/reproduce.js';
import { makeFolder } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext } from '../support/operation-context.js';
import { runRecord, writeRunRecord } from '../support/run-records.js';

void test('without the git executable it says so, and nothing is left in the folder for temporary files', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const commit = await repository.commit('start');
  await writeRunRecord(repository, runRecord({ command: ['true'], code: { commit, dirty: false } }));
  const git = await openGit({ cwd: repository.root, environment: repository.environment, adapter: 'isomorphic-git' });
  t.teardown(() => git.close());
  const withoutGit: RepositoryContext = Object.create(context, { git: { value: git } });
  const temporaryFolder = await makeFolder(t);
  await t.rejects(reproduce(withoutGit, 'k7m2x9w4q1', { temporaryFolder }), {
    code: 'git.unsupported',
    hint: 'install git',
  });
  t.strictSame(readdirSync(temporaryFolder), []);
});

void test('from a git hook, whose variables name the worktree, the scratch worktree is used all the same', async (t) => {
  const { repository } = await makeOperationContext(t);
  const commit = await repository.commit('start');
  const command = ['sh', '-c', 'test "$(git rev-parse --show-toplevel)" = "$PWD" && test -z "$GIT_INDEX_FILE"'];
  await writeRunRecord(repository, runRecord({ command, code: { commit, dirty: false } }));
  const environment = {
    ...repository.environment,
    GIT_DIR: `${repository.root}/.git`,
    GIT_WORK_TREE: repository.root,
    GIT_INDEX_FILE: `${repository.root}/.git/index`,
  };
  const { context } = await openOperationContext(t, { ...repository, environment });
  const temporaryFolder = await makeFolder(t);
  const { runs } = await reproduce(context, 'k7m2x9w4q1', { temporaryFolder });
  t.match(runs, [{ verdict: 'identical', exitCode: 0 }]);
  t.strictSame(readdirSync(temporaryFolder), []);
});

void test('a record that would lead out of the worktree is not executed', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const commit = await repository.commit('start');
  const temporaryFolder = await makeFolder(t);
  const outputs = [
    { artifact: 'model-x', version: 1, digest: `blake3:${'0'.repeat(64)}` as never, path: '../../out/x' },
  ];
  await writeRunRecord(repository, runRecord({ folder: '../..', code: { commit, dirty: false } }));
  t.match(await reproduce(context, 'k7m2x9w4q1', { temporaryFolder }), {
    verdict: 'not-runnable',
    runs: [{ reason: /is no folder of the worktree/ }],
  });
  await writeRunRecord(repository, runRecord({ command: ['true'], outputs, code: { commit, dirty: false } }));
  t.match(await reproduce(context, 'k7m2x9w4q1', { temporaryFolder }), {
    runs: [{ outputs: [{ detail: 'was not made' }] }],
  });
  t.strictSame(readdirSync(temporaryFolder), []);
});

void test('one process of a distributed job is not executed by itself', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const commit = await repository.commit('start');
  const rank = { rank: 0, world: 8, group: 'k7m2x9w4q1' };
  await writeRunRecord(repository, runRecord({ rank, code: { commit, dirty: false } }));
  const { runs } = await reproduce(context, 'k7m2', { temporaryFolder: await makeFolder(t) });
  t.match(runs, [
    { verdict: 'not-runnable', reason: /one of the 8 processes/, warnings: [{ hint: /record the launcher/ }] },
  ]);
});
