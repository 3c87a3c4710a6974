import { readFile, rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { decodePointer } from '#format/pointer.js';
import { makeRepository, type TestRepository } from '../support/repository.js';

const pointerFile = 'data/train.pixelis.yaml';

/** A repository with a folder in which `main` and `other` have each made something of the same five files. */
async function twoBranches(
  t: Test,
  { ours, theirs }: { readonly ours: Changes; readonly theirs: Changes },
): Promise<TestRepository> {
  const repository = await makeRepository(t, { hooks: true });
  await change(repository, { a: 'a', b: 'b', c: 'c', 'sub/d': 'd', 'sub/e': 'e' });
  await repository.addAndCommit('base', 'data/train');
  await repository.git('branch', 'other');
  await repository.git('symbolic-ref', 'HEAD', 'refs/heads/other');
  await change(repository, theirs);
  await repository.addAndCommit('theirs', 'data/train');
  await repository.git('checkout', '--quiet', 'main');
  await change(repository, ours);
  await repository.addAndCommit('ours', 'data/train');
  return repository;
}

/** Content by name; null takes the file away. */
type Changes = Readonly<Record<string, string | null>>;

async function change(repository: TestRepository, changes: Changes): Promise<void> {
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) await rm(repository.at(`data/train/${name}`));
    else await repository.write(`data/train/${name}`, content);
  }
}

async function pointerOf(repository: TestRepository) {
  return decodePointer(await readFile(repository.at(pointerFile)), pointerFile);
}

async function recordAt(repository: TestRepository, revision: string) {
  const { version, digest } = await pointerOf(repository);
  const file = `.pixelis/artifacts/dataset-train/v${version}-${digest.slice(7, 15)}.yaml`;
  return repository.git('show', `${revision}:${file}`);
}

async function filesOf(repository: TestRepository): Promise<Readonly<Record<string, string>>> {
  const { entries } = (await repository.done('show', 'data/train', '--files')) as unknown as {
    readonly entries: readonly { readonly path: string }[];
  };
  const files = entries.map(async ({ path }) => [
    path,
    (await repository.pixelis(['cat', `data/train//${path}`])).stdout,
  ]);
  return Object.fromEntries((await Promise.all(files)) as [string, string][]);
}

void test('two branches that changed different files of a folder merge by themselves', async (t) => {
  const repository = await twoBranches(t, {
    ours: { a: 'A', 'sub/e': null },
    theirs: { b: 'B', 'sub/f': 'f' },
  });
  await repository.git('merge', '--no-edit', 'other');
  t.equal(await repository.git('status', '--short'), '');
  t.equal((await repository.git('rev-list', '--parents', '-1', 'HEAD')).split(' ').length, 3, 'HEAD is the merge');
  const record = await recordAt(repository, 'HEAD');
  t.equal(record.match(/role: merged/g)?.length, 2, 'the record is in the merge, with both as parents');
  t.strictSame(await filesOf(repository), { a: 'A', b: 'B', c: 'c', 'sub/d': 'd', 'sub/f': 'f' });
  t.equal(await readFile(repository.at('data/train/b'), 'utf8'), 'B', 'the worktree came along');
  t.match(await repository.done('status'), { clean: true, conflicts: [] });
});

void test('files that both sides changed are a conflict, named file by file, and every command says so', async (t) => {
  const repository = await twoBranches(t, {
    ours: { a: 'A', b: 'ours', c: null },
    theirs: { b: 'theirs', c: 'C', 'sub/f': 'f' },
  });
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  t.equal(await repository.git('diff', '--name-only', '--diff-filter=U'), pointerFile, 'git sees it as unmerged');
  const { conflicts } = (await repository.json('status')).result as unknown as { readonly conflicts: unknown };
  t.match(conflicts, [
    {
      path: 'data/train',
      reason: 'files',
      ours: { artifact: 'dataset-train', version: 2 },
      theirs: { artifact: 'dataset-train', version: 2 },
      entries: [
        { path: 'b', kind: 'both-modified' },
        { path: 'c', kind: 'deleted-by-us' },
      ],
    },
  ]);
  const commands = [
    ...['push', 'pull', 'fetch', 'checkout', 'verify', 'diff', 'list'].map((name) => [name]),
    ...['add', 'show', 'get', 'cat', 'lineage', 'log'].map((name) => [name, 'data/train']),
    ['run', '--input', 'data/train', '--', 'true'],
    ['run', '--output', 'data/train', '--', 'true'],
    ['alias', 'set', 'data/train', 'best'],
    ['purge', 'data/train', '--reason', 'none'],
  ];
  for (const command of commands) {
    const { code, result } = await repository.json(...command);
    t.not(code, 0, command.join(' '));
    t.match(
      [...(result.problems ?? []), result.error],
      [{ code: 'file.conflicted', hint: /pixelis resolve/ }],
      command.join(' '),
    );
  }
});

