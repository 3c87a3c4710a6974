import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { openLocalStore } from '#store/local-store.js';
import type { StoredObject } from '#store/object-store.js';
import { storeStreams } from '#store/store-streams.js';
import { type Test, test } from 'tap';
import { raceProcesses } from '../support/race-processes.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bodies, objects } from './collection-race-contents.js';

const program = fileURLToPath(new URL('collection-race.js', import.meta.url));
const users = ['add', 'look', 'look', 'fetch', 'place', 'push'];

void test('processes that name, fetch, place and push objects while garbage is collected lose none', async (t) => {
  const sums = await race(t, 'collect', ({ moved, freed, restored, broughtBack }) =>
    [moved, freed, restored, broughtBack].every((count) => count > 0),
  );
  t.equal(sums.lost, 0);
  t.equal(sums.failures, 0);
  t.ok(sums.moved > 0, 'garbage was moved');
  t.ok(sums.freed > 0, 'and freed');
  t.ok(sums.restored > 0, 'the second look brought objects back');
  t.ok(sums.broughtBack > 0, 'and so did their users');
});

void test('the same processes lose objects where garbage is removed with no pins, no trash and no second look', async (t) => {
  const { lost } = await race(t, 'naive', (sums) => sums.lost > 0);
  t.ok(lost > 0);
});

const counted = ['lost', 'moved', 'freed', 'restored', 'broughtBack', 'rounds'] as const;
type Sums = Readonly<Record<(typeof counted)[number], number>>;

/** Lets the users and this collector loose on one store until `hasHappened`. */
async function race(
  t: Test,
  collector: string,
  hasHappened: (sums: Sums) => boolean,
): Promise<Sums & { readonly failures: number }> {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'refs'));
  const remote = await openLocalStore(await createFolderBucket(join(folder, 'remote')), { label: 'the remote' });
  await storeStreams(remote, async (add) => {
    for (const body of bodies) await add(ReadableStream.from([body]));
  });
  await remote.close();

  const racers = [...users, collector].map((role) => ({ program, given: [folder, role] }));
  const { sums, failures } = await raceProcesses(t, { racers, counted }, hasHappened);
  return { ...sums, failures, lost: sums.lost + (await lostIn(folder)) };
}

/** How many of the objects that are named in the end cannot be read. */
async function lostIn(folder: string): Promise<number> {
  const store = await openLocalStore(await createFolderBucket(join(folder, 'cache')), { label: 'the cache' });
  let lost = 0;
  for (const ref of await readdir(join(folder, 'refs'))) {
    for (const number of (await readFile(join(folder, 'refs', ref), 'utf8')).split(' ')) {
      const { digest } = objects[Number(number)] as StoredObject;
      await store.read(digest).catch(() => (lost += 1));
    }
  }
  return lost;
}
