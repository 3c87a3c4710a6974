import { aliasesPath } from '#format/aliases.js';
import { environmentsFolder, parseEnvironmentRecordPath } from '#format/environment-record.js';
import { parseRunRecordPath, runsFolder } from '#format/run-record.js';
import { parseTombstonePath, tombstonesFolder } from '#format/tombstone.js';
import { artifactsFolder, parseVersionRecordPath } from '#format/version-record.js';
import { trackedPathOf } from '#model/repository-path.js';

/** What a file of a commit is by its path; `foreign`: it lies among the records and is none. */
export type RecordKind = 'version' | 'run' | 'environment' | 'tombstone' | 'pointer' | 'foreign';

/** Undefined for everything else: settings, aliases, files that are not ours. */
export function recordKindOf(path: string): RecordKind | undefined {
  if (!path.startsWith('.pixelis/')) return trackedPathOf(path) === undefined ? undefined : 'pointer';
  if (path.startsWith(`${artifactsFolder}/`)) {
    if (parseVersionRecordPath(path) !== undefined) return 'version';
    const artifact = /^\.pixelis\/artifacts\/([^/]+)\/aliases\.yaml$/.exec(path)?.[1];
    return artifact !== undefined && path === aliasesPath(artifact) ? undefined : 'foreign';
  }
  if (path.startsWith(`${runsFolder}/`)) return parseRunRecordPath(path) === undefined ? 'foreign' : 'run';
  if (path.startsWith(`${environmentsFolder}/`)) {
    return parseEnvironmentRecordPath(path) === undefined ? 'foreign' : 'environment';
  }
  if (path.startsWith(`${tombstonesFolder}/`)) return parseTombstonePath(path) === undefined ? 'foreign' : 'tombstone';
  return /^\.pixelis\/(?:artifacts|runs|environments|tombstones)\//i.test(path) ? 'foreign' : undefined;
}
