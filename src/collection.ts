import type { TaskOptions } from '#model/task-options.js';
import type { GcResult, GcTrashResult, GcUndoResult } from '#schema/index.js';
import type { RemoteCollection } from './remote-collection.js';

/**
 * Takes from the cache what nothing needs that git can still produce, in any repository that shares it: refs, reflogs,
 * stashes, indexes, worktrees, dangling objects, live runs. Each throws `gc.root-unreadable` where that cannot be told,
 * and `lock.held` where another collection is under way.
 */
export interface Collection {
  /** Says what could go, and changes nothing. */
  plan(options?: CollectOptions): Promise<GcResult>;
  /** Moves it to the trash, from which whoever needs it has it back. */
  apply(options?: CollectOptions): Promise<GcResult>;
  /** Frees what has lain in the trash long enough and is still not needed. */
  purge(options?: CollectOptions): Promise<GcResult>;
  /** Takes a collection back, the latest unless another is named. @throws `gc.run-not-found` */
  undo(run?: string, options?: TaskOptions): Promise<GcUndoResult>;
  /** What lies in the trash. */
  trash(options?: TaskOptions): Promise<GcTrashResult>;
  /** The same for a remote, the default one unless another is named. */
  remote(name?: string): RemoteCollection;
}

/** Ages are written `30d`, `12h`, `2w`; units are s, m, h, d, w and y. */
export interface CollectOptions extends TaskOptions {
  /** What was stored a shorter time ago stays; default: 14d. */
  readonly grace?: string | undefined;
  /** How long a purge leaves things in the trash; default: 7d. */
  readonly trashAge?: string | undefined;
  /** Lets versions go that history names: all but so many of each artifact. */
  readonly keepLast?: number | undefined;
  /** Lets versions go that were recorded longer ago. */
  readonly olderThan?: string | undefined;
  /** Of these rules: only versions of this type. */
  readonly type?: string | undefined;
  /** Of these rules: only these artifacts or versions, as globs: `model-*`, `dataset-cota_sft:v1`. */
  readonly artifacts?: readonly string[] | undefined;
  /** Artifacts or versions that may go though no remote is seen to have all of them. */
  readonly unpushed?: readonly string[] | undefined;
  /** Repositories that shared the cache, and need nothing of it any more. */
  readonly forgetRepositories?: readonly string[] | undefined;
  /** What cannot be read and is to be done without, by the name that the error gives. */
  readonly ignore?: readonly string[] | undefined;
}
