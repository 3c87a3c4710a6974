import type { TaskOptions } from '#model/task-options.js';

export interface ChangeOptions extends TaskOptions {
  /** Says what would be done, and does nothing. */
  readonly dryRun?: boolean | undefined;
}

export interface AddOptions extends ChangeOptions {
  /** Name of the artifact; default: the one that the path has, else one derived from the path. */
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  /** References of the versions that this one was made from; default: inside a run its inputs. `[]`: of none. */
  readonly parents?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly aliases?: readonly string[] | undefined;
  /**
   * Records what is there as it is, even where it was placed from another version than the one that the pointer names by
   * now, whose changes it would undo. What a run makes is recorded so, with a warning.
   */
  readonly asIs?: boolean | undefined;
}
