import type { Test } from 'tap';
import type { CommitId, Git } from '#git/git.js';
import { makeGitRepository } from '../../support/git-repository.js';
import type { OpenInTest } from './open-in-test.js';

export async function testAncestors(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('says whether a commit was made from another, across merges', async (t) => {
    const repository = await makeGitRepository(t);
    const first = (await repository.commit('first')) as CommitId;
    await repository.git('checkout', '-q', '-b', 'side');
    const side = (await repository.commit('side')) as CommitId;
    await repository.git('checkout', '-q', 'main');
    const main = (await repository.commit('main')) as CommitId;
    await repository.git('merge', '-q', '--no-edit', 'side');
    const merge = (await repository.git('rev-parse', 'HEAD')) as CommitId;
    const git = await opened(t, repository);
    const asked = [
      [first, merge],
      [side, merge],
      [merge, merge],
      [side, main],
      [merge, first],
    ] as const;
    const answers = await Promise.all(asked.map(([ancestor, of]) => git.isAncestor(ancestor, of)));
    t.strictSame(answers, [true, true, true, false, false]);
    await t.rejects(git.isAncestor('0'.repeat(39).concat('1') as CommitId, merge), { code: 'git.failed' });
  });
}

export async function testRefWriting(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('writes a commit over another beside worktree and index, and moves a ref to it', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', 'mine');
    await repository.git('add', 'a');
    const git = await opened(t, repository);
    const ref = 'refs/pixelis/test';
    const one = await git.writeCommit({
      files: new Map([
        ['x/1', 'one'],
        ['top', 'a'],
      ]),
      parents: [],
      message: 'first',
    });
    const two = await git.writeCommit({
      files: new Map([
        ['x/2', 'two'],
        ['top', 'b'],
      ]),
      parents: [one],
      message: 'second',
    });
    t.equal(await git.updateRef({ ref, from: undefined, to: one }), true);
    t.equal(await git.updateRef({ ref, from: undefined, to: two }), false, 'there is one');
    t.equal(await git.updateRef({ ref, from: two, to: two }), false, 'it stands elsewhere');
    t.equal(await git.updateRef({ ref, from: one, to: two }), true);
    t.equal(await git.updateRef({ ref: 'refs/pixelis/none', from: one, to: two }), false, 'there is none');
    t.equal(await git.resolveCommit(ref), two);
    t.strictSame(
      (await git.listFiles(two, {})).map(({ path }) => path),
      ['top', 'x/1', 'x/2'],
    );
    t.equal(await repository.git('show', `${ref}:top`), 'b');
    t.equal(await repository.git('status', '--porcelain'), 'A  a');
    t.equal(await repository.git('log', '-1', '--format=%an %s', ref), 'Ada Lovelace second');
    await t.rejects(git.updateRef({ ref: 'refs/no..name', from: undefined, to: two }), { code: 'git.failed' });
  });
}

export async function testNoRefWriting(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('refuses to write commits and refs, since that takes git', async (t) => {
    const repository = await makeGitRepository(t);
    const to = (await repository.commit('first')) as CommitId;
    const git: Git = await opened(t, repository);
    await t.rejects(git.writeCommit({ files: new Map(), parents: [], message: 'x' }), { code: 'git.unsupported' });
    await t.rejects(git.updateRef({ ref: 'refs/x', from: undefined, to }), { code: 'git.unsupported' });
  });
}
