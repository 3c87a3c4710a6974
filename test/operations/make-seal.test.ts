import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Test, test } from 'tap';
import { type GitRepository, gitRepositoryAt } from '../support/git-repository.js';
import { makeOperationContext, openOperationContext, type OperationFixture } from '../support/operation-context.js';

/** A repository with one record and one pointer in its first commit. */
async function makeTrail(t: Test): Promise<OperationFixture> {
  const fixture = await makeOperationContext(t);
  await addRecord(fixture.repository, 1);
  await fixture.repository.commit('record v1');
  return fixture;
}

async function addRecord({ write }: GitRepository, version: number, more = ''): Promise<void> {
  await write(recordOf(version), `version: ${version}${more}\n`);
  await write('data.csv.pixelis.yaml', `version: ${version}\n`);
}

function recordOf(version: number): string {
  return `.pixelis/artifacts/data/v${version}-${String(version).padStart(8, '0')}.yaml`;
}

async function codesOf({ pixelis }: OperationFixture): Promise<readonly string[]> {
  const { problems, warnings } = await pixelis.seals.list();
  return [...problems.map(({ code }) => code), ...warnings.map(({ code }) => `(${code})`)];
}

void test('a seal holds every state once and where refs stand; the next one adds what is new', async (t) => {
  const { pixelis, repository } = await makeTrail(t);
  const first = await pixelis.seals.make();
  t.strictSame([first.added, first.seal?.size, first.problems], [{ states: 2, heads: 1, accepted: 0 }, 4, []]);
  t.match(
    await repository.git('show', 'refs/pixelis/seals:entries/00000000000000000000'),
    /^(?:record|pointer) [0-9a-f]{40}/,
  );
  t.match(
    await repository.git('show', 'refs/pixelis/seals:checkpoint'),
    new RegExp(`^pixelis\\.dev/seals/[0-9a-f]{32}\n4\n[^\n]{44}\n\n\u2014 pixelis`),
  );

  const nothing = await pixelis.seals.make();
  t.strictSame([nothing.added, nothing.seal?.commit], [{ states: 0, heads: 0, accepted: 0 }, first.seal?.commit]);

  await addRecord(repository, 2);
  await repository.commit('record v2');
  const planned = await pixelis.seals.make({ dryRun: true });
  t.strictSame([planned.added, planned.seal?.size], [{ states: 2, heads: 1, accepted: 0 }, 4], 'and says so first');
  const second = await pixelis.seals.make();
  t.strictSame([second.added, second.seal?.size], [{ states: 2, heads: 1, accepted: 0 }, 8]);
  const { seals, problems } = await pixelis.seals.list();
  t.strictSame([seals.map(({ size }) => size), problems], [[8, 4], []]);
});

void test('what is rewritten since a seal is found, and sealed only with a reason', async (t) => {
  const fixture = await makeTrail(t);
  const { pixelis, repository } = fixture;
  const sealed = await repository.git('rev-parse', 'HEAD');
  await pixelis.seals.make();
  await repository.git('commit', '-q', '--amend', '-m', 'another message');
  const { problems } = await pixelis.seals.list();
  t.match(problems, [{ code: 'seal.rewritten', message: new RegExp(`'main' stood at ${sealed}`) }]);
  const refused = await pixelis.seals.make();
  t.match([refused.problems.length, refused.added], [1, { states: 0, heads: 0 }]);

  const accepted = await pixelis.seals.make({ accept: 'a typo' });
  t.strictSame([accepted.added.accepted, accepted.seal?.accepted], [1, 'a typo']);
  t.strictSame(await codesOf(fixture), []);
});

void test('a record that is gone since a seal is found, whoever took it away, and how', async (t) => {
  for (const remove of [
    async (git: GitRepository['git']) => git('reset', '-q', '--hard', 'HEAD~1'),
    async (git: GitRepository['git']) => {
      await git('checkout', '-q', '--orphan', 'other');
      await git('commit', '-q', '-m', 'again');
      await git('branch', '-D', 'main');
      await git('rm', '-q', '-r', '.pixelis/artifacts');
      await git('commit', '-q', '--amend', '--allow-empty', '-m', 'nothing');
    },
  ]) {
    const fixture = await makeTrail(t);
    const { repository, pixelis } = fixture;
    await addRecord(repository, 2);
    await repository.commit('record v2');
    await pixelis.seals.make();
    await remove(repository.git);
    const { problems } = await pixelis.seals.list();
    t.ok(
      problems.some(({ code, message }) => code === 'seal.lost' && message.startsWith(`'${recordOf(2)}' was sealed`)),
      JSON.stringify(problems),
    );
    await pixelis.seals.make({ accept: 'meant' });
    t.strictSame(await codesOf(fixture), []);
  }
});

