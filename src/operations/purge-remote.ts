import { PixelisError } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import { copyObjects } from '#store/copy-objects.js';
import { eraseObjects } from '#store/erase-objects.js';
import type { Erased } from '#store/erasure-report.js';
import { markedTrees } from '#store/marked-trees.js';
import { NeededObjects, unknownSize } from '#store/needed-objects.js';
import { registeredObjects } from '#store/registered-objects.js';
import type { CachePurge } from './purge-cache.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/**
 * Removes objects from a remote for good: what is not purged itself only as far as no clone has registered that it needs it.
 * Who registers while that goes on is found by a second look, and what it needs is brought back from the cache.
 * @throws `remote.*`, `purge.unknown-needs` where a clone is pushing
 */
export async function purgeRemote(
  context: RepositoryContext,
  remote: Remote,
  { purged, gone }: CachePurge,
  options: TaskOptions,
): Promise<Erased> {
  const { signal } = options;
  const { store } = remote;
  const candidates = [...gone.digests()].filter((digest) => !purged.has(digest));
  if (candidates.length === 0) return eraseObjects(store, gone, options);
  const clones = await registeredNeeds(context, remote, purged);
  await clones.look({ signal });
  const going = new NeededObjects();
  for (const digest of gone.digests())
    if (purged.has(digest) || !clones.needed.has(digest)) going.add(digest, gone.sizeOf(digest) ?? unknownSize);
  const erased = await eraseObjects(store, going, options);
  await clones.look({});
  const back = candidates.filter((digest) => going.has(digest) && clones.needed.has(digest));
  if (back.length > 0) {
    const sizeOf = (digest: Digest) => gone.sizeOf(digest);
    await copyObjects(await context.cache(), store, { phases: [back], sizeOf, jobs: context.config.jobs });
  }
  const kept = candidates.filter((digest) => clones.needed.has(digest)).length;
  return kept === 0
    ? erased
    : { ...erased, left: [...erased.left, { file: undefined, error: stillNeeded(kept, store.label) }] };
}

/** What clones registered in a store, read as it comes. */
async function registeredNeeds(context: RepositoryContext, { store }: Remote, purged: CachePurge['purged']) {
  const reader = await context.cache();
  const marked = markedTrees({ stores: () => [store], reader, purged });
  const registered = registeredObjects(store, {
    marked,
    refresh: async (options) => {
      for (const each of [reader, store]) await each.catalogue.refresh(options);
    },
    leavesOut: () => false,
  });
  return {
    needed: marked.objects,
    async look(options: TaskOptions): Promise<void> {
      await registered.look(options);
      const [first] = registered.awaited;
      if (first !== undefined) throw beingPushed(first);
    },
  };
}

function beingPushed({ digest, by }: { readonly digest: Digest; readonly by: string }): PixelisError {
  return new PixelisError('purge.unknown-needs', `clone '${by}' is pushing a version: what it needs cannot be told`, {
    hint: 'wait until its push has ended, then run the same purge again',
    data: { digest, by },
  });
}

function stillNeeded(count: number, label: string): PixelisError {
  const objects = count === 1 ? '1 object is' : `${count} objects are`;
  return new PixelisError(
    'purge.unknown-needs',
    `${objects} still in ${label}: another clone registered a need of them`,
    {
      hint: 'there: git pull, then pixelis gc --remote; then run the same purge again',
      data: { count },
    },
  );
}
