import { versionKey } from '#model/version.js';
import { throwIfInterrupted } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import { comparePaths } from '#model/tree-path.js';
import type { FileChange } from '#schema/index.js';
import type { VersionPast } from './version-past.js';

/** What a version did to a file; `unknown`: it or an older one that cannot be read did something. */
export type BlamedChange = 'added' | 'modified' | 'unknown';

/** For each file, by its place in the list of entries, which version changed it last, and how. */
export interface Blame {
  readonly versions: readonly Pointer[];
  readonly by: Uint32Array;
  readonly change: readonly BlamedChange[];
}

interface Entry {
  readonly path: string;
}

export interface BlameSource {
  readonly past: Pick<VersionPast, 'before'> & { readonly age: (version: Pointer) => number };
  /** What differs between two versions; undefined where that cannot be told. */
  readonly changes: (before: Pointer, after: Pointer) => Promise<readonly FileChange[] | undefined>;
}

/**
 * Walks from a version back to what it was made out of, and on, until every file is explained: a file that is the same in
 * a version before came from there. Newer versions are looked at first, each once. Files that stay together are moved
 * together, so that a step takes as long as the difference is large, however many files there are.
 */
export async function blameFiles(
  start: Pointer,
  entries: readonly Entry[],
  { past, changes }: BlameSource,
  { signal }: TaskOptions = {},
): Promise<Blame> {
  const walk = openWalk(start, past);
  const groups = fileGroups(entries.length);
  const settled: { readonly place: number; readonly isUnknown: boolean }[] = [];
  const change = new Map<number, BlamedChange>();

  for (let step = walk.next(); step !== undefined; step = walk.next()) {
    throwIfInterrupted(signal);
    const { place, version } = step;
    let held = step.groups;
    let isUnknown = false;
    const told = new Map<number, BlamedChange>();
    for (const older of await past.before(version)) {
      if (!walk.isOpen(older) || held.every((group) => groups.isEmpty(group))) continue;
      const differing = await changes(older, version);
      isUnknown ||= differing === undefined;
      if (differing === undefined) continue;
      const rest = groups.open();
      for (const { path, change: how } of differing) {
        const file = indexOf(entries, path);
        if (file === undefined || !held.includes(groups.of(file))) continue;
        groups.move(file, rest);
        if (told.get(file) !== 'modified') told.set(file, how === 'modified' ? 'modified' : 'added');
      }
      walk.wait(
        older,
        held.filter((group) => !groups.isEmpty(group)),
      );
      held = [rest];
    }
    for (const group of held) settled[group] = { place, isUnknown };
    for (const [file, how] of told) if (held.includes(groups.of(file))) change.set(file, how);
  }
  return {
    versions: walk.versions,
    by: Uint32Array.from(entries, (_, file) => settled[groups.of(file)]?.place ?? 0),
    change: entries.map((_, file) =>
      settled[groups.of(file)]?.isUnknown === true ? 'unknown' : (change.get(file) ?? 'added'),
    ),
  };
}

/** Files in groups by number. All begin in group 0. */
function fileGroups(count: number) {
  const groupOf = new Uint32Array(count);
  const sizes = [count];
  return {
    open: (): number => sizes.push(0) - 1,
    of: (file: number): number => groupOf[file] ?? 0,
    isEmpty: (group: number): boolean => sizes[group] === 0,
    move(file: number, group: number): void {
      sizes[groupOf[file] ?? 0] = (sizes[groupOf[file] ?? 0] ?? 0) - 1;
      sizes[group] = (sizes[group] ?? 0) + 1;
      groupOf[file] = group;
    },
  };
}

interface Step {
  readonly place: number;
  readonly version: Pointer;
  readonly groups: readonly number[];
}

/** Versions with the groups of files that wait there to be explained; the youngest comes first, and each once. */
function openWalk(start: Pointer, { age }: BlameSource['past']) {
  const versions: Pointer[] = [start];
  const places = new Map([[versionKey(start), 0]]);
  const waiting = new Map<number, number[]>([[0, [0]]]);
  const done = new Set<number>();
  return {
    versions,
    isOpen: (version: Pointer): boolean => !done.has(places.get(versionKey(version)) ?? -1),
    wait(version: Pointer, groups: readonly number[]): void {
      if (groups.length === 0) return;
      const place = places.get(versionKey(version)) ?? versions.push(version) - 1;
      places.set(versionKey(version), place);
      waiting.set(place, [...(waiting.get(place) ?? []), ...groups]);
    },
    next(): Step | undefined {
      const steps = [...waiting].map(([place, groups]) => ({ place, version: versions[place] ?? start, groups }));
      const [youngest] = steps.sort((one, other) => age(one.version) - age(other.version));
      if (youngest === undefined) return undefined;
      waiting.delete(youngest.place);
      done.add(youngest.place);
      return youngest;
    },
  };
}

/** Where a path stands among entries in the order of their paths. */
function indexOf(entries: readonly Entry[], path: string): number | undefined {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePaths(entries[middle]?.path ?? '', path) < 0) low = middle + 1;
    else high = middle;
  }
  return entries[low]?.path === path ? low : undefined;
}
