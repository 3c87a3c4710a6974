import { isPixelisError } from '#errors/index.js';
import { objectFolder, packFolder } from '#model/object-key.js';
import { trashFolder } from '#model/remote-key.js';
import type { TaskOptions } from '#model/task-options.js';
import type { GcRemoteResult } from '#schema/index.js';
import { moveToTrash, type MovedToTrash } from '#store/collect-shared.js';
import { type CollectorTurn, takeTurn } from '#store/collector-turn.js';
import type { CollectionPlan } from '#store/plan-collection.js';
import { planSharedCollection } from '#store/plan-shared-collection.js';
import { listRegistrations, type RegistrationObject } from '#store/registrations.js';
import { beginTrashRun, freeTrash, restoreTrash } from '#store/remote-trash.js';
import { awaitPushes } from './await-pushes.js';
import { type CloneIdentity, cloneIdentity } from './clone-identity.js';
import { openRootReader } from './collect-roots.js';
import { beginAnew, markOwn, type OwnNeeds, replaceEarlier } from './own-registration.js';
import { examineRemote, type RemoteExamination } from './remote-examination.js';
import { type RemoteGcDone, remoteGcReport } from './remote-gc-report.js';
import { type RemoteGcRequest, remoteGcSettings } from './remote-gc-request.js';
import { requireNoneSetAside, tellingDamage } from './remote-damage.js';
import type { Remote, RepositoryContext } from './repository-context.js';

/** Uploads that were begun longer ago and never finished are nobody's any more. */
const staleUploadMs = 86_400_000;

/**
 * Finds what none of the clones needs that share a remote, and where asked moves it to the trash there, or frees what has
 * lain in it long enough.
 * @throws `gc.root-unreadable`, `gc.push-under-way`, `object.*` where it cannot be told what is needed; `lock.held` where
 * another collection is under way
 */
export async function collectRemote(context: RepositoryContext, request: RemoteGcRequest): Promise<GcRemoteResult> {
  const settings = remoteGcSettings(request);
  const options = { signal: request.signal, onProgress: request.onProgress };
  const remote = await context.remote(request.remote);
  const who = await cloneIdentity(context);
  if (settings.mode === 'plan') {
    const leavesOut = ({ clone }: RegistrationObject): boolean => clone === who.clone || settings.forgotten.has(clone);
    const examination = await examineRemote(context, { remote, settings, who, leavesOut }, options);
    await markAll(examination, options);
    const plan = await planSharedCollection(remote.store, planned(examination, Date.now(), options));
    return remoteGcReport(examination, { plan }, options);
  }
  const started = `${context.now().toISOString().slice(0, 19)}Z`;
  const turn = await takeTurn(remote.store, { ...who, started }, options);
  try {
    return await inOwnTurn(context, { remote, settings, who, turn, started }, options);
  } finally {
    await turn.end();
  }
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
  const needs = await markAll(examination, options);
  const healed = await examination.restoreLive(options);
  let result: RemoteGcDone;
  if (settings.mode === 'purge') {
    const freed = await purge(examination, turn, options);
    const plan = await planSharedCollection(store, planned(examination, turn.began, options));
    result = { plan, restored: healed.objects, ...freed };
  } else {
    const applied = await apply(examination, { turn, started }, options);
    result = { ...applied, restored: healed.objects + applied.restored };
  }
  await replaceEarlier(own, { needs, earlier }, options);
  for (const { key } of forgotten) await store.bucket.delete(key, options);
  let uploads = 0;
  for (const folder of [objectFolder, packFolder, trashFolder]) {
    uploads += await store.bucket.abortUploads(`${folder}/`, turn.began - staleUploadMs, options);
  }
  await examination.lookIntoTrash(options);
  await forgetEmptyRuns(examination, options);
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
async function markAll(examination: RemoteExamination, options: TaskOptions): Promise<OwnNeeds> {
  const { context, remote, settings, purged, marked, registered } = examination;
  const { waitSeconds } = settings;
  try {
    await tellingDamage(remote, async () => awaitPushes(registered, { ...options, remote: remote.name, waitSeconds }));
  } catch (error) {
    // What seems to be on its way may have been there.
    if (isPixelisError(error, 'gc.push-under-way')) await requireNoneSetAside(examination, options);
    throw error;
  }
  const reader = openRootReader(context, { ...settings.roots, purged, wantsHeads: false });
  try {
    await reader.read(options);
    const objects = [...reader.names.versions.values(), ...reader.names.objects()];
    const needs = await tellingDamage(remote, async () => markOwn(remote, marked, { ...options, objects }));
    await requireNoneSetAside(examination, options);
    return needs;
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
  { turn, started }: Pick<OwnTurn, 'turn' | 'started'>,
  options: TaskOptions,
): Promise<Applied> {
  const { remote, who } = examination;
  const { store } = remote;
  const plan = await planSharedCollection(store, planned(examination, turn.began, options));
  const nothing = { large: 0, packs: 0, rewritten: 0, merged: 0, retained: 0 };
  if (plan.large.length + plan.packs.length + plan.sparse.length + plan.small.length === 0) {
    return { plan, moved: nothing, run: undefined, restored: 0 };
  }
  // On record before anything lies there.
  const run = await beginTrashRun(store, { ...who, started }, options);
  const moving = moveToTrash(store, plan, { ...options, run, check: () => turn.check() });
  const [outcome] = await Promise.allSettled([moving]);
  const restored = await lookAgain(examination, run);
  if (outcome.status === 'rejected') throw outcome.reason;
  return { plan, moved: outcome.value, run, restored };
}

/** Whatever became of the work: nobody may be left without what was moved. How many files were moved back. */
async function lookAgain(examination: RemoteExamination, run: string): Promise<number> {
  const { remote, registered, settings } = examination;
  let restored = 0;
  try {
    await examination.lookIntoTrash({});
    const onLook = async (): Promise<void> => {
      restored += (await examination.restoreLive({})).objects;
    };
    const { waitSeconds } = settings;
    await tellingDamage(remote, async () => awaitPushes(registered, { remote: remote.name, waitSeconds, onLook }));
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
  await examination.lookIntoTrash(options);
  for (const run of examination.trash) {
    if (settings.trashSeconds > 0 && run.began > latest) continue;
    await turn.check();
    const each = await freeTrash(remote.store, run, options);
    freed.files += each.freed.objects;
    freed.bytes += each.freed.bytes;
    freed.retained += each.retained.objects;
    options.onProgress?.({ phase: 'remove', doneItems: freed.files, doneBytes: freed.bytes });
  }
  return { freed };
}

async function forgetEmptyRuns({ remote, trash }: RemoteExamination, options: TaskOptions): Promise<void> {
  for (const run of trash) if (run.files.length === 0) await freeTrash(remote.store, run, options);
}
