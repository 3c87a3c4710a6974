import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diskError, PixelisError } from '#errors/index.js';
import type { BlobId, CommitId, Git } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import { readSmallFile } from './small-file.js';

/** Where records and pointers are read from: the worktree, or a commit. */
export interface RecordSource {
  /** Undefined for the worktree. */
  readonly commit: CommitId | undefined;
  /** Files below `folder` ('' is the top) whose path ends in `suffix`, in the order of their bytes. */
  list(folder: string, suffix: string, options?: TaskOptions): Promise<readonly string[]>;
  /** Contents in the order asked for; a file that is gone since it was listed is left out. */
  read(paths: readonly string[], options: ReadRecordsOptions): AsyncIterable<RecordFile>;
}

export interface ReadRecordsOptions extends TaskOptions {
  readonly limitBytes: number;
  /** Told of a file that cannot be read, or is over the limit; the others are read all the same. Default: it is thrown. */
  readonly onUnreadable?: ((error: PixelisError, path: string) => void) | undefined;
}

export interface RecordFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Records and pointers as they lie in the worktree, committed or not. */
export function worktreeRecords(git: Git): RecordSource {
  const { root } = git.places;
  return {
    commit: undefined,
    async list(folder, suffix, options) {
      // Records lie in one known folder; a pointer can be anywhere, and git knows where without a walk through the data.
      if (folder.startsWith('.pixelis/')) return listFolder(root, folder).filter((path) => path.endsWith(suffix));
      return git.listWorktreeFiles({ folder, suffix }, options);
    },
    async *read(paths, { limitBytes, onUnreadable, signal }) {
      let sinceBreath = 0;
      for (const path of paths) {
        signal?.throwIfAborted();
        const bytes = tryToRead(path, onUnreadable, () => readSmallFile(root, path, limitBytes));
        if (bytes !== undefined) yield { path, bytes };
        if (++sinceBreath % 1000 === 0) await setImmediate();
      }
    },
  };
}

/** Records and pointers as a commit has them. */
export function committedRecords(git: Git, commit: CommitId): RecordSource {
  const blobs = new Map<string, BlobId>();
  return {
    commit,
    async list(folder, suffix, options) {
      const files = await git.listFiles(commit, { folder, suffix }, options);
      for (const file of files) blobs.set(file.path, file.blob);
      return files.map((file) => file.path);
    },
    async *read(paths, { onUnreadable, ...options }) {
      const wanted = paths.flatMap((path) => {
        const blob = blobs.get(path);
        return blob === undefined ? [] : [{ path, blob }];
      });
      const contents = new Map<BlobId, Uint8Array | PixelisError>();
      let next = 0;
      const tell = onUnreadable && ((id: BlobId, error: PixelisError) => void contents.set(id, error));
      const reading = git.readBlobs(new Set(wanted.map(({ blob }) => blob)), { ...options, onUnreadable: tell });
      for await (const { id, bytes } of reading) {
        contents.set(id, bytes);
        yield* known();
      }
      yield* known();

      function* known(): Generator<RecordFile, void> {
        for (let file = wanted[next]; file !== undefined; file = wanted[++next]) {
          const { path, blob } = file;
          const found = contents.get(blob);
          if (found === undefined) return;
          if (found instanceof PixelisError) onUnreadable?.(found, path);
          else yield { path, bytes: found };
        }
      }
    },
  };
}

function tryToRead<Result>(
  path: string,
  onUnreadable: ReadRecordsOptions['onUnreadable'],
  read: () => Result,
): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (onUnreadable === undefined || !(error instanceof PixelisError)) throw error;
    onUnreadable(error, path);
    return undefined;
  }
}

function listFolder(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw diskError(error, folder);
  }
}
