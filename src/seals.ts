import type { TaskOptions } from '#model/task-options.js';
import type { SealResult, SealsResult } from '#schema/index.js';

/** Signed checkpoints over all that is recorded, by which is found what was rewritten or taken away since. */
export interface Seals {
  /**
   * Seals every record, pointer and head that can be reached now. Where something was rewritten or lost since the last seal,
   * that is told in `problems` and nothing is sealed, unless a reason accepts it.
   * @throws `git.shallow`, `seal.broken`
   */
  make(options?: MakeSealOptions): Promise<SealResult>;
  /** The seals of this clone, checked against what is here and what it has seen before. */
  list(options?: TaskOptions): Promise<SealsResult>;
}

export interface MakeSealOptions extends TaskOptions {
  /** Why what was rewritten or lost since the last seal was meant to be; stands in the seal. */
  readonly accept?: string | undefined;
  /** Says only what would be sealed. */
  readonly dryRun?: boolean | undefined;
}
