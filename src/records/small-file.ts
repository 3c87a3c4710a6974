import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, PixelisError, type Tried, valueOf } from '#errors/index.js';
import { type NewFile, placeFiles, type PlaceOptions } from './place-files.js';

/** The small files of Pixelis in the worktree (records, pointers, settings), by path relative to the top. */
export interface SmallFiles {
  /** The file's bytes, or undefined where there is none. @throws `file.too-large`, `file.invalid`, `disk.*` */
  read(path: string, limitBytes: number): Uint8Array | undefined;
  /** Puts the bytes in place of what is there, at once and durable. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** As `replace`, many files at once: each folder is flushed once. */
  replaceAll(files: readonly NewFile[]): Promise<readonly Tried<boolean>[]>;
  /** Writes a file that must not exist yet, durable. False where it exists. */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  /** As `create`, many files at once: each folder is flushed once. */
  createAll(files: readonly NewFile[]): Promise<readonly Tried<boolean>[]>;
  remove(path: string): Promise<void>;
}

/** Small files below `root` (absolute). Links in the way are not followed out of it: git, too, refuses such paths. */
export function smallFilesBelow(root: string, options: PlaceOptions = {}): SmallFiles {
  const replaceAll = (files: readonly NewFile[]) => placeFiles(root, files, { ...options, replaces: true });
  const createAll = (files: readonly NewFile[]) => placeFiles(root, files, { ...options, replaces: false });
  return {
    read: (path, limitBytes) => readSmallFile(root, path, limitBytes),
    async replace(path, bytes) {
      valueOf((await replaceAll([{ path, bytes }]))[0]);
    },
    replaceAll,
    async create(path, bytes) {
      return valueOf((await createAll([{ path, bytes }]))[0]);
    },
    createAll,
    async remove(path) {
      try {
        await rm(join(root, path), { force: true });
      } catch (error) {
        throw diskError(error, path);
      }
    },
  };
}

/**
 * Reads one small file synchronously: a folder of thousands of records is read ten times as fast this way.
 * @returns undefined where there is no such file
 */
export function readSmallFile(root: string, path: string, limitBytes: number): Uint8Array | undefined {
  return withSmallFile({ root, path, limitBytes }, (file) => readFileSync(file));
}

/**
 * Reads small files one after the other into one piece of memory: of 60,000 records, that alone saves a second of collecting
 * garbage. What it returns is good until the next call. @throws as {@link readSmallFile}
 */
export function smallFileReader(root: string, limitBytes: number): (path: string) => Uint8Array | undefined {
  let memory = Buffer.allocUnsafeSlow(16 * 1024);
  return (path) =>
    withSmallFile({ root, path, limitBytes }, (file, size) => {
      // One byte more: a file that grew since is read as a whole by the other way.
      if (size >= memory.length) memory = Buffer.allocUnsafeSlow(2 * size);
      const length = readSync(file, memory, 0, memory.length, 0);
      return length === size ? memory.subarray(0, length) : readFileSync(file);
    });
}

interface SmallFile {
  readonly root: string;
  readonly path: string;
  readonly limitBytes: number;
}

function withSmallFile(
  { root, path, limitBytes }: SmallFile,
  read: (file: number, size: number) => Uint8Array,
): Uint8Array | undefined {
  let file: number | undefined;
  try {
    // O_NONBLOCK: a pipe in a pointer's place must not hang the command.
    file = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (!stats.isFile()) throw invalid(path, 'is not a file');
    if (stats.size > limitBytes) throw tooLarge(path, stats.size, limitBytes);
    return read(file, stats.size);
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
    if (isCode(error, 'ELOOP')) throw invalid(path, 'is a symbolic link');
    throw diskError(error, path);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function tooLarge(path: string, size: number, limitBytes: number): PixelisError {
  return new PixelisError(
    'file.too-large',
    `'${path}' has ${size} bytes, more than the ${limitBytes} that such a file can have`,
    {
      hint: 'look at it with git log, and bring a good version back with git checkout',
      data: { path, size, limitBytes },
    },
  );
}

function invalid(path: string, what: string): PixelisError {
  return new PixelisError('file.invalid', `'${path}' ${what}`, { data: { path } });
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === code;
}
