import { isPixelisError, type PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { isUnseen } from '#store/erase-hidden.js';
import { openHiddenStore } from '#store/hidden-store.js';
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
  /** As `reader`, and what remotes only hide. */
  readonly past: ObjectStore;
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
  const hidden = new Map<Remote, Promise<ObjectStore>>();
  const cache = await context.cache();
  const reader = orElse(cache, (digest, options) => fromRemotes((remote) => remote.store.read(digest, options)));
  return {
    all: remotes,
    get remotes() {
      return remotes.filter((remote) => !failed.has(remote));
    },
    get problems() {
      return [...failed].map(([{ name }, error]) => problemOf(error, { remote: name }));
    },
    reader,
    past: orElse(reader, (digest, options) =>
      fromRemotes(async (remote) => (await hiddenIn(remote)).read(digest, options), isUnseen),
    ),
  };

  /** Undefined where no remote has it that answers. */
  async function fromRemotes(
    read: (remote: Remote) => Promise<Uint8Array>,
    isNone: (error: unknown) => boolean = () => false,
  ): Promise<Uint8Array | undefined> {
    for (const remote of remotes) {
      if (failed.has(remote)) continue;
      try {
        return await read(remote);
      } catch (failure) {
        if (isNotThere(failure) || isNone(failure)) continue;
        if (!isRemoteFailure(failure)) throw failure;
        failed.set(remote, failure);
      }
    }
    return undefined;
  }

  function hiddenIn(remote: Remote): Promise<ObjectStore> {
    const known = hidden.get(remote) ?? openHiddenStore(remote.store);
    hidden.set(remote, known);
    return known;
  }
}

/** A store that reads elsewhere what it lacks. */
function orElse(
  store: ObjectStore,
  elsewhere: (digest: Digest, options: TaskOptions | undefined) => Promise<Uint8Array | undefined>,
): ObjectStore {
  return {
    ...store,
    async read(digest, options) {
      try {
        return await store.read(digest, options);
      } catch (error) {
        if (!isNotThere(error)) throw error;
        const found = await elsewhere(digest, options);
        if (found === undefined) throw error;
        return found;
      }
    },
  };
}

function isNotThere(error: unknown): boolean {
  return isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt');
}
