import type { LocalBucketStore } from '#store/local-store.js';
import { untouchedStore } from '#store/untouched-store.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * The same repository for a dry run or a plan: the cache has what lies in its trash as well, and nothing is brought back from
 * there, nor set aside.
 */
export function onlyLooking(context: RepositoryContext): RepositoryContext {
  let untouched: Promise<LocalBucketStore> | undefined;
  const cache = async (): Promise<LocalBucketStore> => (untouched ??= context.cache().then(untouchedStore));
  return Object.create(context, { cache: { value: cache } });
}
