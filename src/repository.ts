import type { TaskOptions } from '#model/task-options.js';
import type {
  AddResult,
  AuditResult,
  BlameResult,
  CheckoutResult,
  DiffResult,
  DoctorResult,
  FetchResult,
  GetResult,
  ListResult,
  LogResult,
  PullResult,
  PurgeResult,
  PushResult,
  ReproduceResult,
  SearchResult,
  ShowResult,
  StatusResult,
  VerifyResult,
  VersionId,
} from '#schema/index.js';
import type { Aliases } from './aliases.js';
import type { AuditOptions } from './auditing.js';
import type { AddOptions, ChangeOptions } from './change-options.js';
import type { Collection } from './collection.js';
import type { Environments } from './environments.js';
import type { Hooks } from './hooks.js';
import type { Lineage } from './lineage.js';
import type { Merging } from './merging.js';
import type { Metrics } from './metrics.js';
import type { PurgeOptions } from './purging.js';
import type { Remotes } from './remotes.js';
import type { ReproduceOptions } from './reproduction.js';
import type { Runs } from './runs.js';
import type { Seals } from './seals.js';
import type { Config } from './settings.js';

export type * from './aliases.js';
export type * from './auditing.js';
export type * from './change-options.js';
export type * from './collection.js';
export type * from './remote-collection.js';
export type * from './environments.js';
export type * from './hooks.js';
export type * from './lineage.js';
export type * from './merging.js';
export type * from './metrics.js';
export type * from './purging.js';
export type * from './remotes.js';
export type * from './run-history.js';
export type * from './reproduction.js';
export type * from './runs.js';
export type * from './seals.js';
export type * from './settings.js';

/**
 * A git repository with Pixelis in it, and everything that can be done there; open it with `openRepository`. Each method
 * is a command and answers what the command prints with `--json`. What could be done is done: the rest is named in
 * `problems` ({@link exitCodeOf} weighs them). Where nothing can be done, a {@link PixelisError} is thrown.
 *
 * A target is a reference (`dataset-cota_sft:v2`, `blake3:6f1a`), a tracked path, or a path inside a tracked folder. Paths
 * are relative to the folder with which the repository was opened. No target means everything that is tracked.
 */
export interface Repository extends AsyncDisposable {
  /** Top of the worktree, absolute. */
  readonly root: string;

  /** Puts paths under version: bytes into the cache, a version record and a pointer for git. */
  add(paths: readonly string[], options?: AddOptions): Promise<AddResult>;
  /** How pointers, worktree, cache and (where asked) the remote stand to each other. */
  status(targets?: readonly string[], options?: StatusOptions): Promise<StatusResult>;
  /** File by file. Without `to`, the worktree against `from`; without both, the worktree against HEAD. */
  diff(between?: DiffSubjects, options?: TaskOptions): Promise<DiffResult>;
  /** Makes the worktree match the pointers. Bytes that exist nowhere else stay, unless forced. */
  checkout(targets?: readonly string[], options?: CheckoutOptions): Promise<CheckoutResult>;

  /**
   * Executes runs again, in a scratch worktree with their code and inputs, and judges each output: one run by its id, or
   * those that made what a revision tracks. A verdict is a result, not an error.
   * @throws `run.not-found`, `run.not-reproducible` for one that has not ended
   */
  reproduce(reference: string, options?: ReproduceOptions): Promise<ReproduceResult>;

  /** Cache to remote. */
  push(targets?: readonly string[], options?: TransferOptions): Promise<PushResult>;
  /** Remote to cache. */
  fetch(targets?: readonly string[], options?: TransferOptions): Promise<FetchResult>;
  /** {@link fetch}, then {@link checkout}. */
  pull(targets?: readonly string[], options?: PullOptions): Promise<PullResult>;
  /** Places any version anywhere; pointers and tracked paths stay as they are. */
  get(reference: string, options?: GetOptions): Promise<GetResult>;
  /** One file of a version. */
  cat(reference: string, options?: RemoteOptions): Promise<FileContent>;

  list(targets?: readonly string[], options?: ListOptions): Promise<ListResult>;
  show(reference: string, options?: ShowOptions): Promise<ShowResult>;
  /** History of an artifact or a path; of everything where none is given. */
  log(target?: string, options?: LogOptions): Promise<LogResult>;
  /** For each file of a version, or inside a path of it, the version and the commit that changed it last. */
  blame(reference: string, options?: TaskOptions): Promise<BlameResult>;
  /** Versions for which a JSONata expression over their record holds. @throws `expression.invalid` */
  search(expression: string, options?: TaskOptions): Promise<SearchResult>;

  readonly runs: Runs;
  readonly metrics: Metrics;
  readonly lineage: Lineage;
  readonly aliases: Aliases;
  readonly remotes: Remotes;
  readonly config: Config;
  readonly hooks: Hooks;
  readonly environments: Environments;
  readonly seals: Seals;
  readonly merging: Merging;
  readonly gc: Collection;

