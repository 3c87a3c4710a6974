import type { Digest } from '#model/digest.js';
import type { RepositoryPath } from '#model/repository-path.js';
import type { TaskOptions } from '#model/task-options.js';
import type { TreePath } from '#model/tree-path.js';
import type { FileChange } from '#schema/index.js';
import type { IndexContent } from '#worktree/worktree-index.js';
import type { Tombstones } from './known-tombstones.js';
import type { SeenPath } from './look-at-path.js';

/** The bytes at a tracked path, as a version would have them. */
export interface Content {
  readonly digest: Digest;
  readonly size: number;
  /** Folders only. */
  readonly files?: number;
  /** Files only. */
  readonly executable?: true;
}

export interface StoredContent {
  readonly content: Content;
  /** The index to be written once the pointer says so; undefined where the one that is there will do. */
  readonly index: IndexContent | undefined;
  /** Against what the path was last made from; undefined where that is not at hand. */
  readonly changes: readonly FileChange[] | undefined;
  /** Files that were never pulled, and stay. */
  readonly keptFiles: number;
  readonly newObjects: number;
  readonly newBytes: number;
}

/** What a path was last made from, or added as. */
export interface Base {
  readonly path: RepositoryPath;
  readonly digest: Digest;
  readonly isFolder: boolean;
  /** What a pointer or a record says of it; undefined where none does. */
  readonly content: Content | undefined;
  /** Whether what is there counts even where it undoes what the base changed. */
  readonly isAsIs: boolean;
}

export interface ContentRequest {
  readonly seen: SeenPath;
  readonly base: Base | undefined;
  /** Paths to which the change is limited; everything else stays as in the base. */
  readonly only: readonly TreePath[] | undefined;
  /** What must not come back. */
  readonly tombstones: Tombstones;
}

export interface ContentOptions extends TaskOptions {
  /** Hashes, and stores nothing. */
  readonly dryRun?: boolean | undefined;
}
