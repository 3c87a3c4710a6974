import { isPixelisError } from '#errors/index.js';
import { countChanges, withRenames } from '#model/file-change.js';
import type { Pointer } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { FileChange, LogEntry } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { pointerChanges } from './pointer-content.js';
import { isWithin } from './user-path.js';

export interface ComparedVersions {
  readonly before: Pointer | undefined;
  readonly version: Pointer;
  /** Only what lies at this path. */
  readonly inside: TreePath | undefined;
}

/** What a version changed against the one before, file by file where that is asked for; nothing where it cannot be told. */
export async function versionChanges(
  store: ObjectStore,
  { before, version, inside = '' as TreePath }: ComparedVersions,
  { files: wantsFiles = false, ...options }: TaskOptions & { readonly files?: boolean | undefined },
): Promise<Pick<LogEntry, 'changes' | 'fileChanges'>> {
  const { size, files = 1 } = version;
  if (before === undefined && inside === '' && !wantsFiles) {
    return { changes: { ...countChanges([]), added: files, addedBytes: size } };
  }
  const changes = await changesOrUnknown(store, [before, version], options);
  if (changes === undefined) return {};
  const told = withRenames(changes.filter(({ path }) => isWithin(path, inside)));
  return { changes: countChanges(told), ...(wantsFiles ? { fileChanges: [...told] } : {}) };
}

async function changesOrUnknown(
  store: ObjectStore,
  versions: readonly [Pointer | undefined, Pointer],
  options: TaskOptions,
): Promise<readonly FileChange[] | undefined> {
  try {
    return await pointerChanges(store, versions, options);
  } catch (error) {
    if (isPixelisError(error, 'object.missing') || isPixelisError(error, 'object.corrupt')) return undefined;
    throw error;
  }
}
