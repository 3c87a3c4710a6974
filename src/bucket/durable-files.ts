import { constants } from 'node:fs';
import type * as nodeFs from 'node:fs/promises';
import { diskError, isDiskError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { ByteRange } from './bucket.js';

/** The calls of `node:fs/promises` that a folder bucket makes; tests let one of them fail. */
export type FileCalls = Pick<
  typeof nodeFs,
  'link' | 'lstat' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'stat' | 'unlink'
>;

const chunkBytes = 1 << 18;
/** Reasons for which a file system has no hard links, or none more for this file. */
const linksImpossible = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'];
/** Reasons for which a folder cannot be flushed by design; an input/output error is none of them. */
const flushImpossible = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR', 'EPERM', 'EACCES'];

/** What the calls give, their failures as `disk.*` errors about this path. */
export async function onDisk<Result>(path: string, calls: () => Promise<Result>): Promise<Result> {
  try {
    return await calls();
  } catch (error) {
    throw diskError(error, path);
  }
}

/** Writes the chunks to a new file, read-only when it is done, and flushed where asked. Leaves no file if it fails. */
export async function writeNewFile(
  files: FileCalls,
  path: string,
  content: { readonly chunks: AsyncIterable<Uint8Array>; readonly flush: boolean },
): Promise<void> {
  const handle = await files.open(path, 'wx', 0o600);
  try {
    for await (const chunk of content.chunks) await writeWhole(handle, chunk);
    await handle.chmod(0o444);
    if (content.flush) await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await removeQuietly(files, path);
    throw error;
  }
}

/**
 * A range of a file's bytes, as far as the file goes; none where it was removed. Opened when the first is asked for, so
 * that nothing is left open by who never asks, and never through a link.
 */
export async function* readFileBytes(
  files: FileCalls,
  path: string,
  wanted: ByteRange & { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  if (wanted.length === 0) return;
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await onDisk(path, () => files.open(path, flags).catch(undefinedIfAbsent));
  if (handle === undefined) return;
  try {
    const end = wanted.offset + wanted.length;
    for (let offset = wanted.offset; offset < end; ) {
      throwIfInterrupted(wanted.signal);
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - offset));
      const { bytesRead } = await onDisk(path, () => handle.read(buffer, 0, buffer.length, offset));
      if (bytesRead === 0) return;
      offset += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Makes a finished file read-only and durable. */
export async function flushFile(files: FileCalls, path: string): Promise<void> {
  const handle = await files.open(path, 'r');
  try {
    await handle.chmod(0o444);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder durable, where its file system can. */
export async function flushFolder(files: FileCalls, path: string): Promise<void> {
  const handle = await files.open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!isDiskError(error, ...flushImpossible)) throw error;
  } finally {
    await handle.close();
  }
}

/**
 * Gives a finished file its name unless that is taken. Linked, so that two writers cannot both create it; renamed where
 * the file system knows no links. The caller removes the temporary name: a crash before that leaves both.
 */
export async function moveIntoPlace(files: FileCalls, from: string, to: string): Promise<'created' | 'exists'> {
  try {
    await files.link(from, to);
    return 'created';
  } catch (error) {
    if (isDiskError(error, 'EEXIST')) return (await isSameFile(files, from, to)) ? 'created' : 'exists';
    if (isDiskError(error, 'EXDEV')) throw onOtherFileSystem(from, to, error);
    if (!isDiskError(error, ...linksImpossible)) throw error;
  }
  if (await isTaken(files, to)) return 'exists';
  await files.rename(from, to);
  return 'created';
}

/** Removes a file that may be gone, or that cannot be helped. */
export async function removeQuietly(files: FileCalls, path: string): Promise<void> {
  await files.unlink(path).catch(() => undefined);
}

async function writeWhole(handle: nodeFs.FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, offset);
    offset += bytesWritten;
  }
}

/** A network file system may carry a link out, lose its answer, and say on the second try that the name is taken. */
async function isSameFile(files: FileCalls, one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([files.lstat(one, { bigint: true }), files.lstat(other, { bigint: true })]);
  return a.ino === b.ino && a.dev === b.dev;
}

async function isTaken(files: FileCalls, path: string): Promise<boolean> {
  try {
    await files.lstat(path);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return false;
    throw error;
  }
}

function onOtherFileSystem(from: string, to: string, cause: unknown): PixelisError {
  return new PixelisError('disk.failed', `'${from}' lies on another file system than '${to}'`, {
    hint: 'the temporary folder must be on the file system of the store',
    cause,
  });
}

function undefinedIfAbsent(error: unknown): undefined {
  if (!isDiskError(error, 'ENOENT')) throw error;
}
