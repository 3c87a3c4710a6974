import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { runsFolder } from '#format/run-record.js';
import { artifactsFolder } from '#format/version-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import { isSettled } from '#model/stamp.js';
import type { TaskOptions } from '#model/task-options.js';
import {
  type CollectedLineage,
  isLineageRecord,
  isSameKey,
  keyBytes,
  keyOfRecord,
  type LineageCollector,
  lineageCollector,
  type RecordPlace,
  recordPlaces,
  runPathAt,
  versionPathAt,
} from './collect-lineage.js';
import { smallFileReader } from './small-file.js';

/** What the records in a worktree say, and how the folders looked in which they lie. */
export interface WorktreeLineage extends CollectedLineage {
  readonly folders: RecordFolders;
}

/** Folders with records in them, and how they looked. */
export interface RecordFolders {
  /** The folder of all artifacts and that of all runs come first, where there are any. */
  readonly paths: readonly string[];
  /** {@link stampWords} doubles each; zeros fit nothing. */
  readonly stamps: Float64Array;
}

export interface ReadOptions extends TaskOptions {
  /** Looks at every file, also in folders that look unchanged: somebody may have edited a record in its place. */
  readonly everyFile?: boolean | undefined;
}

/**
 * The records of a worktree, read anew where they are not known to be unchanged. Records are written once, so a folder that
 * looks as before has in it what it had: only who edits a record in its place changes that.
 * @returns `known` itself where nothing changed
 */
export async function readWorktreeLineage(
  root: string,
  known: WorktreeLineage | undefined,
  options: ReadOptions = {},
): Promise<WorktreeLineage> {
  const folders = lookAtFolders(root, known?.folders);
  const changed = changedFolders(folders, options.everyFile === true ? undefined : known?.folders);
  if (known !== undefined && changed.size === 0 && folders.paths.length === known.folders.paths.length) return known;

  const { kept, isAll, unread } = compareRecords(root, known, { folders, changed });
  if (known !== undefined && isAll && unread.length === 0) return { ...known, folders };
  const collector = lineageCollector();
  if (known !== undefined) for (const place of kept) collector.keep(known, place);
  await readRecords(root, unread, { ...options, collector });
  const lineage = collector.finish();
  forgetBroken(folders, lineage);
  return { ...lineage, folders };
}

/** Whether the records of some versions and runs lie there as they were read. */
export function areUnchanged(
  root: string,
  known: CollectedLineage,
  { versions, runs }: { readonly versions: Iterable<number>; readonly runs: Iterable<number> },
): boolean {
  const { graph } = known;
  const isUnchanged = (path: string, place: RecordPlace): boolean => {
    const now = keyOfFile(root, path);
    const key = keyOfRecord(known, place);
    return now === undefined ? key.every((byte) => byte === 0) : isSameKey(now, key);
  };
  for (const number of versions) {
    if (!isUnchanged(versionPathAt(graph, number), { kind: 'version', number })) return false;
  }
  for (const number of runs) if (!isUnchanged(runPathAt(graph, number), { kind: 'run', number })) return false;
  return true;
}

interface UnreadRecord {
  readonly path: string;
  readonly key: Uint8Array;
}

/** Which of the records that are known are as they were, whether these are all, and which have to be read. */
function compareRecords(
  root: string,
  known: WorktreeLineage | undefined,
  { folders, changed }: { readonly folders: RecordFolders; readonly changed: ReadonlySet<string> },
): { readonly kept: readonly RecordPlace[]; readonly isAll: boolean; readonly unread: readonly UnreadRecord[] } {
  const present = new Set(folders.paths);
  const kept: RecordPlace[] = [];
  const uncertain = new Map<string, RecordPlace>();
  let count = 0;
  for (const [path, place] of known === undefined ? [] : recordPlaces(known)) {
    const folder = folderOf(path);
    count += 1;
    if (changed.has(folder)) uncertain.set(path, place);
    else if (present.has(folder)) kept.push(place);
  }
  const paths = Array.from(changed, (folder) => recordsIn(root, folder)).flat();
  const stamps = new Float64Array(stampWords * paths.length);
  const keys = new Uint8Array(stamps.buffer);
  const unread: UnreadRecord[] = [];
  for (const [index, path] of paths.entries()) {
    if (!lookAt(root, path, stamps, index)) continue;
    const key = keys.subarray(keyBytes * index, keyBytes * (index + 1));
    const place = uncertain.get(path);
    if (known === undefined || place === undefined || !isSameKey(keyOfRecord(known, place), key))
      unread.push({ path, key });
    else kept.push(place);
  }
  return { kept, isAll: kept.length === count, unread };
}

