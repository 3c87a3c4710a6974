import type { Test } from 'tap';
import type { CommitId, FileScope, GitCommit, LogQuery } from '#git/git.js';
import { type GitRepository, makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest, short } from './open-in-test.js';

export async function testHistory(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('tells each commit that touched a scope, newest first, with people and changes', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('data/a.yaml', '1');
    await repository.write('code.py', '1');
    const first = await repository.commit('add a\n\nand more of it');
    await repository.write('code.py', '2');
    await repository.commit('code only');
    await repository.write('data/b.yaml', '1');
    await repository.git('mv', 'data/a.yaml', 'data/c.yaml');
    const third = await repository.commit('move a, add b');
    const blob = await repository.git('rev-parse', 'HEAD:data/b.yaml');
    const git = await opened(t, repository);
    const person = (time: number): GitCommit['author'] => ({ name: 'Ada Lovelace', email: 'ada@example.org', time });
    t.strictSame(await all(git.log({ scopes: [{ folder: 'data', suffix: '.yaml' }] })), [
      {
        id: third,
        parents: [await repository.git('rev-parse', 'HEAD~')],
        author: person(1_700_000_180),
        committer: person(1_700_000_180),
        subject: 'move a, add b',
        signature: 'none',
        changes: [
          { path: 'data/a.yaml', before: blob, after: undefined },
          { path: 'data/b.yaml', before: undefined, after: blob },
          { path: 'data/c.yaml', before: undefined, after: blob },
        ],
      },
      {
        id: first,
        parents: [],
        author: person(1_700_000_060),
        committer: person(1_700_000_060),
        subject: 'add a',
        signature: 'none',
        changes: [{ path: 'data/a.yaml', before: undefined, after: blob }],
      },
    ]);
  });

  await parent.test('leaves out commits and all that they are made from', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['one', 'two', 'three']) {
      await repository.write('a.yaml', name);
      await repository.commit(name);
    }
    await repository.git('checkout', '-q', '-b', 'side', 'HEAD~2');
    await repository.write('b.yaml', 'b');
    await repository.commit('beside');
    const git = await opened(t, repository);
    const resolve = async (revision: string) => (await git.resolveCommit(revision)) as CommitId;
    const subjects = async (query: Pick<LogQuery, 'from' | 'all' | 'excluding'>): Promise<readonly string[]> =>
      (await all(git.log({ ...query, scopes: [{}] }))).map((commit) => commit.subject);
    const [main, second, side] = [await resolve('main'), await resolve('main~'), await resolve('side')];
    t.strictSame(await subjects({ from: [main], excluding: [second] }), ['three']);
    t.strictSame(await subjects({ from: [main], excluding: [side] }), ['three', 'two']);
    t.strictSame(await subjects({ from: [main, side], excluding: [main] }), ['beside']);
    t.strictSame(await subjects({ from: [main], excluding: [main] }), []);
    t.strictSame(await subjects({ all: true, excluding: [second] }), ['beside', 'three']);
  });

  await parent.test('goes by scopes: several, single files, endings, none', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['a/x.yaml', 'b/[*].yaml', 'b/q.yaml', 'c.txt', ':(glob)d']) {
      await repository.write(name, name);
      await repository.commit(name);
    }
    const git = await opened(t, repository);
    const subjects = async (...scopes: readonly FileScope[]): Promise<readonly string[]> =>
      (await all(git.log({ scopes }))).map((commit) => commit.subject);
    t.strictSame(await subjects(), []);
    t.strictSame(await subjects({}), [':(glob)d', 'c.txt', 'b/q.yaml', 'b/[*].yaml', 'a/x.yaml']);
    t.strictSame(await subjects({ folder: 'a' }, { folder: 'c.txt' }), ['c.txt', 'a/x.yaml']);
    t.strictSame(await subjects({ suffix: '.yaml' }), ['b/q.yaml', 'b/[*].yaml', 'a/x.yaml']);
    t.strictSame(await subjects({ suffix: '/x.yaml' }), ['a/x.yaml']);
    t.strictSame(await subjects({ folder: 'b/[*].yaml' }), ['b/[*].yaml']);
    t.strictSame(await subjects({ folder: ':(glob)d' }), [':(glob)d']);
    t.strictSame(await subjects({ folder: 'b', suffix: 'q.yaml' }, { folder: 'none' }), ['b/q.yaml']);
    const many = Array.from({ length: 500 }, (_, index) => ({ folder: `none/${index}` }));
    t.strictSame(await subjects(...many, { folder: 'a/x.yaml' }), ['a/x.yaml']);
  });

  await parent.test('begins where it is asked to and ends at a limit', async (t) => {
    const repository = await makeGitRepository(t);
    const ids: CommitId[] = [];
    for (const name of ['1', '2', '3', '4']) {
      await repository.write('a', name);
      ids.push((await repository.commit(name)) as CommitId);
    }
    const git = await opened(t, repository);
    const from = [ids[1] as CommitId];
    t.strictSame(short(await all(git.log({ from, scopes: [{}] }))), [
      ['2', 'a'],
      ['1', 'a'],
    ]);
    t.strictSame(short(await all(git.log({ scopes: [{ folder: 'a' }], limit: 1 }))), [['4', 'a']]);
    t.strictSame(await all(git.log({ from: [], scopes: [{}] })), []);
    await t.rejects(all(git.log({ from: ['--all' as CommitId], scopes: [{}] })), { code: 'git.failed' });
    await t.rejects(all(git.log({ from: ['1'.repeat(40) as CommitId], scopes: [{}] })), { code: 'git.failed' });
  });

  await parent.test(
    'shows both sides of a merge, what the merge brought to the first, and what it threw away',
    async (t) => {
      const repository = await makeGitRepository(t);
      await repository.write('base', '1');
      await repository.commit('base');
      await repository.git('checkout', '--quiet', '-b', 'side');
      await repository.write('side', '1');
      await repository.commit('side');
      await repository.git('checkout', '--quiet', '-b', 'lost', 'main');
      await repository.write('lost', '1');
      await repository.commit('lost');
      await repository.git('checkout', '--quiet', 'main');
      await mergeAt(repository, 1_700_001_000, '--no-ff', 'side');
      await mergeAt(repository, 1_700_002_000, '--strategy=ours', 'lost');
      const git = await opened(t, repository);
      t.strictSame(short(await all(git.log({ scopes: [{}] }))), [
        ['merge side', 'side'],
        ['lost', 'lost'],
        ['side', 'side'],
        ['base', 'base'],
      ]);
      t.strictSame(short(await all(git.log({ scopes: [{ folder: 'lost' }] }))), [['lost', 'lost']]);
    },
  );

  await parent.test('of all refs has the commits of every branch and tag, and no others', async (t) => {
    const repository = await makeGitRepository(t);
    for (const branch of ['main', 'x', 'y', 'gone']) {
      if (branch !== 'main') await repository.git('checkout', '--quiet', '-b', branch);
      await repository.write(branch, '1');
      await repository.commit(branch);
    }
    await repository.git('checkout', '--quiet', 'main');
    await repository.git('tag', '-a', '-m', 't', 'tag', 'y');
    await repository.git('branch', '--quiet', '-D', 'y', 'gone');
    const git = await opened(t, repository);
    t.strictSame(short(await all(git.log({ all: true, scopes: [{}] }))), [
      ['y', 'y'],
      ['x', 'x'],
      ['main', 'main'],
    ]);
  });

  await parent.test('tells what kind of signature a commit carries, and runs nothing to check it', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('a', '1');
    const plain = await repository.commit('plain');
    const object = await repository.git('cat-file', 'commit', plain);
    const kinds = { ssh: 'SSH SIGNATURE', openpgp: 'PGP SIGNATURE', x509: 'SIGNED MESSAGE' };
    for (const [kind, title] of Object.entries(kinds)) {
      const signature = `gpgsig -----BEGIN ${title}-----\n \n AAAA\n -----END ${title}-----`;
      await repository.write('object', object.replace('\n\n', `\n${signature}\n\n`));
      const id = await repository.git('hash-object', '-t', 'commit', '-w', 'object');
      await repository.git('update-ref', `refs/heads/${kind}`, id);
    }
    const git = await opened(t, repository);
    for (const kind of ['ssh', 'openpgp', 'x509'] as const) {
      const id = await git.resolveCommit(kind);
      const [commit] = await all(git.log({ from: [id as CommitId], scopes: [{}] }));
      t.equal(commit?.signature, kind);
      t.equal(commit?.subject, 'plain');
    }
  });

  await parent.test('survives odd names, people and messages', async (t) => {
    const repository = await makeGitRepository(t);
    const names = ['-dash', ':colon', 'commit 1', 'new\nline', 'qu\'o"te', 'tab\tx', '\u202Ebidi', 'ünï', '*.glob'];
    for (const name of names) await repository.write(`odd/${name}`, '1');
    await repository.git('config', 'user.name', 'Zoë "Z" O\'Neil');
    await repository.commit('\n\n:100644 100644 a b M\n\ncommit 123\n');
    const git = await opened(t, repository);
    const [commit, ...others] = await all(git.log({ scopes: [{ folder: 'odd' }] }));
    t.strictSame(others, []);
    t.strictSame(
      commit?.changes.map((change) => change.path),
      names.map((name) => `odd/${name}`).sort(),
    );
    t.equal(commit?.subject, ':100644 100644 a b M');
    t.equal(commit?.author.name, 'Zoë "Z" O\'Neil');
  });

  await parent.test('ends with interrupted when it is told to', async (t) => {
    const repository = await makeGitRepository(t);
    for (const name of ['1', '2']) {
      await repository.write('a', name);
      await repository.commit(name);
    }
    const git = await opened(t, repository);
    const stop = new AbortController();
    await t.rejects(
      async () => {
        for await (const _ of git.log({ scopes: [{}] }, { signal: stop.signal })) stop.abort();
      },
      { code: 'interrupted' },
    );
    await t.rejects(git.resolveCommit('HEAD', { signal: stop.signal }), { code: 'interrupted' });
    await t.rejects(git.status({}, { signal: stop.signal }), { code: 'interrupted' });
  });
}

async function mergeAt(repository: GitRepository, time: number, ...args: readonly string[]): Promise<void> {
  const name = args.at(-1) ?? '';
  await repository.git('merge', '--quiet', '-m', `merge ${name}`, ...args);
  const tree = await repository.git('rev-parse', 'HEAD^{tree}');
  const person = `Ada Lovelace <ada@example.org> ${time} +0000`;
  const parents = [await repository.git('rev-parse', 'HEAD^1'), await repository.git('rev-parse', 'HEAD^2')];
  const lines = [`tree ${tree}`, ...parents.map((id) => `parent ${id}`), `author ${person}`, `committer ${person}`];
  await repository.write('.git/merge-object', `${lines.join('\n')}\n\nmerge ${name}\n`);
  const id = await repository.git('hash-object', '-t', 'commit', '-w', '.git/merge-object');
  await repository.git('update-ref', 'HEAD', id);
}
