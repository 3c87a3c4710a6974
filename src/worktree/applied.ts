import { setTimeout } from 'node:timers/promises';
import type { TreeEntry, TreeFile } from '#model/tree-entry.js';
import type { LocalStore } from '#store/object-store.js';
import type { Placing } from './checkout-plan.js';
import type { FoldersBeneath } from './open-beneath.js';
import { placeFiles, type PlacementOptions } from './placement.js';
import type { NewFiles } from './placement-run.js';
import type { GoneEntry, ScannedEntry } from './scan.js';
import { fineGrainMs, type Stamp } from './stamp.js';
import type { StampColumn } from './stamp-column.js';
import type { Staging } from './staging.js';
import type { IndexEntry } from './worktree-index.js';

/** How far an apply came. Filled while it goes on. */
export interface Applied {
  /** Rows for the index, but for what was kept: in no order. */
  readonly rows: IndexEntry[];
  readonly missing: TreeEntry[];
  readonly damaged: TreeEntry[];
  readonly blocked: string[];
  placedFiles: number;
  placedBytes: number;
  removedFiles: number;
}

/** What both ways of applying work with. */
export interface ApplyTools {
  readonly root: { readonly top: string; readonly path: string };
  readonly store: LocalStore;
  readonly staging: Staging;
  readonly folders: FoldersBeneath;
  readonly options: PlacementOptions;
}

export function nothingApplied(): Applied {
  return { rows: [], missing: [], damaged: [], blocked: [], placedFiles: 0, placedBytes: 0, removedFiles: 0 };
}

/** Files that are ready in a private folder. */
export interface StagedFiles {
  readonly folder: string;
  /** Of files that could not be made as well: these have no stamp. */
  readonly placings: readonly Placing[];
  nameOf(row: number): string;
  readonly stamps: StampColumn;
}

/** Makes the files among `placings` in a private folder, under the names given; says what could not be made. */
export async function stageFiles(
  all: readonly Placing[],
  { folder, nameOf }: { readonly folder: string; readonly nameOf: (entry: TreeFile, row: number) => string },
  { applied, tools: { store, options } }: { readonly applied: Applied; readonly tools: ApplyTools },
): Promise<StagedFiles> {
  const placings = all.filter(({ entry }) => entry.kind === 'file' || entry.kind === 'executable');
  const files = placings.map(({ entry }) => entry as TreeFile);
  const target: NewFiles = { folder, files, nameOf: (row) => nameOf(files[row] as TreeFile, row) };
  const { stamps, missing, damaged } = await placeFiles(target, store, options);
  for (const row of missing) noteFailure(placings[row] as Placing, applied, 'missing');
  for (const row of damaged) noteFailure(placings[row] as Placing, applied, 'damaged');
  return { folder, placings, nameOf: (row) => target.nameOf(row), stamps };
}

/** What stays in the place of something that could not be placed is still what it was. */
export function noteFailure(
  { entry, over }: Placing,
  applied: Applied,
  problem: 'missing' | 'damaged' | 'blocked',
): void {
  if (problem === 'blocked') applied.blocked.push(entry.path);
  else applied[problem].push(entry);
  if (over !== undefined && over.state !== 'unknown') applied.rows.push(rowBefore(over));
}

export function notePlaced(entry: TreeEntry, stamp: Stamp | undefined, applied: Applied): void {
  const size = entry.kind === 'folder' ? 0 : entry.size;
  const digest = entry.kind === 'folder' ? undefined : entry.digest;
  applied.rows.push({ path: entry.path, kind: entry.kind, size, stamp, digest });
  if (entry.kind === 'folder') return;
  applied.placedFiles += 1;
  applied.placedBytes += size;
}

/** The row that an entry had in the index. */
export function rowBefore(entry: ScannedEntry | GoneEntry): IndexEntry {
  const { path, size } = entry;
  if (!('state' in entry)) return { path, kind: entry.kind, size, stamp: undefined, digest: entry.digest };
  const { stamp, state, placedKind = 'folder', placedDigest } = entry;
  return { path, kind: placedKind, size, stamp: state === 'unchanged' ? stamp : undefined, digest: placedDigest };
}

/** The row of something that is not there as it should be: nothing vouches for what stands in its place. */
export function rowWithoutStamp(entry: TreeEntry): IndexEntry {
  const { path, kind } = entry;
  if (kind === 'folder') return { path, kind, size: 0, stamp: undefined, digest: undefined };
  return { path, kind, size: entry.size, stamp: undefined, digest: entry.digest };
}

/** Waits until a change to any file would show in its stamp; the clock then. */
export async function settled(): Promise<number> {
  await setTimeout(2 * fineGrainMs);
  return Date.now();
}
