import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
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

export interface SmallFilesOptions {
  /**
   * Where files are written before they get their names, out of git's sight: who is killed leaves nothing in the worktree.
   * Default, and where it lies on another file system: beside the file.
   */
  readonly temporaryFolder?: string | undefined;
}

/** Small files below `root` (absolute). Links in the way are not followed out of it: git, too, refuses such paths. */
export function smallFilesBelow(root: string, { temporaryFolder }: SmallFilesOptions = {}): SmallFiles {
  const place = (path: string, bytes: Uint8Array, move: Move): Promise<boolean> =>
    guarded(path, async () => {
      const { target, madeIn } = await pathInRealFolder(root, path);
      const isPlaced = await placeDurably(target, bytes, { temporaryFolder, move });
      // The names of new folders as well, or a power cut takes them with all that is in them.
      for (const folder of new Set([dirname(target), ...madeIn])) await flushFolder(folder);
      return isPlaced;
    });
  return {
    read: (path, limitBytes) => readSmallFile(root, path, limitBytes),
    async replace(path, bytes) {
      await place(path, bytes, replaceFile);
    },
    create: (path, bytes) => place(path, bytes, linkNew),
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

/** Makes the file's folder, each step of it a real folder, and says in which folders something new is. */
async function pathInRealFolder(
  root: string,
  path: string,
): Promise<{ readonly target: string; readonly madeIn: readonly string[] }> {
  const madeIn: string[] = [];
  let folder = root;
  for (const part of path.split('/').slice(0, -1)) {
    const parent = folder;
    folder = join(folder, part);
    try {
      await mkdir(folder);
      madeIn.push(parent);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    if (!(await lstat(folder)).isDirectory()) {
      throw new PixelisError(
        'worktree.unsafe-path',
        `'${path}' would be written through '${folder}', which is not a folder`,
      );
    }
  }
  return { target: join(root, path), madeIn };
}

/** Gives a finished file its name; false where that is taken. */
type Move = (temporary: string, target: string) => Promise<boolean>;

async function replaceFile(temporary: string, target: string): Promise<boolean> {
  await rename(temporary, target);
  return true;
}

/** Linked, so that of two writers one creates it; where the file system knows no links, whoever comes first. */
async function linkNew(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!linksImpossible.some((code) => isCode(error, code))) throw error;
  }
  return !(await isTaken(target)) && replaceFile(temporary, target);
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

const linksImpossible = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Writes the bytes to a file aside, flushed, and moves it: nobody ever sees a part of them under the name. */
async function placeDurably(
  target: string,
  bytes: Uint8Array,
  { temporaryFolder, move }: SmallFilesOptions & { readonly move: Move },
): Promise<boolean> {
  const beside = dirname(target);
  const folder = temporaryFolder ?? beside;
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.pixelis.tmp`);
  try {
    await writeDurable(temporary, bytes);
    return await move(temporary, target);
  } catch (error) {
    if (!isCode(error, 'EXDEV') || folder === beside) throw error;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return placeDurably(target, bytes, { move });
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
