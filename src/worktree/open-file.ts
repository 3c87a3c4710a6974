import { lstatSync, readlinkSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { diskError, isDiskError } from '#errors/index.js';
import { type FileStamp, stampOf, stampOfOpenFile } from '#hashing/file-stamp.js';
import { readFlags } from '#hashing/hash-file.js';
import type { TreeFile, TreeSymlink } from '#model/tree-entry.js';
import { smallObjectLimit } from '#store/limits.js';
import { kindOf } from './stamp.js';

/** A file, or a symbolic link with its target as content. */
export interface OpenedFile {
  readonly kind: TreeFile['kind'] | TreeSymlink['kind'];
  /** The content; once. Ends where the file ended when it was opened, though it grows meanwhile. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Whether the content that was read is that of no one moment. */
  hasChanged(): boolean;
}

const attempts = 3;
const pauseMs = 20;
const chunkSize = 256 * 1024;

/**
 * Reads what stands at a path, where something else may write to it: a small file is read as a whole until it holds still,
 * a large one once. Undefined where nothing is there, or a folder. @throws `path.special-file`, `disk.*`
 */
export async function openFileAsItIs(path: string): Promise<OpenedFile | undefined> {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.isDirectory()) return undefined;
    if (stats.isSymbolicLink()) {
      return ofBytes('symlink', { bytes: readlinkSync(path, { encoding: 'buffer' }), isTorn: false });
    }
    const kind = kindOf(stats.mode) === 'executable' ? 'executable' : 'file';
    return stats.size > smallObjectLimit ? ofLarge(kind, path) : ofBytes(kind, await readSmall(path));
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, path);
  }
}

function ofBytes(
  kind: OpenedFile['kind'],
  { bytes, isTorn }: { readonly bytes: Uint8Array; readonly isTorn: boolean },
): OpenedFile {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    yield bytes;
  }
  return { kind, chunks, hasChanged: () => isTorn };
}

async function readSmall(path: string): Promise<{ readonly bytes: Uint8Array; readonly isTorn: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const file = await open(path, readFlags);
    try {
      const before = stampOfOpenFile(file.fd, path);
      const parts: Uint8Array[] = [];
      for await (const part of chunksOf(file, before.size)) parts.push(part);
      const isTorn = !isSame(before, stampOfOpenFile(file.fd, path));
      if (!isTorn || attempt === attempts) return { bytes: Buffer.concat(parts), isTorn };
    } finally {
      await file.close();
    }
    await setTimeout(pauseMs);
  }
}

function ofLarge(kind: OpenedFile['kind'], path: string): OpenedFile {
  let isTorn = false;
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    const file = await open(path, readFlags);
    try {
      const before = stampOfOpenFile(file.fd, path);
      yield* chunksOf(file, before.size);
      isTorn = !isSame(before, stampOf(await file.stat({ bigint: true })));
    } catch (error) {
      throw diskError(error, path);
    } finally {
      await file.close();
    }
  }
  return { kind, chunks, hasChanged: () => isTorn };
}

/** The first `size` bytes, or as many as there are. */
async function* chunksOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array, void> {
  for (let done = 0; done < size; ) {
    // Not from Buffer's pool, and a new one each time: whoever takes a chunk may keep it.
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSize, size - done));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, done);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
  }
}

function isSame(before: FileStamp, after: FileStamp): boolean {
  return (
    before.ino === after.ino &&
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs
  );
}
