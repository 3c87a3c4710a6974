import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolderBucket, folderBucket } from '#bucket/folder-bucket.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { type Digest, digestHex } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import { type LocalBucketStore, openLocalStore } from '#store/local-store.js';
import { storeStreams } from '#store/store-streams.js';
import { type Test, test } from 'tap';
import { samplePoints } from './disturb.js';
import { compileShim, type DisturbedRun, runDisturbed } from './fault-process.js';
import { copyBox, environmentOf } from './sandbox.js';

const program = fileURLToPath(new URL('collect-once.js', import.meta.url));

for (const work of ['collect', 'purge'] as const) {
  // PIXELIS_FAULTS=all tries every operation.
  void test(`${work}: killed at any moment it loses nothing, and run again it comes to its end`, async (t) => {
    const laboratory = await arrange(t);
    if (laboratory === undefined) return;
    const { folder, live, dead } = laboratory;
    const disturb = async (box: string, at: number) => {
      await copyBox(join(folder, 'box'), box);
      return disturbed(laboratory, { box, args: [work], at });
    };
    const { count, code } = await disturb(join(folder, 'counted'), 0);
    t.equal(code, 0);
    const points = samplePoints(count, 6);
    const violations = await mapAtOnce(points, 3, async (at) => {
      const box = join(folder, `killed-${at}`);
      const { hit } = await disturb(box, at);
      const found: string[] = [];
      const opened = await open(box);
      for (const digest of live) await opened.read(digest).catch(() => found.push(`${digest} cannot be read`));
      const again = await disturbed(laboratory, { box, args: [work], at: 0 });
      if (again.code !== 0) found.push(`run again it ended with ${again.code}: ${again.stderr}`);
      const store = await open(box);
      const missing = await store.missingHere(live);
      if (missing.size > 0) found.push(`in the end ${missing.size} objects are not in the cache`);
      if (work === 'collect') {
        const left = dead.length - (await store.missingHere(dead)).size;
        if (left > 0) found.push(`in the end ${left} objects are still there that nobody needs`);
        if ((await store.missing(dead)).size > 0) found.push('something is gone for good');
      }
      const pins = await readdir(join(box, 'cache', 'pins'));
      if (pins.length > 0) found.push(`pins are left: ${pins.join(', ')}`);
      await rm(box, { recursive: true });
      return found.map((text) => `killed at ${at} (${hit?.replace(box, '')}): ${text}`);
    });
    t.same(violations.flat(), []);
    t.ok(points.length >= 6, `${points.length} of ${count} points`);
  });
}

interface Laboratory {
  readonly folder: string;
  readonly shim: string;
  readonly live: readonly Digest[];
  readonly dead: readonly Digest[];
}

/** A cache with every kind of work to do in it, and what a collection and a user left in it that were killed. */
async function arrange(t: Test): Promise<Laboratory | undefined> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'pixelis-collections-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const shim = await compileShim(folder);
  if (shim === undefined) {
    t.plan(0, 'faults need Linux and a C compiler (cc)');
    return undefined;
  }
  const cache = join(folder, 'box', 'cache');
  await createFolderBucket(cache);
  const live: Digest[] = [];
  const dead: Digest[] = [];
  // A pack that is needed, one that is not, one in part, and large objects; then small packs to be merged.
  await put(cache, [3000, 3001, 3002]).then((digests) => live.push(...digests));
  await put(cache, [2000, 2001, 1_050_000]).then((digests) => dead.push(...digests));
  const mixed = await put(cache, [4000, 4001, 4002, 1_060_000]);
  dead.push(...mixed.slice(0, 2));
  live.push(...mixed.slice(2));
  for (let pack = 0; pack < 9; pack++) live.push(...(await put(cache, [500 + pack])));

  const store = await openLocalStore(folderBucket(cache), { label: 'the cache' });
  const [large] = await put(cache, [1_070_000]);
  const [half, other] = await put(cache, [700, 701]);
  const garbage = await put(cache, [800, 801, 1_080_000]);
  live.push(large as Digest, half as Digest);
  await store.catalogue.refresh();
  const { id } = store.trash.begin();
  for (const digest of [large, garbage[2]]) await store.trash.take(id, objectKey(digest as Digest));
  for (const digest of [other, garbage[0]]) await store.trash.take(id, packOf(store, digest as Digest));
  await writeFile(join(cache, 'pins', '1-dead'), Buffer.from(digestHex(dead[0] as Digest), 'hex'));
  await writeFile(join(folder, 'box', 'live'), live.join('\n'));
  await mkdir(join(folder, 'box', 'home'));
  return { folder, shim, live, dead };
}

/** Stores random objects of these sizes, as a command does that has ended. */
async function put(cache: string, sizes: readonly number[]): Promise<readonly Digest[]> {
  const store = await openLocalStore(folderBucket(cache), { label: 'the cache' });
  const digests: Digest[] = [];
  await storeStreams(store, async (add) => {
    for (const size of sizes) digests.push((await add(ReadableStream.from([randomBytes(size)]))).digest);
  });
  await store.close();
  return digests;
}

function packOf({ catalogue }: LocalBucketStore, digest: Digest): string {
  const place = catalogue.find(digest);
  if (place === undefined) throw new Error(`${digest} is in no pack`);
  return packKey(place.pack.digest);
}

function open(box: string): Promise<LocalBucketStore> {
  return openLocalStore(folderBucket(join(box, 'cache')), { label: 'the cache' });
}

function disturbed(
  { shim }: Laboratory,
  { box, args, at }: { readonly box: string; readonly args: readonly string[]; readonly at: number },
): Promise<DisturbedRun> {
  const command = { program: [program, box], args, cwd: box, folder: box, environment: environmentOf(box), shim };
  return runDisturbed(command, { kind: 'kill', at });
}
