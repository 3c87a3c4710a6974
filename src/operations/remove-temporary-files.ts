import { join } from 'node:path';
import type { TaskOptions } from '#model/task-options.js';
import { removeLeftovers } from '#store/leftovers.js';
import type { RepositoryContext } from './repository-context.js';

/** What a process left that was killed goes after so long. */
export const leftoverMs = 24 * 60 * 60 * 1000;

/** Removes what killed commands left among the temporary files of the cache and of this clone; `now` by the cache's clock. */
export async function removeTemporaryFiles(
  context: RepositoryContext,
  { now, signal }: TaskOptions & { readonly now: number },
): Promise<void> {
  const cache = await context.cache();
  const own = [context.sharedState, context.ownState].map((state) => join(state, 'tmp'));
  for (const folder of new Set([await cache.temporaryFolder(), ...own])) {
    await removeLeftovers(folder, { before: now - leftoverMs, signal });
  }
}
