import type { Test } from 'tap';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testRevisions(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('a new repository has a branch and no commit', async (t) => {
    const git = await opened(t, await makeGitRepository(t));
    t.strictSame(await git.head(), { commit: undefined, branch: 'main' });
    t.equal(await git.resolveCommit('HEAD'), undefined);
    t.strictSame(await git.listRefs(), []);
    t.strictSame(await all(git.log({ scopes: [{}] })), []);
    t.strictSame(await all(git.log({ all: true, scopes: [{}] })), []);
  });

  await parent.test('a commit has many names', async (t) => {
    const repository = await makeGitRepository(t);
    const first = await repository.commit('one');
    const second = await repository.commit('two');
    await repository.git('tag', '-a', '-m', 'annotated', 'v1', first);
    await repository.git('branch', 'topic/x', first);
    const git = await opened(t, repository);
    const names = ['HEAD', '@', 'main', 'refs/heads/main', 'heads/main', second, second.slice(0, 8)];
    for (const name of names) t.equal(await git.resolveCommit(name), second, name);
    for (const name of ['v1', 'v1^{}', 'v1^{commit}', 'topic/x', 'HEAD~1', 'HEAD^', 'main~', '@^1']) {
      t.equal(await git.resolveCommit(name), first, name);
    }
    t.strictSame(await git.head(), { commit: second, branch: 'main' });
    await repository.git('checkout', '--quiet', '--detach', first);
    t.strictSame(await git.head(), { commit: first, branch: undefined });
  });

  await parent.test('what names no commit is absent, however hostile', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a.txt', '1');
    await repository.commit('one');
    const git = await opened(t, repository);
    const names = ['', 'nope', 'HEAD~9', 'HEAD^2', '0'.repeat(40), 'a\0b', 'x'.repeat(100_000), '^HEAD', 'HEAD..main'];
    const options = ['--output=pwned', '--upload-pack=touch pwned', '-h', '--help', '--all', '--git-dir=.', '--'];
    for (const name of [...names, ...options]) t.equal(await git.resolveCommit(name), undefined, name.slice(0, 40));
    t.strictSame(await git.listWorktreeFiles({}), ['a.txt']);
  });

  await parent.test('refs are branches, remote branches and tags, peeled to commits', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a.txt', '1');
    const first = await repository.commit('one');
    const blob = await repository.git('rev-parse', 'HEAD:a.txt');
    await repository.git('update-ref', 'refs/heads/--upload-pack=touch_pwned', first);
    await repository.git('update-ref', 'refs/remotes/origin/main', first);
    await repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    await repository.git('update-ref', 'refs/notes/commits', first);
    await repository.git('tag', 'light', first);
    await repository.git('tag', '-a', '-m', 'x', 'heavy', first);
    await repository.git('tag', '-a', '-m', 'x', 'nested', 'heavy');
    await repository.git('tag', 'of-blob', blob);
    await repository.git('pack-refs', '--all');
    const git = await opened(t, repository);
    t.strictSame(
      await git.listRefs(),
      [
        'refs/heads/--upload-pack=touch_pwned',
        'refs/heads/main',
        'refs/remotes/origin/HEAD',
        'refs/remotes/origin/main',
        'refs/tags/heavy',
        'refs/tags/light',
        'refs/tags/nested',
      ].map((name) => ({ name, commit: first })),
    );
  });
}
