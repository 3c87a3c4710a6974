// One of the processes that use one store at once, or collect its garbage: `collection-races.test.ts` says who does what.
// References are files in `refs`, each with the numbers of the contents that it names: they are all the roots there are.
// Works from the first line that it is sent to the second, and prints a line of JSON for each round.
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderBucket } from '#bucket/folder-bucket.js';
import { isDiskError, isPixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { objectKey, packKey } from '#model/object-key.js';
import type { TreeFile } from '#model/tree-entry.js';
import { applyCollection } from '#store/apply-collection.js';
import { openObjectStore } from '#store/bucket-store.js';
import { withCollection } from '#store/collection.js';
import { copyObjects } from '#store/copy-objects.js';
import { freeRun } from '#store/empty-trash.js';
import { fetchContent } from '#store/fetch-content.js';
import { openLocalStore } from '#store/local-store.js';
import { NeededObjects } from '#store/needed-objects.js';
import { planCollection } from '#store/plan-collection.js';
import { storeStreams } from '#store/store-streams.js';
import { placeFiles } from '#worktree/placement.js';
import { bodies, objects } from './collection-race-contents.js';

const [folder = '', role = ''] = process.argv.slice(2);
const refs = join(folder, 'refs');
const bucket = folderBucket(join(folder, 'cache'), { create: true, fsync: 'none' });
const store = await openLocalStore(bucket, { label: 'the cache' });
const report = { role, rounds: 0, lost: 0, broughtBack: 0, moved: 0, restored: 0, freed: 0 };
const roles: Readonly<Record<string, () => Promise<void>>> = { add, look, fetch, push, place, collect, naive };
countBroughtBack();
process.stdout.write('ready\n');
process.stdin.once('data', () => void run());

async function run(): Promise<void> {
  const stop = new AbortController();
  process.stdin.once('data', () => stop.abort());
  while (!stop.signal.aborted) {
    await roles[role]?.();
    report.rounds += 1;
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
  await store.close();
  process.exit();
}

/** Stores what it wants to name, whatever is there. */
async function add(): Promise<void> {
  const numbers = someNumbers();
  await write(numbers);
  await name(numbers);
}

/** Stores what is not there, as who has looked at a folder does. */
async function look(): Promise<void> {
  const numbers = someNumbers();
  const digests = numbers.map((number) => at(objects, number).digest);
  await store.pin(digests);
  const missing = await store.missing(digests);
  await write(numbers.filter((number) => missing.has(at(objects, number).digest)));
  await name(numbers);
}

async function fetch(): Promise<void> {
  const numbers = someNumbers();
  const remote = await openObjectStore(folderBucket(join(folder, 'remote')), { label: 'the remote' });
  const blobs = new Map(numbers.map((number) => [at(objects, number).digest, at(objects, number).size]));
  const { missing } = await fetchContent(remote, store, { blobs });
  report.lost += missing.length;
  await name(numbers);
}

/** Makes files of what somebody else names. */
async function place(): Promise<void> {
  const ref = shuffled(readdirSync(refs))[0];
  const numbers = ref === undefined ? undefined : numbersIn(ref);
  if (ref === undefined || numbers === undefined) {
    await sleep(1);
    return;
  }
  const files = numbers.map(
    (number) => ({ kind: 'file', path: `${number}`, ...at(objects, number) }) as unknown as TreeFile,
  );
  const target = join(folder, `placed-${process.pid}-${report.rounds}`);
  mkdirSync(target);
  const { missing, damaged } = await placeFiles({ folder: target, files, nameOf: String }, store);
  rmSync(target, { recursive: true });
  await store.close();
  if (numbersIn(ref) !== undefined) report.lost += missing.length + damaged.length;
}

/** Copies what somebody else names to a remote of its own. */
async function push(): Promise<void> {
  const ref = shuffled(readdirSync(refs))[0];
  const numbers = ref === undefined ? undefined : numbersIn(ref);
  if (ref === undefined || numbers === undefined) {
    await sleep(1);
    return;
  }
  const target = join(folder, `pushed-${process.pid}-${report.rounds}`);
  const remote = await openObjectStore(folderBucket(target, { create: true, fsync: 'none' }), { label: 'a remote' });
  const digests = numbers.map((number) => at(objects, number).digest);
  const { missing, corrupt } = await copyObjects(store, remote, { phases: [digests] });
  rmSync(target, { recursive: true });
  if (numbersIn(ref) !== undefined) report.lost += missing.length + corrupt.length;
}

async function collect(): Promise<void> {
  await withCollection(store, async (collection) => {
    const pinned = collection.pinned();
    const live = needed();
    const plan = await planCollection(store, { live, pinned, before: Infinity });
    await sleep(randomInt(4));
    const applied = await applyCollection(store, plan, { collection, live, lookAgain: async () => needed() });
    report.moved += applied.large + applied.packs + applied.rewritten;
    report.restored += applied.restored;
  });
  if (report.rounds % 3 !== 2) return;
  await withCollection(store, async (collection) => {
    for (const { id } of store.trash.runs()) {
      const all = [needed(), collection.pinned()];
      report.freed += (await freeRun(store, id, { needed: all })).freed.objects;
    }
  });
}

/** The control: looks what is needed, and removes the rest. */
async function naive(): Promise<void> {
  const live = needed();
  const plan = await planCollection(store, { live, pinned: new NeededObjects(), before: Infinity });
  await sleep(randomInt(4));
  const keys = [
    ...plan.large.map(({ digest }) => objectKey(digest)),
    ...plan.packs.map(({ digest }) => packKey(digest)),
  ];
  for (const key of keys) await bucket.delete(key);
  report.moved += keys.length;
}

async function write(numbers: readonly number[]): Promise<void> {
  await storeStreams(store, async (addStream) => {
    for (const number of numbers) await addStream(chunks(at(bodies, number)));
  });
}

const own: string[] = [];

/** Writes a reference, and ends the command; the oldest of several is checked and removed. */
async function name(numbers: readonly number[]): Promise<void> {
  // Now and then so long that a whole collection, and a purge, come between.
  await sleep(randomInt(8) === 0 ? 150 : randomInt(8));
  const ref = `${process.pid}-${report.rounds}`;
  writeFileSync(join(folder, ref), numbers.join(' '));
  renameSync(join(folder, ref), join(refs, ref));
  await store.close();
  own.push(ref);
  const oldest = own.length > 3 ? own.shift() : undefined;
  if (oldest === undefined) return;
  for (const number of numbersIn(oldest) ?? []) await readBack(at(objects, number).digest);
  rmSync(join(refs, oldest));
}

async function readBack(digest: Digest): Promise<void> {
  try {
    await store.read(digest);
  } catch (error) {
    if (!isPixelisError(error, 'object.missing')) throw error;
    report.lost += 1;
  }
}

function needed(): NeededObjects {
  const live = new NeededObjects();
  for (const ref of readdirSync(refs)) {
    for (const number of numbersIn(ref) ?? []) live.add(at(objects, number).digest, at(objects, number).size);
  }
  return live;
}

function numbersIn(ref: string): readonly number[] | undefined {
  try {
    return readFileSync(join(refs, ref), 'utf8').split(' ').map(Number);
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function someNumbers(): readonly number[] {
  return shuffled([...bodies.keys()]).slice(0, 5);
}

function shuffled<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function at<Item>(items: readonly Item[], number: number): Item {
  return items[number] as Item;
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function countBroughtBack(): void {
  const trash = { ...store.trash };
  Object.assign(store.trash, {
    bringBack: async (...parameters: Parameters<typeof trash.bringBack>) => {
      const found = await trash.bringBack(...parameters);
      if (role !== 'collect') report.broughtBack += found;
      return found;
    },
  });
}
