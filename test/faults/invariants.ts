import { createHash } from 'node:crypto';
import { access, lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { folderBucket } from '#bucket/folder-bucket.js';
import { isPixelisError } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import { decodeVersionRecord, parseVersionRecordPath, versionRecordPath } from '#format/version-record.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import type { Digest } from '#model/digest.js';
import { parseKey } from '#model/object-key.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { VersionRecord } from '#model/version.js';
import { readTreeEntries } from '#operations/read-tree-entries.js';
import { openObjectStore } from '#store/bucket-store.js';
import type { ObjectStore } from '#store/object-store.js';
import { type Box, git } from './sandbox.js';

/** What can be seen of a box after a command, in a form that compares. */
export interface Snapshot {
  /** Of the clone, by path; times of creation are left out. */
  readonly files: Readonly<Record<string, string>>;
  readonly gitStatus: readonly string[];
  /** Objects in the clone's cache. */
  readonly cache: readonly string[];
  /** Objects on the remote. */
  readonly remote: readonly string[];
}

/** Before and after a command that nothing disturbs. */
export interface Undisturbed {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Every version that there ever is. */
  readonly versions: readonly VersionRecord[];
}

export async function takeSnapshot(box: Box, clone: string): Promise<Snapshot> {
  return {
    files: await filesBelow(join(box, clone)),
    gitStatus: (await git(box, join(box, clone), 'status', '--porcelain')).split('\n'),
    cache: await objectsIn(cacheOf(box, clone)),
    remote: await objectsIn(join(box, 'remote')),
  };
}

/** The version records in a clone's worktree. */
export async function versionsIn(clone: string): Promise<readonly VersionRecord[]> {
  const files = await readdir(join(clone, '.pixelis', 'artifacts'), { recursive: true });
  const paths = files.map((name) => `.pixelis/artifacts/${name}`).filter((path) => parseVersionRecordPath(path));
  return Promise.all(paths.map(async (path) => decodeVersionRecord(await readFile(join(clone, path)), path)));
}

/** What is against the invariants of docs/design.md in a box in which a command was disturbed: nothing, if all is well. */
export async function findViolations(
  box: Box,
  clone: string,
  { before, after, versions }: Undisturbed,
): Promise<readonly string[]> {
  const files = await filesBelow(join(box, clone));
  const caches = [await storeIn(cacheOf(box, 'ada')), await storeIn(cacheOf(box, 'bob'))];
  const remote = await storeIn(join(box, 'remote'));
  const found = [...oldOrNew(files, before.files, after.files)];
  for (const folder of [cacheOf(box, 'ada'), cacheOf(box, 'bob'), join(box, 'remote')])
    found.push(...(await misnamed(folder)), ...(await quarantined(folder)));
  for (const version of versions) found.push(...(await holesBelow(remote, version)));
  found.push(...(await danglingPointers(join(box, clone), files, [...caches, remote])));
  return found;
}

/** What a disturbed command left is as before or as after, path by path. */
function* oldOrNew(
  now: Snapshot['files'],
  before: Snapshot['files'],
  after: Snapshot['files'],
): Generator<string, void, undefined> {
  for (const path of new Set([...Object.keys(now), ...Object.keys(before), ...Object.keys(after)])) {
    // It grows by a line for each path that is added; folders of records are made before what is in them.
    if (path === '.gitignore' || (path.startsWith('.pixelis/') && now[path] === 'empty folder')) continue;
    if (now[path] !== before[path] && now[path] !== after[path])
      yield `'${path}' is neither old nor new: ${now[path] ?? 'absent'}`;
  }
}

/** Files under the name of an object or a pack whose bytes are not of that name. */
export async function misnamed(folder: string): Promise<readonly string[]> {
  const hasher = await loadHasher();
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    const path = join(entry.parentPath, entry.name);
    const key = relative(folder, path);
    if (!entry.isFile()) continue;
    const digest = parseKey(key)?.digest;
    if (digest !== undefined && hashBytes(await readFile(path), hasher) !== digest)
      found.push(`'${path}' has other bytes`);
  }
  return found;
}

