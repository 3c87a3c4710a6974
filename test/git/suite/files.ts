import { symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Test } from 'tap';
import type { CommitId, FileScope } from '#git/git.js';
import { makeGitRepository } from '../../support/git-repository.js';
import { all, type OpenInTest } from './open-in-test.js';

export async function testFiles(parent: Test, opened: OpenInTest): Promise<void> {
  await parent.test('are listed below a folder and by ending, in the order of their bytes', async (t) => {
    const repository = await makeGitRepository(t);
    const names = ['a-b/x.yaml', 'a.yaml', 'a/[x]*?/y.yaml', 'a/x.yaml', 'a/z', 'ab/x.yaml', 'ä/é.yaml'];
    for (const name of names) await repository.write(name, name);
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    const commit = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    const list = async (scope: FileScope): Promise<readonly string[]> =>
      (await git.listFiles(commit, scope)).map((file) => file.path);
    t.strictSame(await list({}), names);
    t.strictSame(await list({ folder: 'a' }), ['a/[x]*?/y.yaml', 'a/x.yaml', 'a/z']);
    t.strictSame(await list({ folder: 'a', suffix: '.yaml' }), ['a/[x]*?/y.yaml', 'a/x.yaml']);
    t.strictSame(await list({ folder: 'a/[x]*?' }), ['a/[x]*?/y.yaml']);
    t.strictSame(await list({ suffix: '/x.yaml' }), ['a-b/x.yaml', 'a/x.yaml', 'ab/x.yaml']);
    t.strictSame(await list({ folder: 'a/x.yaml' }), ['a/x.yaml']);
    t.strictSame(await list({ folder: 'none' }), []);
    t.strictSame(await list({ folder: '--output=pwned' }), []);
  });

  await parent.test('have modes and contents', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('big.bin', Buffer.alloc(300_000, 'abc\n'));
    await repository.write('empty', '');
    await repository.write('run.sh', 'x');
    await repository.git('add', '--all');
    await repository.git('update-index', '--chmod=+x', 'run.sh');
    await symlink('run.sh', path.join(repository.root, 'link'));
    await repository.git('add', 'link');
    await repository.git('commit', '--quiet', '-m', 'one');
    const git = await opened(t, repository);
    const { commit } = await git.head();
    const files = await git.listFiles(commit as CommitId, {});
    t.strictSame(
      files.map(({ path: name, mode }) => [name, mode]),
      [
        ['big.bin', '100644'],
        ['empty', '100644'],
        ['link', '120000'],
        ['run.sh', '100755'],
      ],
    );
    const ids = files.map((file) => file.blob);
    const blobs = await all(git.readBlobs([...ids, ...ids]));
    t.strictSame(
      blobs.map(({ id, bytes }) => [id, bytes.length, Buffer.from(bytes.subarray(0, 6)).toString()]),
      [
        [ids[0], 300_000, 'abc\nab'],
        [ids[1], 0, ''],
        [ids[2], 6, 'run.sh'],
        [ids[3], 1, 'x'],
      ],
    );
  });

  await parent.test('larger than allowed, or missing, are refused and the next is read all the same', async (t) => {
    const repository = await makeGitRepository(t);
    await repository.write('big', 'x'.repeat(100_000));
    await repository.write('small', 'small');
    const commit = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    const [big, small] = (await git.listFiles(commit, {})).map((file) => file.blob);
    if (big === undefined || small === undefined) throw new Error('no files');
    await t.rejects(all(git.readBlobs([big], { limitBytes: 99_999 })), { code: 'file.too-large' });
    await t.rejects(all(git.readBlobs(['0'.repeat(40) as typeof big])), { code: 'git.failed' });
    await t.rejects(all(git.readBlobs([commit as unknown as typeof big])), { code: 'git.failed' });
    await t.rejects(all(git.readBlobs(['--batch-all-objects' as typeof big])), { code: 'git.failed' });
    const [blob] = await all(git.readBlobs([small], { limitBytes: 5 }));
    t.equal(Buffer.from(blob?.bytes ?? '').toString(), 'small');
  });

  await parent.test('are read by many at once, and by those who stop early', async (t) => {
    const repository = await makeGitRepository(t);
    for (let index = 0; index < 200; index++) await repository.write(`f${index}`, `content ${index}`);
    const commit = (await repository.commit('one')) as CommitId;
    const git = await opened(t, repository);
    const files = await git.listFiles(commit, {});
    const ids = files.map((file) => file.blob);
    for await (const { id } of git.readBlobs(ids)) {
      t.equal(id, ids[0]);
      break;
    }
    const readers = Array.from({ length: 5 }, () => all(git.readBlobs(ids)));
    for (const blobs of await Promise.all(readers)) {
      t.strictSame(
        blobs.map(({ bytes }) => Buffer.from(bytes).toString()),
        files.map((file) => file.path.replace('f', 'content ')),
      );
    }
  });
}
