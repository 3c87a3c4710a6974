// A process that uses a remote, or collects its garbage, until it is told to stop. It tells what it did as a line of JSON.
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFolderBucket, folderBucket } from '#bucket/folder-bucket.js';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { S3BucketSettings } from '#bucket/s3-settings.js';
import { isPixelisError } from '#errors/index.js';
import { openGit } from '#git/open-git.js';
import { type Digest, parseDigest } from '#model/digest.js';
import { bringObjects } from '#operations/bring-objects.js';
import { collectRemote } from '#operations/collect-remote.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openObjectStore } from '#store/bucket-store.js';
import { moveToTrash } from '#store/collect-shared.js';
import { openLocalStore } from '#store/local-store.js';
import { markedTrees } from '#store/marked-trees.js';
import { planCollection } from '#store/plan-collection.js';
import { NeededObjects } from '#store/needed-objects.js';
import { pushContent } from '#store/push-content.js';
import { registeredObjects } from '#store/registered-objects.js';
import { freeTrash, surveyTrash } from '#store/remote-trash.js';
import { storeStream } from '#store/store-stream.js';
import { contextOfRepository } from '../../src/context-of-repository.js';
import { repositoryOver } from '../../src/repository-over.js';

const [, , folder = '', role = '', settings = ''] = argv;
const root = join(folder, role);
const roots = join(folder, 'roots');
const report = { moved: 0, freed: 0, restored: 0, pushed: 0, fetched: 0, lost: 0, stopped: 0, rounds: 0 };
/** Contents come round: what one process leaves behind as garbage another one needs a moment later. */
const slotMs = 150;
const sharedBytes = 1_100_000;

const { context, pixelis, store } = await open();
const end = new AbortController();
process.stdin.on('data', (line: Buffer) => {
  if (line.toString().includes('stop')) end.abort();
});
console.log('ready');
const work = { push, fetch, leave, collect, naive }[role.replace(/-.*/, '')] ?? push;
while (!end.signal.aborted) {
  await work();
  report.rounds += 1;
  console.log(JSON.stringify(report));
}
process.stdin.destroy();
await pixelis.close();

/** What anybody may have at this time, as one large file and one small. */
function sharedNow(): { readonly large: Buffer; readonly small: string } {
  const slot = Math.floor(Date.now() / slotMs);
  return { large: Buffer.alloc(sharedBytes, `slot ${slot % 40} `), small: `small ${slot % 40}` };
}

async function push(): Promise<void> {
  const { large, small } = sharedNow();
  await mkdir(join(root, 'data'), { recursive: true });
  await writeFile(join(root, 'data/large'), large);
  await writeFile(join(root, 'data/small'), small);
  await writeFile(join(root, 'data/own'), `${role} ${report.rounds}`);
  const { paths } = await pixelis.add(['data']);
  const { problems } = await pixelis.push();
  report.lost += problems.length;
  report.pushed += 1;
  await appendFile(roots, `${paths[0]?.digest ?? ''}\n`);
}

/** Fetches what some push said to be there into a cache that has nothing. */
async function fetch(): Promise<void> {
  const known = await pushedRoots();
  const wanted = known[Math.floor(Math.random() * known.length)];
  if (wanted === undefined) {
    await sleep(20);
    return;
  }
  await rm(join(root, '.git/pixelis/cache'), { recursive: true, force: true });
  const { context: fresh, pixelis: face } = await open();
  try {
    await bringObjects(fresh, { what: 'a tree', content: { roots: [wanted] } });
    report.fetched += 1;
  } catch (error) {
    if (!isPixelisError(error, 'object.missing')) throw error;
    report.lost += 1;
  } finally {
    await face.close();
  }
}

async function pushedRoots(): Promise<readonly Digest[]> {
  const text = await readFile(roots, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [parseDigest(line)]));
}

/** Leaves garbage: objects that nobody registered. */
async function leave(): Promise<void> {
  const { large, small } = sharedNow();
  const local = await openLocalStore(await createFolderBucket(join(folder, 'garbage', String(report.rounds))), {
    label: 'x',
  });
  const blobs = new Map<Digest, number>();
  for (const content of [large, Buffer.from(small)]) {
    const { digest } = await storeStream(local, ReadableStream.from([content]));
    blobs.set(digest, content.length);
  }
  await pushContent(local, store, { blobs });
  await local.close();
  await sleep(slotMs / 2);
}

async function collect(): Promise<void> {
  try {
    const request = { grace: '0', trashAge: '0', wait: '20s' } as const;
    const { moved, restored = 0 } = await collectRemote(context, { mode: 'apply', ...request });
    report.moved += (moved?.large ?? 0) + (moved?.packs ?? 0) + (moved?.rewritten ?? 0);
    report.restored += restored;
    const purged = await collectRemote(context, { mode: 'purge', ...request });
    report.freed += purged.freed?.files ?? 0;
    report.restored += purged.restored ?? 0;
  } catch (error) {
    if (!isPixelisError(error, 'gc.push-under-way')) throw error;
    report.stopped += 1;
  }
}

/** Collects with one look, and waits for nobody. */
async function naive(): Promise<void> {
  const marked = markedTrees({ stores: () => [store], reader: store });
  const refresh = (): Promise<void> => store.catalogue.refresh();
  const leavesOut = (): boolean => false;
  await registeredObjects(store, { marked, refresh, leavesOut })
    .look({})
    .catch(() => undefined);
  const plan = await planCollection(store, { live: marked.objects, pinned: new NeededObjects(), before: Infinity });
  const moved = await moveToTrash(store, plan, { run: 'naive', check: () => Promise.resolve() });
  report.moved += moved.large + moved.packs + moved.rewritten;
  for (const run of await surveyTrash(store, {})) await freeTrash(store, run, {});
}

async function open() {
  const git = await openGit({ cwd: root, environment: process.env });
  const opened = contextOfRepository(git, {
    folder: '',
    isOffline: false,
    commandLine: [],
    environment: process.env,
  });
  const s3 = settings.startsWith('{') ? (JSON.parse(settings) as S3BucketSettings) : undefined;
  const bucket = s3 === undefined ? folderBucket(settings) : s3Bucket(s3);
  const label = "remote 'origin'";
  const tableCache = join(folder, 'tables', role);
  const remote = { name: 'origin', url: bucket.label, store: await openObjectStore(bucket, { label, tableCache }) };
  const withRemote: RepositoryContext = Object.create(opened, { remote: { value: () => Promise.resolve(remote) } });
  return { context: withRemote, pixelis: repositoryOver(withRemote), store: remote.store };
}
