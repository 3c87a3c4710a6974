import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import { parseDigest } from '#model/digest.js';
import { listTreeObjects } from '#store/tree-objects.js';
import { openOperationContext } from '../support/operation-context.js';
import { makeVersions, numbers } from '../support/remote-rules.js';

void test('rules let old versions go from a remote, and gc undo brings them and the record back', async (t) => {
  const { plan, letGo, onRemote, undo, collectRemote, cloneOf, repository, end } = await makeVersions(t);
  const planned = await plan({ type: 'dataset' });
  t.match(planned, { state: 'planned', versions: { kept: [] } });
  t.strictSame(numbers(planned.versions.dropped), [1, 2]);
  Object.assign(repository.environment, { CI: 'true' });
  await end();
  t.match((await plan()).versions, { dropped: [] }, 'the cache of a clone that does not last is no second copy');
  Object.assign(repository.environment, { CI: '' });
  await end();
  t.strictSame(await onRemote(), { missing: [], letGo: [] }, 'a plan changes nothing');
  t.strictSame(numbers((await letGo()).versions.dropped), [1, 2]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
  t.match(await collectRemote(), { restored: 0, garbage: { objects: 0 } }, 'a collection without rules lets them lie');
  await undo();
  t.strictSame(await onRemote(), { missing: [], letGo: [] });
  t.match(await (await cloneOf()).collectRemote(), { garbage: { objects: 0 } }, 'they are needed again');
});

void test('aliases, pins and what a branch or a worktree uses stay on a remote', async (t) => {
  const { plan, repository, ask } = await makeVersions(t);
  await ask((pixelis) => pixelis.aliases.set('dataset-a:v1', 'published'));
  await repository.git('branch', 'old', 'HEAD~1');
  t.match((await plan()).versions, {
    dropped: [],
    kept: [
      { version: 1, reason: 'alias' },
      { version: 2, reason: 'in-use' },
    ],
  });
});

void test('what another clone registered stays, the plan says whose it is, and it goes once they let it go, too', async (t) => {
  const { plan, letGo, onRemote, cloneOf } = await makeVersions(t);
  const other = await cloneOf();
  await other.fetch('dataset-a:v1');
  const { versions, clones } = await plan();
  t.strictSame(numbers(versions.dropped), [2]);
  const id = clones.find(({ isThis }) => !isThis)?.clone;
  t.match(versions.kept, [{ version: 1, reason: 'registered', clones: [id], size: Number }]);
  await letGo();
  t.strictSame(await onRemote(), { missing: [], letGo: [2] });
  t.strictSame(numbers((await other.letGo()).versions.dropped), [1]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
});

void test('a version of which only the remote has all stays, unless it is named', async (t) => {
  const { plan, letGo, onRemote, collect, empty, fetch } = await makeVersions(t);
  await collect({ keepLast: 1 });
  t.match((await letGo()).versions, { dropped: [], kept: [{ reason: 'last-copy' }, { reason: 'last-copy' }] }, 'trash');
  await empty();
  await fetch('dataset-a:v3');
  t.match((await plan()).versions.dropped, []);
  t.strictSame(numbers((await letGo({ unpushed: ['dataset-a:v2'] })).versions.dropped), [2]);
  t.strictSame(await onRemote(), { missing: [], letGo: [2] });
});

void test('what a remote let go because the cache has it stays in the cache, whatever let it go there before', async (t) => {
  const { letGo, free, collect, call, repository, holds } = await makeVersions(t);
  const { versions } = await collect({ keepLast: 1 });
  const digests = versions.dropped.map(({ digest }) => parseDigest(digest));
  // Somebody comes upon all of it in the trash, and asked for nothing.
  const { context, pixelis } = await openOperationContext(t, repository);
  const cache = await context.cache();
  const { blobs } = await listTreeObjects(cache, digests);
  await cache.missing(blobs.keys());
  await pixelis.close();
  t.strictSame(numbers((await letGo()).versions.dropped), [1, 2]);
  await collect();
  for (const digest of digests) t.ok(await holds(digest));
  t.match((await collect({ keepLast: 1 })).versions, {
    dropped: [],
    kept: [{ reason: 'last-copy' }, { reason: 'last-copy' }],
  });
  t.match(await free(), { freed: { files: 2 } }, 'read once more');
  t.match(await call((opened) => opened.verify([], { all: true })), { problems: [] });
});

void test('a purge frees what this cache has, byte for byte, and nothing else', async (t) => {
  const { letGo, free, onRemote, cacheFolder, undo, call, cloneOf } = await makeVersions(t);
  await letGo();
  for (const file of await readdir(join(cacheFolder, 'packs'), { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const bytes = await readFile(path);
    const at = bytes.indexOf('version 1');
    if (at < 0) continue;
    bytes[at] = 0;
    await rm(path);
    await writeFile(path, bytes);
  }
  t.match(await free(), { freed: { files: 0 }, warnings: [{ code: 'gc.last-copy' }] });
  await undo();
  t.strictSame(await onRemote(), { missing: [], letGo: [] });
  await call((pixelis) => pixelis.verify([], { all: true, full: true, repair: true, remote: true }));
  await letGo();
  const other = await cloneOf();
  t.match(await other.collectRemote(), { restored: 0 });
  t.match(await other.free(), { freed: { files: 0 }, warnings: [{ code: 'gc.last-copy' }] }, 'it has no copy');
  t.match(await other.free({ unpushed: ['dataset-a:v1'] }), { freed: { files: 0 } });
  t.match(await free(), { freed: { files: 2 }, warnings: [] });
  t.strictSame(await onRemote(), { missing: [], letGo: [2, 1] });
});
