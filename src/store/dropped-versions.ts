import { randomUUID } from 'node:crypto';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError } from '#errors/index.js';
import { decodeDropped, decodeReturned, type DroppedList, encodeDropped, encodeReturned } from '#format/dropped.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { versionKey } from '#model/version.js';
import { readKey } from './read-key.js';

/*
 * Which versions rules let go from a store, the cache or one that is shared, a list for each collection:
 * `dropped/<run>.json`, written before anything moves. It tells what went on purpose from what was lost. What came back since
 * is on record in `dropped/back/<any name>.json`: nothing is edited but by a collection, which enters these into the lists.
 * What cannot be read lets nothing go, and stays: then content is called missing that is not, never the other way round.
 */

/** What is known of a version that went: the collection that let it go first. */
export interface Dropping extends Omit<DroppedList, 'versions'> {
  readonly run: string;
  readonly unpushed: boolean;
}

/** The versions that rules let go and nobody brought back, by {@link versionKey}. */
export type DroppedVersions = ReadonlyMap<string, Dropping>;

const folder = 'dropped/';
const backFolder = 'dropped/back/';
const listsAtOnce = 8;

export async function noteDroppedVersions(bucket: Bucket, run: string, list: DroppedList): Promise<void> {
  if (list.versions.length === 0) await bucket.delete(keyOf(run));
  else await replace(bucket, keyOf(run), encodeDropped(list));
}

export async function droppedVersions(bucket: Bucket, { signal }: TaskOptions = {}): Promise<DroppedVersions> {
  const found = new Map<string, Dropping>();
  for (const { versions, ...list } of await droppedLists(bucket, { signal })) {
    for (const version of versions) {
      const key = versionKey(version);
      if (!found.has(key)) found.set(key, { ...list, unpushed: version.unpushed === true });
    }
  }
  return found;
}

/** Content of versions that went in collections of which something lies in the trash: the next one is not to bring it back. */
export async function droppedContent(
  bucket: Bucket,
  runs: readonly string[],
  options: TaskOptions = {},
): Promise<ReadonlySet<Digest>> {
  const lists = (await droppedLists(bucket, options)).filter(({ run }) => runs.includes(run));
  return new Set(lists.flatMap(({ versions }) => versions.map(({ digest }) => digest)));
}

/**
 * Says that versions with this content are here again because somebody wants them, so that what lacks of them from now on is
 * lost. Nothing where no rule let them go, or where this user may not write.
 */
export async function takeBackDropped(bucket: Bucket, digests: Iterable<Digest>): Promise<void> {
  const lists = await droppedLists(bucket, {});
  if (lists.length === 0) return;
  const wanted = new Set(digests);
  const back = lists.flatMap(({ run, versions }) =>
    versions.filter(({ digest }) => wanted.has(digest)).map(({ digest }) => ({ run, digest })),
  );
  if (back.length === 0) return;
  try {
    await replace(bucket, `${backFolder}${randomUUID()}.json`, encodeReturned(back));
  } catch (error) {
    if (!isPixelisError(error, 'disk.denied') && !isPixelisError(error, 'remote.denied')) throw error;
  }
}

/** Forgets what a collection let go, which is taken back: also where another one let it go as well. */
export async function forgetDroppedVersions(bucket: Bucket, run: string): Promise<void> {
  const lists = await droppedLists(bucket, {});
  const forgotten = new Set(lists.find((list) => list.run === run)?.versions.map(({ digest }) => digest));
  for (const list of lists) {
    const versions = list.run === run ? [] : list.versions.filter(({ digest }) => !forgotten.has(digest));
    if (versions.length < list.versions.length) await noteDroppedVersions(bucket, list.run, { ...list, versions });
  }
}

/** Enters into the lists what came back. For who has the store's collection to himself. */
export async function settleDroppedVersions(bucket: Bucket, options: TaskOptions = {}): Promise<void> {
  const keys = await keysOf(bucket, backFolder, options);
  if (keys.length === 0 || (await returnedContent(bucket, options)) === undefined) return;
  for (const { run, ...list } of await droppedLists(bucket, options)) await noteDroppedVersions(bucket, run, list);
  for (const key of keys) await bucket.delete(key);
}

export interface ListOfRun extends DroppedList {
  readonly run: string;
}

/** From the oldest, without what came back. */
export async function droppedLists(bucket: Bucket, { signal }: TaskOptions): Promise<readonly ListOfRun[]> {
  const keys = (await keysOf(bucket, folder, { signal })).filter((key) => !key.startsWith(backFolder));
  if (keys.length === 0) return [];
  // First: a collection enters them into the lists, and removes them then.
  const back = await returnedContent(bucket, { signal });
  if (back === undefined) return [];
  const lists = await mapAtOnce(
    keys.sort(),
    listsAtOnce,
    async (key) => ({ key, list: await readFile(bucket, key, decodeDropped) }),
    signal,
  );
  return lists.flatMap(({ key, list }) => {
    if (list === undefined || list === 'absent') return [];
    const run = key.slice(folder.length, -'.json'.length);
    return [{ run, ...list, versions: list.versions.filter(({ digest }) => !back.has(`${run} ${digest}`)) }];
  });
}

/** `<run> <digest>` of all that came back; undefined where something says so that cannot be read. */
async function returnedContent(bucket: Bucket, { signal }: TaskOptions): Promise<ReadonlySet<string> | undefined> {
  const back = new Set<string>();
  for (const key of await keysOf(bucket, backFolder, { signal })) {
    const returned = await readFile(bucket, key, decodeReturned);
    if (returned === undefined) return undefined;
    if (returned !== 'absent') for (const { run, digest } of returned) back.add(`${run} ${digest}`);
  }
  return back;
}

async function keysOf(bucket: Bucket, prefix: string, { signal }: TaskOptions): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix, { signal })) keys.push(key);
  return keys;
}

/** Undefined where it cannot be decoded. */
async function readFile<Value>(
  bucket: Bucket,
  key: string,
  decode: (bytes: Uint8Array, file: string) => Value,
): Promise<Value | 'absent' | undefined> {
  const bytes = await readKey(bucket, key, {});
  if (bytes === undefined) return 'absent';
  try {
    return decode(bytes, key);
  } catch (error) {
    if (isPixelisError(error)) return undefined;
    throw error;
  }
}

async function replace(bucket: Bucket, key: string, bytes: Uint8Array): Promise<void> {
  await bucket.put(key, sourceOfBytes(bytes), { replace: true });
}

function keyOf(run: string): string {
  return `${folder}${run}.json`;
}
