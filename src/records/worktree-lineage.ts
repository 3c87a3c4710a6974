import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { runsFolder } from '#format/run-record.js';
import { artifactsFolder } from '#format/version-record.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { isSettled } from '#model/stamp.js';
import type { TaskOptions } from '#model/task-options.js';
import {
  type BrokenRecord,
  isLineageRecord,
  isSameKey,
  keyAt,
  keyBytes,
  type KeyedLineage,
  keyedLineage,
  type LineageRow,
  readRow,
  rowsOf,
  runPathAt,
  versionPathAt,
} from './lineage-rows.js';
import { readSmallFile } from './small-file.js';

/** What the records in a worktree say, and how the folders looked in which they lie. */
export interface WorktreeLineage extends KeyedLineage {
  /** Path and key of each folder of records. */
  readonly folders: ReadonlyMap<string, Uint8Array>;
  readonly broken: readonly BrokenRecord[];
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
  const before = known?.folders ?? new Map<string, Uint8Array>();
  const folders = lookAtFolders(root, before);
  const isUnchanged = (folder: string, key: Uint8Array): boolean => {
    return options.everyFile !== true && isSameKey(key, before.get(folder) ?? nothing);
  };
  const changed = [...folders].filter(([folder, key]) => !isUnchanged(folder, key)).map(([folder]) => folder);
  if (known !== undefined && changed.length === 0 && folders.size === before.size) return known;

  const knownRows = known === undefined ? new Map<string, LineageRow>() : rowsOf(known);
  const rows: LineageRow[] = [];
  const broken: BrokenRecord[] = [];
  const unread: { readonly path: string; readonly key: Uint8Array }[] = [];
  const isChanged = new Set(changed);
  for (const row of knownRows.values()) {
    const folder = row.path.slice(0, row.path.lastIndexOf('/'));
    if (folders.has(folder) && !isChanged.has(folder)) rows.push(row);
  }
  for (const path of changed.flatMap((folder) => recordsIn(root, folder))) {
    const key = keyOfPath(root, path);
    if (key === undefined) continue;
    const row = knownRows.get(path);
    if (row !== undefined && isSameKey(key, row.key)) rows.push(row);
    else unread.push({ path, key });
  }
  const isSame = known !== undefined && unread.length === 0 && rows.length === knownRows.size;
  for (const [done, { path, key }] of unread.entries()) {
    if (done % 1000 === 0) {
      throwIfInterrupted(options.signal);
      options.onProgress?.({ phase: 'scan', doneItems: done, totalItems: unread.length });
      await setImmediate();
    }
    const bytes = readSmallFile(root, path, settingsLimitBytes);
    const row = bytes === undefined ? undefined : readRow({ path, bytes }, key);
    if (row === undefined) continue;
    if ('error' in row) broken.push(row);
    else rows.push(row);
  }
  // What cannot be read is told every time: its folder is never known.
  const inBroken = new Set(broken.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const settled = new Map([...folders].map(([folder, key]) => [folder, inBroken.has(folder) ? nothing : key]));
  return { ...(isSame ? known : keyedLineage(rows)), folders: settled, broken };
}

/** Whether the records of some versions and runs lie there as they were read. */
export function areUnchanged(
  root: string,
  { graph, versionKeys, runKeys }: KeyedLineage,
  { versions, runs }: { readonly versions: Iterable<number>; readonly runs: Iterable<number> },
): boolean {
  for (const version of versions) {
    if (!isUnchangedFile(root, versionPathAt(graph, version), keyAt(versionKeys, version))) return false;
  }
  for (const run of runs) if (!isUnchangedFile(root, runPathAt(graph, run), keyAt(runKeys, run))) return false;
  return true;
}

const nothing = new Uint8Array(keyBytes);

/** Every folder of records with its key, the two above them first. */
function lookAtFolders(root: string, before: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const folders = new Map<string, Uint8Array>();
  for (const folder of [artifactsFolder, runsFolder]) {
    const key = keyOfPath(root, folder);
    if (key !== undefined) folders.set(folder, key);
  }
  const top = folders.get(artifactsFolder);
  if (top === undefined) return folders;
  const isSame = isSameKey(top, before.get(artifactsFolder) ?? nothing);
  const names = isSame ? [...before.keys()].filter((folder) => isInside(folder)) : artifactFolders(root);
  for (const folder of names) {
    const key = keyOfPath(root, folder);
    if (key !== undefined) folders.set(folder, key);
  }
  return folders;
}

function artifactFolders(root: string): string[] {
  return namesIn(root, artifactsFolder).map((name) => `${artifactsFolder}/${name}`);
}

function isInside(folder: string): boolean {
  return folder.length > artifactsFolder.length && folder.startsWith(artifactsFolder);
}

function recordsIn(root: string, folder: string): readonly string[] {
  return namesIn(root, folder)
    .map((name) => `${folder}/${name}`)
    .filter(isLineageRecord);
}

function namesIn(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder));
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, folder);
  }
}

/** A file whose record could not be read, or is there no more, has another key. */
function isUnchangedFile(root: string, path: string, key: Uint8Array): boolean {
  const now = keyOfPath(root, path);
  return now === undefined ? key.every((byte) => byte === 0) : isSameKey(now, key);
}

/** Undefined where there is nothing. Zeros, which fit nothing, where a change after this look need not show. */
function keyOfPath(root: string, path: string): Uint8Array | undefined {
  const seenMs = Date.now();
  let stats: Stats | undefined;
  try {
    stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
  } catch (error) {
    if (!isDiskError(error, 'ENOTDIR')) throw diskError(error, path);
  }
  if (stats === undefined) return undefined;
  const { mtimeMs, ctimeMs, ino, size } = stats;
  if (!isSettled({ mtimeMs, ctimeMs, ino, seenMs })) return nothing;
  return new Uint8Array(Float64Array.of(mtimeMs, ctimeMs, ino, size).buffer);
}
