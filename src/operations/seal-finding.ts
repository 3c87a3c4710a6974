import type { PixelisError } from '#errors/index.js';

/** Something that is not as it was sealed, or as this clone saw it last. */
export interface SealFinding {
  /**
   * `tampered`: what was there was changed or taken away. `incomplete`: it cannot be told here, since commits are missing.
   * `gap`: nothing says that anything is wrong, and not all could be looked at.
   */
  readonly severity: 'tampered' | 'incomplete' | 'gap';
  readonly error: PixelisError;
  /** The ref that it is about, by its whole name. */
  readonly ref?: string;
  /** The commit that was there. */
  readonly commit?: string;
  /** The commit that is there instead. */
  readonly now?: string;
  /** The record that it is about, and git's id of its bytes. */
  readonly path?: string;
  readonly blob?: string;
}
