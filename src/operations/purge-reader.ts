import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import type { Problem } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { isRemoteFailure } from './verify-sides.js';

export interface PurgeRemotes {
  /** Those that are to be emptied. */
  readonly all: readonly Remote[];
  /** Those of them that answered so far. */
  readonly remotes: readonly Remote[];
  /** Those that did not. */
  readonly problems: readonly Problem[];
  /** Reads from the cache, and what it lacks from the first remote that has it. */
  readonly reader: ObjectStore;
}

/** The remotes that a purge is to empty: all that are configured, or those that are named, or none. */
export async function purgeRemotes(
  context: RepositoryContext,
  {
    remotes: asked,
    local = false,
  }: { readonly remotes?: readonly string[] | undefined; readonly local?: boolean | undefined },
): Promise<PurgeRemotes> {
  const names = local ? [] : asked === undefined || asked.length === 0 ? [...context.config.remotes.keys()] : asked;
  const remotes: Remote[] = [];
  for (const name of names) remotes.push(await context.remote(name));
  const failed = new Map<Remote, PixelisError>();
  const cache = await context.cache();
  return {
    all: remotes,
    get remotes() {
      return remotes.filter((remote) => !failed.has(remote));
    },
    get problems() {
      return [...failed].map(([{ name }, error]) => problemOf(error, { remote: name }));
    },
    reader: {
      ...cache,
      async read(digest, options) {
        try {
          return await cache.read(digest, options);
        } catch (error) {
          if (!isPixelisError(error, 'object.missing') && !isPixelisError(error, 'object.corrupt')) throw error;
          for (const remote of remotes) {
            if (failed.has(remote)) continue;
            try {
              return await remote.store.read(digest, options);
            } catch (failure) {
              if (isPixelisError(failure, 'object.missing') || isPixelisError(failure, 'object.corrupt')) continue;
              if (!isRemoteFailure(failure)) throw failure;
              failed.set(remote, failure);
            }
          }
          throw error;
        }
      },
    },
  };
}
