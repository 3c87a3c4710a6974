import type { LinkMethod } from '#model/config.js';
import type { Digest } from '#model/digest.js';
import type { TreeFile } from '#model/tree-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import type { LocalStore, ObjectLocation } from '#store/object-store.js';
import { openLanes } from './lanes.js';
import { placeLarge } from './place-large.js';
import { placeSmall } from './place-small.js';
import type { NewFiles, PlacementRun } from './placement-run.js';
import { StampColumn } from './stamp-column.js';

export interface PlacedFiles {
  /** A stamp for each file that was made. */
  readonly stamps: StampColumn;
  /** Rows whose objects are not in the store. */
  readonly missing: readonly number[];
  /** Rows whose objects are damaged there. */
  readonly damaged: readonly number[];
}

/** Rounds in which what is missing or damaged is looked for. */
const rounds = 5;

export interface PlacementOptions extends TaskOptions {
  /** In order of preference. Default: reflink, copy. */
  readonly links?: readonly LinkMethod[] | undefined;
}

/**
 * Makes files in a private folder out of a store's objects, each checked against its digest before it counts as made.
 * Goes on past objects that are missing or damaged. Damaged ones are quarantined, and looked for once more: good ones in
 * the same pack, and other copies, are delivered. So is what other programs move meanwhile.
 * @throws `disk.*`, `interrupted`
 */
export async function placeFiles(
  target: NewFiles,
  store: LocalStore,
  options: PlacementOptions = {},
): Promise<PlacedFiles> {
  const { signal, onProgress, links = ['reflink', 'copy'] } = options;
  const { files } = target;
  const stamps = new StampColumn(files.length);
  const problems = new Map<number, 'missing' | 'damaged'>();
  let doneItems = 0;
  const attempt = async (rows: readonly number[]): Promise<ReadonlyMap<Digest, ObjectLocation>> => {
    const locations = await locate(rows, files, store, options);
    const run: PlacementRun = {
      target,
      locations,
      links,
      // Read, never set: files are made as any program would make them.
      umask: process.umask(),
      signal,
      placed(row, mtimeMs, ctimeMs, ino) {
        stamps.set(row, mtimeMs, ctimeMs, ino);
        problems.delete(row);
        doneItems += 1;
        if (doneItems % 512 === 0 || doneItems === files.length) {
          onProgress?.({ phase: 'place', doneItems, totalItems: files.length });
        }
      },
      failed: (row, problem) => problems.set(row, problem),
    };
    await placeRows(rows, run);
    return locations;
  };
  const wasDamaged = new Set<number>();
  let locations = await attempt([...files.keys()]);
  let again = [...problems.keys()];
  for (let round = 1; round < rounds && again.length > 0; round++) {
    for (const location of damagedPlaces(problems, files, locations)) await store.quarantine(location);
    for (const [row, problem] of problems) if (problem === 'damaged') wasDamaged.add(row);
    locations = await attempt(again);
    // What is gone from where it was a moment ago was moved: packs are merged, and garbage is collected.
    again = [...problems].flatMap(([row, problem]) =>
      problem === 'missing' && locations.has((files[row] as TreeFile).digest) ? [row] : [],
    );
  }
  for (const row of problems.keys()) if (wasDamaged.has(row)) problems.set(row, 'damaged');
  const rowsWith = (wanted: string): number[] =>
    [...problems]
      .filter(([, problem]) => problem === wanted)
      .map(([row]) => row)
      .sort((left, right) => left - right);
  return { stamps, missing: rowsWith('missing'), damaged: rowsWith('damaged') };
}

async function locate(
  rows: readonly number[],
  files: readonly TreeFile[],
  store: LocalStore,
  { signal }: TaskOptions,
): Promise<ReadonlyMap<Digest, ObjectLocation>> {
  const sizes = new Map<Digest, number>();
  for (const row of rows) {
    const { digest, size } = files[row] as TreeFile;
    sizes.set(digest, size);
  }
  // A symbolic link names the object it leads to.
  await store.pin(sizes.keys());
  const look = { signal, sizeOf: (digest: Digest) => sizes.get(digest) };
  return store.locate(sizes.keys(), look);
}

async function placeRows(rows: readonly number[], run: PlacementRun): Promise<void> {
  const packed: number[] = [];
  const large: number[] = [];
  let packedBytes = 0;
  for (const row of rows) {
    const { digest, size } = run.target.files[row] as TreeFile;
    const location = run.locations.get(digest);
    if (location === undefined) run.failed(row, 'missing');
    else if (location.isPacked) {
      packed.push(row);
      packedBytes += size;
    } else large.push(row);
  }
  if (packed.length > 0) {
    const lanes = await openLanes<'place'>(
      { job: 'place', folder: run.target.folder },
      { items: packed.length, bytes: packedBytes },
    );
    try {
      await placeSmall(packed, lanes, run);
    } finally {
      await Promise.all(lanes.map((lane) => lane.close()));
    }
  }
  await placeLarge(large, run);
}

/** One location for each damaged large object, and for each pack with something damaged in it. */
function damagedPlaces(
  problems: ReadonlyMap<number, 'missing' | 'damaged'>,
  files: readonly TreeFile[],
  locations: ReadonlyMap<Digest, ObjectLocation>,
): Iterable<ObjectLocation> {
  const places = new Map<string, ObjectLocation>();
  for (const [row, problem] of problems) {
    const location = locations.get((files[row] as TreeFile).digest);
    if (problem === 'damaged' && location !== undefined) places.set(location.file, location);
  }
  return places.values();
}
