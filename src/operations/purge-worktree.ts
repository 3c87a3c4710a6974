import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { flushFolder, onDisk } from '#bucket/durable-files.js';
import { diskError, isDiskError } from '#errors/index.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { PurgedPath } from '#schema/index.js';
import type { NeededObjects } from '#store/needed-objects.js';
import { hashFiles } from '#worktree/ingest.js';
import { holdPaths } from './hold-path.js';
import { lookAtPath } from './look-at-path.js';
import type { RepositoryContext } from './repository-context.js';

/** Which tracked paths of this worktree have files whose bytes are among those that go; they are removed where asked. */
export async function purgeWorktree(
  context: RepositoryContext,
  gone: NeededObjects,
  { remove, ...options }: TaskOptions & { readonly remove: boolean },
): Promise<PurgedPath[]> {
  const sizes = sizesOf(gone);
  const found: PurgedPath[] = [];
  for (const { path } of (await context.worktreeCatalog().pointers(options)).pointers) {
    const look = async () => {
      const files = await filesToGo(context, path, { gone, sizes, options });
      if (remove) await removeFiles(files.map((file) => join(context.git.places.root, path, file)));
      return files.length;
    };
    const files = await (remove ? holdPaths(context, [path], look, options) : look());
    if (files > 0) found.push({ path, files, removed: remove });
  }
  return found;
}

/** From the tracked path; '' is the path itself. */
async function filesToGo(
  context: RepositoryContext,
  path: RepositoryPath,
  {
    gone,
    sizes,
    options,
  }: { readonly gone: NeededObjects; readonly sizes: ReadonlySet<number>; readonly options: TaskOptions },
): Promise<readonly string[]> {
  const { root, scan } = await lookAtPath(context, path, options);
  const candidates = scan.entries.filter(({ kind, digest, size, isLostLink }) =>
    kind === 'folder' || isLostLink === true ? false : digest === undefined ? sizes.has(size) : gone.has(digest),
  );
  const { entries } = await hashFiles({ root, entries: candidates }, options);
  return entries.flatMap((entry) => (entry.digest !== undefined && gone.has(entry.digest) ? [entry.path] : []));
}

function sizesOf(gone: NeededObjects): ReadonlySet<number> {
  return new Set(gone.columns().sizes);
}

/** A power cut does not bring them back. */
async function removeFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    await nodeFiles.unlink(file).catch((error: unknown) => {
      if (!isDiskError(error, 'ENOENT')) throw diskError(error, file);
    });
  }
  for (const folder of new Set(files.map((file) => dirname(file))))
    await onDisk(folder, () => flushFolder(nodeFiles, folder));
}
