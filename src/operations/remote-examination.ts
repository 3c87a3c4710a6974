import { join } from 'node:path';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { BucketStore } from '#store/bucket-store.js';
import { droppedLists } from '#store/dropped-versions.js';
import { type MarkedTrees, markedTrees } from '#store/marked-trees.js';
import { type RegisteredObjects, registeredObjects } from '#store/registered-objects.js';
import type { RegistrationObject } from '#store/registrations.js';
import { liveInTrash, type MovedFiles, restoreTrash, surveyTrash, type TrashedFiles } from '#store/remote-trash.js';
import type { CloneIdentity } from './clone-identity.js';
import { knownTombstones, type Tombstones } from './known-tombstones.js';
import type { RemoteGcSettings } from './remote-gc-request.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/** What is known of a remote while its garbage is collected. */
export interface RemoteExamination {
  readonly context: RepositoryContext;
  readonly remote: Remote;
  readonly settings: RemoteGcSettings;
  readonly who: CloneIdentity;
  /** What is needed by nobody, whoever names it. */
  readonly purged: Tombstones;
  readonly marked: MarkedTrees;
  readonly registered: RegisteredObjects;
  /** Content of versions that rules let go there in collections of which something lies in the trash. */
  readonly earlier: ReadonlySet<Digest>;
  /** Begins to mark beside what is needed. */
  readonly mark: () => MarkedTrees;
  /** What lies in the trash, from the latest run to the oldest, as of the last look. */
  readonly trash: readonly TrashedFiles[];
  /** Looks what lies in the trash. */
  lookIntoTrash(options: TaskOptions): Promise<void>;
  /** Moves back what is needed and lies in the trash alone. */
  restoreLive(options: TaskOptions): Promise<MovedFiles>;
}

export async function examineRemote(
  context: RepositoryContext,
  {
    remote,
    settings,
    who,
    leavesOut,
  }: Pick<RemoteExamination, 'remote' | 'settings' | 'who'> & {
    readonly leavesOut: (registration: RegistrationObject) => boolean;
  },
  options: TaskOptions,
): Promise<RemoteExamination> {
  const { store } = remote;
  const cache = await context.cache();
  const tableCache = join(context.sharedState, 'remotes', 'packs');
  let trash: readonly TrashedFiles[] = [];
  const stores = (): readonly BucketStore[] => [store, ...trash.map((run) => run.store)];
  const refresh = async (refreshing: TaskOptions): Promise<void> => {
    for (const each of [cache, ...stores()]) await each.catalogue.refresh(refreshing);
  };
  const purged = await knownTombstones(context, options);
  const { ignored } = settings.roots;
  const isLeftOut = (digest: Digest): boolean => purged.has(digest) || ignored.has(digest);
  const mark = (): MarkedTrees => markedTrees({ stores, reader: cache, purged: { has: isLeftOut } });
  const marked = mark();
  const registered = registeredObjects(store, { marked, refresh, leavesOut });
  const earlier = new Set<Digest>();
  const examination: RemoteExamination = {
    context,
    remote,
    settings,
    who,
    purged,
    marked,
    mark,
    registered,
    earlier,
    get trash() {
      return trash;
    },
    async lookIntoTrash(looking) {
      trash = await surveyTrash(store, { ...looking, tableCache });
    },
    async restoreLive(restoring) {
      const moved = { objects: 0, bytes: 0 };
      for (const run of trash) {
        const keys = await liveInTrash(store, run, { live: marked.objects, ...restoring });
        if (keys.size === 0) continue;
        const { objects, bytes } = await restoreTrash(store, run, { wants: (key) => keys.has(key), ...restoring });
        moved.objects += objects;
        moved.bytes += bytes;
      }
      if (moved.objects > 0) await store.catalogue.refresh(restoring);
      return moved;
    },
  };
  await examination.lookIntoTrash(options);
  const runs = new Set(trash.filter(({ files }) => files.length > 0).map(({ run }) => run));
  for (const { run, versions } of await droppedLists(store.bucket, options)) {
    if (runs.has(run)) for (const { digest } of versions) earlier.add(digest);
  }
  return examination;
}
