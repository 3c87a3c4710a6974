import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { runsFolder } from '#format/run-record.js';
import { artifactsFolder } from '#format/version-record.js';
import { isLineageRecord } from './collect-lineage.js';
import { isSameStamp, lookAt, stampWords } from './record-stamps.js';

/** Folders with records in them, and how they looked. */
export interface RecordFolders {
  /** Each before those in it. */
  readonly paths: readonly string[];
  /** {@link stampWords} doubles each. */
  readonly stamps: Float64Array;
}

/** Every folder of records as it looks. One that looks as before has the folders that it had, and is not listed again. */
export function lookAtFolders(root: string, before: RecordFolders | undefined): RecordFolders {
  const had = before ?? { paths: [], stamps: new Float64Array() };
  const seen = new Float64Array(stampWords * had.paths.length);
  let changes = before === undefined ? 1 : 0;
  for (const [index, path] of had.paths.entries()) {
    lookAt(root, path, seen, index);
    if (!isSameStamp(seen, index, had.stamps, index)) changes += 1;
  }
  if (changes === 0) return had;

  const placeOf = new Map(had.paths.map((path, index) => [path, index]));
  const foldersOf = new Map<string, string[]>();
  for (const path of had.paths) {
    const siblings = foldersOf.get(folderOf(path));
    if (siblings === undefined) foldersOf.set(folderOf(path), [path]);
    else siblings.push(path);
  }
  const paths: string[] = [];
  const stamps: number[] = [];
  const own = new Float64Array(stampWords);
  const look = (folder: string): void => {
    const place = placeOf.get(folder);
    const isSame = place !== undefined && isSameStamp(seen, place, had.stamps, place);
    // The stamp comes first: what is made in between shows the next time.
    if (isSame) own.set(seen.subarray(stampWords * place, stampWords * (place + 1)));
    else lookAt(root, folder, own.fill(0));
    paths.push(folder);
    stamps.push(...own);
    for (const inner of isSame ? (foldersOf.get(folder) ?? []) : foldersIn(root, folder)) look(inner);
  };
  look(artifactsFolder);
  look(runsFolder);
  return { paths, stamps: Float64Array.from(stamps) };
}

/** Those that do not look as before. */
export function changedFolders(
  { paths, stamps }: RecordFolders,
  before: RecordFolders | undefined,
): ReadonlySet<string> {
  const changed = new Set<string>();
  if (before === undefined) return new Set(paths);
  const placeOf = before.paths === paths ? undefined : new Map(before.paths.map((path, index) => [path, index]));
  for (const [index, path] of paths.entries()) {
    const place = placeOf === undefined ? index : placeOf.get(path);
    if (place === undefined || !isSameStamp(stamps, index, before.stamps, place)) changed.add(path);
  }
  return changed;
}

/** Makes folders look like none, so that they count as changed the next time. */
export function forgetFolders({ paths, stamps }: RecordFolders, folders: ReadonlySet<string>): void {
  for (const [index, folder] of paths.entries()) {
    if (folders.has(folder)) stamps.fill(0, stampWords * index, stampWords * (index + 1));
  }
}

/** Paths of the records that lie in a folder itself. */
export function recordsIn(root: string, folder: string): readonly string[] {
  return listed(folder, () => readdirSync(join(root, folder)))
    .map((name) => `${folder}/${name}`)
    .filter(isLineageRecord);
}

export function folderOf(path: string): string {
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
