import type { ComparedEntry } from '#model/file-change.js';
import type { Pointer } from '#model/pointer.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { comparePaths } from '#model/tree-path.js';
import type { ObjectStore } from '#store/object-store.js';
import { hashFiles } from '#worktree/ingest.js';
import { lookAtPath, type SeenPath } from './look-at-path.js';
import { entriesOfPointer } from './pointer-content.js';
import type { RepositoryContext } from './repository-context.js';

/** What a tracked path holds in the worktree. */
export type WorktreeContent =
  /** Just what its pointer says, or nothing of it was ever pulled. */
  | { readonly kind: 'as-pointer' }
  /** It was here, and somebody removed it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'entries'; readonly entries: readonly ComparedEntry[] };

/**
 * What lies at a tracked path, hashing only what the index cannot prove. Files that were never pulled count as what the
 * pointer says of them.
 */
export async function worktreeContent(
  context: RepositoryContext,
  { path, pointer, store }: { readonly path: RepositoryPath; readonly pointer: Pointer; readonly store: ObjectStore },
  options: TaskOptions,
): Promise<WorktreeContent> {
  const seen = await lookAtPath(context, path, options);
  const { scan, index, root } = seen;
  if (scan.kind === 'absent') {
    return { kind: index === undefined ? 'as-pointer' : 'absent' };
  }
  const isOfPointer = index?.base === pointer.digest;
  if (scan.isUnchanged && isOfPointer && index.isComplete) return { kind: 'as-pointer' };
  const { entries } = await hashFiles({ root, entries: scan.entries }, options);
  if (!isOfPointer || index.isComplete) return { kind: 'entries', entries };
  const missing = await neverPulled(seen, { pointer, store }, options);
  const whole: ComparedEntry[] = [...entries, ...missing];
  return { kind: 'entries', entries: whole.sort((a, b) => comparePaths(a.path, b.path)) };
}

/** What the pointer has and the worktree has not, though nobody removed it. */
async function neverPulled(
  { scan }: SeenPath,
  { pointer, store }: { readonly pointer: Pointer; readonly store: ObjectStore },
  options: TaskOptions,
): Promise<readonly ComparedEntry[]> {
  const known = new Set([...scan.entries, ...scan.gone].map(({ path }) => path));
  return (await entriesOfPointer(store, pointer, options)).filter(({ path }) => !known.has(path));
}
