import type { Digest } from './digest.js';

/** What a clone needs on a remote, as it said there at one time. */
export interface Registration {
  /** Random id of the clone. */
  readonly clone: string;
  /** What people know the clone by: its machine and the name of its folder. */
  readonly by: string;
  /** `2026-03-01T09:30:00Z`, by the clone's clock. */
  readonly registered: string;
  /** Roots of trees all of which is there, or on its way. */
  readonly pushed: readonly Digest[];
  /** Roots of trees that are needed as far as they are there. */
  readonly trees: readonly Digest[];
  /** Single files. */
  readonly files: readonly Digest[];
}
