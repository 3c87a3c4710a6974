import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { packKey } from '#model/object-key.js';
import { cloneIdentity } from '#operations/clone-identity.js';
import { collectRemote } from '#operations/collect-remote.js';
import { fetch } from '#operations/fetch.js';
import { pull } from '#operations/pull.js';
import { push } from '#operations/push.js';
import { verify } from '#operations/verify.js';
import { outputErrors } from '../support/output-schemas.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, type OperationFixture, openOperationContext } from '../support/operation-context.js';
import { failure } from '../support/remote-rules.js';
import { someBytes } from '../support/some-bytes.js';

type Fixture = Awaited<ReturnType<typeof makeContextWithRemote>>;

/** A repository whose branch has a folder of small files and one large file, pushed. */
async function makePushed(t: Test): Promise<Fixture> {
  const fixture = await makeContextWithRemote(t);
  await addVersion(fixture, 'one');
  await push(fixture.context, [], {});
  return fixture;
}

async function addVersion({ repository, pixelis }: OperationFixture, content: string): Promise<void> {
  for (let file = 0; file < 5; file++) await repository.write(`data/${file}.txt`, `${content} ${file}`);
  await repository.write('model.bin', Buffer.concat([Buffer.from(content), someBytes(1_200_000)]));
  await pixelis.add(['data', 'model.bin']);
  await repository.commit(content);
}

async function cloneOf(t: Test, { repository }: Fixture, ...options: readonly string[]): Promise<OperationFixture> {
  const root = `${repository.root}-clone-${Math.random().toString(36).slice(2)}`;
  await repository.git('clone', '--quiet', ...options, `file://${repository.root}`, root);
  return openOperationContext(t, gitRepositoryAt(root, repository.environment));
}

