import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskError, isPixelisError } from '#errors/index.js';
import { acquireLock } from '#lock/with-lock.js';
import { type Digest, digestBytes, writeDigest } from '#model/digest.js';
import { DigestIndex } from './digest-index.js';
import type { ObjectColumns } from './object-store.js';
import { isCollecting, listPins, lockOfPins, removePinFile } from './pin-files.js';
import { endedPins, removePins } from './read-pins.js';

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
    await removeMany(folder);
    // Locked before it exists: a file of pins whose lock is free has ended.
    const release = await acquireLock(lockOfPins(path), { waitMs: 0 });
    try {
      return pinFile(path, release);
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    const failure = diskError(error, path);
    if (isPixelisError(failure, 'disk.denied')) return undefined;
    throw failure;
  }
}

/** So many files of pins are a reason to look which of them are over. */
const many = 16;

/** Removes what was left by programs that never close what they open. What they named can be seen by now. */
async function removeMany(folder: string): Promise<void> {
  if (listPins(folder).length < many) return;
  const ended = await endedPins(folder);
  if (!isCollecting(folder)) removePins(folder, ended);
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
      pinned.reserve(size / digestBytes);
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
