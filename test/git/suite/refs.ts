import type { Test } from 'tap';
import type { CommitId } from '#git/git.js';
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

export async function testRefExchange(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('brings a ref to a remote and from there, and says where the two have parted', async (t) => {
    const [here, there] = [await makeGitRepository(t), await makeGitRepository(t)];
    const git = await opened(t, here);
    const remote = there.root;
    const [ref, copy] = ['refs/pixelis/test', 'refs/pixelis/copy'];
    t.equal(await git.fetchRef({ remote, from: ref, to: copy }), false, 'there is none yet');
    const one = await git.writeCommit({ files: new Map([['a', '1']]), parents: [], message: 'one' });
    const two = await git.writeCommit({ files: new Map([['a', '2']]), parents: [one], message: 'two' });
    const other = await git.writeCommit({ files: new Map([['a', '3']]), parents: [one], message: 'other' });
    const stand = async (from: CommitId | undefined, to: CommitId) => git.updateRef({ ref, from, to });
    await stand(undefined, two);
    t.equal(await git.pushRef({ remote, from: ref, to: ref }), true);
    t.equal(await there.git('rev-parse', ref), two);
    await stand(two, other);
    t.equal(await git.pushRef({ remote, from: ref, to: ref }), false, 'nothing is taken back there');
    t.equal(await there.git('rev-parse', ref), two);
    t.equal(await git.fetchRef({ remote, from: ref, to: copy }), true);
    t.equal(await git.resolveCommit(copy), two);
    await t.rejects(git.pushRef({ remote: '/no/such', from: ref, to: ref }), { code: 'git.failed' });
    await t.rejects(git.fetchRef({ remote: '/no/such', from: ref, to: copy }), { code: 'git.failed' });
  });
}

export async function testNoRefWriting(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('refuses to write commits and refs, since that takes git', async (t) => {
    const repository = await makeGitRepository(t);
    const to = (await repository.commit('first')) as CommitId;
    const git = await opened(t, repository);
    await t.rejects(git.writeCommit({ files: new Map(), parents: [], message: 'x' }), { code: 'git.unsupported' });
    await t.rejects(git.updateRef({ ref: 'refs/x', from: undefined, to }), { code: 'git.unsupported' });
    const exchange = { remote: 'origin', from: 'refs/x', to: 'refs/x' };
    await t.rejects(git.pushRef(exchange), { code: 'git.unsupported' });
    await t.rejects(git.fetchRef(exchange), { code: 'git.unsupported' });
  });
}
