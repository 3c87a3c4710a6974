import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { LocalStore } from '#store/object-store.js';
import type { ScannedEntry } from '#worktree/scan.js';
import type { Content, ContentOptions, ContentRequest, StoredContent } from './content-request.js';
import { type BaseObjects, hasAllObjects } from './has-all-objects.js';
import { readPinnedTree, readTreeEntries } from './read-tree-entries.js';

/**
 * Pins the files that the index proves to be as they were. @returns a glance: one look at the packs tells of all of them,
 * since each was pinned before it
 */
export async function pinUnchanged(
  cache: LocalStore,
  requests: readonly ContentRequest[],
  { dryRun }: ContentOptions,
): Promise<object> {
  for (const request of dryRun === true ? [] : requests) {
    const whole = unchangedBase(request)?.whole;
    if (whole?.isFolder === false) await cache.pin(whole.objects);
  }
  return {};
}

/** The base itself, where the index proves that nothing changed and the cache still has all of it. */
export async function unchangedContent(
  cache: LocalStore,
  request: ContentRequest,
  { dryRun, glance, signal }: ContentOptions & { readonly glance: object },
): Promise<StoredContent | undefined> {
  const unchanged = unchangedBase(request);
  if (unchanged === undefined) return undefined;
  const { content, whole } = unchanged;
  const look = whole.isFolder ? { signal } : { signal, glance };
  if (!(await hasAllObjects(cache, { ...whole, pins: dryRun !== true }, look))) return undefined;
  return { content, index: undefined, changes: [], keptFiles: 0, newObjects: 0, newBytes: 0 };
}

/** The base, where the index proves that nothing changed. */
function unchangedBase({
  seen: { scan, index },
  base,
}: ContentRequest): { readonly content: Content; readonly whole: BaseObjects } | undefined {
  if (base?.content === undefined || !scan.isUnchanged || index?.isComplete !== true || index.base !== base.digest)
    return undefined;
  return {
    content: base.content,
    whole: { base: base.digest, objects: index.objects, isFolder: base.isFolder },
  };
}

/** Entries that the index proves, whose objects the cache has lost, are to be read again. */
export async function forgetLost(
  cache: LocalStore,
  entries: readonly ScannedEntry[],
  options: TaskOptions,
): Promise<readonly ScannedEntry[]> {
  const sizes = new Map<Digest, number>();
  for (const { digest, size } of entries) if (digest !== undefined) sizes.set(digest, size);
  if (sizes.size === 0) return entries;
  await cache.pin(sizes.keys());
  const lost = await cache.missing(sizes.keys(), { ...options, sizeOf: (digest) => sizes.get(digest) });
  if (lost.size === 0) return entries;
  return entries.map((entry) =>
    entry.digest !== undefined && lost.has(entry.digest) ? { ...entry, digest: undefined } : entry,
  );
}

/** The base's entries, where it takes them: to keep what was never pulled, and to say what changed. */
export async function readBase(
  cache: LocalStore,
  digest: Digest,
  { seen, only }: ContentRequest,
  options: ContentOptions,
): Promise<readonly TreeEntry[] | undefined> {
  try {
    return await (options.dryRun === true ? readTreeEntries : readPinnedTree)(cache, digest, options);
  } catch (error) {
    if (!isPixelisError(error, 'object.missing')) throw error;
    if (seen.index?.isComplete === true && seen.index.base === digest && only === undefined) return undefined;
    throw new PixelisError(
      'object.missing',
      `what was never pulled into '${seen.root}' cannot be told: its list of files is not in the cache`,
      {
        hint: 'fetch it first: pixelis fetch',
        data: { path: seen.root, digest },
        cause: error,
      },
    );
  }
}
