import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { diskError, isDiskError, isPixelisError } from '#errors/index.js';
import { decodeLockOwner } from '#lock/lock-owner.js';
import { withLock } from '#lock/with-lock.js';
import { digestBytes } from '#model/digest.js';
import { NeededObjects, unknownSize } from './needed-objects.js';
import { listPins, listPinsWithoutFile, lockOfPins, removePinFile } from './pin-files.js';

/** Everything that anybody pins now, also who ended meanwhile: but for the sessions in `except`, by name. */
export function readPins(folder: string, except: ReadonlySet<string> = new Set()): NeededObjects {
  const pinned = new NeededObjects();
  for (const path of listPins(folder)) {
    if (except.has(basename(path))) continue;
    const rows = readRows(path);
    // What is cut off at the end was not pinned yet.
    for (let at = 0; at + digestBytes <= rows.length; at += digestBytes) pinned.addAt(rows, at, unknownSize);
  }
  return pinned;
}

/** Names of the sessions that are over: closed, or their process is dead. */
export async function endedPins(folder: string): Promise<ReadonlySet<string>> {
  const ended = new Set<string>();
  for (const path of listPins(folder)) if (!(await isLive(path))) ended.add(basename(path));
  return ended;
}

/** Removes the pins of sessions that are over; and old locks of those that were killed before they pinned anything. */
export function removePins(folder: string, names: ReadonlySet<string>): void {
  for (const name of names) removePinFile(join(folder, name));
  for (const path of listPinsWithoutFile(folder)) if (ageMs(lockOfPins(path)) > strayMs) removePinFile(path);
}

function readRows(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return new Uint8Array();
    throw diskError(error, path);
  }
}

/** How long the pins of another machine, which a lock may not reach, are honoured. */
const elsewhereMs = 7 * 24 * 60 * 60 * 1000;

/** A lock is nobody's that has no pins beside it after so long. */
const strayMs = 24 * 60 * 60 * 1000;

async function isLive(path: string): Promise<boolean> {
  try {
    await withLock(lockOfPins(path), () => undefined, { mode: 'shared', waitMs: 0 });
  } catch (error) {
    if (isPixelisError(error, 'lock.held') || isPixelisError(error, 'disk.denied')) return true;
    throw error;
  }
  return isElsewhere(path) && ageMs(path) < elsewhereMs;
}

function isElsewhere(path: string): boolean {
  const host = decodeLockOwner(Buffer.from(readRows(lockOfPins(path))).toString())?.host;
  return host !== undefined && host !== hostname();
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return Number.POSITIVE_INFINITY;
    throw diskError(error, path);
  }
}
