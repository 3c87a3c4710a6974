import { join } from 'node:path';
import { editPointer, encodePointer } from '#format/pointer.js';
import { withLock } from '#lock/with-lock.js';
import type { Pointer } from '#model/pointer.js';
import { pointerPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import { addGitignoreLine, gitignoreBeside, hasGitignoreLine } from '#records/gitignore-file.js';
import type { AddSubject } from './add-subjects.js';
import type { RepositoryContext } from './repository-context.js';

/** What git says of all paths of a command, asked once: a line that is added on the way is about one path alone. */
export interface GitView {
  /** Paths that git ignored before. */
  ignored(): Promise<ReadonlySet<string>>;
  /** Those of the `.gitignore` files beside the paths that git tracks. */
  trackedIgnoreFiles(): Promise<ReadonlySet<string>>;
}

export function gitView({ git }: RepositoryContext, subjects: readonly AddSubject[], options: TaskOptions): GitView {
  const paths = subjects.map(({ path }) => path);
  let ignored: Promise<ReadonlySet<string>> | undefined;
  let tracked: Promise<ReadonlySet<string>> | undefined;
  return {
    ignored: () => (ignored ??= git.ignoredPaths(paths, options).then((rules) => new Set(rules.keys()))),
    trackedIgnoreFiles: () => (tracked ??= git.trackedPaths([...new Set(paths.map(gitignoreBeside))], options)),
  };
}

/** Writes the pointer, and the gitignore line of the path. @returns files to be staged */
export async function writePointer(
  context: RepositoryContext,
  { path, present }: AddSubject,
  {
    pointer,
    isUnchanged,
    options,
  }: {
    readonly pointer: Pointer;
    readonly isUnchanged: boolean;
    readonly options: TaskOptions & { readonly git: GitView };
  },
): Promise<readonly string[]> {
  const pointerPath = pointerPathOf(path);
  const gitignore = gitignoreBeside(path);
  if (!isUnchanged) {
    const bytes = present === undefined ? encodePointer(pointer) : editPointer(present.bytes, pointer, pointerPath);
    await context.files.replace(pointerPath, bytes);
  } else if (hasGitignoreLine(context.files, path)) {
    // A command that was killed may have come so far, and no further.
    const isTracked = (await options.git.trackedIgnoreFiles()).has(gitignore);
    return isTracked ? [pointerPath] : [pointerPath, gitignore];
  }
  if ((await options.git.ignored()).has(path)) return [pointerPath];
  // Two that add a line to one file at once would lose one of the two.
  const lock = join(context.ownState, 'locks', 'gitignore');
  await withLock(lock, () => addGitignoreLine(context.files, path), { signal: options.signal, waitMs: 5 * 60_000 });
  return [pointerPath, gitignore];
}
