import { join } from 'node:path';
import { goOn, joinTried, PixelisError, type Tried, tried, triedEach, valueOf } from '#errors/index.js';
import { tombstonePath } from '#format/tombstone.js';
import { compareEntries } from '#model/file-change.js';
import type { Tombstone } from '#model/tombstone.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { LocalStore } from '#store/object-store.js';
import { hashTree, type WrittenTree, writeTrees } from '#store/tree-writer.js';
import { hashFiles, ingestAll, type Ingested } from '#worktree/ingest.js';
import type { ScannedEntry } from '#worktree/scan.js';
import type { IndexEntry } from '#worktree/worktree-index.js';
import { checkStoreLinks } from './check-store-links.js';
import { forgetLost, pinUnchanged, readBase, unchangedContent } from './content-in-cache.js';
import type { ContentOptions, ContentRequest, StoredContent } from './content-request.js';
import { objectPurged } from './known-tombstones.js';
import { isChosen, type Merged, mergeWithBase } from './merge-with-base.js';
import { refuseContradictions } from './refuse-contradictions.js';

/**
 * Stores what lies at a path: blobs first, then the pages and the root of a folder, durable when this returns. What was
 * never pulled is kept from the base.
 * @throws `object.missing` where it takes the base's tree to know what was never pulled, and the cache lacks it;
 * `object.purged` where something there must not come back, `worktree.outdated` where it contradicts the base: nothing is
 * stored then
 */
export async function storeContent(
  cache: LocalStore,
  request: ContentRequest,
  options: ContentOptions,
): Promise<StoredContent> {
  return valueOf((await storeContents(cache, [request], options))[0]);
}

/** As {@link storeContent}, for several paths whose small files, and whose trees, share packs. */
export async function storeContents(
  cache: LocalStore,
  requests: readonly ContentRequest[],
  options: ContentOptions,
): Promise<readonly Tried<StoredContent>[]> {
  const glance = await pinUnchanged(cache, requests, options);
  const wanted = await triedEach(requests, async (request): Promise<WantedContent> => {
    const unchanged = await unchangedContent(cache, request, { ...options, glance });
    if (unchanged !== undefined) return { request, unchanged, entries: [], old: undefined };
    return { request, unchanged, ...(await contentToRead(cache, request, options)) };
  });
  const read = await goOn(wanted, (each) => readContents(cache, each, options));
  return goOn(read, (each) => completeContents(cache, each, options));
}

interface WantedContent {
  readonly request: ContentRequest;
  /** What it is, where nothing need be read. */
  readonly unchanged: StoredContent | undefined;
  /** To be read, where they have no digest. */
  readonly entries: readonly ScannedEntry[];
  /** Of the base. */
  readonly old: readonly TreeEntry[] | undefined;
}

/** What of a path is to be read. @throws what speaks against storing it */
async function contentToRead(
  cache: LocalStore,
  request: ContentRequest,
  options: ContentOptions,
): Promise<Pick<WantedContent, 'entries' | 'old'>> {
  const { seen, base, only, tombstones } = request;
  const { scan, root } = seen;
  const chosen = scan.entries.filter((entry) => isChosen(entry.path, only));
  await checkStoreLinks(cache, { root, entries: chosen }, options);
  if (tombstones.size > 0) await refusePurgedContent(cache, { ...request, chosen }, options);
  const isReadable = base?.isFolder === true && !tombstones.has(base.digest);
  const old = isReadable ? await readBase(cache, base.digest, request, options) : undefined;
  if (base !== undefined && old !== undefined) await refuseContradictions({ seen, base, only }, old, options);
  return { entries: options.dryRun === true ? chosen : await forgetLost(cache, chosen, options), old };
}

interface ReadContent extends WantedContent {
  readonly ingested: Ingested;
}

async function readContents(
  cache: LocalStore,
  wanted: readonly WantedContent[],
  options: ContentOptions,
): Promise<readonly Tried<ReadContent>[]> {
  const sources = wanted.map(({ request, entries }) => ({ root: request.seen.root, entries }));
  const outcomes =
    options.dryRun === true
      ? await triedEach(sources, (source) => hashFiles(source, options))
      : await ingestAll(sources, cache, options);
  return joinTried(wanted, outcomes, (each, ingested) => ({ ...each, ingested }));
}

