import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitStatusEntry } from '#git/git.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { UntrackedPath } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';

/** As many files are looked at for their size; a listing that goes on is of no use. */
const maxFiles = 1000;

/** What neither git nor Pixelis tracks: files at the top, and folders with the number and the size of the files in them. */
export async function summarizeUntracked(
  context: RepositoryContext,
  entries: readonly GitStatusEntry[],
  { signal }: TaskOptions,
): Promise<UntrackedPath[]> {
  const files = entries.filter(
    ({ path, worktree, staged }) => worktree === 'untracked' && staged === 'unchanged' && !isSmallFile(path),
  );
  const summary = new Map<string, { kind: 'file' | 'folder'; size: number; files: number }>();
  for (const { path } of files.slice(0, maxFiles)) {
    signal?.throwIfAborted();
    const folder = dirname(path);
    const isTop = folder === '.';
    const key = isTop ? path : folder;
    const known = summary.get(key) ?? { kind: isTop ? ('file' as const) : ('folder' as const), size: 0, files: 0 };
    known.files += 1;
    known.size += await lstat(join(context.git.places.root, path)).then(
      ({ size }) => size,
      () => 0,
    );
    summary.set(key, known);
  }
  return [...summary].map(([path, { kind, size, files: count }]) => {
    return kind === 'folder' ? { path, kind, size, files: count } : { path, kind, size };
  });
}

/** What Pixelis writes beside data is for git, not for Pixelis. */
function isSmallFile(path: string): boolean {
  return (
    path.endsWith(pointerSuffix) || path.startsWith('.pixelis') || /(?:^|\/)\.git(?:ignore|attributes)$/.test(path)
  );
}
