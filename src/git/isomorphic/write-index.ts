import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { whenIndexIsFree } from '#git/index-lock.js';
import { pathIgnored } from '#git/path-ignored.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Context } from './context.js';
import { requirePlainContent } from './plain-content.js';
import { readIndex } from './read-index.js';
import { ignoredPaths, listWorktreeFiles, lstatIfThere } from './read-worktree.js';

/** Adds files, and the deletion of tracked ones that are gone, to the index. */
export async function stage(context: Context, paths: readonly string[], options: TaskOptions = {}): Promise<void> {
  if (paths.length === 0) return;
  await requirePlainContent(context);
  const ignored = pathIgnored(await ignoredPaths(context, paths));
  if (ignored !== undefined) throw ignored;
  const { library, base } = context;
  await whenIndexIsFree(
    () =>
      withIndexLock(context, async () => {
        for (const filepath of await filesBelow(context, paths, options)) {
          if (await isThere(context, filepath)) await library.add({ ...base, filepath, force: true });
          else await library.remove({ ...base, filepath });
        }
      }),
    options.signal,
  );
}

/** The paths themselves, and for folders what is tracked or may be tracked below them. */
async function filesBelow(
  context: Context,
  paths: readonly string[],
  options: TaskOptions,
): Promise<ReadonlySet<string>> {
  const tracked = (await readIndex(context.places)).map((entry) => entry.path);
  const files = new Set<string>();
  for (const name of paths) {
    for (const file of tracked) if (file === name || file.startsWith(`${name}/`)) files.add(file);
    const stat = await lstatIfThere(path.join(context.places.root, name));
    if (stat?.isDirectory() !== true) {
      if (stat !== undefined) files.add(name);
    } else {
      for (const file of await listWorktreeFiles(context, { folder: name }, options)) files.add(file);
    }
  }
  return files;
}

async function isThere({ places }: Context, name: string): Promise<boolean> {
  const stat = await lstatIfThere(path.join(places.root, name));
  return stat !== undefined && !stat.isDirectory();
}

/** The library locks nothing against other processes. Returns the path of the lock where another process has it. */
async function withIndexLock({ places }: Context, work: () => Promise<void>): Promise<string | undefined> {
  const lock = path.join(places.gitFolder, 'index.lock');
  try {
    await (await open(lock, 'wx')).close();
  } catch (error) {
    if (isDiskError(error, 'EEXIST')) return lock;
    throw diskError(error, lock);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
  return undefined;
}
