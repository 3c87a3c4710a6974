import { rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { contentsOf, makeRepository, type TestRepository } from '../support/repository.js';

const path = 'data/train';

/**
 * Two clones, both at v1 (`a`, `b`, `c`). `here` has edited `a`; `there` made v2 of what `change` made of the folder, committed
 * and pushed it; `here` has pulled with git: its pointer names v2, the folder could not follow.
 */
async function makeOutdated(
  t: Test,
  change = async (there: TestRepository): Promise<void> => {
    await there.write(`${path}/b`, 'theirs');
    await there.write(`${path}/new`, 'theirs');
    await rm(there.at(`${path}/c`));
  },
  { fetch = true } = {},
) {
  const there = await makeRepository(t, { hooks: true });
  for (const name of ['a', 'b', 'c']) await there.write(`${path}/${name}`, 'first');
  await there.addAndCommit('first', path);
  await there.done('push');
  const here = await there.clone();
  await here.done('pull');
  await here.spawn(['hooks', 'install']);
  await here.write(`${path}/a`, 'mine');
  await change(there);
  await there.addAndCommit('second', path);
  await there.done('push');
  await here.git('pull', '--quiet');
  if (fetch) await here.done('fetch');
  return { here, there };
}

const merged = { a: '644 mine', b: '644 theirs', new: '644 theirs' };

void test('a folder that could not follow its pointer is not recorded over what the pointer names', async (t) => {
  const { here } = await makeOutdated(t);
  const before = await here.git('status', '--porcelain');
  const { code, result } = await here.json('add', path);
  t.equal(code, 1);
  t.match(result.error, {
    code: 'worktree.outdated',
    message: "'data/train' was placed from 'dataset-train:v1', and its pointer names 'dataset-train:v2' by now",
    hint: /pixelis checkout --merge data\/train; .* pixelis add --as-is data\/train/,
  });
  t.equal((await here.json('add', '--dry-run', path)).result.error.code, 'worktree.outdated');
  t.equal(await here.git('status', '--porcelain'), before);
  // What was refused is not in the cache: a checkout does not take it for something that may go.
  t.match((await here.json('checkout', path)).result.problems, [{ code: 'worktree.would-overwrite', hint: /--merge/ }]);
  t.equal((await contentsOf(here.at(path)))['a'], '644 mine');
});

void test('checkout --merge brings both sides together, and add records both', async (t) => {
  const { here, there } = await makeOutdated(t);
  t.match(await here.done('status', path), {
    paths: [{ worktree: 'modified', placedFrom: { artifact: 'dataset-train', version: 1 } }],
  });
  t.match((await here.pixelis(['status'])).stdout, /placed from v1[^]*next: pixelis checkout --merge data\/train/);
  t.match(await here.done('checkout', '--merge', '--dry-run', path), { paths: [{ placedFiles: 2, removedFiles: 1 }] });
  t.match(await here.done('checkout', '--merge', path), {
    paths: [{ state: 'updated', placedFiles: 2, removedFiles: 1, keptChanges: 1 }],
  });
  t.strictSame(await contentsOf(here.at(path)), merged);
  const { paths } = await here.done('status', path);
  t.match(paths, [{ worktree: 'modified', changes: { modified: 1, added: 0, removed: 0 } }]);
  t.notOk('placedFrom' in (paths[0] ?? {}));
  t.match(await here.done('add', path), {
    paths: [{ version: 3, changes: { modified: 1 }, keptFiles: 0 }],
    warnings: [],
  });
  await here.git('commit', '--quiet', '-m', 'third');
  await here.done('push');
  await there.git('pull', '--quiet', here.root, 'main');
  await there.done('pull');
  t.strictSame(await contentsOf(there.at(path)), merged);
});

void test('what both sides changed is in conflict, and decided file by file or at once', async (t) => {
  const { here } = await makeOutdated(t, async (there) => {
    for (const name of ['a', 'b', 'c']) await there.write(`${path}/${name}`, 'theirs');
  });
  await here.write(`${path}/b`, 'mine');
  await rm(here.at(`${path}/c`));
  const before = await contentsOf(here.at(path));
  const { code, result } = await here.json('checkout', '--merge', path);
  t.equal(code, 3);
  t.match(result, {
    paths: [{ state: 'refused', conflicts: ['a', 'b', 'c'] }],
    problems: [
      {
        code: 'worktree.would-overwrite',
        message: "'data/train/a' and 2 more changed here, and in 'dataset-train:v2' as well",
        hint: /pixelis checkout --ours data\/train; .* pixelis checkout --theirs data\/train/,
      },
    ],
  });
  t.strictSame(await contentsOf(here.at(path)), before, 'nothing was touched');
  await here.done('checkout', '--theirs', `${path}/a`);
  await here.done('checkout', '--ours', `${path}/b`);
  // What is still open is not recorded unseen, now that the index knows of the new version.
  t.match((await here.json('add', path)).result.error, {
    code: 'worktree.outdated',
    message: /'data\/train\/c' changed/,
  });
  await here.done('checkout', '--ours', path);
  t.strictSame(await contentsOf(here.at(path)), { a: '644 theirs', b: '644 mine' });
  t.match(await here.done('add', path), { paths: [{ version: 3, changes: { modified: 1, removed: 1 } }] });
});

void test('add --as-is records what is there, and says so by being asked', async (t) => {
  const { here } = await makeOutdated(t);
  t.match(await here.done('add', '--as-is', path), { paths: [{ version: 3, files: 3 }], warnings: [] });
  t.match(await here.done('status', path), { paths: [{ worktree: 'unchanged' }] });
  t.match(await here.done('add', path), { paths: [{ state: 'unchanged' }] });
});

void test('one file of a folder that could not follow is added on top of what the pointer names', async (t) => {
  const { here } = await makeOutdated(t);
  t.match(await here.done('add', `${path}/a`), { paths: [{ version: 3, files: 3, changes: { modified: 1 } }] });
  // The rest is as it was placed, and still no change of the user's.
  t.match(await here.done('add', path), { paths: [{ state: 'unchanged' }] });
  await here.done('checkout', path);
  t.strictSame(await contentsOf(here.at(path)), merged);
  t.match(await here.done('status', path), { paths: [{ worktree: 'unchanged' }] });
});

void test('one file that both sides changed is not added over the other change', async (t) => {
  const { here } = await makeOutdated(t, (there) => there.write(`${path}/a`, 'theirs'));
  t.match((await here.json('add', `${path}/a`)).result.error, {
    code: 'worktree.outdated',
    message: "'data/train/a' changed here, and in the version that the pointer names as well",
  });
  t.match(await here.done('add', '--as-is', `${path}/a`), { paths: [{ version: 3 }] });
});

void test('what turned out to be what the pointer names needs no decision', async (t) => {
  const { here } = await makeOutdated(t, (there) => there.write(`${path}/a`, 'mine'));
  t.match(await here.done('add', path), { paths: [{ version: 2, state: 'unchanged' }] });
  t.match(await here.done('status', path), { paths: [{ worktree: 'unchanged' }] });
});

void test('an unchanged folder whose pointer moved without it is not recorded as the older version', async (t) => {
  const there = await makeRepository(t);
  await there.write(`${path}/a`, 'first');
  await there.addAndCommit('first', path);
  await there.write(`${path}/a`, 'second');
  await there.addAndCommit('second', path);
  await there.git('checkout', '--quiet', 'HEAD~1');
  t.equal((await there.json('add', path)).result.error.code, 'worktree.outdated', 'back to an older commit');
  await there.write(`${path}/b`, 'mine');
  await there.done('checkout', '--merge');
  t.strictSame(await contentsOf(there.at(path)), { a: '644 first', b: '644 mine' });
  t.match(await there.done('add', path), { paths: [{ files: 2, changes: { added: 1 } }] });
});

void test('of a single file one side is chosen', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('model.pt', 'first');
  await repository.addAndCommit('first', 'model.pt');
  await repository.write('model.pt', 'second');
  await repository.addAndCommit('second', 'model.pt');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  await repository.write('model.pt', 'mine');
  t.equal((await repository.json('add', 'model.pt')).result.error.code, 'worktree.outdated');
  t.equal((await repository.json('checkout', '--merge', 'model.pt')).code, 3);
  await repository.done('checkout', '--ours', 'model.pt');
  t.match(await repository.done('add', 'model.pt'), { paths: [{ state: 'updated' }] });
});

