import type { Digest } from './digest.js';
import type { TreePath } from './tree-path.js';

/** One thing below a tracked folder. Folders exist through what is in them; only empty ones are entries. */
export type TreeEntry = TreeFile | TreeSymlink | TreeEmptyFolder;

export interface TreeFile {
  readonly path: TreePath;
  readonly kind: 'file' | 'executable';
  readonly size: number;
  /** Digest of the file's bytes. */
  readonly digest: Digest;
}

export interface TreeSymlink {
  readonly path: TreePath;
  readonly kind: 'symlink';
  /** Length of the target in bytes. */
  readonly size: number;
  /** Digest of the target's bytes, which are stored as a blob. */
  readonly digest: Digest;
}

export interface TreeEmptyFolder {
  readonly path: TreePath;
  readonly kind: 'folder';
}

export type TreeEntryKind = TreeEntry['kind'];
