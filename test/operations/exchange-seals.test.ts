import path from 'node:path';
import { type Test, test } from 'tap';
import { type GitRepository, gitRepositoryAt, makeGitRepository } from '../support/git-repository.js';
import { openOperationContext, type OperationFixture } from '../support/operation-context.js';

/** A remote of git, and clones of it by name. */
async function makeClones(t: Test, ...names: readonly string[]): Promise<readonly OperationFixture[]> {
  const origin = await makeGitRepository(t);
  await origin.write('.pixelis/config.yaml', 'pixelis: 1\n');
  await addRecord(origin, 'first');
  await origin.git('config', 'receive.denyCurrentBranch', 'ignore');
  const clones: OperationFixture[] = [];
  for (const name of names) {
    const root = path.join(path.dirname(origin.root), name);
    await origin.git('clone', '-q', origin.root, root);
    clones.push(await openOperationContext(t, gitRepositoryAt(root, origin.environment)));
  }
  return clones;
}

async function addRecord(repository: GitRepository, name: string): Promise<void> {
  await repository.write(`.pixelis/runs/${name}.yaml`, `run: ${name}\n`);
  await repository.commit(name);
}

async function codesOf({ pixelis }: OperationFixture, fetch = true): Promise<readonly string[]> {
  const { problems, warnings } = await pixelis.seals.list({ fetch });
  return [...problems, ...warnings].map(({ code }) => code);
}

void test('seals travel by a remote of git; two that were made at once are joined, and neither is forgotten', async (t) => {
  const [ada, bob] = (await makeClones(t, 'ada', 'bob')) as [OperationFixture, OperationFixture];
  t.strictSame(await codesOf(bob), ['seal.not-found']);
  await ada.pixelis.seals.make({ push: true });
  t.strictSame(await codesOf(bob), []);
  t.equal((await bob.pixelis.seals.list()).seals.length, 1);

  await addRecord(ada.repository, 'of-ada');
  await ada.repository.git('push', '-q', 'origin', 'HEAD:main');
  t.match(await ada.pixelis.seals.make({ push: true }), { pushed: 'origin', problems: [] });
  await addRecord(bob.repository, 'of-bob');
  const alone = await bob.pixelis.seals.make();
  t.strictSame(await codesOf(bob), ['seal.incomplete'], 'told, not joined');
  await bob.repository.git('pull', '-q', '--no-rebase', '--no-edit');
  await bob.repository.git('push', '-q', 'origin', 'HEAD:main');
  const joined = await bob.pixelis.seals.make({ push: true });
  t.strictSame([joined.problems, joined.warnings, joined.pushed], [[], [], 'origin']);
  const parents = await bob.repository.git('rev-list', '--parents', '-1', 'refs/pixelis/seals');
  t.ok(parents.endsWith(alone.seal?.commit ?? '?'), 'the one that was made alone is its second parent');
  t.strictSame(await codesOf(bob), []);

  await ada.repository.git('pull', '-q', '--no-rebase', '--no-edit');
  t.strictSame(await codesOf(ada), [], 'and the others go on from there');
  await addRecord(ada.repository, 'more-of-ada');
  t.strictSame((await ada.pixelis.seals.make({ push: true })).problems, []);
  t.strictSame(await codesOf(bob), ['seal.incomplete'], 'what was sealed and never pushed is not here');
});

void test('a join that leaves something out is found', async (t) => {
  const [ada, bob] = (await makeClones(t, 'ada', 'bob')) as [OperationFixture, OperationFixture];
  await ada.pixelis.seals.make({ push: true });
  await codesOf(bob);
  await addRecord(bob.repository, 'of-bob');
  const left = await bob.pixelis.seals.make();
  await ada.repository.git('fetch', '-q', bob.repository.root, 'refs/pixelis/seals:refs/other');
  await addRecord(ada.repository, 'of-ada');
  const own = (await ada.pixelis.seals.make()).seal?.commit ?? '';
  const message = await ada.repository.git('log', '-1', '--format=%B', own);
  const tree = await ada.repository.git('rev-parse', `${own}^{tree}`);
  const parent = await ada.repository.git('rev-parse', `${own}~1`);
  const other = left.seal?.commit ?? '';
  const commit = await ada.repository.git('commit-tree', tree, '-p', parent, '-p', other, '-m', message);
  await ada.repository.git('update-ref', 'refs/pixelis/seals', commit);
  const { problems } = await ada.pixelis.seals.list();
  t.match(problems, [{ code: 'seal.broken', message: /leaves out what '[0-9a-f]+' had sealed/ }]);
});

