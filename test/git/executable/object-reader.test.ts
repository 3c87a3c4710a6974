import { test } from 'tap';
import { type CommitId } from '#git/git.js';
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
