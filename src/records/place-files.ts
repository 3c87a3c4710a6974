import { randomBytes } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, goOn, isDiskError, PixelisError, type Tried, tried, triedEach } from '#errors/index.js';

/** A file to be, by its path relative to the top. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface PlaceOptions {
  /**
   * Where files are written before they get their names, out of git's sight: who is killed leaves nothing in the worktree.
   * Default, and where it lies on another file system: beside the file.
   */
  readonly temporaryFolder?: string | undefined;
  /** The calls that reach the disk; default: those of `node:fs/promises`. */
  readonly calls?: PlaceCalls | undefined;
}

/** The calls of `node:fs/promises` with which files are placed; tests count them. */
export type PlaceCalls = Pick<typeof nodeFiles, 'link' | 'lstat' | 'mkdir' | 'open' | 'rename' | 'unlink'>;

/**
 * Puts files in place below `root`, each at once, all durable when this returns: in place of what is there, or where
 * nothing is yet, which is false where something is. Each folder is flushed once.
 */
export async function placeFiles(
  root: string,
  files: readonly NewFile[],
  { temporaryFolder, calls = nodeFiles, replaces }: PlaceOptions & { readonly replaces: boolean },
): Promise<readonly Tried<boolean>[]> {
  const folders = realFolders(root, calls);
  const move = replaces ? replaceFile : linkNew;
  const ready = await triedEach(files, (file) => onDisk(file, async () => ({ file, in: await folders.make(file) })));
  if (temporaryFolder !== undefined) makeFolder(temporaryFolder);
  const placed = await goOn(ready, (each) =>
    severalAtOnce(each, async (to) => {
      const target = join(root, to.file.path);
      const isPlaced = await placeDurably(target, to.file.bytes, { temporaryFolder, calls, move });
      return { ...to, isPlaced };
    }),
  );
  return goOn(placed, async (each) => {
    const toFlush = new Set([...folders.changed, ...each.map((to) => dirname(join(root, to.file.path)))]);
    const failures = await flushFolders(toFlush, calls);
    return each.map(({ file, in: above, isPlaced }) => {
      const failed = above.find((folder) => failures.has(folder));
      return failed === undefined ? isPlaced : asFailure(failures.get(failed), file);
    });
  });
}

/** Synchronously: of a disk that is full Node's asynchronous call says something else. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw diskError(error, folder);
  }
}

/** So many files are written, or folders flushed, at once: the disk makes them durable together. */
const atOnce = 16;

interface Placing {
  readonly file: NewFile;
  /** The folders that the file lies in, from the top. */
  readonly in: readonly string[];
}

async function severalAtOnce<Result>(
  all: readonly Placing[],
  work: (placing: Placing) => Promise<Result>,
): Promise<readonly Tried<Result>[]> {
  const results: Tried<Result>[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce);
    results.push(...(await Promise.all(some.map((to) => tried(() => onDisk(to.file, () => work(to)))))));
  }
  return results;
}

/** Makes the folders of files, each step of them a real folder. */
function realFolders(root: string, calls: PlaceCalls) {
  const known = new Set([root]);
  /** Folders in which a new one is: the names of new folders are flushed as well, or a power cut takes them with all that is in them. */
  const changed = new Set<string>();
  return {
    changed,
    async make({ path }: NewFile): Promise<readonly string[]> {
      const above = [root];
      let folder = root;
      for (const part of path.split('/').slice(0, -1)) {
        const parent = folder;
        folder = join(folder, part);
        above.push(folder);
        if (known.has(folder)) continue;
        try {
          await calls.mkdir(folder);
          changed.add(parent);
        } catch (error) {
          if (!isDiskError(error, 'EEXIST')) throw error;
        }
        if (!(await calls.lstat(folder)).isDirectory()) {
          throw new PixelisError(
            'worktree.unsafe-path',
            `'${path}' would be written through '${folder}', which is not a folder`,
          );
        }
        known.add(folder);
      }
      return above;
    },
  };
}

interface Aside {
  readonly temporaryFolder: string | undefined;
  readonly calls: PlaceCalls;
  /** Gives a finished file its name; false where that is taken. */
  readonly move: Move;
}

type Move = (temporary: string, target: string, calls: PlaceCalls) => Promise<boolean>;

async function replaceFile(temporary: string, target: string, calls: PlaceCalls): Promise<boolean> {
  await calls.rename(temporary, target);
  return true;
}

/** Linked, so that of two writers one creates it; where the file system knows no links, whoever comes first. */
async function linkNew(temporary: string, target: string, calls: PlaceCalls): Promise<boolean> {
  try {
    await calls.link(temporary, target);
    return true;
  } catch (error) {
    if (isDiskError(error, 'EEXIST')) return false;
    if (!isDiskError(error, ...linksImpossible)) throw error;
  }
  return !(await isTaken(target, calls)) && replaceFile(temporary, target, calls);
}

async function isTaken(path: string, calls: PlaceCalls): Promise<boolean> {
  try {
    await calls.lstat(path);
    return true;
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return false;
    throw error;
  }
}

const linksImpossible = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Writes the bytes to a file aside, flushed, and moves it: nobody ever sees a part of them under the name. */
async function placeDurably(target: string, bytes: Uint8Array, aside: Aside): Promise<boolean> {
  const { temporaryFolder, calls, move } = aside;
  const beside = dirname(target);
  const folder = temporaryFolder ?? beside;
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.pixelis.tmp`);
  try {
    await writeDurable(temporary, bytes, calls);
    return await move(temporary, target, calls);
  } catch (error) {
    if (!isDiskError(error, 'EXDEV') || folder === beside) throw error;
  } finally {
    await calls.unlink(temporary).catch(() => undefined);
  }
  return placeDurably(target, bytes, { temporaryFolder: undefined, calls, move });
}

async function writeDurable(path: string, bytes: Uint8Array, calls: PlaceCalls): Promise<void> {
  const file = await calls.open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Why some of the folders could not be flushed. */
async function flushFolders(folders: ReadonlySet<string>, calls: PlaceCalls): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const all = [...folders];
  for (let at = 0; at < all.length; at += atOnce) {
    const some = all.slice(at, at + atOnce);
    await Promise.all(
      some.map((folder) => flushFolder(folder, calls).catch((error: unknown) => void failures.set(folder, error))),
    );
  }
  return failures;
}

async function flushFolder(folder: string, calls: PlaceCalls): Promise<void> {
  const handle = await calls.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot flush a folder and say so.
    if (!isDiskError(error, 'EINVAL', 'ENOTSUP')) throw error;
  } finally {
    await handle.close();
  }
}

async function onDisk<Result>({ path }: NewFile, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, path);
  }
}

function asFailure(error: unknown, { path }: NewFile): PixelisError {
  const failure = diskError(error, path);
  if (failure instanceof PixelisError) return failure;
  throw failure;
}