void test('an edited entry, a chain that is cut, gone or replaced, and a seal of another are found', async (t) => {
  const manipulations: Readonly<Record<string, (fixture: OperationFixture) => Promise<unknown>>> = {
    'rolled back': ({ repository }) => repository.git('update-ref', 'refs/pixelis/seals', 'refs/pixelis/seals~1'),
    'taken away': ({ repository }) => repository.git('update-ref', '-d', 'refs/pixelis/seals'),
    'begun anew': async ({ repository, pixelis }) => {
      await repository.git('update-ref', '-d', 'refs/pixelis/seals');
      const seen = path.join(repository.root, '.git/pixelis/seen');
      await rename(seen, `${seen}.away`);
      await pixelis.seals.make();
      await rm(seen, { recursive: true });
      await rename(`${seen}.away`, seen);
    },
    'an entry edited': (fixture) =>
      amendSeal(fixture, 'entries/00000000000000000004', (text) => text.replace('v2-', 'v3-')),
    'an entry taken out': (fixture) =>
      amendSeal(fixture, 'entries/00000000000000000004', (text) => text.slice(text.indexOf('\n') + 1)),
    'an old entry edited': (fixture) =>
      amendSeal(fixture, 'entries/00000000000000000000', (text) => text.replace('v1-', 'v3-')),
    'an old checkpoint replayed': async (fixture) => {
      const old = await fixture.repository.git('show', 'refs/pixelis/seals~1:checkpoint');
      await amendSeal(fixture, 'checkpoint', () => `${old}\n`);
    },
    'another size': (fixture) => amendSeal(fixture, 'checkpoint', (text) => text.replace('\n8\n', '\n7\n')),
    'a signature over other bytes': (fixture) => amendSeal(fixture, 'checkpoint', otherSignature),
  };
  for (const [name, manipulate] of Object.entries(manipulations)) {
    const fixture = await makeTrail(t);
    await fixture.pixelis.seals.make();
    await addRecord(fixture.repository, 2);
    await fixture.repository.commit('record v2');
    await fixture.pixelis.seals.make();
    await manipulate(fixture);
    t.strictSame((await codesOf(fixture)).slice(0, 1), ['seal.broken'], name);
    await t.rejects(
      fixture.pixelis.seals.make({ accept: 'no' }),
      { code: 'seal.broken' },
      `${name}: cannot be accepted`,
    );
  }
});

function otherSignature(note: string): string {
  return note.replace(/(\S{20})(\S)(\S*)\n$/, (_, before: string, character: string, after: string) => {
    return `${before}${character === 'A' ? 'B' : 'A'}${after}\n`;
  });
}

/** Writes the newest seal anew with a file changed, as somebody would who can write to the repository. */
async function amendSeal(
  { context, repository }: OperationFixture,
  name: string,
  change: (text: string) => string,
): Promise<void> {
  const { git } = context;
  const tip = await git.resolveCommit('refs/pixelis/seals');
  const parent = await git.resolveCommit('refs/pixelis/seals~1');
  if (tip === undefined || parent === undefined) throw new Error('two seals are needed');
  const files = new Map<string, string>();
  for (const file of await git.listFiles(tip, {})) {
    const text = `${await repository.git('show', `${tip}:${file.path}`)}\n`;
    files.set(file.path, file.path === name ? change(text) : text);
  }
  const commit = await git.writeCommit({ files, parents: [parent], message: 'seal' });
  await git.updateRef({ ref: 'refs/pixelis/seals', from: tip, to: commit });
}

