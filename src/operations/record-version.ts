import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { goOn, PixelisError, type Tried, triedEach, triedSome, valueOf } from '#errors/index.js';
import { encodeVersionRecord, versionRecordPath } from '#format/version-record.js';
import { withLocks } from '#lock/with-lock.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionId, VersionRecord } from '#model/version.js';
import type { NewFile } from '#records/place-files.js';
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
  return valueOf((await recordVersions(context, [draft], options))[0]);
}

/** As {@link recordVersion}, a version for each of several artifacts, durable together. */
export async function recordVersions(
  context: RepositoryContext,
  drafts: readonly VersionDraft[],
  options: TaskOptions,
): Promise<readonly Tried<VersionRecord>[]> {
  // The locks keep two commands of one clone from taking one number; two clones may, and the digest tells theirs apart.
  const locks = drafts.map(({ artifact }) => lockFileOf(context, artifact));
  return withLocks(locks, () => takeNumbers(context, drafts, options), options);
}

/** One of 256 for each artifact: hundreds of runs that end at once need not wait for each other. */
function lockFileOf({ sharedState }: RepositoryContext, artifact: string): string {
  const shard = createHash('sha256').update(artifact).digest('hex').slice(0, 2);
  return join(sharedState, 'locks', 'versions', shard);
}

async function takeNumbers(
  context: RepositoryContext,
  drafts: readonly VersionDraft[],
  options: TaskOptions,
): Promise<readonly Tried<VersionRecord>[]> {
  const catalog = context.worktreeCatalog();
  const numbered = await triedEach(drafts, async (draft): Promise<NumberedVersion> => {
    const known = await catalog.versions(draft.artifact, options);
    const same = versionWithContent(known, draft);
    if (same !== undefined) return { record: same, file: undefined };
    const record = numberedRecord(draft, nextNumber(known), context.now());
    return { record, file: { path: versionRecordPath(record), bytes: encodeVersionRecord(record) } };
  });
  return goOn(numbered, async (each) => {
    const same = each.flatMap(({ record, file }) => (file === undefined ? record.digest : []));
    if (same.length > 0) await takeBackDropped((await context.cache()).bucket, same);
    const written = await triedSome(
      each,
      ({ file }) => file,
      (files) => context.files.createAll(files),
    );
    return written.map((outcome) => (outcome instanceof PixelisError ? outcome : outcome.record));
  });
}

interface NumberedVersion {
  readonly record: VersionRecord;
  /** Undefined where the record is there. */
  readonly file: NewFile | undefined;
}

function numberedRecord(draft: VersionDraft, version: number, now: Date): VersionRecord {
  const { artifact, type, digest, size, files, executable, run, parents, metadata } = draft;
  return {
    artifact,
    version,
    type,
    digest,
    size,
    ...(files === undefined ? {} : { files }),
    ...(executable === undefined ? {} : { executable }),
    created: `${now.toISOString().slice(0, 19)}Z`,
    ...(run === undefined ? {} : { run }),
    parents,
    metadata,
  };
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
