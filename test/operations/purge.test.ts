import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { exitCodeOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { gitRepositoryAt } from '../support/git-repository.js';
import { makeContextWithRemote, openOperationContext } from '../support/operation-context.js';
import { outputErrors } from '../support/output-schemas.js';

const marker = 'MARKER-of-participant-17';
const largeMarker = 'LARGE-MARKER-of-a-licence';

/**
 * Two versions of a folder, pushed: a small file with personal data in both, a large one and another small one in v1 alone, and
 * neighbours in the same packs.
 */
async function makePushed(t: Test) {
  const fixture = await makeContextWithRemote(t);
  const { repository, pixelis, remoteFolder } = fixture;
  await repository.write('data/p17.json', marker);
  await repository.write('data/p18.json', 'participant 18');
  await repository.write('data/only-v1.txt', `only in v1, ${largeMarker}`);
  await repository.write('data/large.bin', largeMarker.repeat(100_000));
  await pixelis.add(['data']);
  await repository.commit('v1');
  await rm(join(repository.root, 'data/only-v1.txt'));
  await rm(join(repository.root, 'data/large.bin'));
  await repository.write('data/new.txt', 'only in v2');
  await pixelis.add(['data']);
  await repository.commit('v2');
  await pixelis.push([], { all: true });
  await pixelis.close();
  const purge = async (references: readonly string[], options: Parameters<typeof pixelis.purge>[1] = {}) => {
    // In a session of its own, as of the command line: what a session works with, it pins.
    const own = await openOperationContext(t, repository);
    const result = await own.pixelis.purge(references, options);
    await own.pixelis.close();
    t.strictSame(outputErrors(result), []);
    return result;
  };
  const stores = [join(repository.root, '.git/pixelis'), remoteFolder];
  return { ...fixture, purge, stores };
}

/** The files below folders that have a text in them. */
function filesWith(text: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text)),
  );
}

const apply = { reason: 'consent withdrawn', apply: true } as const;

void test('a plan says what would go from where and who would lose it, and removes nothing', async (t) => {
  const { purge, stores, repository } = await makePushed(t);
  const before = filesWith(marker, stores);
  t.ok(before.length >= 2);
  const plan = await purge(['dataset-data:v2//p17.json']);
  t.match(plan, {
    applied: false,
    purged: [
      {
        size: marker.length,
        isNew: true,
        versions: [
          { artifact: 'dataset-data', version: 2, path: 'p17.json' },
          { artifact: 'dataset-data', version: 1, path: 'p17.json' },
        ],
      },
    ],
    uses: [
      { artifact: 'dataset-data', version: 2, lost: ['p17.json'], lostFiles: 1, kept: 0 },
      { artifact: 'dataset-data', version: 1, lost: ['p17.json'], lostFiles: 1, kept: 0 },
    ],
    stores: [
      { objects: 1, bytes: marker.length },
      { remote: 'origin', objects: 1, bytes: marker.length },
    ],
    worktree: [{ path: 'data', files: 1, removed: false }],
    problems: [],
  });
  t.strictSame(filesWith(marker, stores), before);
  t.equal(await repository.git('status', '--porcelain'), '');
});

void test('a file goes from every version, the cache and the remote, and its neighbours in the packs stay', async (t) => {
  const { purge, stores, pixelis, repository } = await makePushed(t);
  const done = await purge(['dataset-data:v2//p17.json'], { ...apply, worktree: true });
  t.match(done, {
    applied: true,
    stores: [
      { objects: 1, rewrittenPacks: 1 },
      { remote: 'origin', objects: 1, rewrittenPacks: 1 },
    ],
    worktree: [{ path: 'data', files: 1, removed: true }],
    problems: [],
  });
  t.strictSame(filesWith(marker, [...stores, join(repository.root, 'data')]), []);
  t.equal(await textOf((await pixelis.cat('dataset-data:v1//p18.json')).bytes), 'participant 18');
  t.equal(await textOf((await pixelis.cat('dataset-data:v2//new.txt')).bytes), 'only in v2');
  const [path = ''] = (await repository.git('diff', '--cached', '--name-only')).split('\n');
  t.match(path, /^\.pixelis\/tombstones\/[0-9a-f]{64}\.yaml$/);
  t.match(
    readFileSync(join(repository.root, path), 'utf8'),
    /by:\n {2}name: .+\n {2}email: .+\nreason: consent withdrawn/,
  );
  t.match(await purge(['dataset-data:v2//p17.json'], apply), {
    purged: [{ isNew: false }],
    stores: [{ objects: 0 }, { objects: 0 }],
    problems: [],
  });
});

