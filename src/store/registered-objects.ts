import type { Digest } from '#model/digest.js';
import type { Registration } from '#model/registration.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from './bucket-store.js';
import type { MarkedTrees } from './marked-trees.js';
import { NeededObjects, unknownSize } from './needed-objects.js';
import { listRegistrations, readRegistration, type RegistrationObject } from './registrations.js';

/** What clones registered in a store that they share, read as it comes. */
export interface RegisteredObjects {
  readonly clones: ReadonlyMap<string, RegisteredClone>;
  /** Names among the registrations that are none. */
  readonly foreign: readonly string[];
  /** Trees that clones are pushing, and that are not there yet. */
  readonly awaited: readonly AwaitedTree[];
  /**
   * Reads the registrations that were not there before, and looks again for what was awaited.
   * @throws `object.*` where a registration, or a tree that is needed, is damaged
   */
  look(options: TaskOptions): Promise<void>;
}

export interface RegisteredClone {
  readonly clone: string;
  readonly by: string;
  /** When it last registered something, by the store's own clock: milliseconds since 1970. */
  readonly latest: number;
  readonly keys: readonly string[];
  /** Versions and files that it named. */
  readonly objects: number;
  readonly named: NeededObjects;
}

export interface AwaitedTree {
  readonly digest: Digest;
  readonly clone: string;
  readonly by: string;
  /** When it was registered, by the store's own clock. */
  readonly since: number;
}

export interface RegisteredOptions {
  readonly marked: MarkedTrees;
  /** Makes the stores that are read tell of what they have now. */
  readonly refresh: (options: TaskOptions) => Promise<void>;
  /** Registrations that do not count: of clones that are to be forgotten, or that know better by now. */
  readonly leavesOut: (registration: RegistrationObject) => boolean;
}

export function registeredObjects(
  store: BucketStore,
  { marked, refresh, leavesOut }: RegisteredOptions,
): RegisteredObjects {
  const seen = new Set<string>();
  const clones = new Map<string, RegisteredClone>();
  const awaited = new Map<string, AwaitedTree>();
  let foreign: readonly string[] = [];
  return {
    clones,
    get foreign() {
      return foreign;
    },
    get awaited() {
      return [...awaited.values()];
    },
    async look(options) {
      const fresh = await readFresh(options);
      await refresh(options);
      for (const [registration, said] of fresh) await take(registration, said, options);
      for (const [id, { digest }] of awaited) {
        if ((await marked.mark({ digest, isTree: true }, options)) !== 'absent') awaited.delete(id);
      }
    },
  };

  async function readFresh(options: TaskOptions): Promise<readonly (readonly [RegistrationObject, Registration])[]> {
    const fresh: (readonly [RegistrationObject, Registration])[] = [];
    for (let isComplete = false; !isComplete; ) {
      const names: string[] = [];
      const listed = await listRegistrations(store, { ...options, onForeign: (name) => names.push(name) });
      foreign = names;
      isComplete = true;
      for (const registration of listed) {
        if (seen.has(registration.key) || leavesOut(registration)) continue;
        const said = await readRegistration(store, registration, options);
        seen.add(registration.key);
        if (said !== undefined) fresh.push([registration, said]);
        // One that went away has another one in its place.
        else isComplete = false;
      }
    }
    return fresh;
  }

  async function take(
    { key, clone, modified }: RegistrationObject,
    { by, pushed, trees, files }: Registration,
    options: TaskOptions,
  ): Promise<void> {
    const known = clones.get(clone);
    const named = known?.named ?? new NeededObjects();
    for (const digest of [...pushed, ...trees, ...files]) named.add(digest, unknownSize);
    clones.set(clone, {
      clone,
      by,
      latest: Math.max(known?.latest ?? 0, modified),
      keys: [...(known?.keys ?? []), key],
      objects: (known?.objects ?? 0) + pushed.length + trees.length + files.length,
      named,
    });
    for (const digest of files) await marked.mark({ digest, isTree: false }, options);
    for (const digest of trees) {
      // What it was about to push did not get there as a whole.
      awaited.delete(`${clone} ${digest}`);
      await marked.mark({ digest, isTree: true }, options);
    }
    for (const digest of pushed) awaited.set(`${clone} ${digest}`, { digest, clone, by, since: modified });
  }
}
