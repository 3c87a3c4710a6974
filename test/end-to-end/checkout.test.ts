import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { test } from 'tap';
import { contentsOf, everythingOf, makeRepository } from '../support/repository.js';

void test('checking out an old commit and then the branch again brings the data along', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.write('data/old', 'only first');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/a', '2');
  await repository.write('data/new/b', 'only second');
  await rm(repository.at('data/old'));
  await repository.write('model.bin', 'm');
  await repository.addAndCommit('second', 'data', 'model.bin');
  const second = await contentsOf(repository.root);

  await repository.git('checkout', '--quiet', first);
  await repository.done('checkout');
  const { 'data/a': a, 'data/old': old, ...rest } = await contentsOf(repository.root);
  t.strictSame([a, old], ['644 1', '644 only first']);
  t.notOk('model.bin' in rest, 'a tracked path that the commit lacks is gone');
  t.notOk('data/new' in rest, 'and so is what only the other version had');
  t.match(await repository.done('status'), { clean: true });

  await repository.git('checkout', '--quiet', 'main');
  await repository.done('checkout');
  t.strictSame(await contentsOf(repository.root), second);
});

void test('a file that was changed and not added is kept, and --force gives it up', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/a', '2');
  await repository.write('data/b', 'b');
  await repository.addAndCommit('second', 'data');
  await repository.write('data/a', 'precious');
  await repository.git('checkout', '--quiet', first);
  const before = await contentsOf(repository.at('data'));
  const { code, result } = await repository.json('checkout');
  t.equal(code, 3);
  t.match(result.problems, [{ code: 'worktree.would-overwrite', message: /data\/a/, hint: /--force data/ }]);
  t.strictSame(await contentsOf(repository.at('data')), before);
  await repository.done('checkout', '--force');
  t.strictSame(await contentsOf(repository.at('data')), { a: '644 1' });
});

void test('a same-size edit with its time restored is seen and kept', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', 'one');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/a', 'two');
  await repository.addAndCommit('second', 'data');
  const { atime, mtime } = await lstat(repository.at('data/a'));
  await writeFile(repository.at('data/a'), 'new');
  const { utimes } = await import('node:fs/promises');
  await utimes(repository.at('data/a'), atime, mtime);
  t.match(await repository.done('status'), { paths: [{ worktree: 'modified' }] });
  await repository.git('checkout', '--quiet', first);
  t.equal((await repository.json('checkout')).code, 3);
  t.equal(await readFile(repository.at('data/a'), 'utf8'), 'new');
});

void test("a user's own files in the way stay; elsewhere in a tracked folder they are left alone", async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/b', 'tracked');
  await repository.write('data/folder/c', 'tracked');
  await repository.addAndCommit('second', 'data');
  await repository.git('checkout', '--quiet', first);
  await repository.done('checkout');
  await repository.write('data/own', 'mine');
  await repository.write('data/b', 'mine');
  await repository.write('data/folder', 'a file where a folder must come');
  await repository.git('checkout', '--quiet', 'main');
  const { code, result } = await repository.json('checkout');
  t.equal(code, 3);
  t.strictSame((result.paths[0] as { conflicts?: unknown } | undefined)?.conflicts, ['b', 'folder']);
  t.equal(await readFile(repository.at('data/b'), 'utf8'), 'mine');
  await repository.done('checkout', '--force');
  t.strictSame(await contentsOf(repository.at('data')), {
    a: '644 1',
    b: '644 tracked',
    folder: 'folder',
    'folder/c': '644 tracked',
    own: '644 mine',
  });
});

void test('only what differs is touched', async (t) => {
  const repository = await makeRepository(t);
  for (const name of ['a', 'b', 'deep/c', 'deep/d']) await repository.write(`data/${name}`, '1');
  const first = await repository.addAndCommit('first', 'data');
  await repository.write('data/b', '2');
  await repository.addAndCommit('second', 'data');
  const stampsOf = async () => {
    const stamps: Record<string, string> = {};
    for (const name of ['a', 'b', 'deep/c', 'deep/d']) {
      const { ino, mtimeNs, ctimeNs } = await lstat(repository.at(`data/${name}`), { bigint: true });
      stamps[name] = `${ino} ${mtimeNs} ${ctimeNs}`;
    }
    return stamps;
  };
  const { b: _, ...before } = await stampsOf();
  await repository.git('checkout', '--quiet', first);
  await repository.done('checkout');
  const { b: changed, ...after } = await stampsOf();
  t.strictSame(after, before);
  t.equal(await readFile(repository.at('data/b'), 'utf8'), '1');
  await repository.done('checkout');
  t.strictSame((await stampsOf()).b, changed);
});

