import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { Digest } from '#model/digest.js';
import { collectRemote } from '#operations/collect-remote.js';
import { fetch } from '#operations/fetch.js';
import { undoRemoteGc } from '#operations/gc-remote-trash.js';
import { push } from '#operations/push.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { verify } from '#operations/verify.js';
import { droppedContent, droppedVersions } from '#store/dropped-versions.js';
import { surveyTrash } from '#store/remote-trash.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { contextOn, Died, dyingAfter, interruptedAfter, lostOf } from '../support/remote-steps.js';
import { startS3Double } from '../support/s3-double.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const now = { grace: '0', wait: '0', trashAge: '0' } as const;
const rules = { mode: 'apply', keepLast: 1, ...now } as const;

/** Two versions of a folder, committed. */
async function makeVersions(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const digests: Digest[] = [];
  for (const version of [1, 2]) {
    await fixture.repository.write('data/same', 'the same in both');
    await fixture.repository.write('data/own', `version ${version}`);
    const { paths } = await fixture.pixelis.add(['data']);
    digests.push(paths[0]?.digest as Digest);
    await fixture.repository.commit(`v${version}`);
  }
  const [first, second] = digests as [Digest, Digest];
  return { ...fixture, first, second };
}

/** What is missing on the remote, and what is on record as let go there. */
async function stateOf(context: RepositoryContext) {
  const { problems, dropped = [] } = await verify(context, [], { all: true, remote: true });
  return { problems: problems.length, letGo: dropped.filter(({ remote }) => remote !== undefined).length };
}

async function copyOf(t: Test, remoteFolder: string): Promise<string> {
  const folder = join(await temporaryFolder(t), 'remote');
  await cp(remoteFolder, folder, { recursive: true });
  return folder;
}

void test('rules that are cut off after any of their steps lose nothing and call nothing lost; repeated, they end it', async (t) => {
  const { context, remoteFolder, first, second } = await makeVersions(t);
  await push(context, [], { all: true });
  let steps = 0;
  const trashed = new Set<number>();
  for (let isDone = false; !isDone; steps += 2) {
    const folder = await copyOf(t, remoteFolder);
    const dying = collectRemote(await contextOn(context, dyingAfter(folderBucket(folder), steps)), {
      ...rules,
      forgetClones: [],
    });
    isDone = await dying.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Died) return false;
        throw error;
      },
    );
    const living = await contextOn(context, folderBucket(folder));
    const { store } = await living.remote();
    trashed.add((await surveyTrash(store, {})).length);
    t.match(await stateOf(living), { problems: 0 }, `after ${steps} steps`);
    await folderBucket(folder).delete('gc/00000001');
    await collectRemote(living, rules);
    t.match(await stateOf(living), { problems: 0, letGo: 1 }, `${steps} steps, and again`);
    t.equal(await lostOf(store, second), 0);
    t.equal(await lostOf(await context.cache(), first), 0);
  }
  t.ok(steps > 6, `${steps} steps`);
  t.ok(trashed.has(1));
});

void test('a push of a version that rules are about to let go is never in vain, whenever it comes', async (t) => {
  const { context, repository, remoteFolder, first } = await makeVersions(t);
  await push(context, [], { all: true });
  const root = `${repository.root}-clone`;
  await repository.git('clone', '--quiet', `file://${repository.root}`, root);
  const other = await openOperationContext(t, gitRepositoryAt(root, repository.environment));
  // Without a word of it on the remote.
  await fetch(await contextOn(other.context, folderBucket(await copyOf(t, remoteFolder))), [], { all: true });
  let pushes = 0;
  for (let steps = 1, isOver = false; !isOver; steps += 2) {
    const folder = await copyOf(t, remoteFolder);
    isOver = true;
    const work = async (): Promise<void> => {
      isOver = false;
      pushes += 1;
      const { problems } = await push(await contextOn(other.context, folderBucket(folder)), ['dataset-data:v1'], {});
      t.same(problems, []);
    };
    await collectRemote(await contextOn(context, interruptedAfter(folderBucket(folder), steps, work)), rules);
    if (isOver) break;
    const { store } = await (await contextOn(other.context, folderBucket(folder))).remote();
    t.equal(await lostOf(store, first), 0, `after ${steps} steps`);
    t.equal((await droppedVersions(store.bucket)).size, 0, 'nothing is let go');
  }
  t.ok(pushes > 3);
});

void test('on S3 rules cost a few requests, a push that brings nothing none, and undo brings all back', async (t) => {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  const { context: onFolder, first } = await makeVersions(t);
  const context = await contextOn(onFolder, s3Bucket(double.freshBucket()));
  await push(context, [], { all: true });
  double.requests.length = 0;
  await push(context, [], { all: true });
  const costs = double.requests.length;
  t.match(await collectRemote(context, rules), { versions: { dropped: [{ version: 1 }] } });
  const { store } = await context.remote();
  const [{ run } = { run: '' }] = await surveyTrash(store, {});
  t.ok((await droppedContent(store.bucket, [run])).has(first));
  double.requests.length = 0;
  t.match(await push(context, [], {}), { problems: [] });
  t.ok(double.requests.length <= costs, `${double.requests.length} and ${costs} requests`);
  t.match(await stateOf(context), { problems: 0, letGo: 1 });
  await undoRemoteGc(context, { remote: undefined, run: undefined });
  t.match(await stateOf(context), { problems: 0, letGo: 0 });
  t.equal(await lostOf(store, first), 0);
  t.same(await droppedVersions(store.bucket), new Map());
});
