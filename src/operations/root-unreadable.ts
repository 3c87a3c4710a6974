import { type ErrorCode, isPixelisError, PixelisError } from '#errors/index.js';

/** A repository of which something cannot be read: it cannot be done without. @throws `gc.root-unreadable` */
export async function readingRepository<T>(repository: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw rootUnreadable({ root: repository, repository, hint: error.hint ?? 'mend it, and try again' }, error);
  }
}

/** Names of roots that a user says to do without: paths and git's ids of blobs, digests. */
export type IgnoredRoots = ReadonlySet<string>;

/** Something that may name objects, and that cannot be read: nothing is collected. */
export function rootUnreadable(
  { root, repository, hint }: { readonly root: string; readonly repository: string; readonly hint?: string },
  cause: PixelisError,
): PixelisError {
  return new PixelisError('gc.root-unreadable', `what '${repository}' needs cannot be told: ${cause.message}`, {
    hint: hint ?? `mend it, or go on as if it named nothing: pixelis gc --ignore ${root}`,
    data: { repository, root, code: cause.code },
    cause,
  });
}

/**
 * What `read` gives; undefined for a root that is ignored.
 * @throws `gc.root-unreadable` in place of any other error than that of an interruption
 */
export async function readingRoot<T>(
  subject: { readonly root: string; readonly repository: string },
  ignored: IgnoredRoots,
  read: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (ignored.has(subject.root)) return undefined;
    throw rootUnreadable(subject, error);
  }
}

/** A machine that fails says nothing of what it was to read. */
const passedOn: ReadonlySet<ErrorCode> = new Set(['interrupted', 'disk.full', 'disk.failed', 'gc.root-unreadable']);

function isUnreadable(error: unknown): error is PixelisError {
  return isPixelisError(error) && !passedOn.has(error.code);
}
