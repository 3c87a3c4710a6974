import type { Digest } from '#model/digest.js';
import type { ObjectLocation } from '#store/object-store.js';
import type { Stamp } from './stamp.js';

/** How a large file comes into the worktree. What is hard-linked is the cache's own file, and read-only. */
export type LinkMode = 'reflink' | 'copy' | 'hardlink';

/** A file to be made from an object. */
export interface NewFile {
  readonly digest: Digest;
  readonly size: number;
  readonly isExecutable: boolean;
  /** In the folder; may lie below folders that are there. */
  readonly name: string;
}

/** What the ways of placing share. */
export interface PlacementRun {
  readonly folder: string;
  readonly files: readonly NewFile[];
  readonly locations: ReadonlyMap<Digest, ObjectLocation>;
  readonly links: readonly LinkMode[];
  readonly umask: number;
  readonly signal: AbortSignal | undefined;
  placed(row: number, stamp: Stamp): void;
  failed(row: number, problem: 'missing' | 'damaged'): void;
}