async function completeContents(
  cache: LocalStore,
  read: readonly ReadContent[],
  options: ContentOptions,
): Promise<readonly Tried<StoredContent>[]> {
  const merged = await triedEach(read, (content) => ({ content, merged: mergedFolder(content) }));
  return goOn(merged, async (each) => {
    const folders = each.flatMap((one) => (one.merged === undefined ? [] : [one.merged.entries]));
    const hash = async () => Promise.all(folders.map((entries) => hashTree(entries, options)));
    const trees = await tried(options.dryRun === true ? hash : () => writeTrees(cache, folders, options));
    let next = 0;
    return triedEach(each, ({ content, merged: folder }) =>
      folder === undefined
        ? (content.unchanged ?? fileContent(content.ingested))
        : folderContent(content, folder, valueOf(trees)[next++] as WrittenTree),
    );
  });
}

/** What a folder has; undefined of a file, and where nothing changed. */
function mergedFolder({ request, unchanged, old = [], ingested }: ReadContent): Merged | undefined {
  const { seen, base, only, tombstones } = request;
  if (unchanged !== undefined || seen.scan.kind === 'file') return undefined;
  // What was purged and never pulled belongs to no new version.
  const there = old.filter((entry) => entry.kind === 'folder' || !tombstones.has(entry.digest));
  return mergeWithBase({ seen, read: ingested.entries, base: there, only, isAsIs: base?.isAsIs === true });
}

function folderContent(
  { old, ingested }: ReadContent,
  { entries, rows, keptFiles }: Merged,
  { digest, size, files }: WrittenTree,
): StoredContent {
  return {
    content: { digest, size, files },
    index: { base: digest, isComplete: isSameAs(rows, entries), entries: rows },
    changes: old === undefined ? undefined : compareEntries(old, entries),
    keptFiles,
    ...countsOf(ingested),
  };
}

function countsOf({ storedObjects, storedBytes }: Ingested) {
  return { newObjects: storedObjects, newBytes: storedBytes };
}

/** Hashes, before anything is stored, what has the size of something that was purged. */
async function refusePurgedContent(
  cache: LocalStore,
  { chosen, ...request }: ContentRequest & { readonly chosen: readonly ScannedEntry[] },
  options: ContentOptions,
): Promise<void> {
  const { seen, tombstones } = request;
  const purged = [...tombstones.values()];
  const sizes = new Set(purged.flatMap(({ size, files }) => (files === undefined ? [size] : [])));
  const suspects = chosen.filter(({ kind, size }) => kind !== 'folder' && sizes.has(size));
  for (const { path, digest } of (await hashFiles({ root: seen.root, entries: suspects }, options)).entries) {
    const tombstone = digest === undefined ? undefined : tombstones.get(digest);
    if (tombstone !== undefined) throw comesBack(path === '' ? seen.root : join(seen.root, path), tombstone);
  }
  const files = chosen.filter(({ kind }) => kind !== 'folder');
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (!purged.some((tombstone) => tombstone.files === files.length && tombstone.size === bytes)) return;
  const { content } = await storeContent(cache, { ...request, tombstones: new Map() }, { ...options, dryRun: true });
  const tombstone = tombstones.get(content.digest);
  if (tombstone !== undefined) throw comesBack(seen.root, tombstone);
}

function comesBack(path: string, tombstone: Tombstone): PixelisError {
  const error = objectPurged(`the content of '${path}'`, tombstone);
  return new PixelisError(error.code, error.message, {
    hint: `remove it; or, where the purge was a mistake: git rm ${tombstonePath(tombstone.digest)}`,
    data: error.data,
  });
}

function fileContent(ingested: Ingested): StoredContent {
  const { entries } = ingested;
  const [entry] = entries;
  if (entry?.digest === undefined) throw new PixelisError('bug', 'a tracked file has no digest');
  return {
    content: { digest: entry.digest, size: entry.size, ...(entry.kind === 'executable' ? { executable: true } : {}) },
    index: { base: entry.digest, isComplete: true, entries },
    changes: undefined,
    keptFiles: 0,
    ...countsOf(ingested),
  };
}

/** Whether the index has a row for every entry, each with the entry's bytes. */
function isSameAs(rows: readonly IndexEntry[], entries: readonly TreeEntry[]): boolean {
  return (
    rows.length === entries.length &&
    rows.every(({ digest }, index) => {
      const entry = entries[index];
      return entry !== undefined && digest === (entry.kind === 'folder' ? undefined : entry.digest);
    })
  );
}
