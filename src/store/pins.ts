import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalBucket } from '#bucket/bucket.js';
import { diskError, isDiskError, isPixelisError } from '#errors/index.js';
import { acquireLock } from '#lock/with-lock.js';
import { type Digest, digestBytes, writeDigest } from '#model/digest.js';
import { DigestIndex } from './digest-index.js';
import type { ObjectColumns } from './object-store.js';

/**
 * What one user of a store is about to name. A garbage collection keeps what anybody pins. Whoever writes a reference to
 * an object pins it, then looks whether the store has it, and unpins it when the reference can be seen:
 * `pins/<name>` has the 32 bytes of each digest, `pins/<name>.lock` is locked as long as its user lives.
 */
export interface PinSession {
  /** On record when this returns. On a store that may only be read this does nothing. @throws `disk.*` */
  pin(objects: Iterable<Digest> | ObjectColumns): Promise<void>;
  /** Every reference to what was pinned can be seen now. */
  close(): Promise<void>;
}

/** Where users of a store say what they are about to name. */
export function pinFolder(bucket: LocalBucket): string {
  return bucket.pathOf('pins');
}

/** A session that makes its files when something is pinned first. */
export function pinSession(folder: string): PinSession {
  let opened: Promise<PinFile | undefined> | undefined;
  return {
    async pin(objects) {
      opened ??= openPinFile(folder);
      // What follows happens in one turn: nobody may take a digest for pinned that is about to be written.
      (await opened)?.append(rowsOf(objects));
    },
    async close() {
      const file = await opened?.catch(() => undefined);
      opened = undefined;
      file?.close();
    },
  };
}

interface PinFile {
  append(rows: Uint8Array): void;
  close(): void;
}

/** Undefined where this user may not write to the store: then a collection is no business of theirs, either. */
async function openPinFile(folder: string): Promise<PinFile | undefined> {
  const path = join(folder, `${process.pid}-${randomUUID()}`);
  try {
    mkdirSync(folder, { recursive: true });
    // Locked before it exists: a file of pins whose lock is free has ended.
    const release = await acquireLock(lockOfPins(path), { waitMs: 0 });
    return pinFile(path, release);
  } catch (error) {
    const failure = diskError(error, path);
    if (isPixelisError(failure, 'disk.denied')) return undefined;
    throw failure;
  }
}

function pinFile(path: string, release: () => void): PinFile {
  const file = openSync(path, 'wx');
  const pinned = new DigestIndex();
  let size = 0;
  return {
    append(rows) {
      const fresh = notIn(pinned, rows);
      try {
        for (let done = 0; done < fresh.length; )
          done += writeSync(file, fresh, done, fresh.length - done, size + done);
      } catch (error) {
        // What comes later must begin where a digest begins.
        ftruncateSync(file, size);
        throw diskError(error, path);
      }
      size += fresh.length;
      for (let at = 0; at < fresh.length; at += digestBytes) pinned.add(fresh, at);
    },
    close() {
      try {
        closeSync(file);
        // A collection that is under way may have looked for references before they could be seen: it clears up itself.
        if (isCollecting(dirname(path))) return;
        removePinFile(path);
      } catch {
        // What was asked for is done. The next collection removes what is left, as that of a process that was killed.
      } finally {
        release();
      }
    },
  };
}

function notIn(pinned: DigestIndex, rows: Uint8Array): Uint8Array {
  if (pinned.size === 0) return rows;
  const fresh = new Uint8Array(rows.length);
  let size = 0;
  for (let at = 0; at < rows.length; at += digestBytes) {
    if (pinned.find(rows, at) >= 0) continue;
    fresh.set(rows.subarray(at, at + digestBytes), size);
    size += digestBytes;
  }
  return fresh.subarray(0, size);
}

function rowsOf(objects: Iterable<Digest> | ObjectColumns): Uint8Array {
  if ('digests' in objects) return objects.digests;
  const digests = [...objects];
  const rows = new Uint8Array(digests.length * digestBytes);
  for (const [row, digest] of digests.entries()) writeDigest(digest, rows, row * digestBytes);
  return rows;
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
