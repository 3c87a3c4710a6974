import { test } from 'tap';
import { type BlobId, type CommitId } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import { childProcesses } from '../../support/child-processes.js';
import { makeGitRepository } from '../../support/git-repository.js';

void test('closing and aborting leave no child process behind', async (t) => {
  const repository = await makeGitRepository(t);
  for (let index = 0; index < 50; index++) await repository.write(`f${index}`, 'x'.repeat(200_000));
  const commit = (await repository.commit('one')) as CommitId;
  const stop = new AbortController();
  for (const end of ['close', 'abort'] as const) {
    const git = await openGit({ cwd: repository.root, environment: repository.environment, signal: stop.signal });
    const ids = (await git.listFiles(commit, {})).map((file) => file.blob);
    for await (const _ of git.readBlobs(ids)) break;
    for await (const _ of git.log({ scopes: [{}] })) break;
    t.strictSame(childProcesses(), ['git'], 'cat-file waits for more');
    if (end === 'abort') stop.abort();
    await git.close();
    t.strictSame(childProcesses(), []);
  }
});

void test('all blobs are read by one process of their own, which is gone when they are, or the reader leaves early', async (t) => {
  const repository = await makeGitRepository(t);
  for (let index = 0; index < 200; index++) await repository.write(`f${index}`, `${index}`.repeat(1000));
  await repository.commit('one');
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  const read = new Map<BlobId, string>();
  for await (const { id, bytes } of git.allBlobs({ limitBytes: 10_000 })) {
    t.ok(childProcesses().length <= 1);
    read.set(id, Buffer.from(bytes).toString());
    if (read.size > 3) break;
  }
  t.strictSame(childProcesses(), []);
  for await (const { id, bytes } of git.allBlobs({ limitBytes: 10_000 })) read.set(id, Buffer.from(bytes).toString());
  t.strictSame(childProcesses(), []);
  const ofAll = new Map<BlobId, string>();
  for await (const { id, bytes } of git.readBlobs(read.keys())) ofAll.set(id, Buffer.from(bytes).toString());
  t.equal(read.size, 200);
  t.strictSame(read, ofAll);
  await git.close();
});