  /**
   * Looks whether records, pointers, cache and (where asked) a remote hold what they should, and heals what can be healed.
   */
  verify(targets?: readonly string[], options?: VerifyOptions): Promise<VerifyResult>;
  /**
   * Removes content for good, from the cache and every remote, and leaves a tombstone for each digest: an artifact by its name
   * alone (all versions), a version, or a file or folder inside one. Without references: what tombstones name that others made.
   * A plan, unless `apply` says otherwise.
   */
  purge(references?: readonly string[], options?: PurgeOptions): Promise<PurgeResult>;
  /**
   * Reads the history, and says who recorded what, when, and signed by whom; and what speaks against the trail. A verdict
   * is a result, not an error. `auditHtml` makes a report of it.
   * @throws `git.revision-not-found`, `reference.not-found`
   */
  audit(options?: AuditOptions): Promise<AuditResult>;
  /** Looks at the installation, the repository and (unless offline) the remotes. */
  doctor(options?: TaskOptions): Promise<DoctorResult>;
  /** Ends what was kept open: child processes, workers, connections. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Any folder of the worktree; default: the current one. */
  readonly folder?: string | undefined;
  /** Forbids the network; default: whether PIXELIS_OFFLINE_MODE is `true`. */
  readonly offline?: boolean | undefined;
}

export interface InitOptions extends OpenOptions, ChangeOptions {
  /** URL of the remote `origin`. */
  readonly remote?: string | undefined;
}

export interface StatusOptions extends TaskOptions {
  /** Asks the default remote as well what it lacks. */
  readonly remote?: boolean | undefined;
}

/** Each a revision of git or a reference of a version. */
export interface DiffSubjects {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface ForceOptions extends ChangeOptions {
  /** Overwrites bytes that exist nowhere else. */
  readonly force?: boolean | undefined;
}

export interface CheckoutOptions extends ForceOptions {
  /**
   * Brings what the pointer names together with what was changed here: files that only one of the two changed since they
   * were placed are that one's. Where both did, the path is left as it is and named, unless a side is: `ours` is what is here.
   */
  readonly merge?: boolean | 'ours' | 'theirs' | undefined;
}

export interface RemoteOptions extends TaskOptions {
  /** Name of the remote; default: the default one. */
  readonly remote?: string | undefined;
}

export interface TransferOptions extends RemoteOptions, ChangeOptions {
  /** What these revisions point at, instead of the worktree. */
  readonly revisions?: readonly string[] | undefined;
  /** What every commit on every branch and tag points at. */
  readonly all?: boolean | undefined;
  /** Only files inside folders whose path fits one of these globs. */
  readonly include?: readonly string[] | undefined;
  /** How many transfers at once, at most. */
  readonly jobs?: number | undefined;
}

export interface PullOptions extends TransferOptions, CheckoutOptions {}

export interface GetOptions extends RemoteOptions, ForceOptions {
  /** Where to; default: the last part of the reference's path or name, in the folder of the repository's opening. */
  readonly output?: string | undefined;
}

/** A file of a version, to be read once. */
export interface FileContent {
  readonly version: VersionId;
  readonly subpath?: string;
  readonly size: number;
  /** Checked: where the bytes do not match, the last chunk is withheld and `object.corrupt` thrown. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface ListOptions extends TaskOptions {
  /** Every version, not the latest alone. */
  readonly all?: boolean | undefined;
  readonly type?: string | undefined;
}

export interface ShowOptions extends TaskOptions {
  /** Lists what is in it. */
  readonly files?: boolean | undefined;
}

export interface LogOptions extends TaskOptions {
  /** All branches and tags, not HEAD alone. */
  readonly all?: boolean | undefined;
  /** At most this many entries. */
  readonly limit?: number | undefined;
  /** Lists the files that each version changed. */
  readonly files?: boolean | undefined;
  /** The whole messages of the commits. */
  readonly messages?: boolean | undefined;
}

export interface VerifyOptions extends TaskOptions {
  /** Hashes every byte in the cache. */
  readonly full?: boolean | undefined;
  /** Hashes so many objects of the cache, chosen at random, or a share of them: `'5%'`. */
  readonly sample?: number | string | undefined;
  /** Leaves off hashing after so long; what is covered by then is said. */
  readonly limitSeconds?: number | undefined;
  /** Asks a remote as well: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
  /** Reads every byte that is needed from the remote, and keeps nothing. */
  readonly download?: boolean | undefined;
  /** Puts good bytes in the place of what is damaged or missing, wherever there is a good copy. */
  readonly repair?: boolean | undefined;
  /** What every commit on every branch and tag points at. */
  readonly all?: boolean | undefined;
}
