import { readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { makeContextWithRemote } from '../support/operation-context.js';
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
  const purge = async (references: readonly string[], options: Parameters<typeof pixelis.purge>[1] = {}) => {
    const result = await pixelis.purge(references, options);
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