/** Versions that no commit of this clone has any more. */
async function dropLastCommit({ repository }: OperationFixture): Promise<void> {
  await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  await rm(join(repository.root, '.git/pixelis/index'), { recursive: true, force: true });
  await repository.git('reflog', 'expire', '--expire=now', '--all');
  await repository.git('prune', '--expire=now');
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

const now = { grace: '0', wait: '0', trashAge: '0' } as const;

void test('a plan says what no clone needs, and changes nothing', async (t) => {
  const fixture = await makePushed(t);
  await addVersion(fixture, 'two');
  await push(fixture.context, [], {});
  await dropLastCommit(fixture);
  const before = await filesIn(fixture.remoteFolder);
  const plan = await collectRemote(fixture.context, { mode: 'plan', ...now });
  t.same(outputErrors(plan), []);
  t.match(plan, { state: 'planned', remote: 'origin', clones: [{ isThis: true }], trash: [] });
  t.ok(plan.garbage.bytes > 1_200_000);
  t.same(await filesIn(fixture.remoteFolder), before);
});

void test('what no clone needs goes to the trash, comes back for whoever needs it, and is freed by a purge', async (t) => {
  const fixture = await makePushed(t);
  const { context, remoteFolder } = fixture;
  await addVersion(fixture, 'two');
  await push(context, [], {});
  const other = await cloneOf(t, fixture);
  await dropLastCommit(fixture);
  const applied = await collectRemote(context, { mode: 'apply', ...now });
  t.same(outputErrors(applied), []);
  t.match(applied, { state: 'applied', moved: { large: 1 }, restored: 0, trash: [{ files: Number }] });
  t.ok((await filesIn(join(remoteFolder, 'trash'))).length > 1);
  t.match(await verify(context, [], { remote: true }), { problems: [] }, 'what this clone needs is there');

  t.match(await fetch(other.context, [], {}), { problems: [], warnings: [{ code: 'gc.from-trash' }] });
  t.match(await pull(other.context, [], {}), { problems: [] });
  t.match(
    await collectRemote(context, { mode: 'purge', ...now }),
    { state: 'purged', freed: { files: 0 } },
    'the other needs it by now',
  );
  t.match(await verify(other.context, [], { remote: true }), { problems: [] });
});

void test('one clone that knows one branch collects, and nothing goes that another one needs', async (t) => {
  const fixture = await makePushed(t);
  const { repository, context, remoteFolder } = fixture;
  await repository.git('switch', '--quiet', '-c', 'experiment');
  await addVersion(fixture, 'two');
  await push(context, [], {});
  await addVersion(fixture, 'three');
  await push(context, [], {});
  await dropLastCommit(fixture);
  await repository.git('switch', '--quiet', 'main');
  const single = await cloneOf(t, fixture, '--single-branch', '--branch', 'main');
  await pull(single.context, [], {});
  // What 'three' left behind its own clone gives up.
  await collectRemote(context, { mode: 'apply', ...now });
  const trashed = (await filesIn(join(remoteFolder, 'trash'))).length;
  t.ok(trashed > 1);
  t.match(await collectRemote(single.context, { mode: 'apply', ...now }), { moved: { large: 0, packs: 0 } });
  await collectRemote(single.context, { mode: 'purge', ...now });
  t.same(await filesIn(join(remoteFolder, 'trash')), []);
  await rm(join(repository.root, '.git/pixelis/cache'), { recursive: true });
  await repository.git('switch', '--quiet', 'experiment');
  const again = await openOperationContext(t, repository);
  t.match(await pull(again.context, [], {}), { problems: [], warnings: [] });
});

void test('a clone that is told to be forgotten needs nothing any more', async (t) => {
  const fixture = await makePushed(t);
  const other = await cloneOf(t, fixture);
  await pull(other.context, [], {});
  await addVersion(other, 'two');
  await push(other.context, [], {});
  const kept = await collectRemote(fixture.context, { mode: 'apply', ...now });
  t.match(kept, { moved: { large: 0 }, clones: [{ isThis: true }, { isThis: false }] });
  const clone = kept.clones[1]?.clone ?? '';
  t.match(await collectRemote(fixture.context, { mode: 'apply', ...now, forgetClones: [clone] }), {
    moved: { large: 1 },
  });
  t.match(await push(other.context, [], {}), { problems: [] });
  t.match(await verify(other.context, [], { remote: true }), { problems: [] });
});

void test('what is young stays, by the clock of the remote', async (t) => {
  const fixture = await makePushed(t);
  await addVersion(fixture, 'two');
  await push(fixture.context, [], {});
  await dropLastCommit(fixture);
  const result = await collectRemote(fixture.context, { mode: 'apply', wait: '0' });
  t.match(result, { garbage: { objects: 0 }, trash: [] });
  t.ok(result.kept.young.bytes > 1_200_000);
});

void test('a push that never ended stops a collection, which names the clone', async (t) => {
  const fixture = await makePushed(t);
  const other = await cloneOf(t, fixture);
  await pull(other.context, [], {});
  await addVersion(other, 'two');
  const { store } = await other.context.remote();
  const put = store.bucket.put.bind(store.bucket);
  Object.assign(store.bucket, {
    put: async (key: string, ...rest: readonly [never, never]) => {
      if (!key.startsWith('roots/')) throw new Error('the machine broke down');
      return put(key, ...rest);
    },
  });
  await t.rejects(push(other.context, [], {}), { message: 'the machine broke down' });
  const { clone, by } = await cloneIdentity(other.context);
  for (const [mode, flag] of [
    ['plan', ''],
    ['apply', ' --apply'],
    ['purge', ' --purge'],
  ] as const) {
    const error = await failure(collectRemote(fixture.context, { mode, ...now }));
    t.match(error, { code: 'gc.push-under-way', data: { clone, versions: 1 } });
    t.equal(
      error?.message.replace(/\d{4}-[-:T\d]+Z/, 'TIME'),
      `'${by}' began at TIME to push a version that is not in remote 'origin' yet`,
    );
    t.equal(
      error?.hint,
      'finish it there: pixelis push --all --remote origin; ' +
        `if that clone is gone for good: pixelis gc --remote=origin${flag} --forget-clone ${clone}`,
    );
  }
  Object.assign(store.bucket, { put });
  await push(other.context, [], {});
  t.match(await collectRemote(fixture.context, { mode: 'apply', ...now }), { state: 'applied' });
});

void test('files that are none of ours are named and left alone', async (t) => {
  const fixture = await makePushed(t);
  await writeFile(join(fixture.remoteFolder, 'packs/notes.txt'), 'mine');
  await collectRemote(fixture.context, { mode: 'apply', ...now });
  t.ok((await filesIn(fixture.remoteFolder)).includes('packs/notes.txt'));
});

void test('two collections of a remote take turns', async (t) => {
  const fixture = await makePushed(t);
  const other = await cloneOf(t, fixture);
  const outcomes = await Promise.allSettled([
    collectRemote(fixture.context, { mode: 'apply', ...now }),
    collectRemote(other.context, { mode: 'apply', ...now }),
  ]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  t.ok(refused.length <= 1);
  for (const error of refused) t.match(error, { code: 'lock.held' });
  await collectRemote(other.context, { mode: 'apply', ...now });
});

/** A pack of the remote that holds a pushed tree's root. */
async function packWithRoot({ context, remoteFolder }: Fixture): Promise<string> {
  const { store } = await context.remote();
  const { pointers } = await context.worktreeCatalog().pointers();
  const root = pointers.find(({ pointer }) => pointer.files !== undefined)?.pointer.digest as Digest;
  await store.catalogue.refresh();
  return join(remoteFolder, packKey(store.catalogue.find(root)?.pack.digest as Digest));
}

void test('a tree that cannot be read stops a collection, until it is healed', async (t) => {
  const fixture = await makePushed(t);
  const other = await cloneOf(t, fixture);
  const pack = await packWithRoot(fixture);
  const bytes = await readFile(pack);
  await writeFile(`${pack}.new`, Buffer.from(bytes).fill(0, 0, bytes.length - 20));
  await rename(`${pack}.new`, pack);
  const { context } = other;
  for (const mode of ['plan', 'apply'] as const)
    await t.rejects(collectRemote(context, { mode, ...now }), { code: 'gc.root-unreadable' });
  t.match(await verify(fixture.context, [], { remote: true, download: true, repair: true }), { intact: true });
  t.match(await collectRemote(context, { mode: 'apply', ...now }), { state: 'applied', moved: { large: 0 } });
});

void test('where something damaged was set aside, a tree that is not there may be in it', async (t) => {
  const fixture = await makePushed(t);
  const { context, remoteFolder } = await fixtureWithoutCache(t, fixture);
  const pack = await packWithRoot(fixture);
  await mkdir(join(remoteFolder, 'quarantine'));
  await rename(pack, join(remoteFolder, 'quarantine/packs-it'));
  await rm(join(remoteFolder, 'roots'), { recursive: true });
  const error = await collectRemote(context, { mode: 'apply', ...now }).catch((reason: unknown) => reason);
  t.match(error, { code: 'gc.root-unreadable', hint: /verify --remote=origin --repair --all; .* --ignore blake3:/ });
  const { root } = (error as PixelisError).data;
  t.match(await collectRemote(context, { mode: 'apply', ...now, ignore: [String(root)] }), { moved: { large: 0 } });
});

/** A clone that has history, and none of the data. */
async function fixtureWithoutCache(t: Test, fixture: Fixture): Promise<Fixture> {
  return { ...(await cloneOf(t, fixture)), remoteFolder: fixture.remoteFolder };
}