void test('a file that was changed while it stood for a newer one is not added over it', async (t) => {
  const { here } = await makeOutdated(t, (there) => there.write(`${path}/b`, 'theirs'), { fetch: false });
  await here.write(`${path}/a`, 'first');
  // The checkout finds no newer `b`, and leaves the older one in its place.
  await here.done('fetch', `${path}/a`);
  t.match((await here.json('checkout', path)).result.paths, [{ state: 'incomplete', missing: ['b'] }]);
  await here.write(`${path}/b`, 'mine');
  t.match((await here.json('add', path)).result.error, {
    code: 'worktree.outdated',
    message: "'data/train/b' changed here, and in the version that the pointer names as well",
  });
  t.match((await here.json('add', `${path}/b`)).result.error, { code: 'worktree.outdated' });
  await here.done('checkout', '--ours', `${path}/b`);
  t.match(await here.done('add', path), { paths: [{ version: 3, changes: { modified: 1 } }] });
});

void test('what git pull brought is merged when its content is fetched', async (t) => {
  const { here } = await makeOutdated(t, undefined, { fetch: false });
  t.equal((await here.json('add', path)).result.error.code, 'worktree.outdated');
  t.match((await here.pixelis(['status'])).stdout, /next: pixelis pull --merge data\/train/);
  t.match((await here.json('checkout', '--merge', path)).result.problems, [
    { code: 'object.missing', hint: 'fetch it: pixelis pull --merge data/train' },
  ]);
  t.match(await here.done('pull', '--merge', path), { paths: [{ placedFiles: 2, removedFiles: 1, keptChanges: 1 }] });
  t.strictSame(await contentsOf(here.at(path)), merged);
  // Nothing that stays changed is in the way of what is missing.
  await rm(here.at(`${path}/new`));
  t.match(await here.done('pull', '--merge', path), { paths: [{ keptChanges: 2 }] });
});

