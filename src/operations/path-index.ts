import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { type Digest, isDigest } from '#model/digest.js';
import { isRepositoryPath, type RepositoryPath } from '#model/repository-path.js';
import { type IndexContent, removeWorktreeIndex, writeWorktreeIndex } from '#worktree/worktree-index.js';
import { pointerByNow } from './pointer-by-now.js';
import type { RepositoryContext } from './repository-context.js';

const pathSuffix = '.path';
const nextSuffix = '.next';

/** The index of one tracked path. Its name is a hash, for a path may be longer than a file name can be. */
export function indexFileOf(context: RepositoryContext, path: RepositoryPath): string {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return join(context.ownState, 'index', name);
}

/** Puts the index of a path in place, and remembers that the path has one. */
export async function savePathIndex(
  context: RepositoryContext,
  path: RepositoryPath,
  index: IndexContent,
): Promise<void> {
  const file = indexFileOf(context, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    await writeFile(file + pathSuffix, path);
  } catch (error) {
    throw diskError(error, file);
  }
  await writeWorktreeIndex(file, index);
  await rm(file + nextSuffix, { force: true });
}

/**
 * Says what the next index of a path will be made from, before the pointer names it. Who is killed after that leaves an
 * index of before beside the new pointer, and so does a power cut, which takes back the index that nobody flushed.
 */
export async function announcePathIndex(context: RepositoryContext, path: RepositoryPath, base: Digest): Promise<void> {
  const file = indexFileOf(context, path) + nextSuffix;
  try {
    mkdirSync(dirname(file), { recursive: true });
    await writeFile(file, base);
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Whether the index that is there is of before what was recorded here last. Then it says nothing of what is there now. */
export function isPathIndexOutlived(context: RepositoryContext, path: RepositoryPath, base: Digest): boolean {
  const file = indexFileOf(context, path) + nextSuffix;
  let next: string;
  try {
    next = readFileSync(file, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw diskError(error, file);
  }
  const pointed = pointerByNow(context, { path, present: undefined })?.pointer.digest;
  // A power cut may have taken its bytes: then whoever moved the pointer, nothing is known.
  return pointed !== base && (next === pointed || !isDigest(next));
}

/** Another text for every index that is ever put in place for a path. */
export function stampOfPathIndex(context: RepositoryContext, path: RepositoryPath): string {
  const stats = statSync(indexFileOf(context, path), { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.ino} ${stats.ctimeNs}`;
}

/** Forgets what this worktree has at a path. */
export async function dropPathIndex(context: RepositoryContext, path: RepositoryPath): Promise<void> {
  const file = indexFileOf(context, path);
  await removeWorktreeIndex(file);
  for (const suffix of [pathSuffix, nextSuffix]) await rm(file + suffix, { force: true });
}

/** Every path at which Pixelis has put or seen something in this worktree. */
export async function indexedPaths(context: RepositoryContext): Promise<readonly RepositoryPath[]> {
  const folder = join(context.ownState, 'index');
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(pathSuffix));
    const paths = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return paths.filter(isRepositoryPath).sort();
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return [];
    throw diskError(error, folder);
  }
}
