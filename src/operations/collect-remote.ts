import { isPixelisError } from '#errors/index.js';
import type { DroppedVersion } from '#format/dropped.js';
import { objectFolder, packFolder } from '#model/object-key.js';
import { trashFolder } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GcRemoteResult } from '#schema/index.js';
import { moveToTrash, type MovedToTrash } from '#store/collect-shared.js';
import { type CollectorTurn, takeTurn } from '#store/collector-turn.js';
import type { CollectionPlan } from '#store/plan-collection.js';
import { planSharedCollection } from '#store/plan-shared-collection.js';
import { withCollection } from '#store/collection.js';
import { settleDroppedVersions } from '#store/dropped-versions.js';
import { listRegistrations, type RegistrationObject } from '#store/registrations.js';
import { beginTrashRun, freeTrash, restoreTrash } from '#store/remote-trash.js';
import { awaitPushes } from './await-pushes.js';
import { type CloneIdentity, cloneIdentity } from './clone-identity.js';
import { openRootReader } from './collect-roots.js';
import { droppedOnRemoteNote, takeBackWhatIsThere, versionsToGoFromRemote } from './note-dropped-on-remote.js';
import { onlyLooking } from './only-looking.js';
import { beginAnew, replaceEarlier } from './own-registration.js';
import { examineRemote, type RemoteExamination } from './remote-examination.js';
import { type RemoteGcDone, remoteGcReport } from './remote-gc-report.js';
import { type RemoteGcRequest, remoteGcSettings } from './remote-gc-request.js';
import { requireNoneSetAside, tellingDamage } from './remote-damage.js';
import type { Remote, RepositoryContext } from './repository-context.js';
import { keepLastCopiesNeeded, keepLastOnRemote, type RetainedOnRemote, retainOnRemote } from './retain-on-remote.js';
import { type KeptTrash, versionsKeptInTrash } from './trash-on-remote.js';

/** Uploads that were begun longer ago and never finished are nobody's any more. */
const staleUploadMs = 86_400_000;

/**
 * Finds what none of the clones needs that share a remote, and where asked moves it to the trash there, or frees what has
 * lain in it long enough.
 * @throws `gc.root-unreadable`, `gc.push-under-way`, `object.*` where it cannot be told what is needed; `lock.held` where
 * another collection is under way
 */
export async function collectRemote(repository: RepositoryContext, request: RemoteGcRequest): Promise<GcRemoteResult> {
  const settings = remoteGcSettings(repository, request);
  const context = settings.mode === 'plan' ? onlyLooking(repository) : repository;
  const options = { signal: request.signal, onProgress: request.onProgress };
  const remote = await context.remote(request.remote);
  const who = await cloneIdentity(context);
  if (settings.mode === 'plan') {
    const leavesOut = ({ clone }: RegistrationObject): boolean => clone === who.clone || settings.forgotten.has(clone);
    const examination = await examineRemote(context, { remote, settings, who, leavesOut }, options);
    const retained = await markAll(examination, options);
    const plan = await planSharedCollection(remote.store, planned(examination, Date.now(), options));
    const going = await versionsToGoFromRemote(examination, { retained, garbage: plan.garbage }, options);
    return remoteGcReport(examination, { plan, retained, going }, options);
  }
  const started = `${context.now().toISOString().slice(0, 19)}Z`;
  const collect = async (): Promise<GcRemoteResult> => {
    const turn = await takeTurn(remote.store, { ...who, started }, options);
    try {
      return await inOwnTurn(context, { remote, settings, who, turn, started }, options);
    } finally {
      await turn.end();
    }
  };
  // Nothing is to go from the cache because this remote has it, while it goes from there because the cache has it.
  return withCollection(await context.cache(), collect, options);
}

interface OwnTurn {
  readonly remote: Remote;
  readonly settings: RemoteExamination['settings'];
  readonly who: CloneIdentity;
  readonly turn: CollectorTurn;
  readonly started: string;
}

async function inOwnTurn(
  context: RepositoryContext,
  { remote, settings, who, turn, started }: OwnTurn,
  options: TaskOptions,
): Promise<GcRemoteResult> {
  const { store } = remote;
  const own = { context, remote, who };
  const earlier = await beginAnew(own, options);
  // What clones register from now on counts, also of one that is to be forgotten and turns out to be alive.
  const forgotten = await registrationsOf(remote, settings.forgotten, options);
  const superseded = new Set([...earlier, ...forgotten].map(({ key }) => key));
  const leavesOut = ({ key }: RegistrationObject): boolean => superseded.has(key);
  const examination = await examineRemote(context, { remote, settings, who, leavesOut }, options);
  await settleDroppedVersions(store.bucket, options);
  const retained = await markAll(examination, options);
  const healed = await examination.restoreLive(options);
  let result: RemoteGcDone;
  if (settings.mode === 'purge') {
    const freed = await purge(examination, turn, options);
    const plan = await planSharedCollection(store, planned(examination, turn.began, options));
    result = { plan, retained, restored: healed.objects, ...freed };
  } else {
    const applied = await apply(examination, { turn, started, retained }, options);
    result = { ...applied, retained, restored: healed.objects + applied.restored };
  }
  await replaceEarlier(own, { needs: retained.needs, earlier }, options);
  for (const { key } of forgotten) await store.bucket.delete(key, options);
  let uploads = 0;
  for (const folder of [objectFolder, packFolder, trashFolder]) {
    uploads += await store.bucket.abortUploads(`${folder}/`, turn.began - staleUploadMs, options);
  }
  await examination.lookIntoTrash(options);
  await forgetEmptyRuns(examination, options);
  await takeBackWhatIsThere(examination, options);
  return remoteGcReport(examination, { ...result, uploads }, options);
}

