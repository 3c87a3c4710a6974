import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { type GitRepository, makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testConflicts(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('of files in conflict, each side is named that has one', async (t) => {
    const repository = await makeMerge(t);
    await t.rejects(repository.git('merge', 'other'));
    const git = await opened(t, repository);
    const conflicts = await git.conflicts({});
    const contents = async (id: (typeof conflicts)[number]['base']) =>
      id === undefined ? undefined : (await all(git.readBlobs([id]))).map(({ bytes }) => Buffer.from(bytes).toString());
    const named = conflicts.map(async (conflict) => ({
      path: conflict.path,
      base: await contents(conflict.base),
      ours: await contents(conflict.ours),
      theirs: await contents(conflict.theirs),
    }));
    t.strictSame(await Promise.all(named), [
      { path: 'd/both', base: ['1'], ours: ['2'], theirs: ['3'] },
      { path: 'new', base: undefined, ours: ['o'], theirs: ['t'] },
      { path: 'old', base: ['1'], ours: undefined, theirs: ['3'] },
    ]);
    t.strictSame(
      (await git.conflicts({ folder: 'd' })).map((conflict) => conflict.path),
      ['d/both'],
    );
    await git.stage(['d/both']);
    t.equal((await git.conflicts({})).length, 2, 'what is staged is in conflict no more');
  });

  await parent.test('without a merge nothing is in conflict', async (t) => {
    const repository = await makeGitRepository(t);
    const git = await opened(t, repository);
    t.strictSame(await git.conflicts({}), []);
  });
}

export async function testAmending(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('files join the commit that is checked out, which stays what it was otherwise', async (t) => {
    const repository = await makeMerge(t);
    await repository.git('config', 'i18n.commitEncoding', 'latin1');
    await repository.git('merge', '--quiet', '-s', 'ours', '-m', 'a merge\n\nwith a body', 'other');
    const facts = () => repository.git('log', '-1', '--format=%P%n%an %ae %ad%n%cn %ce %cd%n%B');
    const [before, head] = [await facts(), await repository.git('rev-parse', 'HEAD')];
    for (const name of ['added', 'staged', 'neither']) await repository.write(name, '1');
    await repository.git('add', 'staged', 'added');
    const git = await opened(t, repository);
    // Git's own amending is refused while this is there, as it is in a hook that runs after a merge.
    await repository.write('.git/MERGE_HEAD', `${await repository.git('rev-parse', 'other')}\n`);
    const made = await git.amend(['added']);
    await rm(path.join(repository.root, '.git/MERGE_HEAD'));
    t.equal(await repository.git('rev-parse', 'main'), made, 'the branch has moved');
    t.equal(await facts(), before);
    t.equal(await repository.git('diff', '--name-status', head, 'HEAD'), 'A\tadded');
    t.equal(await repository.git('status', '--short'), 'A  staged\n?? neither');
    t.equal(await repository.git('fsck', '--strict', '--no-dangling'), '');
  });
}

export async function testAmendingSigned(parent: Test, opened: OpenInTest): Promise<void> {
  const keygen = promisify(execFile);
  const hasKeygen = await keygen('ssh-keygen', ['-?']).catch((error: NodeJS.ErrnoException) => error.code !== 'ENOENT');
  const skip = hasKeygen === false ? 'there is no ssh-keygen' : false;
  await parent.test('a commit that was signed is signed again', { skip }, async (t) => {
    const repository = await makeMerge(t);
    const key = path.join(path.dirname(repository.root), 'key');
    await keygen('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    await repository.write('../allowed', `ada@example.org ${await readFile(`${key}.pub`, 'utf8')}`);
    await repository.git('config', 'gpg.format', 'ssh');
    await repository.git('config', 'user.signingKey', key);
    await repository.git('config', 'gpg.ssh.allowedSignersFile', '../allowed');
    await repository.git('merge', '--quiet', '-S', '-s', 'ours', '-m', 'Zusammengeführt\n\n  body ', 'other');
    const facts = () => repository.git('log', '-1', '--format=%P%n%an %ae %ad%n%cn %ce %cd%n%G?%n%B');
    const before = await facts();
    t.match(before, /^G$/m);
    await repository.write('added', '1');
    await (await opened(t, repository)).amend(['added']);
    t.equal(await facts(), before);
    t.equal(await repository.git('cat-file', '-p', 'HEAD:added'), '1');
  });
}

export async function testSettings(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('a setting of the repository is set, set again and taken out', async (t) => {
    const repository = await makeGitRepository(t);
    const git = await opened(t, repository);
    const key = 'merge.a b.driver';
    for (const value of ["x 'y' %O %%", 'z; # "q" \\']) {
      await git.setConfigValue(key, value);
      t.equal(await git.configValue(key), value);
    }
    t.equal(await repository.git('config', '--local', '--get-all', key), 'z; # "q" \\');
    await git.setConfigValue(key, undefined);
    await git.setConfigValue(key, undefined);
    t.equal(await git.configValue(key), undefined);
    await t.rejects(git.setConfigValue('no-key', 'x'), { code: 'git.failed' });
  });
}

/** Without the executable neither is done, and it says so. */
export async function testNoAmending(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('to change a commit or a setting takes git itself', async (t) => {
    const repository = await makeGitRepository(t);
    const git = await opened(t, repository);
    await t.rejects(git.amend(['a']), { code: 'git.unsupported' });
    await t.rejects(git.setConfigValue('a.b', 'c'), { code: 'git.unsupported' });
  });
}

/** Branches `main` and `other`, which contradict each other in three files. */
async function makeMerge(t: Test): Promise<GitRepository> {
  const repository = await makeGitRepository(t);
  for (const name of ['d/both', 'old', 'same']) await repository.write(name, '1');
  await repository.commit('base');
  await repository.git('checkout', '--quiet', '-b', 'other');
  for (const name of ['d/both', 'old']) await repository.write(name, '3');
  await repository.write('new', 't');
  await repository.commit('theirs');
  await repository.git('checkout', '--quiet', 'main');
  await repository.write('d/both', '2');
  await repository.write('new', 'o');
  await rm(path.join(repository.root, 'old'));
  await repository.commit('ours');
  return repository;
}
