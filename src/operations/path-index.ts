import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { isRepositoryPath, type RepositoryPath } from '#model/repository-path.js';
import { type IndexContent, removeWorktreeIndex, writeWorktreeIndex } from '#worktree/worktree-index.js';
import type { RepositoryContext } from './repository-context.js';

const pathSuffix = '.path';

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
  await rm(file + pathSuffix, { force: true });
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
