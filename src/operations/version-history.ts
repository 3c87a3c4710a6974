import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import { decodePointer } from '#format/pointer.js';
import { decodeVersionRecord, parseVersionRecordPath } from '#format/version-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { BlobId, Git, GitCommit, LogQuery } from '#git/git.js';
import type { Pointer } from '#model/pointer.js';
import { type RepositoryPath, trackedPathOf } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Problem } from '#schema/index.js';

/** What one commit did. */
export interface HistoryStep {
  readonly commit: GitCommit;
  /** Pointers that it changed, as they were after it, and before it in its first parent. */
  readonly pointers: readonly ChangedPointer[];
  /** Records that it brought. */
  readonly records: readonly VersionRecord[];
}

export interface ChangedPointer {
  readonly path: RepositoryPath;
  readonly pointer: Pointer;
  readonly before: Pointer | undefined;
}

/** What a file was; neither where it could not be read. */
interface Decoded {
  readonly pointer?: Pointer;
  readonly record?: VersionRecord;
}

/** So many commits are read before their files are, all at once. */
const batchSize = 256;

/**
 * The commits that touched pointers and records within a query, newest first, with what these hold. A file that cannot be
 * read is told in `problems` and left out.
 */
export async function* versionHistory(
  git: Git,
  { query, problems }: { readonly query: LogQuery; readonly problems: Problem[] },
  options: TaskOptions,
): AsyncGenerator<HistoryStep, void, undefined> {
  const read = fileReader(git, problems, options);
  let batch: GitCommit[] = [];
  // The first entries are wanted at once, by a user with a small limit as well.
  let size = 16;
  for await (const commit of git.log(query, options)) {
    batch.push(commit);
    if (batch.length < size) continue;
    yield* await read(batch);
    batch = [];
    size = Math.min(2 * size, batchSize);
  }
  yield* await read(batch);
}

function fileReader(git: Git, problems: Problem[], options: TaskOptions) {
  const known = new Map<BlobId, Decoded>();

  const decode = (path: string, bytes: Uint8Array): Decoded => {
    try {
      const isPointer = trackedPathOf(path) !== undefined;
      return isPointer ? { pointer: decodePointer(bytes, path) } : { record: decodeVersionRecord(bytes, path) };
    } catch (error) {
      if (!isPixelisError(error)) throw error;
      problems.push(problemOf(error, { path }));
      return {};
    }
  };

  return async (batch: readonly GitCommit[]): Promise<readonly HistoryStep[]> => {
    const paths = new Map<BlobId, string>();
    for (const { changes } of batch) {
      for (const { path, before, after } of changes) {
        if (after !== undefined && !known.has(after) && isOurs(path)) paths.set(after, path);
        const isPointer = before !== undefined && trackedPathOf(path) !== undefined;
        if (isPointer && !known.has(before)) paths.set(before, path);
      }
    }
    const onUnreadable = (id: BlobId, error: PixelisError): void => {
      known.set(id, {});
      problems.push(problemOf(error, { path: paths.get(id) as string }));
    };
    const wanted = { ...options, limitBytes: recordLimitBytes, onUnreadable };
    for await (const { id, bytes } of git.readBlobs(paths.keys(), wanted)) {
      known.set(id, decode(paths.get(id) as string, bytes));
    }
    return batch.map((commit) => stepOf(commit, known));
  };
}

function isOurs(path: string): boolean {
  return trackedPathOf(path) !== undefined || parseVersionRecordPath(path) !== undefined;
}

function stepOf(commit: GitCommit, known: ReadonlyMap<BlobId, Decoded>): HistoryStep {
  const pointers: ChangedPointer[] = [];
  const decoded = (blob: BlobId | undefined): Decoded => (blob === undefined ? undefined : known.get(blob)) ?? {};
  const records: VersionRecord[] = [];
  for (const { path, before, after } of commit.changes) {
    const { pointer, record } = decoded(after);
    const tracked = trackedPathOf(path);
    if (pointer !== undefined && tracked !== undefined)
      pointers.push({ path: tracked, pointer, before: decoded(before).pointer });
    if (record !== undefined) records.push(record);
  }
  return { commit, pointers, records };
}
