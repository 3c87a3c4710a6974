import { test } from 'tap';
import { encodeTombstone, tombstonePath } from '#format/tombstone.js';
import { digestFromHex } from '#model/digest.js';
import type { Tombstone } from '#model/tombstone.js';
import { makeOperationContext } from '../support/operation-context.js';

const tombstone: Tombstone = {
  digest: digestFromHex('93c2'.repeat(16)),
  size: 48_213,
  purged: '2026-05-04T12:00:00Z',
  by: { name: 'Ada Lovelace', email: 'ada@example.org' },
  reason: 'participant 17 withdrew consent',
  from: ['cache'],
  versions: [],
};

void test('what was purged is read from the worktree and from a commit, by digest', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  t.same(await context.worktreeCatalog().tombstones(), new Map());
  await repository.write(tombstonePath(tombstone.digest), encodeTombstone(tombstone));
  await repository.write('.pixelis/tombstones/notes.yaml', 'of nobody: true\n');
  await repository.commit('purge');
  const expected = new Map([[tombstone.digest, tombstone]]);
  t.same(await context.worktreeCatalog().tombstones(), expected);
  t.same(await (await context.catalogAt('HEAD')).tombstones(), expected);
});

void test('a tombstone that names other content than its file, or cannot be read, purges nothing', async (t) => {
  const { repository, context } = await makeOperationContext(t);
  const other = tombstonePath(digestFromHex('0b3c'.repeat(16)));
  await repository.write(other, encodeTombstone(tombstone));
  await t.rejects(context.worktreeCatalog().tombstones(), { code: 'file.invalid' });
  const broken: string[] = [];
  const found = await context.worktreeCatalog().tombstones({ onBroken: (_, path) => broken.push(path) });
  t.same([found.size, broken], [0, [other]]);
});