void test('links into the cache are merged as the files that they stand for', async (t) => {
  const repository = await makeRepository(t);
  const large = 'x'.repeat(2 ** 21);
  for (const name of ['a', 'b', 'c']) await repository.write(`${path}/${name}`, `${large}${name}`);
  await repository.addAndCommit('first', path);
  await repository.write(`${path}/b`, `${large}second`);
  await repository.addAndCommit('second', path);
  await repository.done('config', 'set', 'worktree.link', 'symlink');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  await rm(repository.at(path), { recursive: true });
  await repository.done('checkout');
  await rm(repository.at(`${path}/a`));
  await repository.write(`${path}/a`, 'mine');
  await repository.git('checkout', '--quiet', 'main');
  t.equal((await repository.json('add', path)).result.error.code, 'worktree.outdated');
  await repository.done('checkout', '--merge', path);
  const { a, b = '', c = '' } = await contentsOf(repository.at(path));
  t.strictSame([a, b.slice(0, 2), c.slice(0, 2)], ['644 mine', '->', '->']);
  t.match(await repository.done('add', path), { paths: [{ version: 3, changes: { modified: 1 } }] });
});

void test('where the index was lost, what is there is recorded, with what was not there', async (t) => {
  const { here } = await makeOutdated(t);
  await rm(here.at('.git/pixelis/index'), { recursive: true });
  t.match(await here.done('add', path), { paths: [{ version: 3, keptFiles: 1 }] });
});

void test('what a run makes takes the place of what was there, with a warning', async (t) => {
  const { here } = await makeOutdated(t);
  const { code, result } = await here.json('run', '--output', path, '--', 'true');
  t.equal(code, 0);
  t.match(result, { outputs: [{ version: 3 }], warnings: [{ code: 'worktree.outdated' }] });
  t.match(await here.done('diff', 'dataset-train:v2'), { paths: [{ path }] }, 'as the warning says');
});

void test('options that contradict each other are refused', async (t) => {
  const repository = await makeRepository(t);
  for (const flags of [
    ['--merge', '--force'],
    ['--ours', '--theirs'],
    ['--ours', '--force'],
  ])
    t.equal((await repository.json('checkout', ...flags)).result.error.code, 'usage.invalid-argument');
});
