import { lstatSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diskError, isDiskError, isPixelisError, PixelisError, throwIfInterrupted } from '#errors/index.js';
import {
  type Applied,
  type ApplyTools,
  noteFailure,
  nothingApplied,
  notePlaced,
  settled,
  stageFiles,
} from './applied.js';
import type { CheckoutPlan, Placing } from './checkout-plan.js';
import { sightingOf } from './stamp.js';

/**
 * Builds a whole folder aside and moves it into place: it is there with all that could be made, or not at all.
 * Folders come first, symbolic links last, so that no file is ever written through a link.
 */
export async function applyToNewFolder(plan: CheckoutPlan, tools: ApplyTools): Promise<Applied> {
  const applied = nothingApplied();
  const built = join(tools.staging.folder, 'new');
  makeFolders(built, plan.place);
  const staged = await stageFiles(plan.place, { folder: built, nameOf: (entry) => entry.path }, { applied, tools });
  const links = await makeLinks(built, plan.place, { applied, tools });
  const seenMs = await settled();
  moveIntoPlace(built, tools);
  for (const [row, { entry }] of staged.placings.entries()) {
    const stamp = staged.stamps.at(row, seenMs);
    if (stamp !== undefined) notePlaced(entry, stamp, applied);
  }
  for (const { placing, stamp } of links) notePlaced(placing.entry, { ...stamp, seenMs }, applied);
  for (const { entry } of plan.place) if (entry.kind === 'folder') notePlaced(entry, undefined, applied);
  return applied;
}

function makeFolders(built: string, placings: readonly Placing[]): void {
  const made = new Set<string>();
  try {
    mkdirSync(built);
    for (const { entry } of placings) {
      const folder =
        entry.kind === 'folder' ? entry.path : entry.path.slice(0, Math.max(entry.path.lastIndexOf('/'), 0));
      if (folder === '' || made.has(folder)) continue;
      mkdirSync(join(built, folder), { recursive: true });
      made.add(folder);
    }
  } catch (error) {
    throw diskError(error, built);
  }
}

async function makeLinks(
  built: string,
  placings: readonly Placing[],
  { applied, tools }: { readonly applied: Applied; readonly tools: ApplyTools },
) {
  const made = [];
  const { store, options } = tools;
  for (const placing of placings) {
    const { entry } = placing;
    if (entry.kind !== 'symlink') continue;
    throwIfInterrupted(options.signal);
    const target = await readTarget(placing, applied, () => store.read(entry.digest, options));
    if (target === undefined) continue;
    const path = join(built, entry.path);
    const seenMs = Date.now();
    try {
      symlinkSync(target, path);
      made.push({ placing, stamp: sightingOf(lstatSync(path), seenMs).stamp });
    } catch (error) {
      throw diskError(error, path);
    }
  }
  return made;
}

/** The bytes of a link's target; undefined, with a note of it, where the store cannot give them. */
export async function readTarget(
  placing: Placing,
  applied: Applied,
  read: () => Promise<Uint8Array>,
): Promise<Buffer | undefined> {
  try {
    return Buffer.from(await read());
  } catch (error) {
    if (isPixelisError(error, 'object.missing')) noteFailure(placing, applied, 'missing');
    else if (isPixelisError(error, 'object.corrupt')) noteFailure(placing, applied, 'damaged');
    else throw error;
    return undefined;
  }
}

function moveIntoPlace(built: string, { root: { top, path }, folders }: ApplyTools): void {
  const parent = folders.open(path.slice(0, Math.max(path.lastIndexOf('/'), 0)), { create: true });
  const target = join(top, path);
  try {
    // Onto an empty folder it moves as well; never onto one with something in it.
    renameSync(built, `${parent}/${basename(path)}`);
  } catch (error) {
    if (!isDiskError(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw diskError(error, target);
    throw new PixelisError('worktree.changed-meanwhile', `something came to '${target}' while it was being built`, {
      hint: 'run the command again',
      data: { path: target },
      cause: error,
    });
  }
}