async function readRecords(
  root: string,
  records: readonly UnreadRecord[],
  { collector, signal, onProgress }: TaskOptions & { readonly collector: LineageCollector },
): Promise<void> {
  const read = smallFileReader(root, recordLimitBytes);
  for (const [doneItems, { path, key }] of records.entries()) {
    if (doneItems % 1000 === 0) {
      throwIfInterrupted(signal);
      onProgress?.({ phase: 'scan', doneItems, totalItems: records.length });
      await setImmediate();
    }
    try {
      const bytes = read(path);
      if (bytes !== undefined) collector.read({ path, bytes }, key);
    } catch (error) {
      collector.reject(path, error);
    }
  }
}

/** What cannot be read is told every time: its folder never looks as before. */
function forgetBroken({ paths, stamps }: RecordFolders, { broken }: CollectedLineage): void {
  const folders = new Set(broken.map(({ path }) => folderOf(path)));
  for (const [index, folder] of paths.entries()) {
    if (folders.has(folder)) stamps.fill(0, stampWords * index, stampWords * (index + 1));
  }
}

const stampWords = keyBytes / Float64Array.BYTES_PER_ELEMENT;

/** Every folder of records as it looks. The names of those in a folder that looks as before are not read again. */
function lookAtFolders(root: string, before: RecordFolders | undefined): RecordFolders {
  const top = new Float64Array(stampWords);
  lookAt(root, artifactsFolder, top);
  const isSame = before !== undefined && isSameStamp(top, 0, before.stamps, 0);
  const paths = isSame ? before.paths : [artifactsFolder, runsFolder, ...foldersIn(root, artifactsFolder)];
  const stamps = new Float64Array(stampWords * paths.length);
  stamps.set(top);
  for (let index = 1; index < paths.length; index++) lookAt(root, paths[index] as string, stamps, index);
  return { paths, stamps };
}

/** Those that do not look as before. */
function changedFolders({ paths, stamps }: RecordFolders, before: RecordFolders | undefined): ReadonlySet<string> {
  const changed = new Set<string>();
  if (before === undefined) return new Set(paths);
  const placeOf = before.paths === paths ? undefined : new Map(before.paths.map((path, index) => [path, index]));
  for (const [index, path] of paths.entries()) {
    const place = placeOf === undefined ? index : placeOf.get(path);
    if (place === undefined || !isSameStamp(stamps, index, before.stamps, place)) changed.add(path);
  }
  return changed;
}

function isSameStamp(left: Float64Array, leftIndex: number, right: Float64Array, rightIndex: number): boolean {
  for (let word = 0; word < stampWords; word++) {
    if (left[stampWords * leftIndex + word] !== right[stampWords * rightIndex + word]) return false;
  }
  return left[stampWords * leftIndex] !== 0;
}

function recordsIn(root: string, folder: string): readonly string[] {
  return listed(folder, () => readdirSync(join(root, folder)))
    .map((name) => `${folder}/${name}`)
    .filter(isLineageRecord);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Paths of the folders in a folder, not through links: git, too, keeps nothing behind one. */
function foldersIn(root: string, folder: string): readonly string[] {
  return listed(folder, () => readdirSync(join(root, folder), { withFileTypes: true })).flatMap((entry) =>
    entry.isDirectory() ? `${folder}/${entry.name}` : [],
  );
}

function listed<Entry>(folder: string, list: () => readonly Entry[]): readonly Entry[] {
  try {
    return list();
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, folder);
  }
}

/** Undefined where there is none. */
function keyOfFile(root: string, path: string): Uint8Array | undefined {
  const stamp = new Float64Array(stampWords);
  return lookAt(root, path, stamp) ? new Uint8Array(stamp.buffer) : undefined;
}

/** Writes how a file or folder looks to place `index`: zeros where a change after this look need not show. */
function lookAt(root: string, path: string, stamps: Float64Array, index = 0): boolean {
  const seenMs = Date.now();
  let stats: Stats | undefined;
  try {
    stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  } catch (error) {
    if (!isDiskError(error, 'ENOTDIR')) throw diskError(error, path);
  }
  const at = stampWords * index;
  if (stats === undefined) {
    stamps[at] = absent;
    return false;
  }
  const { mtimeMs, ctimeMs, ino, size } = stats;
  if (!isSettled({ mtimeMs, ctimeMs, ino, seenMs })) return true;
  stamps[at] = mtimeMs;
  stamps[at + 1] = ctimeMs;
  stamps[at + 2] = ino;
  stamps[at + 3] = size;
  return true;
}

/** In place of a time, where there is nothing. */
const absent = -1;
