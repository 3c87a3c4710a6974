import { test } from 'tap';
import { readCommits } from '#operations/read-commits.js';
import { readHistory } from '#operations/read-history.js';
import { readTrustStates, trustPaths } from '#operations/trust-states.js';
import { mergeConfig } from '#model/config.js';
import type { BlobId, Git } from '#git/git.js';
import { openGit } from '#git/open-git.js';
import { makeGitRepository } from '../support/git-repository.js';

void test('history is gone through once, and again only where settings of then named other files than those of now', async (t) => {
  const repository = await makeGitRepository(t);
  await repository.write('signers', 'then');
  await repository.write('.pixelis/config.yaml', 'pixelis: 1\nsignatures:\n  allowed_signers: signers\n');
  await repository.commit('one');
  await repository.write('signers', 'now');
  await repository.commit('two');
  const git = await openGit({ cwd: repository.root, environment: repository.environment });
  t.teardown(() => git.close());
  let looks = 0;
  const counting: Git = {
    ...git,
    diffTrees: (...question) => {
      looks += 1;
      return git.diffTrees(...question);
    },
  };
  const own = { signers: undefined, revoked: undefined };
  const commits = await readCommits(git, {}, {});
  for (const [allowedSigners, again] of [
    ['signers', 0],
    [undefined, 1],
  ] as const) {
    const config = mergeConfig([allowedSigners === undefined ? {} : { signatures: { allowedSigners } }]);
    const watched = trustPaths(config, own, repository.root);
    const history = await readHistory(git, { ...commits, watched }, {});
    looks = 0;
    const states = await readTrustStates(counting, { history, own }, {});
    t.equal(looks, again);
    t.strictSame(await Promise.all([0, 1].map(async (commit) => textOf(git, states.at(commit).signers?.blob))), [
      'then',
      'now',
    ]);
  }
});

async function textOf(git: Git, blob: BlobId | undefined): Promise<string | undefined> {
  for await (const { bytes } of git.readBlobs(blob === undefined ? [] : [blob])) return Buffer.from(bytes).toString();
  return undefined;
}
