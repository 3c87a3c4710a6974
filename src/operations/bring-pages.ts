import { isPixelisError, PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { fetchContent } from '#store/fetch-content.js';
import type { LocalBucketStore } from '#store/local-store.js';
import { readTreeRoot } from '#store/tree-reader.js';
import { remoteFor } from './bring-objects.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Sees to it that the cache has the lists of files of these trees, without the files. Asks the default remote for what is
 * not here, and nobody where all of it is.
 * @throws `object.missing` where it cannot be had, with the reason
 */
export async function bringPages(
  context: RepositoryContext,
  roots: readonly Digest[],
  options: TaskOptions = {},
): Promise<void> {
  const cache = await context.cache();
  const lacking = await treesLackingPages(cache, roots, options);
  const [lacked] = lacking;
  if (lacked === undefined) return;
  const remote = await remoteFor(context, `the list of files of '${lacked}'`);
  const wants = (): boolean => false;
  await fetchContent(remote.store, cache, { roots: lacking, wants, ...options, jobs: context.config.jobs });
  const [first] = await treesLackingPages(cache, lacking, options);
  if (first === undefined) return;
  throw new PixelisError(
    'object.missing',
    `the list of files of '${first}' is neither in the cache nor in ${remote.store.label}`,
    {
      hint: 'have it pushed from where it was made: pixelis push',
      data: { digest: first },
    },
  );
}

async function treesLackingPages(
  cache: LocalBucketStore,
  roots: readonly Digest[],
  { signal }: TaskOptions,
): Promise<readonly Digest[]> {
  const lacking: Digest[] = [];
  for (const digest of new Set(roots)) {
    try {
      const { pages } = await readTreeRoot(cache, digest, { signal });
      const missing = await cache.missing(
        pages.map((page) => page.digest),
        { signal, sizeOf: () => 0 },
      );
      if (missing.size > 0) lacking.push(digest);
    } catch (error) {
      if (!isPixelisError(error, 'object.missing')) throw error;
      lacking.push(digest);
    }
  }
  return lacking;
}
