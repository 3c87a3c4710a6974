import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import {
  type Applied,
  type ApplyTools,
  noteFailure,
  nothingApplied,
  notePlaced,
  rowBefore,
  settled,
  type StagedFiles,
  stageFiles,
} from './applied.js';
import { readTarget } from './apply-to-new-folder.js';
import type { CheckoutPlan, Placing, Restamping } from './checkout-plan.js';
import type { ScannedEntry } from './scan.js';
import { isSameStamp, type Sighting, sightingOf, type Stamp } from './stamp.js';

const itemsPerSlice = 256;

/**
 * Brings a folder or a file that is there to its target: makes all new files aside, removes what has to go, then puts
 * each new file in its place in one step. What changed since it was scanned is left alone.
 */
export async function applyInPlace(plan: CheckoutPlan, tools: ApplyTools): Promise<Applied> {
  const applied = nothingApplied();
  const place = placeAccess(tools);
  const { toRestamp, toReplace } = splitRestamps(plan.restamp, place);
  const placings = [...plan.place, ...toReplace];
  const naming = { folder: tools.staging.folder, nameOf: (_: unknown, row: number) => `file-${row}` };
  const files = await stageFiles(placings, naming, { applied, tools });
  const links = await stageLinks(placings, applied, tools);
  const eachSlice = slices(tools);

  for (const entry of plan.remove) {
    await eachSlice('remove');
    removeEntry(entry, place, applied);
  }
  removeEmptied(plan, place);

  // Stamps settle before files appear, so that whatever touches them afterwards shows in their times.
  await settled();
  const put: { readonly staged: Staged; readonly seen: Sighting }[] = [];
  for (const staged of [...stagedOneByOne(files), ...links]) {
    await eachSlice('place');
    const seen = putInPlace(staged, place);
    if (seen === undefined) noteFailure(staged.placing, applied, 'blocked');
    else put.push({ staged, seen });
  }
  for (const placing of placings) if (placing.entry.kind === 'folder') putFolder(placing, place, applied);
  const restamped = toRestamp.map((restamping) => ({ restamping, stamp: restamp(restamping, place) }));
  const seenMs = await settled();

  for (const { staged, seen } of put) {
    // Written to since it was made: its stamp would vouch for bytes that are not ours.
    const isOurs = seen.stamp.mtimeMs === staged.stamp.mtimeMs && seen.stamp.ino === staged.stamp.ino;
    notePlaced(staged.placing.entry, isOurs ? { ...seen.stamp, seenMs } : undefined, applied);
  }
  for (const { restamping, stamp } of restamped) {
    const { entry, present } = restamping;
    if (stamp === undefined) noteFailure({ entry, over: present }, applied, 'blocked');
    else notePlaced(entry, { ...stamp, seenMs }, applied);
  }
  return applied;
}

/** Something that is ready to be moved to its place. */
interface Staged {
  readonly placing: Placing;
  readonly from: string;
  readonly stamp: Stamp;
}

function stagedOneByOne(files: StagedFiles): readonly Staged[] {
  const { folder, placings, stamps } = files;
  return placings.flatMap((placing, row) => {
    const stamp = stamps.at(row, 0);
    return stamp === undefined ? [] : [{ placing, from: join(folder, files.nameOf(row)), stamp }];
  });
}

/** Paths for calls on an entry, by way of its folder, which is reached without following links. */
interface PlaceAccess {
  /** Undefined where its folder is absent and is not to be made. */
  pathOf(entryPath: string, options: { readonly create: boolean }): string | undefined;
  shown(entryPath: string): string;
}

function placeAccess({ root: { top, path }, folders }: ApplyTools): PlaceAccess {
  const full = (entryPath: string): string => (entryPath === '' ? path : `${path}/${entryPath}`);
  return {
    pathOf(entryPath, options) {
      const whole = full(entryPath);
      const slash = whole.lastIndexOf('/');
      const folder = folders.open(whole.slice(0, Math.max(slash, 0)), options);
      return folder === undefined ? undefined : `${folder}/${whole.slice(slash + 1)}`;
    },
    shown: (entryPath) => join(top, full(entryPath)),
  };
}

/** Gives cancelling and progress their turn, every few calls. */
function slices({ options: { signal, onProgress } }: ApplyTools) {
  let doneItems = 0;
  return async (phase: 'remove' | 'place'): Promise<void> => {
    doneItems += 1;
    if (doneItems % itemsPerSlice !== 0) return;
    throwIfInterrupted(signal);
    if (phase === 'remove') onProgress?.({ phase, doneItems });
    await setImmediate();
  };
}

function sightingAt(path: string): Sighting | undefined {
  const seenMs = Date.now();
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : sightingOf(stats, seenMs);
}

/** Whether what stands at `path` is still what was scanned there. */
function isAsScanned(path: string, entry: ScannedEntry): boolean {
  const seen = sightingAt(path);
  if (seen === undefined) return false;
  // A link into the cache was scanned as the file that it stands for; the stamp is the link's own.
  if (seen.kind === 'symlink' && entry.kind === 'file') return isSameStamp(seen.stamp, entry.stamp);
  if (seen.kind !== entry.kind) return false;
  return seen.kind === 'folder' || (seen.size === entry.size && isSameStamp(seen.stamp, entry.stamp));
}

