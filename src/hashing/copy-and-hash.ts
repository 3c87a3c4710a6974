import { constants } from 'node:fs';
import { copyFile, type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { backgroundFlush } from './background-flush.js';
import { checkUnchanged, stampOf, stampOfOpenFile } from './file-stamp.js';
import { type HashedFile, hashFile, type HashFileOptions, readFlags } from './hash-file.js';
import type { Hasher } from './hasher.js';
import { overlappedChunks } from './overlapped-chunks.js';

export interface CopyAndHashOptions extends HashFileOptions {
  /** Nobody else's until this returns. */
  readonly hasher: Hasher;
  /** False where a clone that shares the source's blocks is known not to work: trying one costs 90 µs. */
  readonly reflink?: boolean | undefined;
  /** Has the system write to disk on the way (default), so that a flush at the end is short. False where none will come. */
  readonly writeBack?: boolean | undefined;
}

/** The digest of the bytes at the target, and the stamp of the source. */
export interface CopiedFile extends HashedFile {
  readonly isClone: boolean;
}

/** The system is made to write to disk after so many bytes, so that the flush at the end has little left to do. */
const writeBackSize = 64 * 1024 * 1024;

/**
 * Copies a file to a new one and hashes the bytes that are written, reading, hashing and writing at the same time.
 * The copy is not flushed: who takes it into a store does that. Leaves no target if it fails.
 * @throws `worktree.changed-meanwhile`; `path.special-file`; `disk.*`
 */
export async function copyAndHash(
  sourcePath: string,
  targetPath: string,
  options: CopyAndHashOptions,
): Promise<CopiedFile> {
  throwIfInterrupted(options.signal);
  try {
    const source = await open(sourcePath, readFlags);
    try {
      return await copyOpenFile({ file: source, path: sourcePath }, targetPath, options);
    } finally {
      await source.close();
    }
  } catch (error) {
    throw diskError(error, sourcePath);
  }
}

async function copyOpenFile(
  source: { readonly file: FileHandle; readonly path: string },
  targetPath: string,
  options: CopyAndHashOptions,
): Promise<CopiedFile> {
  const stamp = stampOfOpenFile(source.file.fd, source.path);
  const isClone = options.reflink !== false && (await tryClone(source.path, targetPath));
  const target = isClone ? undefined : await createTarget(targetPath);
  try {
    const copied =
      target === undefined
        ? await hashClone(targetPath, options)
        : await copyBytes(overlappedChunks(source.file, stamp.size), { file: target, path: targetPath }, options);
    // The clone was made by name: the name must still stand for the file that was opened.
    for (const after of [
      stampOfOpenFile(source.file.fd, source.path),
      stampOf(await lstat(source.path, { bigint: true })),
    ])
      checkUnchanged(source.path, stamp, { after, readBytes: copied.size });
    return { digest: copied.digest, stamp, isClone };
  } catch (error) {
    await rm(targetPath, { force: true });
    throw error;
  } finally {
    await target?.close();
  }
}

async function tryClone(sourcePath: string, targetPath: string): Promise<boolean> {
  try {
    await copyFile(sourcePath, targetPath, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EINVAL', 'ENOTTY', 'EPERM', 'EBADF')) {
      // A clone that was refused has made its target by then, and may have failed to take it back.
      await rm(targetPath, { force: true });
      return false;
    }
    throw diskError(error, targetPath);
  }
}

async function createTarget(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o444);
  } catch (error) {
    throw diskError(error, path);
  }
}

async function hashClone(path: string, options: CopyAndHashOptions) {
  const { digest, stamp } = await hashFile(path, options.hasher, options);
  return { digest, size: stamp.size };
}

async function copyBytes(
  chunks: AsyncIterable<Uint8Array>,
  target: { readonly file: FileHandle; readonly path: string },
  { hasher, signal, onBytes, writeBack = true }: CopyAndHashOptions,
) {
  const flush = writeBack ? backgroundFlush(target.file, writeBackSize) : undefined;
  hasher.reset();
  let size = 0;
  try {
    for await (const chunk of chunks) {
      throwIfInterrupted(signal);
      const written = writeWhole(target, chunk);
      hasher.update(chunk);
      await written;
      size += chunk.length;
      flush?.wrote(chunk.length);
      onBytes?.(chunk.length);
    }
  } finally {
    await flush?.finish();
  }
  return { digest: hasher.digest(), size };
}

async function writeWhole(
  target: { readonly file: FileHandle; readonly path: string },
  bytes: Uint8Array,
): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) done += (await target.file.write(bytes, done)).bytesWritten;
  } catch (error) {
    throw diskError(error, target.path);
  }
}
