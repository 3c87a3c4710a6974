import { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import { type VersionId, versionKey } from '#model/version.js';
import { type DroppedVersions, droppedVersions, type Dropping } from '#store/dropped-versions.js';
import { type DroppingOf, letGo } from './known-dropped.js';
import type { Remote } from './repository-context.js';
import { isRemoteFailure } from './verify-sides.js';

/**
 * The versions that rules let go from a remote, where collections put it on record. Asked for where something is missing.
 * What cannot be read lets nothing go.
 */
export async function droppedOnRemote(
  { store }: Pick<Remote, 'store'>,
  options: TaskOptions,
): Promise<DroppedVersions> {
  try {
    return await droppedVersions(store.bucket, options);
  } catch (error) {
    if (!isRemoteFailure(error)) throw error;
    return new Map();
  }
}

/** Nothing was let go. */
export const noDroppings: DroppingOf = () => undefined;

export async function droppingsOn(remote: Pick<Remote, 'store'>, options: TaskOptions): Promise<DroppingOf> {
  const dropped = await droppedOnRemote(remote, options);
  return (subject) => {
    const { sharedBy = [versionKey(subject)] } = subject;
    return sharedBy.every((key) => dropped.has(key)) ? dropped.get(versionKey(subject)) : undefined;
  };
}

/** The error for a version whose content is not on a remote because a rule let it go there. */
export function versionDroppedOnRemote(
  { artifact, version }: Pick<VersionId, 'artifact' | 'version'>,
  { there, here, remote }: { readonly there: Dropping; readonly here?: Dropping | undefined; readonly remote: string },
): PixelisError {
  const name = `${artifact}:v${version}`;
  const by = there.by === undefined ? '' : ` in '${there.by}'`;
  const fromCache = here === undefined ? '' : `, and from this cache on ${here.dropped.slice(0, 10)}`;
  const had = there.unpushed ? 'another clone' : there.by === undefined ? 'that clone' : `'${there.by}'`;
  return new PixelisError(
    'object.dropped',
    `'${name}' is not in remote '${remote}': ${letGo(there)}${by}${fromCache}`,
    {
      hint: `if ${had} has it, have it pushed from there: pixelis push ${name}; if it lies in the trash: pixelis gc undo --remote=${remote} ${there.run}`,
      data: { ...there, remote },
    },
  );
}
