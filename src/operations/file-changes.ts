import type { Digest } from '#model/digest.js';
import { changeOf } from '#model/file-change.js';
import type { TaskOptions } from '#model/task-options.js';
import type { FileChange } from '#schema/index.js';
import type { ObjectStore } from '#store/object-store.js';
import { diffTrees } from '#store/tree-diff.js';

/** What differs between two trees, file by file, renames not told. @throws `object.missing`, `object.corrupt`, `tree.invalid` */
export async function treeChanges(
  store: ObjectStore,
  trees: readonly [before: Digest | undefined, after: Digest | undefined],
  options: TaskOptions,
): Promise<readonly FileChange[]> {
  const changes: FileChange[] = [];
  for await (const change of diffTrees(store, trees, options)) {
    const before = change.change === 'added' ? undefined : change.before;
    const after = change.change === 'removed' ? undefined : change.after;
    const told = changeOf(before, after);
    if (told !== undefined) changes.push(told);
  }
  return changes;
}