void test('a force-push and a deleted branch are found by whoever fetches, with the seal or the memory alone', async (t) => {
  const [ada, bob, eve] = (await makeClones(t, 'ada', 'bob', 'eve')) as [
    OperationFixture,
    OperationFixture,
    OperationFixture,
  ];
  await addRecord(ada.repository, 'second');
  await ada.repository.git('push', '-q', 'origin', 'HEAD:main', 'HEAD:refs/heads/kept');
  await ada.pixelis.seals.make({ push: true });
  await bob.repository.git('pull', '-q');
  t.strictSame(await codesOf(bob, false), [], 'bob knows of no seal');
  await eve.repository.git('reset', '-q', '--hard', 'HEAD');
  await addRecord(eve.repository, 'forged');
  await eve.repository.git('push', '-q', '--force', 'origin', 'HEAD:main', ':refs/heads/kept');
  await bob.repository.git('fetch', '-q', '--prune');
  t.strictSame(await codesOf(bob, false), ['seal.rewritten'], 'by what he saw');

  const root = path.join(path.dirname(ada.repository.root), 'fresh');
  const url = await ada.repository.git('remote', 'get-url', 'origin');
  await ada.repository.git('clone', '-q', `file://${url}`, root);
  const fresh = await openOperationContext(t, gitRepositoryAt(root, ada.repository.environment));
  t.strictSame(await codesOf(fresh), ['seal.rewritten', 'seal.incomplete'], 'a fresh clone, by the seal');
});

void test('a clone that is merely behind is not accused, and its seal takes no evidence back', async (t) => {
  const [ada, bob] = (await makeClones(t, 'ada', 'bob')) as [OperationFixture, OperationFixture];
  await codesOf(bob);
  await addRecord(ada.repository, 'second');
  await ada.repository.git('push', '-q', 'origin', 'HEAD:main');
  await ada.pixelis.seals.make({ push: true });
  const { problems, warnings } = await bob.pixelis.seals.list({ fetch: true });
  t.strictSame([problems, [...new Set(warnings.map(({ code }) => code))]], [[], ['seal.incomplete']]);
  await addRecord(bob.repository, 'of-bob');
  t.strictSame((await bob.pixelis.seals.make({ push: true })).problems, []);
  const { seals } = await ada.pixelis.seals.list({ fetch: true });
  t.equal(seals.length, 2);
  const entries = await ada.repository.git('cat-file', '-p', 'refs/pixelis/seals:entries/00000000000000000004');
  t.notMatch(entries, /refs\/remotes\/origin\/main/);
  await bob.repository.git('pull', '-q', '--rebase');
  t.strictSame(await codesOf(bob), [], 'and all is well when it has caught up');
});

void test('hooks remember where remote branches stand, and never what an audit has to tell first', async (t) => {
  const [ada] = (await makeClones(t, 'ada')) as [OperationFixture];
  const { repository, pixelis } = ada;
  const afterMerge = () => pixelis.hooks.run({ hook: 'post-merge', arguments: ['0'], input: '' });
  const first = await repository.git('rev-parse', 'HEAD');
  await repository.commit('second');
  await repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await afterMerge();
  await repository.git('update-ref', 'refs/remotes/origin/main', first);
  await afterMerge();
  t.strictSame(await codesOf(ada, false), ['seal.rewritten']);
});

void test('offline nothing is sent or fetched, and a name is never an option', async (t) => {
  const [ada] = (await makeClones(t, 'ada')) as [OperationFixture];
  await t.rejects(ada.pixelis.seals.make({ push: '--upload-pack=touch' }), { code: 'usage.invalid-argument' });
  await t.rejects(ada.pixelis.seals.make({ push: 'nowhere' }), {
    code: 'usage.invalid-argument',
    message: "git has no remote 'nowhere'",
  });
  t.strictSame((await ada.pixelis.seals.list()).seals, [], 'nothing is sealed that could not be pushed');
  await ada.repository.git('config', 'remote.gone.url', '/nowhere');
  await t.rejects(ada.pixelis.seals.make({ push: 'gone' }), {
    code: 'git.failed',
    message:
      /^git push failed: '\/nowhere' does not appear to be a git repository; Could not read [^;]*; Please make sure/,
  });
  const offline = await openOperationContext(t, ada.repository, { isOffline: true });
  await t.rejects(offline.pixelis.seals.make({ push: true }), { code: 'offline.forbidden' });
  await t.rejects(offline.pixelis.seals.list({ fetch: true }), { code: 'offline.forbidden' });
});