void test('of a version goes what no other version needs; the rest is kept and named', async (t) => {
  const { purge, stores, pixelis } = await makePushed(t);
  const done = await purge(['dataset-data:v1'], apply);
  t.match(done, {
    purged: [{ files: 4, versions: [{ artifact: 'dataset-data', version: 1 }] }],
    keptObjects: 2,
    uses: [{ artifact: 'dataset-data', version: 2, lostFiles: 0, kept: 2 }],
    problems: [],
  });
  t.strictSame(filesWith(largeMarker, stores), []);
  t.equal(filesWith(marker, stores).length, 2, 'what v2 needs is there still, in the cache and on the remote');
  t.equal(await textOf((await pixelis.cat('dataset-data:v2//p17.json')).bytes), marker);
});

void test('with sharing, what a version shares goes from the others, too', async (t) => {
  const { purge, stores } = await makePushed(t);
  const done = await purge(['dataset-data:v1'], { ...apply, withSharing: true });
  t.match(done, { keptObjects: 0, uses: [{ version: 2, lostFiles: 2, kept: 0 }] });
  t.equal(done.purged.length, 3);
  t.strictSame(filesWith(marker, stores), []);
  t.strictSame(filesWith('participant 18', stores), []);
});

void test('an artifact goes with all its versions', async (t) => {
  const { purge, stores } = await makePushed(t);
  const done = await purge(['dataset-data'], apply);
  t.match(done, { keptObjects: 0, uses: [], problems: [] });
  t.equal(done.purged.length, 2);
  for (const word of [marker, largeMarker, 'participant 18', 'only in v2']) t.strictSame(filesWith(word, stores), []);
});

void test('content that another artifact has as well does not go with one of them, unless that is said', async (t) => {
  const { purge, stores, pixelis, repository } = await makePushed(t);
  await repository.write('copy.json', marker);
  await pixelis.add(['copy.json']);
  await t.rejects(purge(['copy.json'], apply), { code: 'purge.shared', message: /would lose with it/ });
  t.ok(filesWith(marker, stores).length > 0);
  t.match(await purge(['copy.json'], { ...apply, withSharing: true }), { purged: [{ isNew: true }], problems: [] });
  t.strictSame(filesWith(marker, stores), []);
});

void test('a purge needs a reason before anything is touched', async (t) => {
  const { purge, repository } = await makePushed(t);
  await t.rejects(purge(['dataset-data'], { apply: true }), { code: 'usage.invalid-argument' });
  await t.rejects(purge(['dataset-data'], { apply: true, reason: '  ' }), { code: 'usage.invalid-argument' });
  t.equal(await repository.git('status', '--porcelain'), '');
});

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

void test('whoever meets what was purged is told so, and nothing fails for it that need not', async (t) => {
  const fixture = await makePushed(t);
  const { purge, pixelis, repository, remoteFolder } = fixture;
  await purge(['dataset-data:v2//p17.json'], { ...apply, worktree: true });
  await purge(['dataset-data:v1'], apply);
  await repository.commit('purge');
  const said = { code: 'object.purged', message: /was purged on 2026-03-01 by .+: consent withdrawn/ };

  const checked = async <Result extends object>(result: Promise<Result>): Promise<Result> => {
    t.strictSame(outputErrors(await result), []);
    return result;
  };
  t.match(await checked(pixelis.status()), {
    clean: true,
    paths: [{ worktree: 'unchanged', cache: 'complete', missingInCache: { objects: 0 }, purged: { files: 1 } }],
    problems: [],
  });
  await t.rejects(pixelis.cat('dataset-data:v2//p17.json'), said);
  await t.rejects(pixelis.cat('dataset-data:v1//p18.json'), said);
  await t.rejects(pixelis.get('dataset-data:v1', { output: 'there' }), said);
  t.match(await checked(pixelis.get('dataset-data:v2', { output: 'here' })), {
    placedFiles: 2,
    problems: [],
    warnings: [{ ...said, message: /'p17.json' of 'dataset-data:v2' was purged/ }],
  });
  await rm(join(repository.root, 'here'), { recursive: true });
  t.match(await checked(pixelis.push([], { all: true })), { problems: [], warnings: [said, said] });
  t.strictSame(filesWith(marker, [remoteFolder]), []);
  t.match(await checked(pixelis.fetch([], { all: true })), { problems: [], warnings: [said, said] });
  t.match(await checked(pixelis.list(['dataset-data'], { all: true })), {
    artifacts: [{ versions: [{ version: 2 }, { version: 1, purged: { by: /./, reason: 'consent withdrawn' } }] }],
  });
  t.match(await checked(pixelis.show('dataset-data:v1', { files: true })), {
    cache: 'purged',
    version: { purged: { purged: '2026-03-01T09:30:00Z' } },
    problems: [],
    warnings: [said],
  });
  await rm(join(repository.root, 'data'), { recursive: true });
  t.match(await checked(pixelis.pull()), {
    paths: [{ state: 'updated', placedFiles: 2, missingFiles: 0 }],
    problems: [],
    warnings: [said],
  });
  t.match(await checked(pixelis.checkout()), { paths: [{ state: 'unchanged' }], problems: [], warnings: [said] });
});

