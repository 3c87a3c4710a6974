import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { ObjectStore } from '#store/object-store.js';
import { isKnownAbsent } from './known-absent.js';
import { nothingInside } from './shown-entries.js';

/** A version of which paths inside are meant. */
export interface LimitedVersion {
  readonly artifact: string;
  readonly version: number;
  readonly digest: Digest;
  /** Folders only. */
  readonly files?: number | undefined;
  readonly only?: readonly TreePath[] | undefined;
}

/**
 * Sees that something is at every path inside a version that was named, as far as the store can tell: a mistyped path must
 * not look like work that is done.
 * @throws `reference.not-found` with the closest names
 */
export async function requireInside(
  store: ObjectStore,
  versions: readonly LimitedVersion[],
  options: TaskOptions,
): Promise<void> {
  for (const { artifact, version, digest, files, only = [] } of versions) {
    if (files === undefined) continue;
    for (const subpath of only) {
      if (await isKnownAbsent(store, { digest, subpath }, options))
        throw await nothingInside(store, { artifact, version, digest, subpath }, options);
    }
  }
}
