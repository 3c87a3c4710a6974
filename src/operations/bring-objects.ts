import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { StoredFile } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { Content } from '#store/push-content.js';
import { brokenIn, listTreeObjects } from '#store/tree-objects.js';
import { fetchFromRemote } from './fetch-from-remote.js';
import { knownTombstones, objectPurged, type Tombstones } from './known-tombstones.js';
import type { Remote, RepositoryContext } from './repository-context.js';

export interface WantedObjects {
  /** For messages: `the log of run 'k7m2x9w4q1'`. */
  readonly what: string;
  readonly content: Content;
}

/**
 * Sees to it that the cache has files and whole folders that no reference names: what a run kept. Asks the default remote
 * for what is not here, and nobody where all of it is.
 * @throws `object.missing` where it cannot be had, `object.purged` where it, or a part of it, was purged
 */
export async function bringObjects(
  context: RepositoryContext,
  { what, content }: WantedObjects,
  options: TaskOptions = {},
): Promise<void> {
  const cache = await context.cache();
  const lacking = await lackingObjects(cache, content, options);
  if (lacking.length === 0) return;
  const tombstones = await knownTombstones(context, options);
  refusePurged({ what, content }, lacking, tombstones);
  const remote = await remoteFor(context, what);
  await fetchFromRemote(context, remote, { ...content, ...options, jobs: context.config.jobs });
  const [first, ...others] = await lackingObjects(cache, content, options);
  if (first === undefined) return;
  refusePurged({ what, content }, [first, ...others], tombstones);
  throw new PixelisError('object.missing', `${what} is neither in the cache nor in ${remote.store.label}`, {
    hint: 'have it pushed from where it was made: pixelis push',
    data: { digest: first },
  });
}

function refusePurged({ what, content }: WantedObjects, lacking: readonly Digest[], tombstones: Tombstones): void {
  const [tombstone] = lacking.flatMap((digest) => tombstones.get(digest) ?? []);
  if (tombstone === undefined) return;
  const { digest } = tombstone;
  const isAll = content.blobs?.has(digest) === true || new Set(content.roots).has(digest);
  throw objectPurged(isAll ? what : `a part of ${what}`, tombstone);
}

/** The bytes of a file that a run kept, checked while they are read; brought first where the cache lacks them. */
export async function* readStoredFile(
  context: RepositoryContext,
  { what, file: { digest, size } }: { readonly what: string; readonly file: StoredFile },
  options: TaskOptions = {},
): AsyncGenerator<Uint8Array, void> {
  await bringObjects(context, { what, content: { blobs: new Map([[digest, size]]) } }, options);
  yield* (await context.cache()).stream(digest, options);
}

/** Whether a file that a run kept can be read without asking anybody. */
async function isInCache(
  context: RepositoryContext,
  { digest, size }: StoredFile,
  { signal }: TaskOptions = {},
): Promise<boolean> {
  const cache = await context.cache();
  return (await cache.missing([digest], { signal, sizeOf: () => size })).size === 0;
}

/** Whether a file that a run kept is at hand, and small enough to be read for a hint of what is in it. */
export async function isWorthAHint(
  context: RepositoryContext,
  file: StoredFile | undefined,
  options: TaskOptions = {},
): Promise<boolean> {
  return file !== undefined && file.size <= hintLimitBytes && (await isInCache(context, file, options));
}

/** About a second of reading. */
const hintLimitBytes = 32 * 2 ** 20;

/** What the cache lacks of it, as far as can be told without what it lacks. */
async function lackingObjects(
  cache: LocalBucketStore,
  { blobs = new Map<Digest, number>(), roots = [] }: Content,
  { signal }: TaskOptions,
): Promise<readonly Digest[]> {
  const unreadable: Digest[] = [];
  const onUnreadable = (root: Digest, error: PixelisError): void => void unreadable.push(brokenIn(root, error));
  const listed = await listTreeObjects(cache, roots, { signal, onUnreadable });
  const sizes = new Map([...listed.blobs, ...blobs]);
  const missing = await cache.missing(sizes.keys(), { signal, sizeOf: (digest) => sizes.get(digest) });
  return [...unreadable, ...missing];
}

/** The default remote, for what is not in the cache. @throws `object.missing` where there is nobody to be asked */
export async function remoteFor(context: RepositoryContext, what: string): Promise<Remote> {
  try {
    return await context.remote();
  } catch (error) {
    if (!isPixelisError(error, 'offline.forbidden') && !isPixelisError(error, 'remote.not-configured')) throw error;
    throw new PixelisError('object.missing', `${what} is not in the cache, and ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}