void test('what was purged cannot be added again, as a file or as the same folder, and nothing of it is stored', async (t) => {
  const { purge, stores, pixelis, repository } = await makePushed(t);
  await purge(['dataset-data:v2//p17.json'], apply);
  const refusal = { code: 'object.purged', hint: /git rm/ };
  await t.rejects(pixelis.add(['data']), refusal, 'its file lies in the worktree still');
  await repository.write('again.json', marker);
  await t.rejects(pixelis.add(['again.json']), refusal);
  t.strictSame(filesWith(marker, stores), []);
  await rm(join(repository.root, 'data/p17.json'));
  t.match(await pixelis.add(['data']), { paths: [{ version: 3, changes: { removed: 1 } }], problems: [] });
  await purge(['dataset-data:v3'], apply);
  await repository.write('copy/p18.json', 'participant 18');
  await repository.write('copy/new.txt', 'only in v2');
  await t.rejects(pixelis.add(['copy']), refusal, 'the same folder at another path');
});

void test('an old commit that is checked out knows what was purged since', async (t) => {
  const { purge, pixelis, repository } = await makePushed(t);
  await purge(['dataset-data:v1'], apply);
  await repository.commit('purge');
  await repository.git('checkout', '--quiet', '--detach', 'HEAD~2');
  t.match(await pixelis.pull(), {
    paths: [{ state: 'purged' }],
    problems: [],
    warnings: [{ code: 'object.purged', message: /'dataset-data:v1' was purged/ }],
  });
  t.match(await pixelis.status(), { paths: [{ cache: 'purged', purged: { reason: 'consent withdrawn' } }] });
});

void test('a clone that pulls the tombstone is told what its cache still has, and removes it by one command', async (t) => {
  const { purge, repository, remoteFolder } = await makePushed(t);
  const root = join(repository.root, '../clone');
  await repository.git('clone', '--quiet', repository.root, root);
  const there = gitRepositoryAt(root, repository.environment);
  const clone = await openOperationContext(t, there);
  await clone.pixelis.fetch([], { all: true });
  await clone.pixelis.close();
  const cache = join(root, '.git/pixelis');
  t.ok(filesWith(marker, [cache]).length > 0 && filesWith(largeMarker, [cache]).length > 0);

  await purge(['dataset-data:v2//p17.json'], apply);
  await purge(['dataset-data:v1'], apply);
  await repository.commit('purge');
  await there.git('pull', '--quiet');
  const behind = await openOperationContext(t, there);
  t.match(await behind.pixelis.status(), { warnings: [{ code: 'object.purged', hint: /pixelis purge --apply/ }] });
  await t.rejects(
    behind.pixelis.cat('dataset-data:v2//p17.json'),
    { code: 'object.purged' },
    'though the cache has it',
  );
  t.match(await behind.pixelis.push([], { all: true }), { problems: [] });
  t.strictSame(filesWith(marker, [remoteFolder]), [], 'nobody pushes it back');
  await behind.pixelis.close();
  const done = await openOperationContext(t, there);
  t.match(await done.pixelis.purge([], { apply: true }), {
    purged: [],
    problems: [],
    stores: [{ objects: 5 }, { objects: 0 }],
  });
  t.strictSame([...filesWith(marker, [cache]), ...filesWith(largeMarker, [cache])], []);
  t.match(await done.pixelis.status(), { warnings: [] });
});

