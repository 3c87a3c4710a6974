import type { Pointer } from '#model/pointer.js';
import type { RepositoryPath } from '#model/repository-path.js';
import { type VersionId, type VersionRecord, versionKey } from '#model/version.js';
import type { CommitFacts } from '#schema/index.js';
import type { ChangedPointer } from './version-history.js';

/** A version as a commit, or nobody yet, recorded it. */
export interface HistoryEntry {
  readonly version: Pointer;
  readonly record: VersionRecord | undefined;
  readonly paths: readonly RepositoryPath[];
  /** What stood at the first of the paths before. */
  readonly previous: Pointer | undefined;
  readonly recorded: CommitFacts | undefined;
}

interface OpenEntry {
  readonly version: Pointer;
  record: VersionRecord | undefined;
  readonly paths: Map<RepositoryPath, Pointer | undefined>;
  readonly recorded: CommitFacts | undefined;
  /** Nothing older was looked at that could have put the same there. */
  readonly waiting: Set<RepositoryPath>;
  isDropped: boolean;
}

/** Collects entries, newest first. A commit that only repeats what the next older one put at a path (a merge) is no entry. */
export function entryCollector() {
  const entries: OpenEntry[] = [];
  const waiting = new Map<RepositoryPath, OpenEntry>();
  const recordOnly = new Map<string, OpenEntry>();

  const meetOlder = (path: RepositoryPath, older: Pointer): void => {
    const entry = waiting.get(path);
    if (entry === undefined) return;
    entry.waiting.delete(path);
    if (isSameVersion(entry.version, older)) entry.paths.delete(path);
    // What nobody committed yet has no commit before it.
    else if (entry.recorded === undefined) entry.paths.set(path, older);
    if (entry.paths.size === 0) entry.isDropped = true;
  };

  return {
    /** Puts versions at paths, and records, which all belong to one commit. */
    add(
      recorded: CommitFacts | undefined,
      pointers: readonly (Pick<ChangedPointer, 'path' | 'pointer'> & Partial<ChangedPointer>)[],
      records: readonly VersionRecord[],
    ): void {
      const here = new Map<string, OpenEntry>();
      const open = (version: Pointer, record: VersionRecord | undefined): OpenEntry => {
        const key = versionKey(version);
        const entry = here.get(key) ?? {
          version,
          record,
          paths: new Map(),
          recorded,
          waiting: new Set(),
          isDropped: false,
        };
        entry.record ??= record;
        here.set(key, entry);
        return entry;
      };
      for (const { path, pointer, before } of pointers) {
        meetOlder(path, pointer);
        const entry = open(pointer, undefined);
        entry.paths.set(path, before);
        entry.waiting.add(path);
        waiting.set(path, entry);
      }
      for (const record of records) {
        const entry = open(record, record);
        const newer = recordOnly.get(versionKey(record));
        // The record came with the older commit: the newer one was a merge.
        if (newer !== undefined) newer.isDropped = true;
        if (entry.paths.size === 0) recordOnly.set(versionKey(record), entry);
      }
      entries.push(...[...here.values()].sort((a, b) => b.version.version - a.version.version));
    },
    /** Whether the first `limit` entries are all there is to know of them, and more exist. */
    isFull(limit: number): boolean {
      const kept = entries.filter(({ isDropped }) => !isDropped);
      return kept.length > limit && kept.slice(0, limit).every((entry) => entry.waiting.size === 0);
    },
    entries(): HistoryEntry[] {
      return entries
        .filter(({ isDropped }) => !isDropped)
        .map(({ version, record, paths, recorded }) => {
          const previous = [...paths.values()].find((older) => older !== undefined);
          return { version, record, paths: [...paths.keys()].sort(), previous, recorded };
        });
    },
  };
}

export function isSameVersion(a: VersionId, b: VersionId): boolean {
  return versionKey(a) === versionKey(b);
}
