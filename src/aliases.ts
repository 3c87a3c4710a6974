import type { TaskOptions } from '#model/task-options.js';
import type { AliasResult } from '#schema/index.js';
import type { ChangeOptions } from './change-options.js';

/** Movable names of versions. */
export interface Aliases {
  set(reference: string, alias: string, options?: ChangeOptions): Promise<AliasResult>;
  /** Of one artifact, or of all. */
  list(artifact?: string, options?: TaskOptions): Promise<AliasResult>;
  remove(artifact: string, alias: string, options?: ChangeOptions): Promise<AliasResult>;
}
