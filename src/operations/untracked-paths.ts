import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { throwIfInterrupted } from '#errors/index.js';
import type { GitStatusEntry } from '#git/git.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { UntrackedPath } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';

/** As many files are looked at for their size: a listing that goes on is of no use. */
const maxFiles = 10_000;

/** What neither git nor Pixelis tracks: files, and folders in which nothing is tracked, with what is in them. */
export async function summarizeUntracked(
  context: RepositoryContext,
  entries: readonly GitStatusEntry[],
  { signal }: TaskOptions,
): Promise<UntrackedPath[]> {
  const paths = entries
    .filter(({ path, worktree, staged }) => worktree === 'untracked' && staged === 'unchanged' && !isSmallFile(path))
    .slice(0, maxFiles)
    .map(({ path }) => path);
  const folders = [...new Set(paths.flatMap(foldersAbove))];
  const tracked = folders.length === 0 ? new Set<string>() : await context.git.trackedPaths(folders, { signal });
  const summary = new Map<string, { kind: 'file' | 'folder'; size: number; files: number }>();
  for (const path of paths) {
    throwIfInterrupted(signal);
    const folder = foldersAbove(path).find((above) => !tracked.has(above));
    const known = summary.get(folder ?? path) ?? { kind: folder === undefined ? 'file' : 'folder', size: 0, files: 0 };
    known.files += 1;
    known.size += sizeOf(join(context.git.places.root, path));
    summary.set(folder ?? path, known);
  }
  return [...summary].map(([path, { kind, size, files }]) =>
    kind === 'folder' ? { path, kind, size, files } : { path, kind, size },
  );
}

/** 0 for what went away meanwhile, or cannot be looked at. */
function sizeOf(file: string): number {
  try {
    return lstatSync(file).size;
  } catch {
    return 0;
  }
}

/** `a`, `a/b` of `a/b/c`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What Pixelis writes beside data is for git, not for Pixelis. */
function isSmallFile(path: string): boolean {
  return (
    path.endsWith(pointerSuffix) || path.startsWith('.pixelis') || /(?:^|\/)\.git(?:ignore|attributes)$/.test(path)
  );
}
