import { decodeVersionRecord, parseVersionRecordPath, artifactsFolder } from '#format/version-record.js';
import { recordLimitBytes } from '#format/yaml-document.js';
import type { CommitId } from '#git/git.js';
import type { Metadata } from '#model/metadata.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import { compareVersions, type VersionId, type VersionRecord } from '#model/version.js';
import type { WrittenTree } from '#store/tree-writer.js';
import type { PointerSides } from './merge-pointers.js';
import type { VersionDraft } from './record-version.js';
import type { RepositoryContext } from './repository-context.js';

/** What a merged version was made from its parents as. */
export const mergedRole = 'merged';

/**
 * The version that a merge makes, with both sides as its parents. Of the metadata it has what the sides and their base say
 * alike: whatever was changed may well be about the content.
 */
export function mergedDraft(
  { base, ours, theirs }: PointerSides,
  tree: WrittenTree,
  known: readonly VersionRecord[],
): VersionDraft {
  const [ourRecord, theirRecord] = [recordOf(known, ours), recordOf(known, theirs)];
  const baseRecord = base === undefined ? undefined : recordOf(known, base);
  const records = [ourRecord, theirRecord, ...(baseRecord === undefined ? [] : [baseRecord])];
  return {
    artifact: ours.artifact,
    type: (ourRecord ?? theirRecord)?.type ?? 'other',
    ...tree,
    parents: [ours, theirs].map((side) => ({ ...idOf(side), role: mergedRole })),
    metadata: alikeIn(records.map((record) => record?.metadata ?? {})),
  };
}

/** Versions of an artifact in the worktree and in a commit that is being merged, each once, in their order. */
export async function versionsOfBoth(
  context: RepositoryContext,
  { artifact, commit }: { readonly artifact: string; readonly commit: CommitId | undefined },
  options: TaskOptions,
): Promise<readonly VersionRecord[]> {
  const here = await context.worktreeCatalog().versions(artifact, options);
  if (commit === undefined) return here;
  const { git } = context;
  const scope = { folder: `${artifactsFolder}/${artifact}`, suffix: '.yaml' };
  const files = (await git.listFiles(commit, scope, options)).filter(({ path }) => {
    const name = parseVersionRecordPath(path);
    return name !== undefined && !here.some((known) => isNamed(known, name));
  });
  const names = new Map(files.map(({ blob, path }) => [blob, path]));
  const there: VersionRecord[] = [];
  for await (const { id, bytes } of git.readBlobs(names.keys(), { ...options, limitBytes: recordLimitBytes })) {
    there.push(decodeVersionRecord(bytes, names.get(id) ?? id));
  }
  return [...here, ...there].sort(compareVersions);
}

export function idOf({ artifact, version, digest }: VersionId): VersionId {
  return { artifact, version, digest };
}

function isNamed(
  { artifact, version, digest }: VersionRecord,
  name: NonNullable<ReturnType<typeof parseVersionRecordPath>>,
): boolean {
  return artifact === name.artifact && version === name.version && digest.includes(`:${name.digestStart}`);
}

function recordOf(known: readonly VersionRecord[], { version, digest }: Pointer): VersionRecord | undefined {
  const same = known.filter((record) => record.digest === digest);
  return same.find((record) => record.version === version) ?? same[0];
}

/** The keys that all have, with one value. */
function alikeIn([first = {}, ...others]: readonly Metadata[]): Metadata {
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      others.every((other) => JSON.stringify(other[key]) === JSON.stringify(value)),
    ),
  );
}