void test('a version that is named moves the pointer with the worktree', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.addAndCommit('first', 'data');
  await repository.write('data/a', '2');
  await repository.addAndCommit('second', 'data');
  await repository.done('checkout', 'dataset-data:v1');
  t.equal(await readFile(repository.at('data/a'), 'utf8'), '1');
  t.match(await repository.done('status'), { paths: [{ version: 1, worktree: 'unchanged', pointer: 'modified' }] });
  t.equal(await repository.git('diff', '--cached', '--name-only'), 'data.pixelis.yaml');
  await repository.done('checkout', 'dataset-data:v2');
  t.equal(await repository.git('status', '--porcelain'), '');
});

void test('a file or a folder inside a tracked folder can be checked out alone', async (t) => {
  const repository = await makeRepository(t);
  for (const name of ['a', 'in/b', 'in/c', 'other/d']) await repository.write(`data/${name}`, name);
  await repository.addAndCommit('first', 'data');
  await rm(repository.at('data'), { recursive: true });
  await repository.done('checkout', 'data/in/b');
  t.strictSame(await contentsOf(repository.at('data')), { in: 'folder', 'in/b': '644 in/b' });
  await repository.done('checkout', 'data/other');
  await repository.done('checkout', 'dataset-data//a');
  t.strictSame(Object.keys(await contentsOf(repository.at('data'))), ['a', 'in', 'in/b', 'other', 'other/d']);
  for (const [command, target] of [
    ['checkout', 'data/none'],
    ['push', 'data/in/none'],
    ['fetch', 'dataset-data//none'],
    ['pull', 'data/none'],
    ['checkout', 'data/a/below-a-file'],
  ] as const) {
    const { code, result } = await repository.json(command, target);
    t.strictSame([code, result.error?.code], [1, 'reference.not-found'], `${command} ${target}`);
  }
});

void test('a folder where a file belongs, and a file where a folder belongs, stay', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('model.bin', 'm');
  await repository.write('data/a', '1');
  await repository.addAndCommit('first', 'data', 'model.bin');
  await rm(repository.at('model.bin'));
  await rm(repository.at('data'), { recursive: true });
  await mkdir(repository.at('model.bin'));
  await repository.write('model.bin/own', 'mine');
  await repository.write('data', 'mine');
  const before = await contentsOf(repository.root);
  const { code, result } = await repository.json('checkout');
  t.equal(code, 3);
  t.strictSame(
    result.problems.map((problem) => problem.code),
    ['worktree.would-overwrite', 'worktree.would-overwrite'],
  );
  t.strictSame(await contentsOf(repository.root), before);
});

void test('with --dry-run nothing is written, and the plan is told', async (t) => {
  const repository = await makeRepository(t);
  await repository.write('data/a', '1');
  await repository.write('model.bin', 'm');
  const first = await repository.addAndCommit('first', 'data', 'model.bin');
  await repository.write('data/a', '2');
  await repository.addAndCommit('second', 'data');
  await repository.write('data/b', 'new');
  await repository.write('free', 'new');
  const before = await everythingOf(repository);
  for (const args of [
    ['add', 'data', 'free'],
    ['push'],
    ['push', '--all'],
    ['checkout', 'dataset-data:v1'],
    ['alias', 'set', 'dataset-data:v1', 'best'],
    ['config', 'set', 'naming', 'off'],
    ['remote', 'add', 'lab', '../lab'],
    ['remote', 'remove', 'origin'],
    ['hooks', 'install'],
  ]) {
    t.match(await repository.done(...args, '--dry-run'), { dryRun: true }, args.join(' '));
    t.strictSame(await everythingOf(repository), before, args.join(' '));
  }
  await repository.done('push', '--all');
  const clone = await repository.clone();
  const seen = async () => {
    // What a remote has is remembered, as it never changes.
    const { state, ...rest } = await everythingOf(clone);
    return { ...rest, state: Object.keys(state).filter((name) => !name.startsWith('remotes')) };
  };
  const empty = await seen();
  for (const args of [['fetch'], ['pull'], ['pull', '--revs', first], ['checkout']]) {
    t.match(await clone.json(...args, '--dry-run'), { result: { dryRun: true } }, args.join(' '));
    t.strictSame(await seen(), empty, args.join(' '));
  }
});
