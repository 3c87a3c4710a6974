import { randomUUID } from 'node:crypto';
import { existsSync, type Stats } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { diskError, isDiskError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import type { LocalBucket } from './bucket.js';
import {
  type FileCalls,
  flushFile,
  flushFolder,
  moveIntoPlace,
  onDisk,
  readFileBytes,
  removeQuietly,
  writeNewFile,
} from './durable-files.js';
import { clampRange, differsInSize, exactBytes, sourceBytes } from './exact-bytes.js';
import { folderGuard } from './folder-guard.js';
import { cannotKeep } from './cannot-keep.js';
import { checkKey } from './key.js';
import { listFolder } from './list-folder.js';
import { mapAtOnce } from './map-at-once.js';
import { noVersions } from './no-versions.js';

export interface FolderBucketOptions {
  /** all (default): what was acknowledged survives a power cut; none: faster, and does not. */
  readonly fsync?: 'all' | 'none' | undefined;
  /**
   * Whether a folder that does not exist reads as empty and is made by the first put. Without it such a folder is
   * `remote.not-found`: a disk that is not mounted must not look like a store that lost everything.
   */
  readonly create?: boolean | undefined;
  /** For files on their way in; on the same file system. Default: `tmp` in the folder. */
  readonly temporaryFolder?: string | undefined;
  /** Default: `folder '/mnt/store'`. */
  readonly label?: string | undefined;
  /** The calls that reach the disk; default: those of `node:fs/promises`. */
  readonly files?: FileCalls | undefined;
}

/** Flushes and links under way at once. */
const atOnce = 16;

/**
 * A bucket in a folder: the object `objects/3f/a2…` is the file `<folder>/objects/3f/a2…`, read-only. The bytes of a
 * put always stream through this process, never by a copy inside the file system, so that who hands them in can check
 * them on their way. Files whose path is no key, links and temporary files are not objects.
 */
export function folderBucket(folder: string, options: FolderBucketOptions = {}): LocalBucket {
  const root = resolve(folder);
  const temporary = resolve(options.temporaryFolder ?? join(root, 'tmp'));
  const label = options.label ?? `folder '${root}'`;
  const files = options.files ?? nodeFiles;
  const flush = options.fsync !== 'none';
  const guard = folderGuard(files, { path: root, create: options.create === true });
  const pathOf = (key: string): string => join(root, checkKey(key));

  return {
    label,
    pathOf,
    temporaryFolder,
    async head(key, { signal } = {}) {
      throwIfInterrupted(signal);
      const found = await lookAt(key);
      return found && { key, size: found.size, modified: found.mtimeMs };
    },
    async get(key, { signal, range } = {}) {
      throwIfInterrupted(signal);
      const found = await lookAt(key);
      if (found === undefined) return undefined;
      const { offset, length } = clampRange(range, found.size);
      const bytes = readFileBytes(files, pathOf(key), { offset, length, signal });
      return { size: length, chunks: exactBytes(bytes, length, () => changedMeanwhile(key)) };
    },
    async *list(prefix, listing) {
      throwIfInterrupted(listing?.signal);
      if (await guard.seeRoot()) yield* listFolder(files, root, { ...listing, prefix, except: temporary });
    },
    listHidden: noVersions,
    // A file system keeps no checksums.
    provesSame: () => Promise.resolve(false),
    async put(key, source, putOptions = {}) {
      const { signal, replace = false, keepUntil } = putOptions;
      throwIfInterrupted(signal);
      if (keepUntil !== undefined) throw cannotKeep(label);
      const existing = replace ? undefined : await lookAt(key);
      if (existing !== undefined) return checkSize(key, existing, source.size);
      const path = join(await temporaryFolder(), randomUUID());
      await makeFolders([key]);
      await onDisk(path, () => writeNewFile(files, path, { chunks: sourceBytes(key, source, putOptions), flush }));
      try {
        const met = await placeOrMeet({ key, path }, replace);
        if (met !== undefined) checkSize(key, met, source.size);
        await flushFolders([dirname(pathOf(key))]);
        return met === undefined ? 'created' : 'exists';
      } finally {
        await removeQuietly(files, path);
      }
    },
    async delete(key, { signal, durable = false } = {}) {
      throwIfInterrupted(signal);
      if (!(await guard.find(checkKey(key)))) return 'removed';
      await unlink(key);
      if (durable) await flushFolders([dirname(pathOf(key))]);
      return 'removed';
    },
    async move(from, to, { signal } = {}) {
      throwIfInterrupted(signal);
      const path = pathOf(from);
      checkKey(to);
      if ((await lookAt(from)) === undefined) return 'absent';
      await makeFolders([to]);
      try {
        if ((await place({ key: to, path })) === 'exists') return 'exists';
      } catch (error) {
        // Somebody else may have moved it at the same time.
        if ((await lookAt(from)) === undefined) return 'absent';
        throw error;
      }
      await flushFolders([dirname(pathOf(to))]);
      await unlink(from);
      return 'moved';
    },
    // What a killed writer left is a temporary file, which those who write here sweep.
    abortUploads: () => Promise.resolve(0),
    async adopt(incoming, { signal } = {}) {
      throwIfInterrupted(signal);
      const folders = incoming.map(({ key }) => dirname(pathOf(key)));
      if (flush) await mapAtOnce(incoming, atOnce, ({ path }) => onDisk(path, () => flushFile(files, path)), signal);
      await makeFolders(incoming.map(({ key }) => key));
      const outcomes = await mapAtOnce(incoming, atOnce, takeIn, signal);
      await flushFolders(folders);
      return outcomes.map((outcome) => {
        if (outcome instanceof PixelisError) throw outcome;
        return outcome;
      });
    },
    async flushRemoved(keys) {
      const folders = new Set([...keys].map((key) => dirname(pathOf(key))));
      await flushFolders([...folders].filter((path) => existsSync(path)));
    },
  };

  /** The file of an object; undefined where it is absent, which is not said where the bucket itself is. */
  async function lookAt(key: string): Promise<Stats | undefined> {
    const path = pathOf(key);
    if (!(await guard.find(key))) return undefined;
    try {
      const found = await files.lstat(path);
      if (found.isFile()) return found;
      if (found.isDirectory()) return undefined;
    } catch (error) {
      if (!isDiskError(error, 'ENOENT')) throw diskError(error, path);
      await guard.seeRoot();
      return undefined;
    }
    throw new PixelisError('object.corrupt', `'${path}' is not a file`, {
      hint: 'find and mend what is damaged with: pixelis verify --repair',
      data: { key, bucket: label },
    });
  }

  async function unlink(key: string): Promise<void> {
    const path = pathOf(key);
    try {
      await files.unlink(path);
    } catch (error) {
      if (!isDiskError(error, 'ENOENT', 'EISDIR')) throw diskError(error, path);
      await guard.seeRoot();
    }
  }

  async function temporaryFolder(): Promise<string> {
    await makeFolders(['tmp']);
    try {
      await files.mkdir(temporary, { recursive: options.temporaryFolder !== undefined });
    } catch (error) {
      if (isDiskError(error, 'ENOENT')) await guard.seeRoot();
      if (!isDiskError(error, 'EEXIST')) throw diskError(error, temporary);
    }
    return temporary;
  }

  /** Makes the folders of these keys, and every new name among them durable before anything counts on it. */
  async function makeFolders(keys: readonly string[]): Promise<void> {
    const toFlush = new Set<string>();
    for (const key of keys) await guard.prepare(key, toFlush);
    await flushFolders(toFlush);
    for (const key of keys) guard.settle(key);
  }

  /** Gives a finished file its name. A folder that somebody removed since it was last seen is made again, once. */
  async function place({ key, path }: IncomingFile, replace = false): Promise<'created' | 'exists'> {
    const to = pathOf(key);
    const move = async (): Promise<'created' | 'exists'> => {
      if (!replace) return moveIntoPlace(files, path, to);
      await files.rename(path, to);
      return 'created';
    };
    return onDisk(to, () =>
      move().catch(async (error: unknown) => {
        if (!isDiskError(error, 'ENOENT')) throw error;
        await guard.seeRoot();
        guard.forget();
        await makeFolders([key]);
        return move();
      }),
    );
  }

  /** The file that has the name already, if any. One that was moved away the moment it was met is no longer in the way. */
  async function placeOrMeet(file: IncomingFile, replace = false): Promise<Stats | undefined> {
    for (let attempt = 0; attempt < 3; attempt++) {
      if ((await place(file, replace)) === 'created') return undefined;
      const met = await lookAt(file.key);
      if (met !== undefined) return met;
    }
    throw new PixelisError('disk.failed', `'${pathOf(file.key)}' is a folder, or comes and goes`, {
      data: { key: file.key },
    });
  }

  /** Moves a flushed file in. One that differs from what is there stays where it is, for whoever mends that. */
  async function takeIn({ key, path }: IncomingFile): Promise<'created' | 'exists' | PixelisError> {
    const met = await placeOrMeet({ key, path });
    if (met !== undefined) {
      const { size } = await onDisk(path, () => files.lstat(path));
      if (met.size !== size) return differsInSize(label, key, { size: met.size, expectedSize: size });
    }
    await removeQuietly(files, path);
    return met === undefined ? 'created' : 'exists';
  }

  function checkSize(key: string, { size }: Stats, expectedSize: number): 'exists' {
    if (size === expectedSize) return 'exists';
    throw differsInSize(label, key, { size, expectedSize });
  }

  async function flushFolders(folders: Iterable<string>): Promise<void> {
    if (flush) await mapAtOnce([...new Set(folders)], atOnce, (path) => onDisk(path, () => flushFolder(files, path)));
  }

  function changedMeanwhile(key: string): PixelisError {
    return new PixelisError('remote.bad-response', `'${pathOf(key)}' changed while it was read`, {
      data: { key, bucket: label },
    });
  }
}

/** Makes the folder, durably, if it does not exist, and opens the bucket in it. */
export async function createFolderBucket(folder: string, options: FolderBucketOptions = {}): Promise<LocalBucket> {
  const bucket = folderBucket(folder, { ...options, create: true });
  await bucket.temporaryFolder();
  return folderBucket(folder, options);
}

interface IncomingFile {
  readonly key: string;
  readonly path: string;
}
