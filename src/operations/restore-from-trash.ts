import { join } from 'node:path';
import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { type MarkedObject, markedTrees } from '#store/marked-trees.js';
import { liveInTrash, type MovedFiles, restoreTrash, surveyTrash, type TrashedFiles } from '#store/remote-trash.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/** What lies in the trash of a remote, without runs of which nothing does. */
export async function trashOfRemote(
  context: RepositoryContext,
  { store }: Pick<Remote, 'store'>,
  options: TaskOptions,
): Promise<readonly TrashedFiles[]> {
  const tableCache = join(context.sharedState, 'remotes', 'packs');
  return (await surveyTrash(store, { ...options, tableCache })).filter(({ files }) => files.length > 0);
}

/** Moves back what of these objects, and of all that the trees among them list, a remote has in its trash alone. */
export async function restoreFromTrash(
  context: RepositoryContext,
  { store }: Pick<Remote, 'store'>,
  { objects, ...options }: TaskOptions & { readonly objects: Iterable<MarkedObject> },
): Promise<MovedFiles> {
  const moved = { objects: 0, bytes: 0 };
  const trash = await trashOfRemote(context, { store }, options);
  if (trash.length === 0) return moved;
  const cache = await context.cache();
  const stores = [store, ...trash.map((run) => run.store)];
  for (const each of [cache, ...stores]) await each.catalogue.refresh(options);
  const marked = markedTrees({ stores: () => stores, reader: cache });
  for (const object of objects) {
    try {
      await marked.mark(object, options);
    } catch (error) {
      // What is damaged is dealt with where it lies.
      if (!isPixelisError(error) || error.kind !== 'integrity') throw error;
    }
  }
  for (const run of trash) {
    const keys = await liveInTrash(store, run, { live: marked.objects, ...options });
    const { objects: files, bytes } = await restoreTrash(store, run, { wants: (key) => keys.has(key), ...options });
    moved.objects += files;
    moved.bytes += bytes;
  }
  if (moved.objects > 0) await store.catalogue.refresh(options);
  return moved;
}