function removeEntry(entry: ScannedEntry, place: PlaceAccess, applied: Applied): void {
  const path = place.pathOf(entry.path, { create: false });
  if (path === undefined) return;
  try {
    if (entry.kind === 'folder') {
      rmdirSync(path);
      return;
    }
    if (!isAsScanned(path, entry)) {
      applied.blocked.push(entry.path);
      applied.rows.push(rowBefore(entry));
      return;
    }
    unlinkSync(path);
    applied.removedFiles += 1;
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) return;
    throw diskError(error, place.shown(entry.path));
  }
}

/** Removes the folders that the removals have emptied; those in which anything is left stay. */
function removeEmptied({ remove, target }: CheckoutPlan, place: PlaceAccess): void {
  const folders = new Set<string>();
  for (const { path } of remove) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (folders.has(path.slice(0, at))) break;
      folders.add(path.slice(0, at));
    }
    if (target.kind === 'file' && path !== '') folders.add('');
  }
  // Longer paths first: what is below a folder goes before it.
  for (const folder of [...folders].sort((left, right) => right.length - left.length)) {
    const path = place.pathOf(folder, { create: false });
    if (path === undefined) continue;
    try {
      rmdirSync(path);
    } catch (error) {
      if (!isDiskError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR')) throw diskError(error, place.shown(folder));
    }
  }
}

async function stageLinks(
  placings: readonly Placing[],
  applied: Applied,
  { staging, store, options }: ApplyTools,
): Promise<readonly Staged[]> {
  const staged: Staged[] = [];
  for (const [row, placing] of placings.entries()) {
    const { entry } = placing;
    if (entry.kind !== 'symlink') continue;
    const target = await readTarget(placing, applied, () => store.read(entry.digest, options));
    if (target === undefined) continue;
    const from = join(staging.folder, `link-${row}`);
    symlinkSync(target, from);
    staged.push({ placing, from, stamp: (sightingAt(from) as Sighting).stamp });
  }
  return staged;
}

/** What stands there then; undefined where something else is in the way. */
function putInPlace({ placing, from }: Staged, place: PlaceAccess): Sighting | undefined {
  const { entry, over } = placing;
  const path = place.pathOf(entry.path, { create: true }) as string;
  try {
    if (over === undefined) moveToNew(from, path);
    else if (!isAsScanned(path, over)) return undefined;
    else {
      if (over.kind === 'folder') rmdirSync(path);
      renameSync(from, path);
    }
    return sightingAt(path);
  } catch (error) {
    if (isDiskError(error, 'EEXIST', 'ENOTEMPTY', 'EISDIR', 'ENOTDIR')) return undefined;
    throw diskError(error, place.shown(entry.path));
  }
}

/** Moves a file to a name that must be free: by a hard link, which never replaces anything. */
function moveToNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!isDiskError(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
    if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) throw Object.assign(new Error(to), { code: 'EEXIST' });
    renameSync(from, to);
    return;
  }
  unlinkSync(from);
}

function putFolder(placing: Placing, place: PlaceAccess, applied: Applied): void {
  const { entry, over } = placing;
  const path = place.pathOf(entry.path, { create: true }) as string;
  try {
    if (over !== undefined && over.kind !== 'folder') {
      if (!isAsScanned(path, over)) {
        noteFailure(placing, applied, 'blocked');
        return;
      }
      unlinkSync(path);
    }
    mkdirSync(path);
  } catch (error) {
    if (!isDiskError(error, 'EEXIST')) throw diskError(error, place.shown(entry.path));
    if (sightingAt(path)?.kind !== 'folder') {
      noteFailure(placing, applied, 'blocked');
      return;
    }
  }
  notePlaced(entry, undefined, applied);
}

/** A link to the cache's own file, or what has further hard links and most likely is it, is replaced by a copy. */
function splitRestamps(restamps: readonly Restamping[], place: PlaceAccess) {
  const toRestamp: Restamping[] = [];
  const toReplace: Placing[] = [];
  for (const restamping of restamps) {
    const { entry, present } = restamping;
    const path = place.pathOf(present.path, { create: false });
    const stats = path === undefined ? undefined : lstatSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && (stats.nlink > 1 || stats.isSymbolicLink())) toReplace.push({ entry, over: present });
    else toRestamp.push(restamping);
  }
  return { toRestamp, toReplace };
}

const restampFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Sets or clears the executable bits, as readers and owner may read; the stamp then. Undefined: it changed meanwhile. */
function restamp({ entry, present }: Restamping, place: PlaceAccess): Stamp | undefined {
  const path = place.pathOf(entry.path, { create: false });
  if (path === undefined || !isAsScanned(path, present)) return undefined;
  try {
    const file = openSync(path, restampFlags);
    try {
      const { mode } = fstatSync(file);
      fchmodSync(file, (entry.kind === 'executable' ? mode | ((mode & 0o444) >> 2) : mode & ~0o111) & 0o777);
      return sightingOf(fstatSync(file), Date.now()).stamp;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ELOOP')) return undefined;
    throw diskError(error, place.shown(entry.path));
  }
}