void test('honest work gives no alarm: rebases, squashes, cherry-picks, merges, deleted branches, git gc', async (t) => {
  const fixture = await makeTrail(t);
  const { repository, pixelis } = fixture;
  const { git } = repository;
  const settle = async (what: string): Promise<void> => {
    t.strictSame(await codesOf(fixture), [], what);
    t.strictSame((await pixelis.seals.make()).problems, [], `${what}, sealed`);
  };
  await settle('the beginning');
  await git('checkout', '-q', '-b', 'topic');
  await repository.write('.pixelis/runs/run1.yaml', 'run: 1\n');
  await repository.commit('a run');
  await repository.write('.pixelis/runs/run2.yaml', 'run: 2\n');
  await repository.commit('another run');
  await settle('a topic');
  await git('checkout', '-q', 'main');
  await addRecord(repository, 2);
  await repository.commit('record v2');
  await settle('a commit beside it');
  await git('rebase', '-q', 'main', 'topic');
  await settle('a rebase');
  await git('commit', '-q', '--amend', '-m', 'another word for it');
  await settle('an amended commit');
  await git('checkout', '-q', 'main');
  await git('cherry-pick', 'topic~1');
  await settle('a cherry-pick');
  await git('merge', '-q', '--squash', 'topic');
  await repository.commit('the rest of the topic');
  await git('branch', '-q', '-D', 'topic');
  await git('reflog', 'expire', '--expire=now', '--all');
  await git('gc', '-q', '--prune=now');
  await settle('a squash, a deleted branch and gc');
});

void test('what was pushed is compared with where it was last seen, also without a seal', async (t) => {
  const fixture = await makeTrail(t);
  const { repository } = fixture;
  const { git } = repository;
  const first = await git('rev-parse', 'HEAD');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await addRecord(repository, 2);
  await repository.commit('record v2');
  await git('update-ref', 'refs/remotes/origin/topic', 'HEAD');
  await git('checkout', '-q', '-b', 'kept', first);
  await git('branch', '-q', '-D', 'main');
  t.strictSame(await codesOf(fixture), []);
  await repository.commit('more');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  t.strictSame(await codesOf(fixture), [], 'it went on');
  await git('commit', '-q', '--amend', '--allow-empty', '-m', 'forced');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  t.strictSame(await codesOf(fixture), ['seal.rewritten'], 'a force-push');
  t.strictSame(await codesOf(fixture), ['seal.rewritten'], 'until it is accepted');
  await git('update-ref', '-d', 'refs/remotes/origin/topic');
  t.strictSame(await codesOf(fixture), ['seal.rewritten', 'seal.lost'], 'a deleted branch that nobody had merged');
  t.strictSame((await fixture.pixelis.seals.make({ accept: 'meant' })).problems, []);
  t.strictSame(await codesOf(fixture), []);
});

void test('several that seal one clone at once leave one chain that holds', async (t) => {
  const fixture = await makeTrail(t);
  const others = [await openOperationContext(t, fixture.repository), await openOperationContext(t, fixture.repository)];
  const made = await Promise.all([fixture, ...others].map(({ pixelis }) => pixelis.seals.make()));
  t.strictSame(new Set(made.map(({ seal }) => seal?.size)), new Set([4]), 'the later ones find nothing new');
  t.strictSame(await codesOf(fixture), []);
});

void test('where history is cut off, nothing is sealed, and what was sealed cannot be compared', async (t) => {
  const { repository, pixelis } = await makeTrail(t);
  await pixelis.seals.make();
  await addRecord(repository, 2);
  await repository.commit('record v2');
  const root = path.join(path.dirname(repository.root), 'clone');
  await repository.git('clone', '-q', '--depth', '1', `file://${repository.root}`, root);
  const clone = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  t.strictSame(await codesOf(clone), [], 'it knows of no seal');
  await clone.repository.git('fetch', '-q', 'origin', 'refs/pixelis/seals:refs/pixelis/seals', '--depth', '99');
  await repository.git('-C', root, 'fetch', '-q', '--depth', '1');
  const again = await openOperationContext(t, clone.repository);
  t.strictSame(again.context.git.places.isShallow, true);
  t.strictSame(await codesOf(again), ['(seal.incomplete)']);
  await t.rejects(again.pixelis.seals.make(), { code: 'git.shallow' });
});