async function registrationsOf(
  { store }: Remote,
  clones: Iterable<string>,
  options: TaskOptions,
): Promise<readonly RegistrationObject[]> {
  const found: RegistrationObject[] = [];
  for (const clone of clones) found.push(...(await listRegistrations(store, { ...options, clone })));
  return found;
}

/** Marks what the registrations of all clones name, once all of it is there, and what this clone needs by now. */
async function markAll(examination: RemoteExamination, options: TaskOptions): Promise<RetainedOnRemote> {
  const { context, remote, settings, purged, registered, earlier } = examination;
  try {
    await tellingDamage(remote, async () => awaitPushes(registered, { ...options, remote: remote.name, settings }));
  } catch (error) {
    // What seems to be on its way may have been there.
    if (isPixelisError(error, 'gc.push-under-way')) await requireNoneSetAside(examination, options);
    throw error;
  }
  const wantsHeads = settings.rules !== undefined || earlier.size > 0;
  const reader = openRootReader(context, { ...settings.roots, purged, wantsHeads });
  try {
    const retained = await tellingDamage(remote, async () => retainOnRemote(examination, reader, options));
    await requireNoneSetAside(examination, options);
    return retained;
  } finally {
    await reader.close();
  }
}

function planned({ marked, settings }: RemoteExamination, now: number, { signal }: TaskOptions) {
  const { graceSeconds } = settings;
  return { live: marked.objects, before: graceSeconds === 0 ? Infinity : now - 1000 * graceSeconds, signal };
}

interface Applied {
  readonly plan: CollectionPlan;
  readonly going: readonly DroppedVersion[];
  readonly moved: MovedToTrash;
  readonly run: string | undefined;
  readonly restored: number;
}

/**
 * Moves the garbage to the trash, looks again what is registered by then, and moves back what of it is needed after all:
 * everything where that cannot be told, or where the work fails.
 */
async function apply(
  examination: RemoteExamination,
  { turn, started, retained }: Pick<OwnTurn, 'turn' | 'started'> & { readonly retained: RetainedOnRemote },
  options: TaskOptions,
): Promise<Applied> {
  const { remote, who } = examination;
  const { store } = remote;
  const plan = await planSharedCollection(store, planned(examination, turn.began, options));
  const going = await versionsToGoFromRemote(examination, { retained, garbage: plan.garbage }, options);
  const nothing = { large: 0, packs: 0, rewritten: 0, merged: 0, retained: 0 };
  if (plan.large.length + plan.packs.length + plan.sparse.length + plan.small.length === 0) {
    return { plan, going, moved: nothing, run: undefined, restored: 0 };
  }
  const note = droppedOnRemoteNote(examination, { going, started });
  // On record before anything lies there.
  const run = await beginTrashRun(store, { ...who, started }, options);
  const move = async (): Promise<MovedToTrash> => {
    await note.begin(run);
    return moveToTrash(store, plan, { ...options, run, check: () => turn.check() });
  };
  const [outcome] = await Promise.allSettled([move()]);
  let restored = 0;
  try {
    restored = await lookAgain(examination, { run, retained });
  } finally {
    await note.end();
  }
  if (outcome.status === 'rejected') throw outcome.reason;
  return { plan, going, moved: outcome.value, run, restored };
}

/** Whatever became of the work: nobody may be left without what was moved. How many files were moved back. */
async function lookAgain(
  examination: RemoteExamination,
  { run, retained }: { readonly run: string; readonly retained: RetainedOnRemote },
): Promise<number> {
  const { remote, registered, settings } = examination;
  let restored = 0;
  try {
    await examination.lookIntoTrash({});
    const onLook = async (): Promise<void> => {
      restored += (await examination.restoreLive({})).objects;
    };
    await tellingDamage(remote, async () => awaitPushes(registered, { remote: remote.name, settings, onLook }));
    // What went because it is elsewhere must be there by now, too.
    await keepLastOnRemote(examination, retained, { isApplied: false });
    await onLook();
    await keepLastCopiesNeeded(examination, retained, {});
    return restored;
  } catch (error) {
    await restoreRun(examination, run);
    throw error;
  }
}

async function restoreRun(examination: RemoteExamination, run: string): Promise<void> {
  await examination.lookIntoTrash({});
  const trashed = examination.trash.find((each) => each.run === run);
  if (trashed !== undefined) await restoreTrash(examination.remote.store, trashed, {});
  await examination.lookIntoTrash({});
}

/** Frees what has lain in the trash long enough, and nobody needs. */
async function purge(examination: RemoteExamination, turn: CollectorTurn, options: TaskOptions) {
  const { remote, settings } = examination;
  const latest = turn.began - 1000 * settings.trashSeconds;
  const freed = { files: 0, bytes: 0, retained: 0 };
  const kept: KeptTrash[] = [];
  await examination.lookIntoTrash(options);
  for (const run of examination.trash) {
    if (settings.trashSeconds > 0 && run.began > latest) continue;
    const versions = await versionsKeptInTrash(examination, run, options);
    if (versions.length > 0) {
      kept.push({ run: run.run, versions });
      continue;
    }
    await turn.check();
    const each = await freeTrash(remote.store, run, options);
    freed.files += each.freed.objects;
    freed.bytes += each.freed.bytes;
    freed.retained += each.retained.objects;
    options.onProgress?.({ phase: 'remove', doneItems: freed.files, doneBytes: freed.bytes });
  }
  return { freed, keptTrash: kept };
}

async function forgetEmptyRuns({ remote, trash }: RemoteExamination, options: TaskOptions): Promise<void> {
  for (const run of trash) if (run.files.length === 0) await freeTrash(remote.store, run, options);
}
