import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, PixelisError } from '#errors/index.js';

/** The small files of Pixelis in the worktree (records, pointers, settings), by path relative to the top. */
export interface SmallFiles {
  /** The file's bytes, or undefined where there is none. @throws `file.too-large`, `file.invalid`, `disk.*` */
  read(path: string, limitBytes: number): Uint8Array | undefined;
  /** Puts the bytes in place of what is there, at once and durable. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes a file that must not exist yet, durable. False where it exists. */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  remove(path: string): Promise<void>;
}

/** Small files below `root` (absolute). Links in the way are not followed out of it: git, too, refuses such paths. */
export function smallFilesBelow(root: string): SmallFiles {
  return {
    read: (path, limitBytes) => readSmallFile(root, path, limitBytes),
    async replace(path, bytes) {
      await guarded(path, async () => {
        const target = await pathInRealFolder(root, path);
        const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.pixelis.tmp`);
        try {
          await writeDurable(temporary, bytes);
          await rename(temporary, target);
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
        await flushFolder(dirname(target));
      });
    },
    async create(path, bytes) {
      return guarded(path, async () => {
        const target = await pathInRealFolder(root, path);
        try {
          await writeDurable(target, bytes);
        } catch (error) {
          if (isCode(error, 'EEXIST')) return false;
          throw error;
        }
        await flushFolder(dirname(target));
        return true;
      });
    },
    async remove(path) {
      await guarded(path, async () => rm(join(root, path), { force: true }));
    },
  };
}

/**
 * Reads one small file synchronously: a folder of thousands of records is read ten times as fast this way.
 * @returns undefined where there is no such file
 */
export function readSmallFile(root: string, path: string, limitBytes: number): Uint8Array | undefined {
  let file: number | undefined;
  try {
    // O_NONBLOCK: a pipe in a pointer's place must not hang the command.
    file = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (!stats.isFile()) throw invalid(path, 'is not a file');
    if (stats.size > limitBytes) throw tooLarge(path, stats.size, limitBytes);
    return readFileSync(file);
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

/** Makes the file's folder, each step of it a real folder. */
async function pathInRealFolder(root: string, path: string): Promise<string> {
  const parts = path.split('/');
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    folder = join(folder, part);
    await mkdir(folder).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
    });
    if (!(await lstat(folder)).isDirectory()) {
      throw new PixelisError(
        'worktree.unsafe-path',
        `'${path}' would be written through '${folder}', which is not a folder`,
      );
    }
  }
  return join(root, path);
}

async function writeDurable(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot flush a folder and say so.
    if (!isCode(error, 'EINVAL') && !isCode(error, 'ENOTSUP')) throw error;
  } finally {
    await handle.close();
  }
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, path);
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === code;
}
