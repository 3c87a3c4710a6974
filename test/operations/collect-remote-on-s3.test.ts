import { rm } from 'node:fs/promises';
import { type Test, test } from 'tap';
import { s3Bucket } from '#bucket/s3-bucket.js';
import type { Digest } from '#model/digest.js';
import { collectRemote } from '#operations/collect-remote.js';
import { undoRemoteGc } from '#operations/gc-remote-trash.js';
import { push } from '#operations/push.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import { openObjectStore } from '#store/bucket-store.js';
import { pushContent } from '#store/push-content.js';
import { makeFolder } from '../support/git-repository.js';
import { makeContextWithRemote } from '../support/operation-context.js';
import { startS3Double } from '../support/s3-double.js';

const now = { grace: '0', wait: '0', trashAge: '0' } as const;

/** A bucket with what a clone needs, and with garbage: a pack, and a large object. */
async function makeOnS3(t: Test) {
  const double = await startS3Double();
  t.teardown(() => double.stop());
  const { context: onFolder, repository, pixelis } = await makeContextWithRemote(t);
  const settings = double.freshBucket();
  const bucket = s3Bucket(settings);
  const store = await openObjectStore(bucket, { label: "remote 'origin'", tableCache: await makeFolder(t) });
  const remote = { name: 'origin', url: bucket.label, store };
  const context: RepositoryContext = Object.create(onFolder, { remote: { value: () => Promise.resolve(remote) } });
  for (let file = 0; file < 20; file++) await repository.write(`data/${file}`, `${file}`);
  await pixelis.add(['data']);
  await push(context, [], {});
  const cache = await context.cache();
  const blobs = new Map<Digest, number>();
  const [small] = await cache.write([Buffer.from('small garbage')]);
  blobs.set(small as Digest, 13);
  await repository.write('large', Buffer.alloc(1_200_000, 'large'));
  const { paths } = await pixelis.add(['large']);
  blobs.set(paths[0]?.digest as Digest, 1_200_000);
  await pushContent(cache, store, { blobs });
  await repository.git('rm', '--cached', '--quiet', '-r', '.');
  for (const name of ['large.pixelis.yaml', '.pixelis/artifacts', '.git/pixelis/index'])
    await rm(`${repository.root}/${name}`, { recursive: true, force: true });
  await repository.git('prune', '--expire=now');
  const keysIn = (folder: string): readonly string[] =>
    [...double.stored.objects.keys()].filter((key) => key.startsWith(`${settings.prefix}/${folder}/`));
  return { double, context, settings, keysIn, repository };
}

/** How often each request was made. */
function counts(requests: readonly { readonly action: string }[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { action } of requests) found[action] = (found[action] ?? 0) + 1;
  return found;
}

void test('a collection costs a few requests, and three for each file that it moves', async (t) => {
  const { double, context, keysIn } = await makeOnS3(t);
  double.requests.length = 0;
  await collectRemote(context, { mode: 'plan', ...now });
  t.comment(JSON.stringify(counts(double.requests)));
  t.notOk(double.requests.some(({ action }) => action === 'PutObject' || action === 'DeleteObject'));
  t.ok(double.requests.length <= 10, `a plan: ${double.requests.length}`);
  double.requests.length = 0;
  t.match(await collectRemote(context, { mode: 'apply', ...now }), { moved: { large: 1, retained: 0 } });
  const of = counts(double.requests);
  t.comment(JSON.stringify(of));
  t.equal(of['CopyObject'], keysIn('trash').length - 1);
  t.ok(double.requests.length <= 50, `a collection: ${double.requests.length}`);
});

void test('what retention holds stays, is counted, and stops nothing', async (t) => {
  const { double, context, keysIn } = await makeOnS3(t);
  for (const key of keysIn('objects')) double.stored.locked.add(key);
  const held = await collectRemote(context, { mode: 'apply', ...now });
  t.match(held, { moved: { large: 0, retained: 1 }, warnings: [{ code: 'gc.retained' }], problems: [] });
  t.equal(keysIn('objects').length, 1);
  double.stored.locked.clear();
  t.match(await collectRemote(context, { mode: 'apply', ...now }), { moved: { large: 1 }, warnings: [] });
  for (const key of keysIn('trash')) double.stored.locked.add(key);
  const purged = await collectRemote(context, { mode: 'purge', ...now });
  t.match(purged, { freed: { files: 0 }, warnings: [{ code: 'gc.retained' }] });
  double.stored.locked.clear();
  t.match(await collectRemote(context, { mode: 'purge', ...now }), { trash: [] });
  t.same(keysIn('trash'), []);
});

void test('credentials that may not delete collect nothing, and are told which permission is missing', async (t) => {
  const { double, context, keysIn } = await makeOnS3(t);
  const before = [...keysIn('objects'), ...keysIn('packs')];
  double.fail({ action: 'DeleteObject', times: 1000, how: { status: 403, code: 'AccessDenied' } });
  await t.rejects(collectRemote(context, { mode: 'apply', ...now }), {
    code: 'remote.denied',
    data: { action: 's3:DeleteObject' },
  });
  t.same([...keysIn('objects'), ...keysIn('packs')], before);
});

void test('uploads that nobody finished are removed after a day', async (t) => {
  const { double, context, settings } = await makeOnS3(t);
  const upload = (hours: number, key: string) => ({
    key: `${settings.prefix}/objects/aa/${key}`,
    initiated: new Date(Date.now() - hours * 3_600_000),
    parts: new Map(),
  });
  double.stored.uploads.set('old', upload(30, 'old'));
  double.stored.uploads.set('new', upload(2, 'new'));
  t.match(await collectRemote(context, { mode: 'apply', ...now }), { uploads: 1 });
  t.same([...double.stored.uploads.keys()], ['new']);
});

void test('a collection is taken back as a whole, also where the remote got something of it anew', async (t) => {
  const { context, keysIn, repository } = await makeOnS3(t);
  const before = [...keysIn('objects')];
  await collectRemote(context, { mode: 'apply', ...now });
  t.same(keysIn('objects'), []);
  await repository.write('large', Buffer.alloc(1_200_000, 'large'));
  t.match(await undoRemoteGc(context, { remote: undefined, run: undefined }), { command: 'gc undo', remote: 'origin' });
  t.same(keysIn('objects'), before);
  t.same(keysIn('trash'), []);
  await t.rejects(undoRemoteGc(context, { remote: undefined, run: undefined }), { code: 'gc.run-not-found' });
  await t.rejects(undoRemoteGc(context, { remote: undefined, run: 'none' }), { code: 'gc.run-not-found' });
});