/** Files of a store that were found damaged. */
async function quarantined(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'quarantine'), { recursive: true }).catch(() => []);
  return names.map((name) => `'${join(folder, 'quarantine', name)}' was damaged`);
}

/** Who sees a root on a remote can read all of it. */
async function holesBelow(remote: ObjectStore, version: VersionRecord): Promise<readonly string[]> {
  if ((await remote.missing([version.digest])).size > 0) return [];
  const absent = await absentFrom([remote], version);
  return absent.map((digest) => `the remote has ${version.digest}, and not ${digest} below it`);
}

/** A pointer names a record that exists, and objects that the cache or a remote holds. */
async function danglingPointers(
  clone: string,
  files: Snapshot['files'],
  stores: readonly ObjectStore[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of Object.keys(files).filter((name) => name.endsWith('.pixelis.yaml'))) {
    const pointer = decodePointer(await readFile(join(clone, path)), path);
    const recordPath = versionRecordPath(pointer);
    if (files[recordPath] === undefined) found.push(`'${path}' points at '${recordPath}', which does not exist`);
    for (const digest of await absentFrom(stores, pointer)) found.push(`'${path}' needs ${digest}, which is nowhere`);
  }
  return found;
}

export async function absentFrom(
  stores: readonly ObjectStore[],
  { digest, files }: Pick<VersionRecord, 'digest' | 'files'>,
): Promise<readonly Digest[]> {
  const entries = files === undefined ? [] : await firstTree(stores, digest);
  if (entries === undefined) return [digest];
  let wanted: ReadonlySet<Digest> = new Set([
    digest,
    ...entries.flatMap((entry) => ('digest' in entry ? [entry.digest] : [])),
  ]);
  for (const store of stores) wanted = await store.missing(wanted);
  return [...wanted];
}

/** The entries of a tree out of the first store that has all of its pages. */
async function firstTree(stores: readonly ObjectStore[], root: Digest): Promise<readonly TreeEntry[] | undefined> {
  for (const store of stores) {
    try {
      return await readTreeEntries(store, root, {});
    } catch (error) {
      if (!isPixelisError(error, 'object.missing')) throw error;
    }
  }
  return undefined;
}

async function filesBelow(root: string): Promise<Snapshot['files']> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    if (name === '.git' || name.startsWith('.git/')) continue;
    if (entry.isDirectory()) {
      if ((await readdir(path)).length === 0) files[name] = 'empty folder';
    } else if (entry.isSymbolicLink()) files[name] = `link to ${await readlink(path)}`;
    else files[name] = await describeFile(path, name);
  }
  return files;
}

async function describeFile(path: string, name: string): Promise<string> {
  const bytes = await readFile(path);
  const { mode } = await lstat(path);
  const content = comparable(name, bytes);
  return `${mode & 0o111 ? 'executable' : 'file'} ${bytes.length} ${createHash('sha256').update(content).digest('hex')}`;
}

/** A file's bytes without what may differ: when a record was made, and in which order paths were ignored. */
function comparable(name: string, bytes: Buffer): string | Buffer {
  if (name === '.gitignore') return bytes.toString().split('\n').sort().join('\n');
  return name.startsWith('.pixelis/') ? bytes.toString().replace(/^created: .*\n/m, '') : bytes;
}

async function objectsIn(folder: string): Promise<readonly string[]> {
  const digests: string[] = [];
  for await (const { digest } of (await storeIn(folder)).list()) digests.push(digest);
  return digests.sort();
}

export async function storeIn(folder: string): Promise<ObjectStore> {
  // A store that nothing was ever put into may have no folder.
  const create = await access(folder).then(
    () => false,
    () => true,
  );
  return openObjectStore(folderBucket(folder, { create }), { label: folder });
}

function cacheOf(box: Box, clone: string): string {
  return join(box, clone, '.git', 'pixelis', 'cache');
}
