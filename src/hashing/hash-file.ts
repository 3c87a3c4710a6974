import { closeSync, constants, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { diskError, throwIfInterrupted } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import { checkUnchanged, type FileStamp, stampOfOpenFile } from './file-stamp.js';
import type { Hasher } from './hasher.js';
import { overlappedChunks } from './overlapped-chunks.js';

export interface HashFileOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes as they are hashed. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export interface HashedFile {
  readonly digest: Digest;
  /** The file's stamp, the same before and after its bytes were read. */
  readonly stamp: FileStamp;
}

/** Up to here, reading synchronously is faster than two reads that overlap with hashing. */
const overlapThreshold = 64 * 1024 * 1024;
const syncBufferSize = 256 * 1024;

/** Never follows a symbolic link in the last component, never waits for the other end of a pipe. */
export const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Hashes the file at `path`, of any size in bounded memory. The hasher is the caller's alone until this returns.
 * @throws `worktree.changed-meanwhile`; `path.special-file`; `disk.*`
 */
export async function hashFile(path: string, hasher: Hasher, options: HashFileOptions = {}): Promise<HashedFile> {
  throwIfInterrupted(options.signal);
  try {
    const file = openSync(path, readFlags);
    try {
      const stamp = stampOfOpenFile(file, path);
      if (stamp.size <= overlapThreshold) return hashOpenFile(file, { path, stamp }, { hasher, ...options });
    } finally {
      closeSync(file);
    }
    return await hashOverlapped(path, hasher, options);
  } catch (error) {
    throw diskError(error, path);
  }
}

function hashOpenFile(
  file: number,
  { path, stamp }: { readonly path: string; readonly stamp: FileStamp },
  { hasher, onBytes }: { readonly hasher: Hasher } & HashFileOptions,
): HashedFile {
  const buffer = Buffer.allocUnsafe(Math.min(syncBufferSize, stamp.size + 1));
  hasher.reset();
  let readBytes = 0;
  while (readBytes <= stamp.size) {
    const length = readSync(file, buffer, 0, buffer.length, null);
    if (length === 0) break;
    hasher.update(buffer.subarray(0, length));
    readBytes += length;
    onBytes?.(length);
  }
  checkUnchanged(path, stamp, { after: stampOfOpenFile(file, path), readBytes });
  return { digest: hasher.digest(), stamp };
}

async function hashOverlapped(path: string, hasher: Hasher, options: HashFileOptions): Promise<HashedFile> {
  const file = await open(path, readFlags);
  try {
    const stamp = stampOfOpenFile(file.fd, path);
    hasher.reset();
    let readBytes = 0;
    for await (const chunk of overlappedChunks(file, stamp.size)) {
      throwIfInterrupted(options.signal);
      hasher.update(chunk);
      readBytes += chunk.length;
      options.onBytes?.(chunk.length);
    }
    checkUnchanged(path, stamp, { after: stampOfOpenFile(file.fd, path), readBytes });
    return { digest: hasher.digest(), stamp };
  } finally {
    await file.close();
  }
}
