import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'tap';
import type { Repository } from '../../src/repository.js';
import { makeVersions, now } from '../support/remote-rules.js';

type Work = (pixelis: Repository) => Promise<object>;
const dryRun = true;

/** Each with what it is to say of a version that lies in the trash alone. */
const dryRuns: Readonly<Record<string, readonly [Work, object]>> = {
  'fetch --dry-run': [
    (pixelis) => pixelis.fetch(['dataset-a:v1'], { dryRun }),
    { remotes: [{ upToDate: true, objects: 0 }], problems: [] },
  ],
  'fetch --all --dry-run': [
    (pixelis) => pixelis.fetch([], { all: true, dryRun }),
    { remotes: [{ upToDate: true }], problems: [] },
  ],
  'push --dry-run': [
    (pixelis) => pixelis.push(['dataset-a:v1'], { dryRun }),
    { remotes: [{ upToDate: true, missingObjects: 0 }], problems: [] },
  ],
  'pull --dry-run': [
    (pixelis) => pixelis.pull([], { dryRun }),
    { remotes: [{ upToDate: true }], paths: [{ path: 'data/a', placedFiles: 1 }], problems: [] },
  ],
  'checkout --dry-run': [
    (pixelis) => pixelis.checkout(['dataset-a:v1'], { dryRun }),
    { paths: [{ placedFiles: 1 }], problems: [] },
  ],
  'get --dry-run': [
    (pixelis) => pixelis.get('dataset-a:v1', { output: 'copy', dryRun }),
    { placedFiles: 2, fetchedObjects: 0, problems: [] },
  ],
  'add --dry-run': [
    (pixelis) => pixelis.add(['data/a'], { asIs: true, dryRun }),
    { paths: [{ version: 3, state: 'updated' }] },
  ],
  gc: [(pixelis) => pixelis.gc.plan(now), { state: 'planned' }],
  'gc --remote': [(pixelis) => pixelis.gc.remote('origin').plan(now), { state: 'planned' }],
  purge: [(pixelis) => pixelis.purge(['dataset-a:v1']), { stores: [{ remote: undefined }, { remote: 'origin' }] }],
};

void test('dry runs and plans know what lies in the trash of the cache, and leave it there', async (t) => {
  const { collect, end, ask, repository, cacheFolder, remoteFolder, fetch } = await makeVersions(t);
  await collect({ keepLast: 1 });
  await end();
  await repository.git('checkout', '--quiet', 'HEAD~1');
  const before = await contentOf(cacheFolder, remoteFolder);
  t.ok([...before.keys()].some((path) => path.includes('/trash/')));
  for (const [name, [work, said]] of Object.entries(dryRuns)) {
    t.match(await ask(work), said, name);
    await end();
    t.strictSame(await contentOf(cacheFolder, remoteFolder), before, name);
  }
  t.match(await fetch('dataset-a:v1'), { remotes: [{ upToDate: true }] }, 'as the dry run said');
  t.notSame(await contentOf(cacheFolder, remoteFolder), before);
});

void test('a dry run sets nothing aside that is damaged', async (t) => {
  const { end, ask, repository, cacheFolder, remoteFolder } = await makeVersions(t);
  await end();
  for (const [path, text] of await contentOf(cacheFolder)) {
    if (!path.includes('/packs/')) continue;
    await rm(path);
    await writeFile(path, Buffer.from(text, 'latin1').fill(1, 20, 60));
  }
  await rm(join(repository.root, 'data/a'), { recursive: true });
  const before = await contentOf(cacheFolder, remoteFolder);
  for (const [name, [work]] of Object.entries(dryRuns)) {
    await ask(work).catch(() => undefined);
    await end();
    t.strictSame(await contentOf(cacheFolder, remoteFolder), before, name);
  }
});

/** Every file below some folders. */
async function contentOf(...folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const content = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) content.set(path, await readFile(path, 'latin1'));
    }
  }
  return content;
}
