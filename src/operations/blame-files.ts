import { throwIfInterrupted } from '#errors/index.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import { comparePaths } from '#model/tree-path.js';
import type { FileChange } from '#schema/index.js';
import { versionKey } from './log-entries.js';
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
  readonly past: Pick<VersionPast, 'before' | 'age'>;
  /** What differs between two versions; undefined where that cannot be told. */
  readonly changes: (before: Pointer, after: Pointer) => Promise<readonly FileChange[] | undefined>;
}

/**
 * Walks from a version back to what it was made out of, and on, until every file is explained: a file that is the same in
 * a version before came from there. Newer versions are looked at first, each once. Beside the entries this takes memory
 * for a number or two a file, and for one difference at a time.
 */
export async function blameFiles(
  start: Pointer,
  entries: readonly Entry[],
  { past, changes }: BlameSource,
  { signal }: TaskOptions = {},
): Promise<Blame> {
  const versions: Pointer[] = [start];
  const places = new Map([[versionKey(start), 0]]);
  const waiting = new Map<number, Uint32Array>([[0, Uint32Array.from(entries.keys())]]);
  const isDone = new Set<number>();
  const by = new Uint32Array(entries.length);
  const change = Array.from<BlamedChange>({ length: entries.length }).fill('added');

  const placeOf = (version: Pointer): number => {
    const place = places.get(versionKey(version)) ?? versions.push(version) - 1;
    places.set(versionKey(version), place);
    return place;
  };
  const settle = (place: number, files: Uint32Array, told: ReadonlyMap<number, BlamedChange>): void => {
    for (const file of files) {
      by[file] = place;
      change[file] = told.get(file) ?? 'added';
    }
  };

  for (let place = newest(); place !== undefined; place = newest()) {
    throwIfInterrupted(signal);
    isDone.add(place);
    const version = versions[place] ?? start;
    let files: Uint32Array = waiting.get(place) ?? new Uint32Array();
    waiting.delete(place);
    const told = new Map<number, BlamedChange>();
    for (const older of await past.before(version)) {
      if (files.length === 0) break;
      const from = placeOf(older);
      if (isDone.has(from)) continue;
      const differing = await changes(older, version);
      if (differing === undefined) {
        for (const file of files) told.set(file, 'unknown');
        continue;
      }
      const changed = new Map<number, BlamedChange>();
      for (const { path, change: how } of differing) {
        const file = indexOf(entries, path);
        if (file !== undefined) changed.set(file, how === 'modified' ? 'modified' : 'added');
      }
      const [same, rest] = partition(files, (file) => !changed.has(file));
      if (same.length > 0) waiting.set(from, merged(waiting.get(from), same));
      for (const file of rest) if (told.get(file) !== 'modified') told.set(file, changed.get(file) ?? 'added');
      files = rest;
    }
    settle(place, files, told);
  }
  return { versions, by, change };

  function newest(): number | undefined {
    let found: number | undefined;
    for (const place of waiting.keys()) {
      const isNewer = found === undefined || past.age(versions[place] ?? start) < past.age(versions[found] ?? start);
      if (isNewer) found = place;
    }
    return found;
  }
}

function partition(files: Uint32Array, test: (file: number) => boolean): readonly [Uint32Array, Uint32Array] {
  return [files.filter((file) => test(file)), files.filter((file) => !test(file))];
}

function merged(some: Uint32Array | undefined, more: Uint32Array): Uint32Array {
  const all = new Uint32Array((some?.length ?? 0) + more.length);
  if (some !== undefined) all.set(some);
  all.set(more, some?.length ?? 0);
  return all;
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
