import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GcTrashResult, GcUndoResult } from '#schema/index.js';
import { withCollection } from '#store/collection.js';
import { forgetDroppedVersions } from '#store/dropped-versions.js';
import { restoreRun, surveyTrash } from '#store/empty-trash.js';
import type { RepositoryContext } from './repository-context.js';

/** What collections moved to the trash, from the latest to the oldest. */
export async function listTrash(context: RepositoryContext, options: TaskOptions = {}): Promise<GcTrashResult> {
  const runs = await surveyTrash(await context.cache(), options);
  return {
    pixelis: 1,
    command: 'gc trash',
    runs: runs.map(({ id, started, owner, files, bytes }) => ({
      run: id,
      started: `${new Date(started).toISOString().slice(0, 19)}Z`,
      ...(owner === undefined ? {} : { host: owner.host }),
      files,
      bytes,
    })),
    problems: [],
    warnings: [],
  };
}

/** Moves everything back that a collection moved to the trash, the latest where none is named. @throws `gc.run-not-found` */
export async function undoGc(
  context: RepositoryContext,
  run: string | undefined,
  options: TaskOptions = {},
): Promise<GcUndoResult> {
  const store = await context.cache();
  return withCollection(
    store,
    async () => {
      const runs = store.trash.runs().map(({ id }) => id);
      const id = run === undefined ? runs[0] : runs.find((known) => known === run);
      if (id === undefined) throw runNotFound(run, runs);
      // First: what comes back is not to go again because a rule once let it go.
      await forgetDroppedVersions(store.bucket, id);
      const { objects, bytes } = await restoreRun(store, id, options);
      return {
        pixelis: 1,
        command: 'gc undo',
        run: id,
        restored: { files: objects, bytes },
        problems: [],
        warnings: [],
      };
    },
    options,
  );
}

/** No collection has that id, or none is there. */
export function runNotFound(run: string | undefined, runs: readonly string[]): PixelisError {
  if (run === undefined) return new PixelisError('gc.run-not-found', 'nothing lies in the trash');
  return new PixelisError('gc.run-not-found', `nothing of a collection '${run}' lies in the trash`, {
    hint: runs.length === 0 ? 'the trash is empty' : `there are: ${runs.join(', ')}`,
    data: { run },
  });
}
