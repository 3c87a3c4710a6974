import { isTreePath, type TreePath } from './tree-path.js';

/*
 * The tree of a run's changed files has `train.py` at `files/train.py`, and `.pixelis/config.yaml`, whose name no tree
 * can hold, at `pixelis/config.yaml`.
 */

/** Where a file of the worktree stands in the tree of changed files; undefined where no tree can hold its name. */
export function codeTreePath(path: string): TreePath | undefined {
  const treePath = path.startsWith('.pixelis/') ? path.slice(1) : `files/${path}`;
  return isTreePath(treePath) ? treePath : undefined;
}

/** The file of the worktree that stands at a path of the tree of changed files; undefined where none does. */
export function codePathOf(treePath: string): string | undefined {
  if (treePath.startsWith('files/')) return treePath.slice('files/'.length);
  return treePath.startsWith('pixelis/') ? `.${treePath}` : undefined;
}
