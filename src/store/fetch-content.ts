import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreeEntry } from '#model/tree-entry.js';
import type { BucketStore } from './bucket-store.js';
import { type CopyOptions, type CopyResult, copyObjects } from './copy-objects.js';
import type { LocalBucketStore } from './local-store.js';
import { mergeSmallPacks } from './merge-packs.js';
import type { Content } from './push-content.js';
import { brokenIn, isUnreadable, listTreeObjects } from './tree-objects.js';
import { readTreeRoot } from './tree-reader.js';

export interface FetchContentOptions extends Omit<CopyOptions, 'sizeOf' | 'mustWithhold'> {
  /** Which entries of the trees to fetch the blobs of; default: all. Roots and pages always come. */
  readonly wants?: ((entry: TreeEntry, root: Digest) => boolean) | undefined;
}

/** Copies files and folders into the cache: roots first, since they tell what else there is, then pages, then blobs. */
export async function fetchContent(
  source: BucketStore,
  target: LocalBucketStore,
  { blobs = new Map(), roots: wantedRoots = [], wants, ...options }: Content & FetchContentOptions,
): Promise<CopyResult> {
  const roots = new Set(wantedRoots);
  const { signal } = options;
  const results: CopyResult[] = [];
  const copy = async (digests: Iterable<Digest>, sizeOf: (digest: Digest) => number | undefined): Promise<void> => {
    const onProgress = options.onProgress && addingTo(results, options.onProgress);
    results.push(
      await copyObjects(source, target, { phase: 'fetch', ...options, onProgress, phases: [digests], sizeOf }),
    );
  };

  // Pages and roots are in packs, whatever their size.
  const isPacked = (): number => 0;
  await copy(roots, isPacked);
  await copy(await pagesOf(target, roots, { signal }), isPacked);
  const corrupt = new Set<Digest>();
  const listed = await listTreeObjects(target, roots, {
    signal,
    wants,
    // What is missing was named when it could not be copied.
    onUnreadable: (root, error) => error.code !== 'object.missing' && corrupt.add(brokenIn(root, error)),
  });
  const sizes = new Map([...listed.blobs, ...blobs]);
  await copy(sizes.keys(), (digest) => sizes.get(digest));
  await mergeSmallPacks(target, { signal });
  const result = joined(results);
  return { ...result, corrupt: [...new Set([...result.corrupt, ...corrupt])] };
}

/** The pages of those trees whose roots arrived and can be read. */
async function pagesOf(target: BucketStore, roots: ReadonlySet<Digest>, options: TaskOptions): Promise<Set<Digest>> {
  const pages = new Set<Digest>();
  for (const root of roots) {
    try {
      for (const { digest } of (await readTreeRoot(target, root, options)).pages) pages.add(digest);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  return pages;
}

/** Progress of one of several copies, on top of those before it. */
function addingTo(
  results: readonly CopyResult[],
  onProgress: NonNullable<TaskOptions['onProgress']>,
): NonNullable<TaskOptions['onProgress']> {
  const { copied } = joined(results);
  return (progress) =>
    onProgress({
      ...progress,
      doneItems: progress.doneItems + copied.objects,
      ...(progress.totalItems === undefined ? {} : { totalItems: progress.totalItems + copied.objects }),
      ...(progress.doneBytes === undefined ? {} : { doneBytes: progress.doneBytes + copied.bytes }),
      ...(progress.totalBytes === undefined ? {} : { totalBytes: progress.totalBytes + copied.bytes }),
    });
}

function joined(results: readonly CopyResult[]): CopyResult {
  return {
    copied: {
      objects: results.reduce((sum, { copied }) => sum + copied.objects, 0),
      bytes: results.reduce((sum, { copied }) => sum + copied.bytes, 0),
    },
    present: results.reduce((sum, { present }) => sum + present, 0),
    missing: results.flatMap(({ missing }) => missing),
    corrupt: results.flatMap(({ corrupt }) => corrupt),
    withheld: results.flatMap(({ withheld }) => withheld),
  };
}
