import { mkdir, writeFile } from 'node:fs/promises';
import type { Test } from 'tap';
import type { BlobId } from '#git/git.js';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testTreeDiffs(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('tells how the files of two trees differ, pair by pair', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('records/a.yaml', '1');
    await repository.write('records/b.yaml', '1');
    await repository.write('code.py', '1');
    await repository.commit('one');
    await repository.write('records/a.yaml', '2');
    await repository.write('records/deep/c:d.yaml', '3');
    await repository.write('code.py', '2');
    await repository.git('rm', '-q', 'records/b.yaml');
    await repository.commit('two');
    await repository.git('update-index', '--chmod=+x', 'records/a.yaml');
    await repository.git('commit', '-qm', 'three');
    const id = (revision: string) => repository.git('rev-parse', revision);
    const [one, two, three] = [await id('HEAD~2^{tree}'), await id('HEAD~1^{tree}'), await id('HEAD^{tree}')];
    const git = await opened(t, repository);
    const pairs = [
      { before: undefined, after: one },
      { before: two, after: two },
      { before: two, after: three },
      { before: one, after: two },
      { before: two, after: one },
    ];
    const [a1, b1] = [await id('HEAD~2:records/a.yaml'), await id('HEAD~2:records/b.yaml')];
    const [a2, c2] = [await id('HEAD:records/a.yaml'), await id('HEAD:records/deep/c:d.yaml')];
    t.strictSame(await all(git.diffTrees({ pairs, scopes: [{ folder: 'records', suffix: '.yaml' }] })), [
      {
        pair: 0,
        changes: [
          { path: 'records/a.yaml', before: undefined, after: a1 },
          { path: 'records/b.yaml', before: undefined, after: b1 },
        ],
      },
      {
        pair: 3,
        changes: [
          { path: 'records/a.yaml', before: a1, after: a2 },
          { path: 'records/b.yaml', before: b1, after: undefined },
          { path: 'records/deep/c:d.yaml', before: undefined, after: c2 },
        ],
      },
      {
        pair: 4,
        changes: [
          { path: 'records/a.yaml', before: a2, after: a1 },
          { path: 'records/b.yaml', before: undefined, after: b1 },
          { path: 'records/deep/c:d.yaml', before: c2, after: undefined },
        ],
      },
    ]);
    await repository.git('update-index', '--cacheinfo', `120000,${a2},records/a.yaml`);
    const linked = await repository.git('write-tree');
    t.strictSame(
      await all(git.diffTrees({ pairs: [{ before: three, after: linked }], scopes: [{}] })),
      [{ pair: 0, changes: [{ path: 'records/a.yaml', before: a2, after: undefined }] }],
      'a link is no file, whatever is in it',
    );
    t.strictSame(await all(git.diffTrees({ pairs: [], scopes: [{}] })), []);
    const missing = { before: one, after: '1'.repeat(40) };
    for (const wrong of [[missing], [missing, { before: one, after: two }], [{ before: one, after: two }, missing]]) {
      await t.rejects(all(git.diffTrees({ pairs: wrong, scopes: [{}] })), { code: 'git.failed' });
    }
  });

  await parent.test(
    'names the objects in whose place git shows others, and reads the objects themselves',
    async (t) => {
      const repository = await makeGitRepository(t);
      for (const word of ['one', 'two', 'three']) {
        await repository.write('a.yaml', word);
        await repository.commit(word);
      }
      const [one, three] = [await repository.git('rev-parse', 'HEAD~2'), await repository.git('rev-parse', 'HEAD')];
      const git = await opened(t, repository);
      t.strictSame(await git.listStandIns(), []);
      await repository.git('replace', '-f', three, one);
      await mkdir(`${repository.root}/.git/info`, { recursive: true });
      await writeFile(`${repository.root}/.git/info/grafts`, `# a note\n${three} ${one}\n`);
      t.strictSame(await git.listStandIns(), [
        { kind: 'replacement', id: three },
        { kind: 'graft', id: three },
      ]);
      const [commit] = await all(git.readCommits([three as never]));
      t.match(Buffer.from(commit?.bytes ?? []).toString(), /\nthree\n$/);
    },
  );

  await parent.test('leaves out blobs that cannot be read where somebody wants to be told', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('small', 'a');
    await repository.write('large', 'a'.repeat(100));
    await repository.commit('both');
    const id = async (name: string) => (await repository.git('rev-parse', `HEAD:${name}`)) as BlobId;
    const [small, large] = [await id('small'), await id('large')];
    const absent = '1'.repeat(40) as BlobId;
    const git = await opened(t, repository);
    const told: string[] = [];
    const onUnreadable = (blob: BlobId, { code }: { readonly code: string }) => void told.push(`${blob} ${code}`);
    const read = await all(git.readBlobs([absent, large, small], { limitBytes: 99, onUnreadable }));
    t.strictSame(
      read.map((blob) => blob.id),
      [small],
    );
    t.strictSame(told, [`${absent} git.failed`, `${large} file.too-large`]);
    await t.rejects(all(git.readBlobs([absent])), { code: 'git.failed' });
    await t.rejects(all(git.readBlobs([large], { limitBytes: 99 })), { code: 'file.too-large' });
  });
}
