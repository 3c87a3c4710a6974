import { lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskError, isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { copyAndHash } from '#hashing/copy-and-hash.js';
import { type HashedFile, hashFile } from '#hashing/hash-file.js';
import { type HasherPool, openHasherPool } from '#hashing/hasher-pool.js';
import type { Hasher } from '#hashing/hasher.js';
import { changedMeanwhile } from './changed-meanwhile.js';
import { columnsOf, type IngestRun } from './ingest-run.js';
import type { ScannedEntry } from './scan.js';
import { isSameStamp, sightingOf, stampOfNanoseconds } from './stamp.js';
import type { IndexEntry } from './worktree-index.js';

interface LargeWork {
  readonly rows: Iterator<number>;
  readonly hashers: HasherPool;
  /** False once a clone was tried and did not work. */
  canClone: boolean;
}

const filesAtOnce = 2;
const attempts = 3;

/** Hashes large files, two at a time; each is cloned or copied on its way where the store may not have it. */
export async function ingestLarge(rows: readonly number[], run: IngestRun): Promise<void> {
  if (rows.length === 0) return;
  const work: LargeWork = { rows: rows.values(), hashers: await openHasherPool(), canClone: true };
  await Promise.all(Array.from({ length: Math.min(filesAtOnce, rows.length) }, () => pump(work, run)));
}

async function pump(work: LargeWork, run: IngestRun): Promise<void> {
  const hasher = await work.hashers.take();
  for (let next = work.rows.next(); next.done !== true; next = work.rows.next()) {
    try {
      await ingestOne(next.value, { work, hasher }, run);
    } catch (error) {
      run.fail(next.value, error);
    }
  }
}

async function ingestOne(row: number, context: { work: LargeWork; hasher: Hasher }, run: IngestRun): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    throwIfInterrupted(run.signal);
    try {
      await tryOne(row, context, run);
      return;
    } catch (error) {
      if (isGone(error)) throw changedMeanwhile(run.pathOf(row));
      if (attempt === attempts || !isPixelisError(error, 'worktree.changed-meanwhile')) throw error;
    }
  }
}

/** Whether nothing is there any more, or something else: the scan saw a file. */
function isGone(error: unknown): boolean {
  if (isDiskError(error, 'ENOENT') || isPixelisError(error, 'path.special-file')) return true;
  return isPixelisError(error, 'disk.failed') && ['ELOOP', 'ENOTDIR', 'EISDIR'].includes(String(error.data['errno']));
}

async function tryOne(
  row: number,
  { work, hasher }: { work: LargeWork; hasher: Hasher },
  run: IngestRun,
): Promise<void> {
  const { path: treePath, state } = run.entries[row] as ScannedEntry;
  const path = run.pathOf(row);
  const { destination, signal } = run;
  const onBytes = (bytes: number) => run.advance(row, bytes);
  const seenMs = Date.now();
  // A file that was merely touched is in the store, most likely: reading it twice costs less than writing it once.
  if (destination === undefined || state === 'touched') {
    const hashed = await hashFile(path, hasher, { signal, onBytes });
    if (destination === undefined || !(await run.isMissing({ digest: hashed.digest, size: hashed.stamp.size }))) {
      run.record(row, entryAfter({ path, treePath, seenMs }, hashed));
      return;
    }
  }
  const copy = join(destination.folder, `object-${row}`);
  const copied = await copyAndHash(path, copy, { hasher, signal, onBytes, reflink: work.canClone });
  work.canClone = copied.isClone;
  const { digest, stamp } = copied;
  const entry = entryAfter({ path, treePath, seenMs }, copied);
  if ((await run.claim(columnsOf({ digest, size: stamp.size }))).length > 0) {
    await run.adopt({ objects: [{ path: copy, digest, size: stamp.size }] });
    run.countStored(row, stamp.size);
  } else {
    await rm(copy, { force: true });
  }
  run.record(row, entry);
}

/** The entry of a file that was just read; its kind is looked up now, and must belong to the same state of the file. */
function entryAfter(
  { path, treePath, seenMs }: { readonly path: string; readonly treePath: string; readonly seenMs: number },
  { digest, stamp }: HashedFile,
): IndexEntry {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const seen = stats === undefined ? undefined : sightingOf(stats, seenMs);
  const isFile = seen?.kind === 'file' || seen?.kind === 'executable';
  if (!isFile || !isSameStamp(seen.stamp, stampOfNanoseconds(stamp, seenMs))) throw changedMeanwhile(path);
  return { path: treePath, kind: seen.kind, size: stamp.size, stamp: seen.stamp, digest };
}
