import { setImmediate } from 'node:timers/promises';
import { throwIfInterrupted } from '#errors/index.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { TaskOptions } from '#model/task-options.js';
import {
  type CollectedLineage,
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
import {
  changedFolders,
  folderOf,
  forgetFolders,
  lookAtFolders,
  type RecordFolders,
  recordsIn,
} from './record-folders.js';
import { keyOfFile, lookAt, stampWords } from './record-stamps.js';
import { smallFileReader } from './small-file.js';

/** What the records in a worktree say, and how the folders looked in which they lie. */
export interface WorktreeLineage extends CollectedLineage {
  readonly folders: RecordFolders;
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
  // What cannot be read is told every time.
  forgetFolders(folders, new Set(lineage.broken.map(({ path }) => folderOf(path))));
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
