import { randomUUID } from 'node:crypto';
import type { Bucket } from '#bucket/bucket.js';
import { sourceOfBytes } from '#bucket/byte-source.js';
import { mapAtOnce } from '#bucket/map-at-once.js';
import { isPixelisError } from '#errors/index.js';
import { type Digest, isDigest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { type VersionId, versionKey } from '#model/version.js';
import { readKey } from './read-key.js';

/*
 * Which versions rules let go from a store, the cache or one that is shared, a list for each collection: `dropped/<run>.json`, written before anything moves. It tells what
 * went on purpose from what was lost. What came back since is on record in `dropped/back/<any name>.json`: nothing is edited
 * but by a collection, which enters these into the lists.
 */

/** A version that a rule let go. */
export interface DroppedVersion extends VersionId {
  /** Whether it could go though no remote was seen to have all of it. */
  readonly unpushed?: boolean | undefined;
  readonly isTree?: boolean | undefined;
}

/** What a collection let go, and why. */
export interface DroppedList {
  /** `2026-11-23T09:30:00Z` */
  readonly dropped: string;
  /** As it was typed: `--keep-last 3 --type checkpoint`. Undefined where all of it went before. */
  readonly rule?: string | undefined;
  /** The clone that collected; of stores that are shared. */
  readonly by?: string | undefined;
  readonly versions: readonly DroppedVersion[];
}

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
  else await writeJson(bucket, keyOf(run), list);
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
    await writeJson(bucket, `${backFolder}${randomUUID()}.json`, { back });
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
  const notes: string[] = [];
  for await (const { key } of bucket.list(backFolder, options)) notes.push(key);
  if (notes.length === 0) return;
  for (const { run, ...list } of await droppedLists(bucket, options)) await noteDroppedVersions(bucket, run, list);
  for (const key of notes) await bucket.delete(key);
}

export interface ListOfRun extends DroppedList {
  readonly run: string;
}

/** From the oldest, without what came back. */
export async function droppedLists(bucket: Bucket, { signal }: TaskOptions): Promise<readonly ListOfRun[]> {
  const keys: string[] = [];
  const back = new Set<string>();
  for await (const { key } of bucket.list(folder, { signal })) if (!key.startsWith(backFolder)) keys.push(key);
  if (keys.length === 0) return [];
  // First: a collection enters them into the lists, and removes them then.
  for await (const { key } of bucket.list(backFolder, { signal })) {
    const { back: entries } = await readJson(bucket, key);
    for (const { run, digest } of recordsOf(entries)) back.add(`${String(run)} ${String(digest)}`);
  }
  const lists: ListOfRun[] = [];
  const texts = await mapAtOnce(
    keys.sort(),
    listsAtOnce,
    async (key) => ({ key, text: await readJson(bucket, key) }),
    signal,
  );
  for (const { key, text } of texts) {
    const { dropped, rule, by, versions } = text;
    const run = key.slice(folder.length, -'.json'.length);
    lists.push({
      run,
      dropped: typeof dropped === 'string' ? dropped : '',
      ...(typeof rule === 'string' ? { rule } : {}),
      ...(typeof by === 'string' ? { by } : {}),
      versions: recordsOf(versions)
        .filter(isVersion)
        .filter(({ digest }) => !back.has(`${run} ${digest}`)),
    });
  }
  return lists;
}

function isVersion(
  value: Readonly<Record<string, unknown>>,
): value is Readonly<Record<string, unknown>> & DroppedVersion {
  const { artifact, version, digest } = value;
  return typeof artifact === 'string' && typeof version === 'number' && typeof digest === 'string' && isDigest(digest);
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}

async function writeJson(bucket: Bucket, key: string, value: object): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify({ pixelis: 1, ...value })}\n`);
  await bucket.put(key, sourceOfBytes(bytes), { replace: true });
}

/** Nothing of a file that cannot be read: then nothing is let go, and what lacks is missing. */
async function readJson(bucket: Bucket, key: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readKey(bucket, key, {});
  try {
    return recordsOf([JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))])[0] ?? {};
  } catch {
    return {};
  }
}

function keyOf(run: string): string {
  return `${folder}${run}.json`;
}
