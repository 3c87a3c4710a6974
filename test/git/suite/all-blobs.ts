import { rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import type { CommitId, Git } from '#git/git.js';
import { gitRepositoryAt, makeFolder, makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testAllBlobs(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('every blob that git still has is found, whatever names it', async (t) => {
    const repository = await makeGitRepository(t);
    const { git } = repository;
    await repository.write('file', 'committed');
    await repository.commit('one');
    await git('checkout', '--quiet', '-b', 'gone');
    await repository.write('file', 'on a branch that is deleted');
    await repository.commit('two');
    await git('checkout', '--quiet', 'main');
    await git('branch', '--quiet', '-D', 'gone');
    await repository.write('file', 'stashed');
    await git('stash', '--quiet');
    await git('stash', 'drop', '--quiet');
    await git('repack', '--quiet', '-a', '-d', '-k');
    await repository.write('file', 'staged');
    await git('add', 'file');
    const blob = await repository.write('loose', 'dangling').then(() => git('hash-object', '-w', 'loose'));
    await git('replace', blob, await git('hash-object', '-w', 'file'));
    const opening = await opened(t, repository);
    const found = ['committed', 'on a branch that is deleted', 'stashed', 'staged', 'dangling'];
    t.strictSame(await textsOf(opening, 1000), [...found].sort());
    t.strictSame(
      await textsOf(opening, 9),
      ['committed', 'dangling', 'staged', 'stashed'].sort(),
      'none over the limit',
    );
    const skipped = await all(opening.allBlobs({ limitBytes: 1000, skips: (id) => id === blob }));
    t.equal(skipped.length, found.length - 1);
    t.notOk(
      skipped.some(({ id }) => id === blob),
      'an id that is skipped is not read',
    );
  });

  await parent.test('blobs that are borrowed from another repository are found', async (t) => {
    const lender = await makeGitRepository(t);
    await lender.write('file', 'lent');
    await lender.commit('one');
    const folder = path.join(await makeFolder(t), 'borrower');
    await lender.git('clone', '--quiet', '--shared', lender.root, folder);
    t.strictSame(await textsOf(await opened(t, gitRepositoryAt(folder, lender.environment)), 100), ['lent']);
  });

  await parent.test('where history is cut off, or objects were left out, it says so', async (t) => {
    const origin = await makeGitRepository(t);
    for (const content of ['one', 'two']) {
      await origin.write('file', content);
      await origin.commit(content);
    }
    await origin.git('config', 'uploadpack.allowFilter', 'true');
    const folder = await makeFolder(t);
    for (const [name, option] of [
      ['shallow', '--depth=1'],
      ['partial', '--filter=blob:none'],
    ] as const) {
      const clone = path.join(folder, name);
      await origin.git('clone', '--quiet', option, `file://${origin.root}`, clone);
      const git = await opened(t, gitRepositoryAt(clone, origin.environment));
      await t.rejects(all(git.allBlobs({ limitBytes: 100 })), { code: 'git.shallow' }, name);
    }
  });

  await parent.test('what is pruned while it is listed is left out, and what comes back is read', async (t) => {
    const repository = await makeGitRepository(t);
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const text of texts) await repository.write(text, text);
    await repository.commit('all');
    const fileOf = async (text: string): Promise<string> => {
      const id = await repository.git('hash-object', text);
      return path.join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2));
    };
    const [pruned, back] = [await fileOf('3'), await fileOf('7')];
    const bytes = await readFile(back);
    const git = await opened(t, repository);
    let listed = 0;
    const skips = (): boolean => {
      listed += 1;
      if (listed === 20) for (const file of [pruned, back]) rmSync(file);
      return false;
    };
    const found: string[] = [];
    for await (const blob of git.allBlobs({ limitBytes: 100, skips })) {
      if (found.push(Buffer.from(blob.bytes).toString()) === 1) await writeFile(back, bytes);
    }
    t.strictSame(found.sort(), texts.filter((text) => text !== '3').sort());
    t.equal(listed, 21, 'only what was missing is looked at again');
  });

  await parent.test('an object that git cannot read is an error', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('file', 'one');
    await repository.commit('one');
    const blob = await repository.git('hash-object', 'file');
    const loose = path.join(repository.root, '.git/objects', blob.slice(0, 2), blob.slice(2));
    await rm(loose);
    await writeFile(loose, 'damaged');
    await t.rejects(all((await opened(t, repository)).allBlobs({ limitBytes: 100 })), { code: 'git.failed' });
  });

  await parent.test('a search that is cancelled ends', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('file', 'one');
    await repository.commit('one');
    const git = await opened(t, repository);
    await t.rejects(all(git.allBlobs({ limitBytes: 100, signal: AbortSignal.abort() })), { code: 'interrupted' });
  });

  await parent.test(
    'every worktree is listed with its HEAD and what is staged in it, also one whose folder is gone',
    async (t) => {
      const repository = await makeGitRepository(t);
      await repository.write('a.txt', 'one');
      const first = (await repository.commit('one')) as CommitId;
      await repository.write('a.txt', 'two');
      const second = (await repository.commit('two')) as CommitId;
      const folder = await makeFolder(t);
      const [linked, gone] = [path.join(folder, 'linked'), path.join(folder, 'gone')];
      for (const name of [linked, gone]) await repository.git('worktree', 'add', '--quiet', '--detach', name, first);
      await writeFile(path.join(gone, 'b.txt'), 'staged');
      await gitRepositoryAt(gone, repository.environment).git('add', 'b.txt');
      await rm(gone, { recursive: true });
      for (const root of [repository.root, linked]) {
        const git = await opened(t, { ...repository, root });
        t.strictSame(Object.fromEntries((await git.listWorktrees()).map(({ folder: at, head }) => [at, head])), {
          [repository.root]: second,
          [linked]: first,
          [gone]: first,
        });
        const staged = await git.listStagedFiles({ suffix: '.txt' });
        t.strictSame(staged.map((file) => file.path).sort(), ['a.txt', 'a.txt', 'a.txt', 'b.txt']);
      }
    },
  );

  await parent.test('a bare repository has linked worktrees only', async (t) => {
    const origin = await makeGitRepository(t);
    const commit = (await origin.commit('one')) as CommitId;
    const bare = path.join(await makeFolder(t), 'bare.git');
    await origin.git('clone', '--quiet', '--bare', origin.root, bare);
    const linked = path.join(await makeFolder(t), 'linked');
    await gitRepositoryAt(bare, origin.environment).git('worktree', 'add', '--quiet', '--detach', linked, commit);
    const git = await opened(t, { ...origin, root: linked });
    t.strictSame(
      (await git.listWorktrees()).map(({ folder }) => folder),
      [linked],
    );
    t.strictSame(await git.listStagedFiles({}), []);
  });

  await parent.test('each side of a conflict is staged', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', 'base');
    await repository.commit('base');
    await repository.git('checkout', '--quiet', '-b', 'other');
    await repository.write('a', 'theirs');
    await repository.commit('theirs');
    await repository.git('checkout', '--quiet', 'main');
    await repository.write('a', 'ours');
    await repository.commit('ours');
    await repository.git('merge', '--quiet', 'other').catch(() => undefined);
    t.equal((await (await opened(t, repository)).listStagedFiles({})).length, 3);
  });
}

/** Without the executable some of it cannot be had, and it says so. */
export async function testNotAllBlobs(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('every object that git still has takes git itself', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const head = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    t.throws(() => git.allBlobs({ limitBytes: 1 }), { code: 'git.unsupported', hint: 'install git' });
    t.strictSame(await git.listWorktrees(), [{ folder: repository.root, gitFolder: git.places.gitFolder, head }]);
    t.strictSame(
      (await git.listStagedFiles({})).map((file) => file.path),
      ['a'],
    );
    await repository.git('worktree', 'add', '--quiet', '--detach', path.join(await makeFolder(t), 'linked'));
    await t.rejects(git.listWorktrees(), { code: 'git.unsupported' });
    await t.rejects(git.listStagedFiles({}), { code: 'git.unsupported' });
  });
}

async function textsOf(git: Git, limitBytes: number): Promise<readonly string[]> {
  const blobs = await all(git.allBlobs({ limitBytes }));
  return blobs.map(({ bytes }) => Buffer.from(bytes).toString()).sort();
}
