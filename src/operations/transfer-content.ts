import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { BucketStore } from '#store/bucket-store.js';
import type { CopyResult } from '#store/copy-objects.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { Content } from '#store/push-content.js';
import { listTreeObjects } from '#store/tree-objects.js';
import { isIncluded, type PathFilter } from './path-filter.js';
import type { TransferSubject } from './transfer-subjects.js';

/** Files and whole folders that were asked for. */
export interface AskedContent {
  /** Sizes by digest. */
  readonly blobs: ReadonlyMap<Digest, number>;
  readonly roots: ReadonlySet<Digest>;
  /** Of folders that were asked for in part: for each the limits, any of which may hold. */
  readonly limits: ReadonlyMap<Digest, readonly TransferSubject[]>;
}

/** What subjects name. A folder that is asked for as a whole and in part is asked for as a whole. */
export function askedContent(subjects: readonly TransferSubject[], filter: PathFilter): AskedContent {
  const blobs = new Map<Digest, number>();
  const roots = new Set<Digest>();
  const limits = new Map<Digest, readonly TransferSubject[]>();
  for (const subject of subjects) {
    const { digest, files, size, only } = subject;
    if (files === undefined) blobs.set(digest, size);
    else if (only === undefined && filter === undefined) roots.add(digest);
    else limits.set(digest, [...(limits.get(digest) ?? []), subject]);
  }
  for (const root of roots) limits.delete(root);
  return { blobs, roots, limits };
}

/** Whether a path of a limited folder was asked for. */
export function isAskedFor({ limits }: AskedContent, filter: PathFilter): (path: string, root: Digest) => boolean {
  return (path, root) => {
    const subjects = limits.get(root);
    return subjects === undefined || subjects.some(({ only }) => isIncluded(path, filter, only));
  };
}

/** What to send of it. Of a folder asked for in part only the files go: its root would promise all of them. */
export async function contentToPush(
  cache: LocalBucketStore,
  asked: AskedContent,
  {
    filter,
    wants,
    ...options
  }: TaskOptions & {
    readonly filter: PathFilter;
    readonly wants?: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
  },
): Promise<Content> {
  const isWanted = isAskedFor(asked, filter);
  const { blobs } = await listTreeObjects(cache, asked.limits.keys(), {
    ...options,
    wants: (entry, root) => isWanted(entry.path, root) && wants?.(entry, root) !== false,
  });
  return { blobs: new Map([...asked.blobs, ...blobs]), roots: asked.roots };
}

interface Ends {
  readonly source: BucketStore;
  readonly target: BucketStore;
  readonly wants?: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
}

/** What a transfer would move, as far as can be told without moving anything. */
export async function foreseeTransfer(
  content: Content,
  { source, target, wants }: Ends,
  options: TaskOptions,
): Promise<CopyResult> {
  const unreadable: Digest[] = [];
  const objects = await listTreeObjects(source, content.roots ?? [], {
    ...options,
    onUnreadable: (root) => unreadable.push(root),
    wants,
  });
  const sizes = new Map([...objects.blobs, ...(content.blobs ?? [])]);
  for (const digest of [...objects.pages, ...objects.roots]) sizes.set(digest, 0);
  const sizeOf = (digest: Digest) => sizes.get(digest);
  const lacking = await target.missing([...sizes.keys(), ...unreadable], { ...options, sizeOf });
  const nowhere = await source.missing(lacking, { ...options, sizeOf });
  let bytes = 0;
  for (const digest of lacking) if (!nowhere.has(digest)) bytes += sizes.get(digest) ?? 0;
  return {
    copied: { objects: lacking.size - nowhere.size, bytes },
    present: sizes.size - lacking.size,
    missing: [...nowhere],
    corrupt: [],
    withheld: [],
  };
}

/** Those of the trees that did not get there as a whole. */
export function incompleteRoots(
  roots: Iterable<Digest>,
  { missing, corrupt, withheld }: CopyResult,
): readonly Digest[] {
  const failed = new Set([...missing, ...corrupt, ...withheld]);
  return [...roots].filter((root) => failed.has(root));
}