void test('bytes in the trash of a collection and in quarantine go as well', async (t) => {
  const { purge, stores, pixelis, repository } = await makePushed(t);
  const cache = join(repository.root, '.git/pixelis/cache');
  const large = filesWith(largeMarker, [cache]).find((file) => file.includes('/objects/')) ?? '';
  await mkdir(join(cache, 'quarantine'), { recursive: true });
  await writeFile(join(cache, 'quarantine', 'something'), marker);
  await writeFile(
    join(cache, 'quarantine', `objects-${large.slice(-65, -63)}-${large.slice(-62)}.1`),
    `!${largeMarker}`,
  );
  await pixelis.close();
  const collector = await openOperationContext(t, repository);
  await collector.pixelis.gc.apply({ grace: '0s', keepLast: 1 });
  await collector.pixelis.close();
  t.ok(filesWith(largeMarker, [join(cache, 'trash')]).length > 0);
  await purge(['dataset-data'], apply);
  t.strictSame([...filesWith(marker, stores), ...filesWith(largeMarker, stores)], []);
});

void test('what a running command uses stays until it has ended; the same purge again completes it', async (t) => {
  const { purge, stores, repository } = await makePushed(t);
  const running = await openOperationContext(t, repository);
  const cache = await running.context.cache();
  const { digest } = (await running.pixelis.show('dataset-data:v1//only-v1.txt')).entries?.[0] ?? {};
  await cache.pin([digest as Digest]);
  t.match(await purge(['dataset-data:v1'], apply), {
    problems: [{ code: 'purge.unknown-needs', message: /1 object is still in the cache/ }],
  });
  t.equal(filesWith('only in v1', stores).length, 1);
  await cache.close();
  t.match(await purge(['dataset-data:v1'], apply), { purged: [{ isNew: false }], problems: [] });
  t.strictSame(filesWith('only in v1', stores), []);
});

void test('a remote that cannot be reached is named, and emptied by the same command later', async (t) => {
  const { purge, remoteFolder } = await makePushed(t);
  await rename(remoteFolder, `${remoteFolder}-away`);
  const half = await purge(['dataset-data:v2//p17.json'], apply);
  t.match(half, { stores: [{ objects: 1 }], problems: [{ code: 'remote.not-found', remote: 'origin' }] });
  t.equal(exitCodeOf(half), 12);
  await rename(`${remoteFolder}-away`, remoteFolder);
  t.ok(filesWith(marker, [remoteFolder]).length > 0);
  t.match(await purge(['dataset-data:v2//p17.json'], apply), {
    problems: [],
    stores: [{ objects: 0 }, { objects: 1 }],
  });
  t.strictSame(filesWith(marker, [remoteFolder]), []);
});

void test('offline nothing is purged, unless this repository alone is meant', async (t) => {
  const { repository, stores } = await makePushed(t);
  const offline = await openOperationContext(t, repository, { isOffline: true });
  await t.rejects(offline.pixelis.purge(['dataset-data'], apply), { code: 'offline.forbidden' });
  t.equal(await repository.git('status', '--porcelain'), '');
  t.match(await offline.pixelis.purge(['dataset-data'], { ...apply, local: true }), { problems: [] });
  t.strictSame(filesWith(marker, [stores[0] as string]), []);
});

void test('the records stay, and neither a collection here nor one on the remote stops at what was purged', async (t) => {
  const { purge, repository } = await makePushed(t);
  await purge(['dataset-data:v1'], apply);
  await repository.commit('purge');
  const after = await openOperationContext(t, repository);
  t.match(await after.pixelis.lineage.validate(), { problems: [] });
  t.match(await after.pixelis.log('dataset-data'), { entries: [{ version: 2 }, { version: 1 }] });
  t.match(await after.pixelis.gc.plan({ grace: '0s' }), { problems: [] });
  t.match(await after.pixelis.gc.remote().apply({ grace: '0s' }), { problems: [] });
});
