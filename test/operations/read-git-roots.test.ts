import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { Git } from '#git/git.js';
import type { Digest } from '#model/digest.js';
import { keepWhatHeadsUse } from '#operations/read-git-roots.js';
import { collectedRepository } from '../support/garbage.js';
import { makeOperationContext } from '../support/operation-context.js';

/** A pointer on `main`, and another one on the branch `side` alone. */
async function makeBranches(t: Test) {
  const { repository, context } = await makeOperationContext(t);
  const { add } = collectedRepository(t, repository);
  const onMain = await add('data/a', 'on main');
  await repository.commit('main');
  await repository.git('checkout', '--quiet', '-b', 'side');
  const onSide = await add('data/b', 'on side');
  await repository.commit('side');
  await repository.git('checkout', '--quiet', '-');
  const removeSide = async (): Promise<void> => {
    await repository.git('branch', '--quiet', '-D', 'side');
    await repository.git('reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all');
    await repository.git('prune', '--expire=now');
  };
  const kept = async (git: Git): Promise<readonly Digest[]> => {
    const digests = new Set<Digest>();
    await keepWhatHeadsUse(git, { names: { keep: (digest) => void digests.add(digest) } }, {});
    return [...digests].sort();
  };
  const lose = async (revision: string): Promise<void> => {
    const id = await repository.git('rev-parse', revision);
    await rm(join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2)));
  };
  return { repository, git: context.git, onMain, onSide, removeSide, kept, lose };
}

/** The same git, and something that happens once, right before one of its answers. */
function interrupted(git: Git, before: 'listFiles' | 'readBlobs', happens: () => Promise<void>): Git {
  let isOver = false;
  const once = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    await happens();
  };
  const listFiles: Git['listFiles'] = async (...args) => {
    await once();
    return git.listFiles(...args);
  };
  const readBlobs: Git['readBlobs'] = async function* (...args) {
    await once();
    yield* git.readBlobs(...args);
  };
  return Object.create(git, { [before]: { value: before === 'listFiles' ? listFiles : readBlobs } });
}

for (const before of ['listFiles', 'readBlobs'] as const) {
  void test(`a branch that is deleted and pruned before ${before} is no head any more`, async (t) => {
    const { git, onMain, onSide, removeSide, kept } = await makeBranches(t);
    t.strictSame(await kept(git), [onMain, onSide].sort());
    t.strictSame(await kept(interrupted(git, before, removeSide)), [onMain]);
  });
}

void test('a branch that moved on meanwhile is read where it stands', async (t) => {
  const { git, onMain, onSide, removeSide, kept, repository } = await makeBranches(t);
  const moved = interrupted(git, 'listFiles', async () => {
    await repository.git('checkout', '--quiet', 'side');
    await repository.git('commit', '--quiet', '--amend', '--message', 'amended');
    await repository.git('branch', '--quiet', '-m', 'other');
    await repository.git('branch', 'side', 'main');
    await removeSide();
  });
  t.strictSame(await kept(moved), [onMain, onSide].sort());
});

void test('what a branch still names and git cannot read is damage', async (t) => {
  for (const lost of ['side^{commit}', 'side^{tree}', 'side:data/b.pixelis.yaml']) {
    const { git, kept, lose } = await makeBranches(t);
    await lose(lost);
    await t.rejects(kept(git), { code: 'gc.root-unreadable', cause: { code: 'git.failed' } }, lost);
  }
});
