import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { withLock } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionId, VersionRecord } from '#model/version.js';
import { takeBackDropped } from '#store/dropped-versions.js';
import type { RepositoryContext } from './repository-context.js';

/** A version that has no number yet. */
export type VersionDraft = Omit<VersionRecord, 'version' | 'created'>;

/**
 * Writes the record of a new version under the next free number, durable when this returns. Content that the artifact had
 * before keeps its version. Its objects must be stored by now: whoever sees a record can read what it names.
 */
export async function recordVersion(
  context: RepositoryContext,
  draft: VersionDraft,
  options: TaskOptions,
): Promise<VersionRecord> {
  // The lock keeps two commands of one clone from taking one number; two clones may, and the digest tells theirs apart.
  return withLock(lockFileOf(context, draft.artifact), () => takeNumber(context, draft, options), options);
}

/** One of 256 for each artifact: hundreds of runs that end at once need not wait for each other. */
function lockFileOf({ sharedState }: RepositoryContext, artifact: string): string {
  const shard = createHash('sha256').update(artifact).digest('hex').slice(0, 2);
  return join(sharedState, 'locks', 'versions', shard);
}

async function takeNumber(
  context: RepositoryContext,
  draft: VersionDraft,
  options: TaskOptions,
): Promise<VersionRecord> {
  const known = await context.worktreeCatalog().versions(draft.artifact, options);
  const same = versionWithContent(known, draft);
  if (same !== undefined) {
    await takeBackDropped((await context.cache()).bucket, [same.digest]);
    return same;
  }
  const { artifact, type, digest, size, files, executable, run, parents, metadata } = draft;
  const record: VersionRecord = {
    artifact,
    version: nextNumber(known),
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
  await context.files.create(versionRecordPath(record), encodeVersionRecord(record));
  return record;
}

/** The number after those of an artifact's versions, which come in their order. */
export function nextNumber(known: readonly VersionRecord[]): number {
  return (known.at(-1)?.version ?? 0) + 1;
}

/**
 * The version with this content: the one that `preferred` names, else the latest. A folder's root is not a file with the
 * same bytes, and a file that can be executed is not one that cannot.
 */
export function versionWithContent(
  known: readonly VersionRecord[],
  content: Pick<VersionRecord, 'digest' | 'files' | 'executable'>,
  preferred?: VersionId,
): VersionRecord | undefined {
  const same = known.filter(
    (version) =>
      version.digest === content.digest &&
      version.executable === content.executable &&
      (version.files === undefined) === (content.files === undefined),
  );
  return (
    same.find(({ version, artifact }) => version === preferred?.version && artifact === preferred.artifact) ??
    same.at(-1)
  );
}
