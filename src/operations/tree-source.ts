import { isPixelisError } from '#errors/index.js';
import type { ObjectStore } from '#store/object-store.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * The cache, for reading trees; a page that it lacks is read from the default remote where there is one and Pixelis is
 * online. Pages that come that way are not kept: what the cache holds is what somebody fetched.
 */
export async function treeSource(context: RepositoryContext): Promise<ObjectStore> {
  const cache = await context.cache();
  if (context.isOffline || context.config.defaultRemote === undefined) return cache;
  return {
    label: cache.label,
    missing: async (digests, options) => cache.missing(digests, options),
    async read(digest, options) {
      try {
        return await cache.read(digest, options);
      } catch (error) {
        if (!isPixelisError(error, 'object.missing')) throw error;
        const { store } = await context.remote();
        return store.read(digest, options);
      }
    },
    stream: (digest, options) => cache.stream(digest, options),
    list: (options) => cache.list(options),
  };
}
