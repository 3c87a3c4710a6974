import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { folderBucket } from '#bucket/folder-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { encodeConfig } from '#format/config.js';
import { parseDigest } from '#model/digest.js';
import { openObjectStore } from '#store/bucket-store.js';
import { listTreeObjects } from '#store/tree-objects.js';
import { gitRepositoryAt, makeGitRepository } from '../support/git-repository.js';
import { type Racer, raceProcesses } from '../support/race-processes.js';
import { startS3Double } from '../support/s3-double.js';
import { startS3Server, whyNoS3Server } from '../support/s3-server.js';

const program = fileURLToPath(new URL('remote-race.js', import.meta.url));
const many = ['push-1', 'push-2', 'fetch', 'leave'];
const few = ['push-1', 'fetch', 'leave'];

const hasHappened = ({ moved, freed, pushed, fetched }: Sums): boolean =>
  [moved, freed, fetched].every((count) => count > 0) && pushed >= 3;

void test('clones that push to a folder and fetch from it while its garbage is collected lose nothing', async (t) => {
  check(t, await race(t, { users: many, collector: 'collect', remote: await folderOf(t) }, hasHappened));
});

void test('clones that push to a bucket and fetch from it while its garbage is collected lose nothing', async (t) => {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  check(t, await race(t, { users: few, collector: 'collect', remote: double.freshBucket() }, hasHappened));
});

void test('the same on a real server', { skip: whyNoS3Server() }, async (t) => {
  const remote = (await startS3Server()).freshBucket();
  check(t, await race(t, { users: few, collector: 'collect', remote }, hasHappened));
});

void test('the same clones lose objects where garbage is removed after one look', async (t) => {
  const { lost } = await race(
    t,
    { users: few, collector: 'naive', remote: await folderOf(t) },
    (sums) => sums.lost > 0,
  );
  t.ok(lost > 0);
});

function check(t: Test, sums: Awaited<ReturnType<typeof race>>): void {
  t.equal(sums.lost, 0);
  t.equal(sums.failures, 0);
  t.ok(sums.moved > 0, 'garbage was moved');
  t.ok(sums.freed > 0, 'and freed');
  t.ok(sums.pushed > 0);
  t.ok(sums.fetched > 0);
}

async function folderOf(t: Test): Promise<string> {
  const folder = join((await makeGitRepository(t)).root, '../remote');
  await mkdir(folder);
  return folder;
}

const counted = ['lost', 'moved', 'freed', 'restored', 'pushed', 'fetched', 'stopped', 'rounds'] as const;
type Sums = Readonly<Record<(typeof counted)[number], number>>;

interface Race {
  readonly users: readonly string[];
  readonly collector: string;
  /** A folder, or the settings of a bucket. */
  readonly remote: string | S3BucketSettings;
}

/** Lets the users and this collector loose on one remote until `isEnough`. */
async function race(
  t: Test,
  { users, collector, remote }: Race,
  isEnough: (sums: Sums) => boolean,
): Promise<Sums & { readonly failures: number }> {
  const { root, environment } = await makeGitRepository(t);
  const folder = join(root, '..');
  const settings = typeof remote === 'string' ? remote : JSON.stringify(remote);
  const racers: Racer[] = [];
  for (const role of [...users, collector]) {
    const repository = gitRepositoryAt(join(folder, role), environment);
    await mkdir(repository.root);
    await repository.git('init', '--quiet', '--initial-branch=main');
    await repository.write('.pixelis/config.yaml', encodeConfig({ remotes: { origin: { url: '/nowhere' } } }));
    racers.push({ program, given: [folder, role, settings], environment });
  }
  const { sums, failures } = await raceProcesses(t, { racers, counted }, isEnough);
  return { ...sums, failures, lost: sums.lost + (await lostOn(remote, join(folder, 'roots'))) };
}

/** How many objects that were pushed the remote lacks, its trash left aside. */
async function lostOn(remote: string | S3BucketSettings, roots: string): Promise<number> {
  const bucket = typeof remote === 'string' ? folderBucket(remote) : s3Bucket(remote);
  const store = await openObjectStore(bucket, { label: 'the remote' });
  const pushed = (await readFile(roots, 'utf8')).split('\n').filter((line) => line !== '');
  let lost = 0;
  const onUnreadable = (): void => void (lost += 1);
  const { blobs } = await listTreeObjects(store, pushed.map(parseDigest), { onUnreadable });
  return lost + (await store.missing(blobs.keys(), { sizeOf: (digest) => blobs.get(digest) })).size;
}
