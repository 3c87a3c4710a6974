import type { LinkMethod } from '#model/config.js';
import type { Digest } from '#model/digest.js';
import type { TreeFile } from '#model/tree-entry.js';
import type { ObjectLocation } from '#store/object-store.js';

/** Files to be made from objects. */
export interface NewFiles {
  /** Private folder: nobody else puts anything there. */
  readonly folder: string;
  readonly files: readonly TreeFile[];
  /** Name of a file in the folder; may lie below folders that are there. */
  nameOf(row: number): string;
}

/** What the ways of placing share. */
export interface PlacementRun {
  readonly target: NewFiles;
  readonly locations: ReadonlyMap<Digest, ObjectLocation>;
  readonly links: readonly LinkMethod[];
  readonly umask: number;
  readonly signal: AbortSignal | undefined;
  placed(row: number, mtimeMs: number, ctimeMs: number, ino: number): void;
  failed(row: number, problem: 'missing' | 'damaged'): void;
}