void test('a conflict is resolved for single files and for the rest; a union keeps both', async (t) => {
  const repository = await twoBranches(t, {
    ours: { a: 'A', 'b.txt': 'ours', c: null },
    theirs: { 'b.txt': 'theirs', c: 'C', 'sub/f': 'f' },
  });
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  await repository.done('resolve', '--union');
  const united = await filesOf(repository);
  const beside = Object.keys(united).find((name) => /^b\.theirs-[0-9a-f]{8}\.txt$/.test(name));
  t.strictSame([united['b.txt'], united[beside ?? ''], united['c']], ['ours', 'theirs', 'C']);
  await repository.git('reset', '--quiet', '--hard');
  await repository.done('checkout');
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  const listed = await repository.json('resolve');
  t.equal(listed.code, 1);
  const half = await repository.json('resolve', 'data/train/b.txt', '--theirs');
  t.equal(half.code, 1);
  t.match(half.result.paths[0], { conflict: { entries: [{ path: 'b.txt', choice: 'theirs' }, { path: 'c' }] } });
  await repository.git('merge', '--abort');
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  const again = await repository.json('resolve');
  t.match(
    again.result.paths[0],
    { conflict: { entries: [{ choice: undefined }, { choice: undefined }] } },
    'forgotten',
  );
  await repository.json('resolve', 'data/train/b.txt', '--theirs');
  const rest = await repository.done('resolve', '--ours');
  t.match(rest.paths, [{ path: 'data/train', state: 'resolved', isNew: true, version: { version: 3 } }]);
  await repository.git('commit', '--no-edit');
  t.equal(await repository.git('status', '--short'), '');
  t.match(await recordAt(repository, 'HEAD'), /role: merged/);
  t.strictSame(await filesOf(repository), {
    a: 'A',
    b: 'b',
    'b.txt': 'theirs',
    'sub/d': 'd',
    'sub/e': 'e',
    'sub/f': 'f',
  });
  t.equal(await readFile(repository.at('data/train/b.txt'), 'utf8'), 'theirs');
});

void test('a rebase and a cherry-pick stop where a new version is to be recorded, and go on after resolve', async (t) => {
  const repository = await twoBranches(t, { ours: { a: 'A' }, theirs: { b: 'B' } });
  await repository.git('checkout', '--quiet', 'other');
  await t.rejects(repository.git('rebase', 'main'), /pixelis resolve/);
  const { paths, ...rest } = await repository.done('resolve');
  t.match(paths, [{ state: 'resolved', isNew: true, conflict: { reason: 'mergeable' } }]);
  t.equal(rest['operation'], 'rebase');
  await repository.git('-c', 'core.editor=true', 'rebase', '--continue');
  t.match(await recordAt(repository, 'HEAD'), /role: merged/);
  t.strictSame(await filesOf(repository), { a: 'A', b: 'B', c: 'c', 'sub/d': 'd', 'sub/e': 'e' });
});

void test('where no driver is installed, the conflict marks of git are understood', async (t) => {
  const repository = await twoBranches(t, { ours: { a: 'A' }, theirs: { b: 'B' } });
  await repository.done('hooks', 'uninstall');
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  t.match((await repository.json('status')).result, { conflicts: [{ reason: 'mergeable' }] });
  await repository.done('resolve');
  await repository.git('commit', '--no-edit');
  t.strictSame(await filesOf(repository), { a: 'A', b: 'B', c: 'c', 'sub/d': 'd', 'sub/e': 'e' });
});

void test('branches that merged each other before merge again, and a version that both recorded is one', async (t) => {
  const repository = await twoBranches(t, { ours: { a: 'A' }, theirs: { b: 'B' } });
  const [ours, theirs] = [await repository.git('rev-parse', 'main'), await repository.git('rev-parse', 'other')];
  await repository.git('merge', '--no-edit', theirs);
  await change(repository, { c: 'C' });
  await repository.addAndCommit('on main', 'data/train');
  await repository.git('checkout', '--quiet', 'other');
  await repository.git('merge', '--no-edit', ours);
  await change(repository, { 'sub/d': 'D' });
  await repository.addAndCommit('on other', 'data/train');
  t.equal((await repository.git('merge-base', '--all', 'main', 'other')).split('\n').length, 2, 'there are two bases');
  await repository.git('merge', '--no-edit', 'main');
  t.equal(await repository.git('status', '--short'), '');
  t.strictSame(await filesOf(repository), { a: 'A', b: 'B', c: 'C', 'sub/d': 'D', 'sub/e': 'e' });
  t.match(await recordAt(repository, 'HEAD'), /role: merged/);
});

