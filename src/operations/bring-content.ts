import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry, TreeFile, TreeSymlink } from '#model/tree-entry.js';
import { versionKey } from '#model/version.js';
import type { ObjectStore } from '#store/object-store.js';
import type { Content } from '#store/push-content.js';
import { findTreeEntry } from '#store/tree-reader.js';
import { droppedOnRemote, versionDroppedOnRemote } from './dropped-on-remote.js';
import { fetchFromRemote } from './fetch-from-remote.js';
import { knownTombstones, objectPurged, type Tombstones } from './known-tombstones.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import type { ResolvedReference } from './resolve-reference.js';
import { nothingInside } from './shown-entries.js';
import { treeSource } from './tree-source.js';
import { isWithin } from './user-path.js';

/** What a reference names, and what had to be fetched for it. */
export interface Brought {
  readonly content: NamedContent;
  readonly fetchedObjects: number;
  readonly fetchedBytes: number;
  /** What was purged: it is not there, and was not asked for. */
  readonly tombstones: Tombstones;
  /** Why the remote lacks something of it, where a rule let the version go there. */
  readonly letGo?: PixelisError | undefined;
}

/** A file or link by itself, with the path that it has in its folder ('' outside one); or all that lies in a folder. */
export type NamedContent =
  | { readonly kind: 'file'; readonly entry: TreeFile | TreeSymlink }
  | { readonly kind: 'folder'; readonly entries: readonly TreeEntry[] };

export interface BringOptions extends TaskOptions {
  readonly remote?: string | undefined;
  /** Fetches nothing, and says what would be fetched. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Sees to it that the cache has what a reference names, as far as any store at hand has it.
 * @throws `reference.not-found` where nothing is at the path inside; `object.missing` where nobody knows what is there;
 * `object.dropped` where a rule let it go from the remote; `object.purged` where all of it was purged
 */
export async function bringContent(
  context: RepositoryContext,
  found: ResolvedReference,
  options: BringOptions = {},
): Promise<Brought> {
  const { signal } = options;
  const cache = await context.cache();
  const tombstones = await knownTombstones(context, { signal });
  refusePurged(found, found.digest, tombstones);
  if (options.dryRun === true) {
    const content = await namedContent(await treeSource(context), found, { signal });
    const missing = await missingObjects(cache, { content, tombstones }, { signal });
    return { content, fetchedObjects: missing.size, fetchedBytes: sumOf(missing.values()), tombstones };
  }
  const known = await namedContent(cache, found, { signal }).catch((error: unknown) => {
    if (isPixelisError(error, 'object.missing')) return undefined;
    throw error;
  });
  const missing =
    known === undefined ? undefined : await missingObjects(cache, { content: known, tombstones }, { signal });
  if (known !== undefined && missing?.size === 0)
    return { content: known, fetchedObjects: 0, fetchedBytes: 0, tombstones };
  const wanted: Content = missing === undefined ? { roots: [found.digest] } : { blobs: missing };
  const remote = await remoteFor(context, found, options);
  const { copied, missing: lacking } = await fetchFromRemote(context, remote, {
    ...wanted,
    signal,
    onProgress: options.onProgress,
    jobs: context.config.jobs,
    wants: (entry) =>
      isWithin(entry.path, found.subpath ?? '') && (entry.kind === 'folder' || !tombstones.has(entry.digest)),
  });
  const letGo = lacking.length === 0 ? undefined : await whyNotThere(remote, found, { signal });
  const content =
    known ??
    (await namedContent(cache, found, { signal }).catch((error: unknown) => {
      throw isPixelisError(error, 'object.missing') ? (letGo ?? error) : error;
    }));
  return { content, fetchedObjects: copied.objects, fetchedBytes: copied.bytes, tombstones, letGo };
}

async function whyNotThere(
  remote: Remote,
  found: ResolvedReference,
  options: TaskOptions,
): Promise<PixelisError | undefined> {
  const there = (await droppedOnRemote(remote, options)).get(versionKey(found));
  return there && versionDroppedOnRemote(found, { there, remote: remote.name });
}

async function namedContent(store: ObjectStore, found: ResolvedReference, options: TaskOptions): Promise<NamedContent> {
  const { digest, size, files, executable, subpath = '' } = found;
  if (files === undefined) {
    const kind = executable === true ? 'executable' : 'file';
    // A file by itself has no path, which no tree can hold.
    return { kind: 'file', entry: { path: '' as TreeFile['path'], kind, size, digest } };
  }
  const there = await findTreeEntry(store, digest, { ...options, path: subpath });
  if (there === undefined) throw await nothingInside(store, found, options);
  if (there.kind === 'entry') {
    return there.entry.kind === 'folder' ? { kind: 'folder', entries: [] } : { kind: 'file', entry: there.entry };
  }
  const entries: TreeEntry[] = [];
  for await (const entry of there.entries) entries.push(entry);
  return { kind: 'folder', entries };
}

/** @throws `object.purged` where the digest is that of something that a reference names, and was purged */
export function refusePurged(
  { artifact, version, subpath }: Pick<ResolvedReference, 'artifact' | 'version' | 'subpath'>,
  digest: Digest,
  tombstones: Tombstones,
): void {
  const tombstone = tombstones.get(digest);
  const inside = subpath === undefined ? '' : `//${subpath}`;
  if (tombstone !== undefined) throw objectPurged(`'${artifact}:v${version}${inside}'`, tombstone);
}

/** Objects that the cache lacks and that were not purged, with their sizes. */
async function missingObjects(
  cache: ObjectStore,
  { content, tombstones }: { readonly content: NamedContent; readonly tombstones: Tombstones },
  options: TaskOptions,
): Promise<ReadonlyMap<Digest, number>> {
  const sizes = new Map<Digest, number>();
  for (const entry of content.kind === 'file' ? [content.entry] : content.entries) {
    if (entry.kind !== 'folder' && !tombstones.has(entry.digest)) sizes.set(entry.digest, entry.size);
  }
  const missing = await cache.missing(sizes.keys(), { ...options, sizeOf: (digest) => sizes.get(digest) });
  return new Map([...missing].map((digest) => [digest, sizes.get(digest) ?? 0]));
}

/** @throws `object.missing` where there is nobody to be asked */
async function remoteFor(
  context: RepositoryContext,
  { artifact, version, digest }: ResolvedReference,
  options: BringOptions,
): Promise<Remote> {
  try {
    return await context.remote(options.remote);
  } catch (error) {
    const isNobody = isPixelisError(error, 'offline.forbidden') || isPixelisError(error, 'remote.not-configured');
    if (!isNobody || options.remote !== undefined) throw error;
    throw new PixelisError('object.missing', `'${artifact}:v${version}' is not in the cache, and ${error.message}`, {
      hint: error.hint,
      data: { artifact, version, digest },
      cause: error,
    });
  }
}

function sumOf(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += size;
  return sum;
}
