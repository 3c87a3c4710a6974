import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { decodeLockOwner, encodeLockOwner, type LockOwner } from '#lock/lock-owner.js';

/** A collection that took something away. */
export interface TrashRun {
  /** `20261123t093000z-1f2e3d`. */
  readonly id: string;
  /** When it began, by the clock of the file system: milliseconds since 1970. */
  readonly started: number;
  /** Who ran it; undefined where that cannot be read. */
  readonly owner: LockOwner | undefined;
}

/** Says on disk that a run begins, before anything of it lies in the trash: `<trash>/<run>.json`. */
export function beginTrashRun(trash: string): TrashRun {
  const time = new Date()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
    .toLowerCase();
  const id = `${time}-${randomBytes(3).toString('hex')}`;
  const path = noteOf(trash, id);
  try {
    mkdirSync(join(trash, id), { recursive: true });
    const file = openSync(path, 'wx');
    try {
      writeSync(file, encodeLockOwner());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw diskError(error, path);
  }
  return runAt(trash, id);
}

/** From the latest to the oldest. */
export function listTrashRuns(trash: string): readonly TrashRun[] {
  try {
    return readdirSync(trash, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => runAt(trash, name))
      .sort((a, b) => b.started - a.started || (a.id < b.id ? 1 : -1));
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, trash);
  }
}

/** Removes the folders of a run in which nothing lies, and what is said of it where that is all of them. */
export function removeEmptyRun(trash: string, run: string): void {
  if (removeEmptyFolders(join(trash, run))) rmSync(noteOf(trash, run), { force: true });
}

function runAt(trash: string, id: string): TrashRun {
  const note = noteOf(trash, id);
  try {
    return { id, started: statSync(note).mtimeMs, owner: decodeLockOwner(readFileSync(note, 'utf8')) };
  } catch (error) {
    if (!isDiskError(error, 'ENOENT')) throw diskError(error, note);
    // Removed this moment, or by hand: what lies there was put there before its folder last changed.
    return { id, started: statSync(join(trash, id), { throwIfNoEntry: false })?.mtimeMs ?? Infinity, owner: undefined };
  }
}

function noteOf(trash: string, run: string): string {
  return join(trash, `${run}.json`);
}

/** Whether there is no such folder any more. */
function removeEmptyFolders(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
    }
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return true;
    if (isDiskError(error, 'ENOTEMPTY', 'EEXIST', 'EACCES', 'EPERM')) return false;
    throw diskError(error, folder);
  }
}
