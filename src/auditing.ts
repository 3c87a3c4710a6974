import type { TaskOptions } from '#model/task-options.js';

export interface AuditOptions extends TaskOptions {
  /** A revision of git, or a range `A..B`; default: HEAD, all of its history. */
  readonly revision?: string | undefined;
  /** All branches, remote branches and tags, not HEAD alone. */
  readonly all?: boolean | undefined;
  /** A revision whose history is taken as it is. */
  readonly since?: string | undefined;
  /** An artifact or version: only its trail and findings, with all that it was made from. */
  readonly artifact?: string | undefined;
  /** Looks for bytes that the cache lacks on a remote, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
}
