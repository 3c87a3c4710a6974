import type { TaskOptions } from '#model/task-options.js';
import type { GcTrashResult, GcUndoResult } from '#schema/index.js';
import { takeTurn } from '#store/collector-turn.js';
import { droppedLists, forgetDroppedVersions } from '#store/dropped-versions.js';
import { freeTrash, restoreTrash, surveyTrash, trashRunBy } from '#store/remote-trash.js';
import { cloneIdentity } from './clone-identity.js';
import { runNotFound } from './gc-trash.js';
import { rootsOf } from './other-copies.js';
import { registerNeeds } from './register-needs.js';
import type { RepositoryContext } from './repository-context.js';
import { trashOfRemote } from './restore-from-trash.js';

/** What collections of a remote moved to its trash, from the latest to the oldest. */
export async function listRemoteTrash(
  context: RepositoryContext,
  name: string | undefined,
  options: TaskOptions = {},
): Promise<GcTrashResult> {
  const remote = await context.remote(name);
  const runs = [];
  for (const { run, began, files } of await trashOfRemote(context, remote, options)) {
    const collector = await trashRunBy(remote.store, run, options);
    runs.push({
      run,
      started: Number.isFinite(began) ? `${new Date(began).toISOString().slice(0, 19)}Z` : (collector?.started ?? ''),
      ...(collector === undefined ? {} : { host: collector.by }),
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    });
  }
  return { pixelis: 1, command: 'gc trash', remote: remote.name, runs, problems: [], warnings: [] };
}

/**
 * Moves everything back that a collection moved to the trash of a remote, the latest where none is named.
 * @throws `gc.run-not-found`; `lock.held` where a collection is under way
 */
export async function undoRemoteGc(
  context: RepositoryContext,
  { remote: name, run }: { readonly remote: string | undefined; readonly run: string | undefined },
  options: TaskOptions = {},
): Promise<GcUndoResult> {
  const remote = await context.remote(name);
  const started = `${context.now().toISOString().slice(0, 19)}Z`;
  const turn = await takeTurn(remote.store, { ...(await cloneIdentity(context)), started }, options);
  try {
    const runs = await trashOfRemote(context, remote, options);
    const chosen = run === undefined ? runs[0] : runs.find((each) => each.run === run);
    if (chosen === undefined) {
      throw runNotFound(
        run,
        runs.map((each) => each.run),
      );
    }
    const list = (await droppedLists(remote.store.bucket, options)).find((each) => each.run === chosen.run);
    if (list !== undefined) {
      // First: the next collection, of whichever clone, is not to take it again.
      const versions = list.versions.map((version) => ({ ...version, isTree: version.isTree }));
      await registerNeeds(context, remote, { needs: rootsOf(versions), signal: options.signal });
      await forgetDroppedVersions(remote.store.bucket, chosen.run);
    }
    const { objects, bytes } = await restoreTrash(remote.store, chosen, options);
    // What the remote got anew meanwhile lies there twice.
    const left = (await surveyTrash(remote.store, options)).find((each) => each.run === chosen.run);
    if (left !== undefined) await freeTrash(remote.store, left, options);
    const restored = { files: objects, bytes };
    return {
      pixelis: 1,
      command: 'gc undo',
      remote: remote.name,
      run: chosen.run,
      restored,
      problems: [],
      warnings: [],
    };
  } finally {
    await turn.end();
  }
}
