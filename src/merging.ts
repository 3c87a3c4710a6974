import type { TaskOptions } from '#model/task-options.js';
import type { MergeDriverResult, ResolveResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** What git's merges leave to Pixelis. */
export interface Merging {
  /**
   * Settles conflicts in pointers and aliases; without a side, what needs no choice is settled and the rest is listed, path
   * by path. A target is a tracked path, an artifact, or a path inside a folder in conflict; none means all.
   * @throws `reference.not-found` where nothing there is in conflict
   */
  resolve(targets?: readonly string[], options?: ResolveOptions): Promise<ResolveResult>;
  /** Merges one file: what the merge driver itself does. The outcome is in the file `ours`. */
  mergeFile(call: MergeCall, options?: TaskOptions): Promise<MergeDriverResult>;
}

export interface ResolveOptions extends ChangeOptions {
  /** What decides where the sides contradict each other; `union` keeps both files, theirs under another name. */
  readonly side?: 'ours' | 'theirs' | 'union' | undefined;
}

/** A file that both sides of a merge changed, as git hands it over. */
export interface MergeCall {
  /** Files with the three versions, from the top of the worktree. What the merge comes to goes into `ours`. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** The file in the repository. */
  readonly path: string;
  /** What git calls the other side; older ones do not say. */
  readonly theirName?: string | undefined;
}
