import type { TaskOptions } from '#model/task-options.js';
import type { GcRemoteResult, GcTrashResult, GcUndoResult } from '#schema/index.js';

/**
 * Takes from a remote what none of the clones needs that push to it or fetch from it: each says there what it needs. Rules let
 * versions go that this clone's history names, and no other clone registered. The methods that change something throw
 * `lock.held` where another collection of the remote, or of this cache, is under way.
 */
export interface RemoteCollection {
  /**
   * Says what could go, and changes nothing.
   * @throws `gc.root-unreadable`, `gc.push-under-way`, `object.*` where that cannot be told; also of `apply` and `purge`
   */
  plan(options?: CollectRemoteOptions): Promise<GcRemoteResult>;
  /** Moves it to the trash on the remote, from which whoever fetches it has it back. */
  apply(options?: CollectRemoteOptions): Promise<GcRemoteResult>;
  /** Frees what has lain in the trash long enough and is still not needed. */
  purge(options?: CollectRemoteOptions): Promise<GcRemoteResult>;
  /** Takes a collection back, the latest unless another is named. @throws `gc.run-not-found` */
  undo(run?: string, options?: TaskOptions): Promise<GcUndoResult>;
  /** What lies in the trash. */
  trash(options?: TaskOptions): Promise<GcTrashResult>;
}

/** Ages are written `30d`, `12h`, `2w`; units are s, m, h, d, w and y. */
export interface CollectRemoteOptions extends TaskOptions {
  /** What was stored a shorter time ago stays, by the remote's clock; default: 30d. */
  readonly grace?: string | undefined;
  /** How long a purge leaves things in the trash; default: 30d. */
  readonly trashAge?: string | undefined;
  /** Ids of clones that are gone for good, and need nothing any more. */
  readonly forgetClones?: readonly string[] | undefined;
  /** Lets versions go that history names: all but so many of each artifact. Rules are for `plan` and `apply`. */
  readonly keepLast?: number | undefined;
  /** Lets versions go that were recorded longer ago. */
  readonly olderThan?: string | undefined;
  /** Of these rules: only versions of this type. */
  readonly type?: string | undefined;
  /** Of these rules: only these artifacts or versions, as globs: `model-*`, `dataset-cota_sft:v1`. */
  readonly artifacts?: readonly string[] | undefined;
  /** Artifacts or versions that may go though neither this cache nor another remote is seen to have all of them. */
  readonly unpushed?: readonly string[] | undefined;
  /** Repositories that shared the cache, and need nothing of it any more. */
  readonly forgetRepositories?: readonly string[] | undefined;
  /** What cannot be read of this clone and is to be done without, by the name that the error gives. */
  readonly ignore?: readonly string[] | undefined;
  /** How long to wait for pushes that are under way; default: 1m. */
  readonly wait?: string | undefined;
}
