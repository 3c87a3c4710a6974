import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { diskError, isDiskError } from '#errors/index.js';

/** Where users of a store say what they are about to name. */
export function pinFolder(bucket: LocalBucket): string {
  return bucket.pathOf('pins');
}

/** The lock first: pins without one have ended, and a lock without pins would be nobody's. */
export function removePinFile(path: string): void {
  rmSync(lockOfPins(path), { force: true });
  rmSync(path, { force: true });
}

export function lockOfPins(path: string): string {
  return `${path}.lock`;
}

/** As long as this file is there, whoever closes a session leaves its pins to the collection. */
const collectingMark = 'collecting';

export function isCollecting(folder: string): boolean {
  return existsSync(join(folder, collectingMark));
}

/** Says that a collection begins; the function that is returned says that it is over. */
export function markCollecting(folder: string): () => void {
  const path = join(folder, collectingMark);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw diskError(error, path);
  }
  return () => rmSync(path, { force: true });
}

/** The files of pins, by path. */
export function listPins(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => name !== collectingMark && !name.includes('.'))
    .map((name) => join(folder, name));
}

/** Paths at which there is a lock alone. */
export function listPinsWithoutFile(folder: string): readonly string[] {
  const names = namesIn(folder);
  return names
    .filter((name) => name.endsWith('.lock'))
    .map((name) => name.slice(0, -'.lock'.length))
    .filter((name) => !names.includes(name))
    .map((name) => join(folder, name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, folder);
  }
}
