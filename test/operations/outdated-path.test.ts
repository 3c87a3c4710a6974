import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { makeOperationContext } from '../support/operation-context.js';
import { contentsOf } from '../support/repository.js';

/** `data` as v2, with the pointer of v1 taken back; its files are `first`, then `second` where they changed. */
async function makeMoved(t: Test, second: Readonly<Record<string, string | undefined>>) {
  const { repository, pixelis } = await makeOperationContext(t);
  const { root } = repository;
  const at = (name: string) => join(root, 'data', name);
  const write = async (files: Readonly<Record<string, string | undefined>>) => {
    for (const [name, text] of Object.entries(files)) {
      if (text === undefined) await rm(at(name), { recursive: true });
      else await repository.write(`data/${name}`, text);
    }
  };
  await write({ a: 'first', b: 'first', 'sub/c': 'first' });
  await pixelis.add(['data']);
  const first = await repository.commit('first');
  await write(second);
  await pixelis.add(['data']);
  await repository.commit('second');
  await repository.git('checkout', '--quiet', first);
  await pixelis.checkout();
  /** Moves the pointer to v2, and leaves the folder alone: no hooks are installed. */
  const move = () => repository.git('checkout', '--quiet', 'main');
  return { repository, pixelis, at, write, move, contents: () => contentsOf(join(root, 'data')) };
}

void test('the error says what was placed and what the pointer names', async (t) => {
  const { pixelis, write, move } = await makeMoved(t, { b: 'second' });
  await write({ a: 'mine' });
  await move();
  await t.rejects(pixelis.add(['data']), {
    code: 'worktree.outdated',
    data: { path: 'data', placedFrom: { artifact: 'dataset-data', version: 1 }, pointer: { version: 2 } },
  });
});

void test('among several paths, one that could not follow keeps no other from being added', async (t) => {
  const { repository, pixelis, write, move } = await makeMoved(t, { b: 'second' });
  await write({ a: 'mine' });
  await move();
  await repository.write('other', 'new');
  const { paths, problems } = await pixelis.add(['data', 'other']);
  t.match(paths, [{ path: 'other', state: 'added' }]);
  t.match(problems, [{ code: 'worktree.outdated', path: 'data' }]);
});

void test('what another version removed does not come back with a path inside the folder', async (t) => {
  const { pixelis, write, move, contents } = await makeMoved(t, {
    b: undefined,
    'sub/c': undefined,
    'sub/d': 'second',
  });
  await write({ a: 'mine', 'sub/e': 'mine' });
  await move();
  t.match((await pixelis.add(['data/sub'])).paths, [{ files: 3, changes: { added: 1, removed: 0 } }]);
  t.match((await pixelis.add(['data'])).paths, [{ files: 3, changes: { modified: 1, added: 0, removed: 0 } }]);
  await pixelis.checkout();
  t.strictSame(await contents(), { a: '644 mine', sub: 'folder', 'sub/d': '644 second', 'sub/e': '644 mine' });
  t.ok((await pixelis.status()).paths.every(({ worktree }) => worktree === 'unchanged'));
});

void test('a file of the user\u2019s own that another version has as well is in conflict', async (t) => {
  const { pixelis, write, move, contents } = await makeMoved(t, { new: 'second' });
  await write({ new: 'mine' });
  await move();
  t.match((await pixelis.checkout(['data'], { merge: true })).paths, [{ state: 'refused', conflicts: ['new'] }]);
  await pixelis.checkout(['data'], { merge: 'ours' });
  t.match(await contents(), { new: '644 mine' });
  t.match((await pixelis.add(['data'])).paths, [{ version: 3, changes: { modified: 1 } }]);
});

void test('content changed here and the executable bit there are a conflict, each alone is none', async (t) => {
  const { repository, pixelis, at, write, move, contents } = await makeMoved(t, { b: 'second' });
  await repository.git('checkout', '--quiet', 'main');
  await pixelis.checkout(['data'], { force: true });
  await chmod(at('a'), 0o755);
  await pixelis.add(['data']);
  await repository.commit('executable');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  await pixelis.checkout();
  await chmod(at('b'), 0o755);
  await move();
  await pixelis.checkout(['data'], { merge: true });
  t.match(await contents(), { a: '755 first', b: '755 second' });
  await pixelis.add(['data']);
  await repository.commit('both');
  await repository.git('checkout', '--quiet', 'HEAD~2');
  await pixelis.checkout();
  await write({ a: 'mine' });
  await repository.git('checkout', '--quiet', 'main');
  t.match((await pixelis.checkout(['data'], { merge: true })).paths, [{ conflicts: ['a'] }]);
});

void test('a version that a reset took back is recorded again only where that is said', async (t) => {
  const { repository, pixelis, write, move } = await makeMoved(t, { b: 'second' });
  await move();
  await pixelis.checkout();
  await write({ a: 'third' });
  await pixelis.add(['data']);
  await repository.git('reset', '--quiet', '--hard');
  await t.rejects(pixelis.add(['data']), { code: 'worktree.outdated' });
  t.match((await pixelis.add(['data'], { asIs: true })).paths, [{ version: 3, state: 'updated' }]);
});

void test('of a single file the executable bit alone makes it another version', async (t) => {
  const { repository, pixelis } = await makeOperationContext(t);
  await repository.write('tool', 'first');
  await pixelis.add(['tool']);
  await repository.commit('first');
  await chmod(join(repository.root, 'tool'), 0o755);
  await pixelis.add(['tool']);
  await repository.commit('second');
  await repository.git('checkout', '--quiet', 'HEAD~1');
  // The older commit has no record of what was placed.
  t.match((await pixelis.status()).paths, [{ worktree: 'modified', placedFrom: { digest: /^blake3:/ } }]);
  await t.rejects(pixelis.add(['tool']), { code: 'worktree.outdated' });
  await repository.write('tool', 'mine');
  await t.rejects(pixelis.add(['tool']), { code: 'worktree.outdated' });
  await repository.write('tool', 'first');
  await chmod(join(repository.root, 'tool'), 0o644);
  t.match((await pixelis.add(['tool'])).paths, [{ version: 1, state: 'unchanged' }]);
});