void test('a merge that is given up, or whose driver is killed, leaves nothing behind; one without a commit is recorded by the next', async (t) => {
  const repository = await twoBranches(t, { ours: { a: 'A' }, theirs: { b: 'B' } });
  const before = await repository.git('ls-files', '--stage');
  const driver = await repository.git('config', 'merge.pixelis.driver');
  await repository.git('config', 'merge.pixelis.driver', `${driver}; kill -9 $$`);
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  await repository.git('merge', '--abort').catch(() => undefined);
  await repository.git('config', 'merge.pixelis.driver', driver);
  await repository.git('merge', '--no-commit', 'other');
  await repository.git('merge', '--abort');
  t.equal(await repository.git('ls-files', '--stage'), before);
  t.match(await repository.done('status'), { clean: true });
  await repository.git('merge', '--no-commit', 'other');
  await repository.git('commit', '--all', '--no-edit');
  t.equal((await pointerOf(repository)).version, 3, 'what was given up took no number');
  t.match(await recordAt(repository, 'HEAD'), /role: merged/);
  t.equal(await repository.git('status', '--short'), '');
  await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  await repository.git('merge', '--squash', 'other');
  await repository.git('commit', '--message', 'squashed');
  t.match(await recordAt(repository, 'HEAD'), /role: merged/);
  t.equal(await repository.git('status', '--short'), '');
});

void test('what a stash or a revert changes is merged by resolve', async (t) => {
  const repository = await makeRepository(t, { hooks: true });
  await change(repository, { a: 'a', b: 'b', c: 'c' });
  await repository.addAndCommit('base', 'data/train');
  await change(repository, { a: 'A' });
  const first = await repository.addAndCommit('first', 'data/train');
  await change(repository, { b: 'B' });
  await repository.addAndCommit('second', 'data/train');
  await t.rejects(repository.git('revert', '--no-edit', first), /pixelis resolve/);
  t.match(await repository.done('resolve'), { operation: 'revert', paths: [{ isNew: true }] });
  await repository.git('-c', 'core.editor=true', 'revert', '--continue');
  t.strictSame(await filesOf(repository), { a: 'a', b: 'B', c: 'c' });
  await change(repository, { c: 'stashed' });
  await repository.done('add', 'data/train');
  await repository.git('stash', '--quiet');
  await repository.done('checkout', '--force');
  await change(repository, { a: 'again' });
  await repository.addAndCommit('third', 'data/train');
  await t.rejects(repository.git('stash', 'pop'), /data\/train/);
  await repository.done('resolve');
  t.strictSame(await filesOf(repository), { a: 'again', b: 'B', c: 'stashed' });
});

void test('where one side gave a path up and the other changed it, either can be had', async (t) => {
  const repository = await makeRepository(t, { hooks: true });
  await change(repository, { a: 'a' });
  await repository.addAndCommit('base', 'data/train');
  await repository.git('checkout', '--quiet', '-b', 'other');
  await repository.git('rm', '--quiet', pointerFile);
  await repository.commit('given up');
  await repository.git('checkout', '--quiet', 'main');
  await change(repository, { a: 'A' });
  await repository.addAndCommit('changed', 'data/train');
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  t.match((await repository.json('status')).result, { conflicts: [{ path: 'data/train', reason: 'deleted-by-them' }] });
  t.match((await repository.json('resolve')).result.problems, [{ code: 'file.conflicted' }]);
  const dry = await repository.done('resolve', '--theirs', '--dry-run');
  t.match(dry.paths, [{ state: 'removed' }]);
  t.match((await repository.json('status')).result, { conflicts: [{ path: 'data/train' }] });
  t.match((await repository.done('resolve', '--union')).paths, [{ state: 'resolved', version: { version: 2 } }]);
  t.match((await repository.json('resolve')).result, { paths: [], problems: [] });
  await repository.git('reset', '--quiet', '--hard');
  await t.rejects(repository.git('merge', '--no-edit', 'other'));
  await repository.done('resolve', '--theirs');
  await repository.git('commit', '--no-edit');
  t.equal(await repository.git('ls-files', '--', 'data/train*'), '');
  await t.rejects(readFile(repository.at('data/train/a')), { code: 'ENOENT' });
});
