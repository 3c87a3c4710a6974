import { versionKey } from '#model/version.js';
import { artifactsFolder } from '#format/version-record.js';
import type { Digest } from '#model/digest.js';
import { pointerTo } from '#model/pointer.js';
import { pointerSuffix } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { RepositoryContext } from './repository-context.js';
import { resolveReference } from './resolve-reference.js';
import { versionHistory } from './version-history.js';

/** A version that is to go, or a file or folder inside it. */
export interface PurgeTarget {
  readonly artifact: string;
  readonly version: number;
  readonly digest: Digest;
  readonly size: number;
  /** Folders only. */
  readonly files?: number | undefined;
  readonly subpath?: TreePath | undefined;
}

/**
 * What references name. The name of an artifact alone means all its versions, those of other branches as well: what must
 * go must go everywhere.
 * @throws what `resolveReference` throws
 */
export async function purgeTargets(
  context: RepositoryContext,
  references: readonly string[],
  options: TaskOptions,
): Promise<readonly PurgeTarget[]> {
  const targets = new Map<string, PurgeTarget>();
  for (const reference of references) {
    const versions = await versionsOf(context, reference, options);
    const named = versions.length > 0 ? versions : [await resolveReference(context, reference, options)];
    for (const { artifact, version, digest, size, files, subpath } of named)
      targets.set(`${versionKey({ artifact, version, digest })}//${subpath ?? ''}`, {
        artifact,
        version,
        digest,
        size,
        files,
        subpath,
      });
  }
  return [...targets.values()];
}

/** Every version that the worktree or any commit on any branch or tag has of an artifact; none where it is no artifact. */
async function versionsOf(
  context: RepositoryContext,
  artifact: string,
  options: TaskOptions,
): Promise<readonly PurgeTarget[]> {
  const versions = new Map<string, PurgeTarget>();
  for (const record of await context.worktreeCatalog().versions(artifact, options))
    versions.set(versionKey(record), pointerTo(record));
  const scopes = [{ suffix: pointerSuffix }, { folder: `${artifactsFolder}/${artifact}`, suffix: '.yaml' }];
  const history = versionHistory(context.git, { query: { all: true, scopes }, problems: [] }, options);
  for await (const { pointers, records } of history) {
    for (const found of [...pointers.map(({ pointer }) => pointer), ...records.map((record) => pointerTo(record))])
      if (found.artifact === artifact) versions.set(versionKey(found), found);
  }
  return [...versions.values()];
}
