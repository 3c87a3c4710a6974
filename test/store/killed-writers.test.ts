import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { type Digest, isDigest } from '#model/digest.js';
import { parseKey } from '#model/object-key.js';
import { openLocalStore } from '#store/local-store.js';
import { type Test, test } from 'tap';
import { digestOf } from './object-store-suite.js';

const program = fileURLToPath(new URL('write-until-killed.js', import.meta.url));

for (const kind of ['write', 'adopt']) {
  void test(`${kind}: a process that is killed at any moment loses nothing it acknowledged and leaves nothing bad`, async (t) => {
    const folder = await temporaryFolder(t);
    const acknowledged: Digest[] = [];
    for (let round = 0; round < 8; round++) {
      const writer = start(t, [folder, kind, `round ${round}`]);
      await once(writer.child.stdout ?? writer.child, 'data');
      await new Promise((resolve) => setTimeout(resolve, 5 + 23 * round));
      writer.child.kill('SIGKILL');
      await once(writer.child, 'close');
      acknowledged.push(...writer.said());
    }
    t.ok(acknowledged.length > 0, 'some work was done');
    await checkStore(t, folder, acknowledged);
  });
}

void test('many processes may store the same content at once', async (t) => {
  const folder = await temporaryFolder(t);
  const writers = ['write', 'write', 'adopt', 'adopt'].map((kind) => start(t, [folder, kind, 'the same', '6']));
  const codes = await Promise.all(writers.map(async ({ child }) => (await once(child, 'close'))[0] as number));
  t.same(codes, [0, 0, 0, 0]);
  await checkStore(
    t,
    folder,
    writers.flatMap(({ said }) => said()),
  );
});

void test('processes that merge small packs while others write lose nothing', async (t) => {
  const folder = await temporaryFolder(t);
  const writers = ['a', 'b', 'c'].map((seed) => start(t, [folder, 'write', seed, '40']));
  const codes = await Promise.all(writers.map(async ({ child }) => (await once(child, 'close'))[0] as number));
  t.same(codes, [0, 0, 0]);
  const packs = (await readdir(join(folder, 'packs'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  t.ok(packs.length < 120, `${packs.length} packs`);
  await checkStore(
    t,
    folder,
    writers.flatMap(({ said }) => said()),
  );
});

/** Every file under the name of an object or a pack has the bytes of its name, and every acknowledged object is there. */
async function checkStore(t: Test, folder: string, acknowledged: readonly Digest[]): Promise<void> {
  const wrong: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const key = join(entry.parentPath, entry.name).slice(folder.length + 1);
    const parsed = parseKey(key);
    if (!entry.isFile() || parsed === undefined) continue;
    if (digestOf(await readFile(join(folder, key))) !== parsed.digest) wrong.push(key);
  }
  t.same(wrong, []);
  const store = await openLocalStore(await createFolderBucket(folder), { label: 'the cache' });
  t.same(await store.missing(acknowledged), new Set());
  for (const digest of acknowledged) await store.read(digest);
}

function start(
  t: Test,
  parameters: readonly string[],
): { readonly child: ChildProcess; readonly said: () => Digest[] } {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  t.teardown(() => child.kill('SIGKILL'));
  return { child, said: () => text.split('\n').filter<Digest>(isDigest) };
}

async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-writers-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
