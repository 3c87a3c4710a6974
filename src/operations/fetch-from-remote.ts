import type { Digest } from '#model/digest.js';
import type { CopyResult } from '#store/copy-objects.js';
import { fetchContent, type FetchContentOptions } from '#store/fetch-content.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { Content } from '#store/push-content.js';
import { registerFetch } from './register-needs.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/**
 * Copies files and folders into the cache, and says on the remote that this clone needs them before it looks for them there.
 * Nobody is asked where nothing is lacking.
 */
export async function fetchFromRemote(
  context: RepositoryContext,
  remote: Remote,
  wanted: Content & Omit<FetchContentOptions, 'beforeSource'>,
): Promise<CopyResult> {
  const cache: LocalBucketStore = await context.cache();
  const needs = { blobs: wanted.blobs?.keys() ?? new Set<Digest>(), roots: new Set(wanted.roots) };
  let registration: Promise<void> | undefined;
  return fetchContent(remote.store, cache, {
    ...wanted,
    roots: needs.roots,
    beforeSource: () => (registration ??= registerFetch(context, remote, { needs, signal: wanted.signal })),
  });
}
