import type { Test } from 'tap';
import type { CommitId, CommitRange } from '#git/git.js';
import { isObjectOf } from '#git/object-id.js';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testRawObjects(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('commits come byte for byte, and are what their ids say', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const first = (await repository.commit('one\n\nand more')) as CommitId;
    await repository.write('a', '2');
    const second = (await repository.commit('two')) as CommitId;
    const git = await opened(t, repository);
    const nowhere = '1'.repeat(40) as CommitId;
    const commits = await all(git.readCommits([second, nowhere, first, second]));
    t.strictSame(
      commits.map(({ id }) => id),
      [second, nowhere, first, second],
    );
    t.equal(commits[1]?.bytes, undefined, 'what is not there is no error');
    const bytes = commits[2]?.bytes ?? new Uint8Array();
    t.match(Buffer.from(bytes).toString(), /^tree [0-9a-f]{40}\nauthor Ada Lovelace .*\n\none\n\nand more\n$/s);
    t.ok(isObjectOf(first, 'commit', bytes));
    t.notOk(isObjectOf(second, 'commit', bytes));
    t.notOk(isObjectOf(first, 'tag', bytes));
    const tree = (await repository.git('rev-parse', 'HEAD^{tree}')) as CommitId;
    await t.rejects(all(git.readCommits([tree])), { code: 'git.failed' });
    await t.rejects(all(git.readCommits(['HEAD' as CommitId])), { code: 'git.failed' });
  });

  await parent.test('a range has each commit before those that it is made from', async (t) => {
    const repository = await makeGitRepository(t);
    const commit = async (name: string): Promise<CommitId> => {
      await repository.write(name, name);
      return (await repository.commit(name)) as CommitId;
    };
    const base = await commit('base');
    await repository.git('checkout', '-q', '-b', 'side');
    const side = await commit('side');
    await repository.git('checkout', '-q', 'main');
    const main = await commit('main');
    await repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const merge = (await repository.git('rev-parse', 'HEAD')) as CommitId;
    await repository.git('checkout', '-q', '--detach', 'main');
    const loose = await commit('on no branch');
    const git = await opened(t, repository);
    const ids = async (range: CommitRange): Promise<readonly string[]> =>
      (await all(git.readCommits(range))).map(({ id }) => id);
    const whole = await ids({});
    t.strictSame(new Set(whole), new Set([loose, merge, main, side, base]));
    t.strictSame([whole[0], whole[1], whole[4]], [loose, merge, base]);
    t.strictSame(await ids({ from: [merge], excluding: [main] }), [merge, side]);
    t.strictSame(await ids({ from: [] }), []);
    await repository.git('checkout', '-q', 'side');
    t.strictSame(await ids({}), [side, base]);
    t.strictSame(new Set(await ids({ all: true })), new Set([merge, main, side, base]));
    await t.rejects(ids({ from: ['1'.repeat(40) as CommitId] }), { code: 'git.failed' });
  });

  await parent.test('neither a replacement nor a graft stands in for a commit', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const first = (await repository.commit('one')) as CommitId;
    await repository.write('a', '2');
    const second = (await repository.commit('two')) as CommitId;
    await repository.write('a', '3');
    const third = (await repository.commit('three')) as CommitId;
    await repository.git('replace', second, first);
    await repository.write('.git/info/grafts', `${third} ${first}\n`);
    const git = await opened(t, repository);
    const commits = await all(git.readCommits({ from: [third] }));
    t.strictSame(
      commits.map(({ id }) => id),
      [third, second, first],
    );
    for (const { id, bytes } of commits) t.ok(isObjectOf(id, 'commit', bytes ?? new Uint8Array()));
  });

  await parent.test('annotated tags come byte for byte, light ones not', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const commit = await repository.commit('one');
    await repository.git('tag', 'light');
    await repository.git('tag', '-a', '-m', 'two', 'v2');
    await repository.git('tag', '-a', '-m', 'one', 'v1');
    await repository.git('pack-refs', '--all');
    const git = await opened(t, repository);
    const tags = await all(git.readTags());
    t.strictSame(
      tags.map(({ name }) => name),
      ['refs/tags/v1', 'refs/tags/v2'],
    );
    for (const { id, bytes } of tags) {
      t.ok(isObjectOf(id, 'tag', bytes));
      t.match(Buffer.from(bytes).toString(), new RegExp(`^object ${commit}\ntype commit\ntag v[12]\n`));
    }
  });

  await parent.test('a setting that names a file is absolute', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.git('config', 'gpg.ssh.allowedSignersFile', 'trusted/signers');
    await repository.git('config', 'gpg.ssh.revocationFile', '~/revoked');
    const git = await opened(t, repository);
    t.equal(await git.configPath('gpg.ssh.allowedSignersFile'), `${git.places.root}/trusted/signers`);
    t.equal(await git.configPath('gpg.ssh.revocationFile'), `${repository.environment['HOME']}/revoked`);
    t.equal(await git.configPath('gpg.none'), undefined);
  });
}
