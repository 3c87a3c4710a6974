import type { TaskOptions } from '#model/task-options.js';

export interface PurgeOptions extends TaskOptions {
  /** Why the content has to go; needed with `apply`. It is on record for ever: it must not repeat what has to go. */
  readonly reason?: string | undefined;
  /** Names of the remotes to empty of it; default: all that are configured. */
  readonly remotes?: readonly string[] | undefined;
  /** Empties this repository alone, and no remote. */
  readonly local?: boolean | undefined;
  /** Removes files of a purged folder also where other versions have them; these lose them. */
  readonly withSharing?: boolean | undefined;
  /** Removes the files from this worktree, too. */
  readonly worktree?: boolean | undefined;
  /** Removes for good what is else only planned. Nothing brings it back. */
  readonly apply?: boolean | undefined;
}
