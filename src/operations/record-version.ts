import { join } from 'node:path';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { withLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { RepositoryContext } from './repository-context.js';

/** A version that has no number yet. */
export type VersionDraft = Omit<VersionRecord, 'version' | 'created'>;

export interface RecordedVersion {
  readonly record: VersionRecord;
  /** Path of the record, from the top of the worktree. */
  readonly path: string;
  /** False where the artifact has a version with this content already, which is `record` then. */
  readonly isNew: boolean;
}

/**
 * Writes the record of a new version under the next free number, durable when this returns. Content that the artifact had
 * before keeps its version. Its objects must be stored by now: whoever sees a record can read what it names.
 */
export async function recordVersion(
  context: RepositoryContext,
  draft: VersionDraft,
  options: TaskOptions,
): Promise<RecordedVersion> {
  // The lock keeps two commands of one clone from taking one number; two clones may, and the digest tells theirs apart.
  return withLock(join(context.sharedState, 'locks', 'versions'), () => takeNumber(context, draft, options), options);
}

async function takeNumber(
  context: RepositoryContext,
  draft: VersionDraft,
  options: TaskOptions,
): Promise<RecordedVersion> {
  const known = await context.worktreeCatalog().versions(draft.artifact, options);
  const same = versionWithContent(known, draft);
  if (same !== undefined) return { record: same, path: versionRecordPath(same), isNew: false };
  const { artifact, type, digest, size, files, executable, run, parents, metadata } = draft;
  const record: VersionRecord = {
    artifact,
    version: Math.max(0, ...known.map((version) => version.version)) + 1,
    type,
    digest,
    size,
    ...(files === undefined ? {} : { files }),
    ...(executable === undefined ? {} : { executable }),
    created: `${context.now().toISOString().slice(0, 19)}Z`,
    ...(run === undefined ? {} : { run }),
    parents,
    metadata,
  };
  const path = versionRecordPath(record);
  await context.files.create(path, encodeVersionRecord(record));
  return { record, path, isNew: true };
}

/** The latest version with the same bytes, and the same meaning of them: a folder's root is not a file that looks like one. */
export function versionWithContent(
  known: readonly VersionRecord[],
  content: Pick<VersionRecord, 'digest' | 'files'>,
): VersionRecord | undefined {
  return known.findLast(
    (version) => version.digest === content.digest && (version.files === undefined) === (content.files === undefined),
  );
}
