import { isPixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GcResult } from '#schema/index.js';
import { type AppliedCollection, applyCollection } from '#store/apply-collection.js';
import { type Collection, withCollection } from '#store/collection.js';
import { droppedContent, settleDroppedVersions } from '#store/dropped-versions.js';
import { freeRun, surveyTrash } from '#store/empty-trash.js';
import { fileSystemTime } from '#store/file-system-time.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { NeededObjects } from '#store/needed-objects.js';
import { type CollectionPlan, planCollection } from '#store/plan-collection.js';
import { pinFolder } from '#store/pin-files.js';
import { readPins } from '#store/read-pins.js';
import { forgetRepository } from '#store/registered-repositories.js';
import { openRootReader } from './collect-roots.js';
import { examineAgain, examineGarbage, type Examination, type Examined } from './examine-garbage.js';
import { describeGarbage, gcReport } from './gc-report.js';
import { type GcRequest, gcSettings } from './gc-request.js';
import { knownTombstones } from './known-tombstones.js';
import { droppedNote, versionsToGo } from './note-dropped.js';
import { onlyLooking } from './only-looking.js';
import { removeTemporaryFiles } from './remove-temporary-files.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Finds what nothing needs that git can still produce, in any repository that shares the cache, and where asked moves it to
 * the trash, or frees what has lain there long enough.
 * @throws `gc.root-unreadable` where it cannot be told what is needed; `lock.held` where another collection is under way
 */
export async function gc(repository: RepositoryContext, request: GcRequest): Promise<GcResult> {
  const settings = gcSettings(repository, request);
  const { ignored, forgotten, rules, mode } = settings;
  const context = mode === 'plan' ? onlyLooking(repository) : repository;
  const options = { signal: request.signal, onProgress: request.onProgress };
  const store = await context.cache();
  const runs = store.trash.runs().map(({ id }) => id);
  const earlier = await droppedContent(store.bucket, runs, options);
  const wantsHeads = rules !== undefined || earlier.size > 0;
  const purged = await knownTombstones(context, options);
  const reader = openRootReader(context, { ignored, forgotten, purged, wantsHeads });
  const examination = { context, settings, store, reader, earlier, purged };
  try {
    if (mode === 'plan') return await plan(examination, options);
    return await withCollection(
      store,
      async (collection) => {
        await removeTemporaryFiles(context, { ...options, now: await timeNow(store) });
        await settleDroppedVersions(store.bucket, options);
        return (mode === 'apply' ? apply : purge)(examination, collection, options);
      },
      options,
    );
  } finally {
    await reader.close();
  }
}

async function plan(examination: Examination, options: TaskOptions): Promise<GcResult> {
  const examined = await examineGarbage(examination, options);
  const pinned = readPins(pinFolder(examination.store.bucket));
  const planned = await planWith(examination, { examined, pinned }, options);
  const garbage = await describeGarbage(examination, { examined, planned }, options);
  return report(examination, { examined, planned, garbage }, options);
}

async function apply(examination: Examination, collection: Collection, options: TaskOptions): Promise<GcResult> {
  const { store } = examination;
  const examined = await examineGarbage(examination, options);
  const { live, judged } = examined;
  const planned = await planWith(examination, { examined, pinned: collection.pinned() }, options);
  const garbage = await describeGarbage(examination, { examined, planned }, options);
  const going = await versionsToGo(examination, { examined, planned }, options);
  const note = droppedNote(examination, { going, judged, collection });
  let applied: AppliedCollection;
  try {
    applied = await applyCollection(store, planned, {
      ...options,
      collection,
      live: live.objects,
      onBegin: ({ id }) => note.begin(id),
      lookAgain: () => examineAgain(examination, examined),
    });
  } finally {
    await note.end();
  }
  await forget(examination);
  return report(examination, { examined, planned, garbage, applied }, options);
}

async function purge(examination: Examination, collection: Collection, options: TaskOptions): Promise<GcResult> {
  const { store, settings } = examination;
  const { signal, onProgress } = options;
  const examined = await examineGarbage(examination, options);
  const purged = { files: 0, bytes: 0, restored: 0 };
  const latest = (await timeNow(store)) - 1000 * settings.trashSeconds;
  for (const { id, started } of store.trash.runs()) {
    if (settings.trashSeconds > 0 && started > latest) continue;
    const needed = [examined.live.objects, collection.pinned()];
    const { freed, restored } = await freeRun(store, id, { needed, signal });
    purged.files += freed.objects;
    purged.bytes += freed.bytes;
    purged.restored += restored.objects;
    onProgress?.({ phase: 'remove', doneItems: purged.files, doneBytes: purged.bytes });
  }
  await forget(examination);
  const planned = await planWith(examination, { examined, pinned: collection.pinned() }, options);
  const garbage = await describeGarbage(examination, { examined, planned }, options);
  return report(examination, { examined, planned, garbage, purged }, options);
}

async function forget({ store, reader }: Examination): Promise<void> {
  for (const repository of reader.forgotten) await forgetRepository(store.bucket, repository);
}

async function planWith(
  { store, settings }: Examination,
  { examined, pinned }: { readonly examined: Examined; readonly pinned: NeededObjects },
  options: TaskOptions,
): Promise<CollectionPlan> {
  const { graceSeconds } = settings;
  const before = graceSeconds === 0 ? Infinity : (await timeNow(store)) - 1000 * graceSeconds;
  return planCollection(store, { live: examined.live.objects, pinned, before, ...options });
}

type Done = Omit<Parameters<typeof gcReport>[1], 'trash' | 'expired'>;

async function report(examination: Examination, done: Done, options: TaskOptions): Promise<GcResult> {
  const { store, settings } = examination;
  const trash = await surveyTrash(store, options);
  const latest = (await timeNow(store)) - 1000 * settings.trashSeconds;
  const expired = trash.filter(({ started }) => settings.trashSeconds === 0 || started <= latest);
  return gcReport(examination, { ...done, trash, expired }, options);
}

/** Now, by the clock that says when files were stored; by our own where the disk is full. Milliseconds since 1970. */
async function timeNow({ bucket }: LocalBucketStore): Promise<number> {
  try {
    return await fileSystemTime(bucket);
  } catch (error) {
    if (isPixelisError(error, 'disk.full')) return Date.now();
    throw error;
  }
}
