import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import type { Digest } from '#model/digest.js';
import { bringObjects } from '#operations/bring-objects.js';
import { collectRemote } from '#operations/collect-remote.js';
import { push } from '#operations/push.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openLocalStore } from '#store/local-store.js';
import { pushContent } from '#store/push-content.js';
import { surveyTrash } from '#store/remote-trash.js';
import { contextOn, Died, dyingAfter, lostOf } from '../support/remote-steps.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { someBytes } from '../support/some-bytes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const now = { grace: '0', wait: '0', trashAge: '0' } as const;

/** A remote with a tree that is needed, in a pack that holds garbage as well, beside a pack and an object that are garbage. */
async function makeRemote(t: Test) {
  const { context, repository, pixelis, remoteFolder } = await makeContextWithRemote(t);
  const cache = await context.cache();
  const { store } = await context.remote();
  const write = async (...contents: readonly string[]): Promise<void> => {
    const digests = await cache.write(contents.map((content) => Buffer.from(content)));
    await pushContent(cache, store, {
      blobs: new Map(digests.map((digest, at) => [digest, contents[at]?.length ?? 0])),
    });
  };
  await write('shared', 'garbage beside it'.repeat(20));
  await write('garbage by itself');
  await repository.write('data/shared', 'shared');
  await repository.write('data/own', 'own');
  await repository.write('data/large', someBytes(1_100_000));
  const { paths } = await pixelis.add(['data']);
  await push(context, [], {});
  const large = Buffer.alloc(1_200_000, 'large garbage');
  await repository.write('large', large);
  const added = await pixelis.add(['large']);
  await pushContent(cache, store, { blobs: new Map([[added.paths[0]?.digest as Digest, large.length]]) });
  await pixelis.close();
  const root = `${repository.root}-clone`;
  await repository.git('init', '--quiet', root);
  const clone = gitRepositoryAt(root, repository.environment);
  await clone.write('.pixelis/config.yaml', 'pixelis: 1\n');
  const other = await openOperationContext(t, clone);
  return { other: other.context, tree: paths[0]?.digest as Digest, remoteFolder };
}

/** Makes the turn of a collector that died look as old as it must be. */
async function ageTurns(folder: string): Promise<void> {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of await readdir(join(folder, 'gc')).catch(() => []))
    await utimes(join(folder, 'gc', name), longAgo, longAgo);
}

void test('a collection that dies after any of its steps loses nothing, and the next one ends what it began', async (t) => {
  const { other, tree, remoteFolder } = await makeRemote(t);
  let steps = 0;
  let trashed = 0;
  for (let isDone = false; !isDone; steps++) {
    const folder = join(await temporaryFolder(t), 'remote');
    await cp(remoteFolder, folder, { recursive: true });
    const dying = collectRemote(await contextOn(other, dyingAfter(folderBucket(folder), steps)), {
      mode: 'apply',
      ...now,
    });
    isDone = await dying.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Died) return false;
        throw error;
      },
    );
    const living = await contextOn(other, folderBucket(folder));
    const { store } = await living.remote();
    trashed = Math.max(trashed, ...(await surveyTrash(store, {})).map(({ files }) => files.length));
    const cacheFolder = await temporaryFolder(t);
    const cache = await openLocalStore(folderBucket(cacheFolder, { create: true }), { label: 'the cache' });
    const reader: RepositoryContext = Object.create(living, { cache: { value: () => Promise.resolve(cache) } });
    await bringObjects(reader, { what: 'the tree', content: { roots: [tree] } });
    await cache.close();
    await ageTurns(folder);
    await collectRemote(living, { mode: 'apply', ...now });
    t.equal(await lostOf(store, tree), 0, `after ${steps} steps`);
    await collectRemote(living, { mode: 'purge', ...now });
    t.equal(await lostOf(store, tree), 0, `after ${steps} steps, and a purge`);
    t.same(await surveyTrash(store, {}), []);
    const left = await readdir(join(folder, 'objects'), { recursive: true });
    t.equal(left.filter((name) => name.length > 60).length, 1, 'the garbage is gone');
  }
  t.ok(steps > 8, `${steps} steps`);
  t.equal(trashed, 3);
});

void test('the turn of a collector that was killed is taken over once it is old, and not before', async (t) => {
  const { other, remoteFolder } = await makeRemote(t);
  const program = fileURLToPath(new URL('../store/hold-turn.js', import.meta.url));
  const child = spawn(process.execPath, [program, remoteFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const context = await contextOn(other, folderBucket(remoteFolder));
  await t.rejects(collectRemote(context, { mode: 'apply', ...now }), {
    code: 'lock.held',
    message: /^'killed:one' collects garbage in remote 'origin' since 2026-03-01T09:30:00Z$/,
  });
  await ageTurns(remoteFolder);
  t.match(await collectRemote(context, { mode: 'apply', ...now }), { state: 'applied', moved: { large: 1 } });
  t.same(await readdir(join(remoteFolder, 'gc')), ['00000002']);
});
