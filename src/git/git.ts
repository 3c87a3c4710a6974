import type { PixelisError } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';

/**
 * What Pixelis needs of git, and no more. Paths are relative to the top of the worktree, with `/`. Revisions come from
 * users and can be anything; a commit id that this port returned is 40 or 64 hex digits.
 */
export interface Git {
  /** `git` where the executable does the work, `isomorphic-git` where there is none. */
  readonly adapter: 'git' | 'isomorphic-git';
  readonly places: GitPlaces;

  /** The commit that a revision names, or undefined where it names none. */
  resolveCommit(revision: string, options?: TaskOptions): Promise<CommitId | undefined>;
  /** The commit that is checked out; undefined before the first commit. */
  head(options?: TaskOptions): Promise<{ readonly commit: CommitId | undefined; readonly branch: string | undefined }>;
  /** Branches, remote branches and tags with the commits they stand at. Tags are peeled. */
  listRefs(options?: TaskOptions): Promise<readonly { readonly name: string; readonly commit: CommitId }[]>;

  /** Files in a commit below `folder` ('' is all of them) whose path ends in `suffix`, in the order of their bytes. */
  listFiles(commit: CommitId, scope: FileScope, options?: TaskOptions): Promise<readonly GitFile[]>;
  /**
   * Contents by blob id, in the order asked for; an id that is asked for twice comes once. Batched.
   * @throws `file.too-large` over `limitBytes`; `git.failed` where there is no such blob. Where somebody wants to be told
   * of either (`onUnreadable`), it is left out instead
   */
  readBlobs(ids: Iterable<BlobId>, options?: ReadBlobsOptions): AsyncIterable<GitBlob>;
  /**
   * Every blob that git can still give: whatever names it, or nothing any more, packed or loose, borrowed ones as well. In no
   * order; those over `limitBytes`, and those that `skips` names, are left out. Few are in memory at a time.
   * @throws `git.shallow` where history is cut off, or objects were left with a remote (partial clone); `git.failed`;
   * `git.unsupported` without the executable
   */
  allBlobs(options: AllBlobsOptions): AsyncIterable<GitBlob>;
  /**
   * Commits reachable from `from` (default HEAD) that changed a file in the scopes against their first parent, newest
   * first, with the changes. Both sides of every merge are followed, also one that the merge threw away.
   */
  log(query: LogQuery, options?: TaskOptions): AsyncIterable<GitCommit>;
  /**
   * Commits as git stores them, byte for byte: of these ids in this order, or all of a range, each before those that it is
   * made from. Nothing stands in for another: replacements, grafts and caches of the history do not count. Batched.
   * @throws `git.failed` where a commit of a range is not here, or an id is of another kind of object
   */
  readCommits(which: Iterable<CommitId> | CommitRange, options?: TaskOptions): AsyncIterable<RawCommit>;
  /**
   * Files in the scopes that differ between the trees of each pair, in the order of the pairs; those without any are passed
   * over. @throws `git.failed` where a tree is not here
   */
  diffTrees(query: TreeDiffQuery, options?: TaskOptions): AsyncIterable<TreeDiff>;
  /**
   * Ids of the objects in whose place git, asked plainly, gives others: those that are replaced (`git replace`), and commits
   * with grafted parents. What this port reads are the objects themselves.
   */
  listStandIns(options?: TaskOptions): Promise<readonly StandIn[]>;
  /** Annotated tags as git stores them, in the order of their names. */
  readTags(options?: TaskOptions): AsyncIterable<RawTag>;

  /** Files in the worktree below `scope`: tracked by git, or neither tracked nor ignored. Deleted ones are left out. */
  listWorktreeFiles(scope: FileScope, options?: TaskOptions): Promise<readonly string[]>;
  /** Those of `paths` that git tracks. A folder counts where git tracks anything in it. */
  trackedPaths(paths: readonly string[], options?: TaskOptions): Promise<ReadonlySet<string>>;
  /** Those of `paths` that git ignores, with the rule (`.gitignore:3:*.csv`) that does it. */
  ignoredPaths(paths: readonly string[], options?: TaskOptions): Promise<ReadonlyMap<string, string>>;
  /** Files in `scope` that differ between HEAD, index and worktree. */
  status(scope: FileScope, options?: TaskOptions): Promise<readonly GitStatusEntry[]>;
  /** Files in `scope` that a merge left in conflict, each with the blobs of the sides that have it. */
  conflicts(scope: FileScope, options?: TaskOptions): Promise<readonly GitConflict[]>;

  /**
   * Adds files (or their deletion) to the index; folders with all that is in them. What neither exists nor is tracked is
   * passed over. Waits a while where another process holds the index's lock. @throws `path.ignored`, `lock.held`
   */
  stage(paths: readonly string[], options?: TaskOptions): Promise<void>;
  /**
   * Commits what is staged at `paths`, or all that is staged, as the configured user, with their hooks and signature.
   * @throws `git.failed` where there is nothing to commit, or a hook refuses; `lock.held`
   */
  commit(message: string, options?: TaskOptions & { readonly paths?: readonly string[] }): Promise<CommitId>;
  /**
   * Puts a commit in the place of the one that is checked out, which must be on nobody else's side yet: the same, with these
   * files added, signed again where it was signed. Index and worktree stay. Works in the middle of a merge, as git's own
   * amending does not; no hook is run. @throws `git.failed`; `git.unsupported` without the executable
   */
  amend(paths: readonly string[], options?: TaskOptions): Promise<CommitId>;
  /**
   * Checks a commit out, on no branch, in a new linked worktree at the absolute path `folder`, which is absent or empty. No
   * hook is run. @throws `git.failed`; `git.unsupported` without the executable
   */
  addWorktree(folder: string, commit: CommitId, options?: TaskOptions): Promise<void>;
  /**
   * The worktrees of the repository, the main one first; also one whose folder is gone, as long as git remembers it. Of a
   * bare repository only linked ones. @throws `git.unsupported` for linked ones without the executable
   */
  listWorktrees(options?: TaskOptions): Promise<readonly GitWorktree[]>;
  /**
   * Files in the index of any worktree, as {@link listWorktrees} has them; of a conflict, each side.
   * @throws `git.unsupported` for linked ones without the executable
   */
  listStagedFiles(scope: FileScope, options?: TaskOptions): Promise<readonly GitFile[]>;
  /** Removes a linked worktree with all that is in it; what is none, or gone already, is passed over. */
  removeWorktree(folder: string, options?: TaskOptions): Promise<void>;
  /**
   * How the files below `folder/a` and `folder/b` differ, as a patch for people.
   * @throws `git.unsupported` without the executable
   */
  diffFolders(folder: string, options?: TaskOptions): Promise<string>;
  /** Whether `of` is the commit `ancestor` or was made from it. @throws `git.failed` where one of them is not here */
  isAncestor(ancestor: CommitId, of: CommitId, options?: TaskOptions): Promise<boolean>;
  /**
   * Writes a commit that no branch has yet: the files of its first parent, with others put over them. No hook is run, and the
   * worktree and its index stay as they are. @throws `git.failed`; `git.unsupported` without the executable
   */
  writeCommit(commit: NewCommit, options?: TaskOptions): Promise<CommitId>;
  /**
   * Moves a ref if it stands where it is expected to. False where it does not, and nothing is changed.
   * @throws `git.failed`; `git.unsupported` without the executable
   */
  updateRef(change: RefChange, options?: TaskOptions): Promise<boolean>;
  /**
   * Brings one ref to a remote of git, over the network, as the user would. False where the ref there has what this one has
   * not. @throws `git.failed`; `git.unsupported` without the executable
   */
  pushRef(exchange: RefExchange, options?: TaskOptions): Promise<boolean>;
  /** Brings one ref from a remote of git, whatever stood here before. False where the remote has none. @throws as {@link pushRef} */
  fetchRef(exchange: RefExchange, options?: TaskOptions): Promise<boolean>;
  /** One setting of git's configuration. */
  configValue(key: string): Promise<string | undefined>;
  /** One setting that names a file, absolute: `~` is the home folder, and a relative path is below the top of the worktree. */
  configPath(key: string): Promise<string | undefined>;
  /**
   * Sets one setting of this repository, for all its worktrees, or takes it out (undefined).
   * @throws `git.failed`; `git.unsupported` without the executable
   */
  setConfigValue(key: string, value: string | undefined, options?: TaskOptions): Promise<void>;
  /** Ends child processes that were kept for later questions. */
  close(): Promise<void>;
}

export type CommitId = string & { readonly [commitIdBrand]: true };
declare const commitIdBrand: unique symbol;
export type BlobId = string & { readonly [blobIdBrand]: true };
declare const blobIdBrand: unique symbol;

/** Where a repository lies. All absolute, links resolved. */
export interface GitPlaces {
  /** Top of the worktree. */
  readonly root: string;
  /** Git's folder of this worktree. */
  readonly gitFolder: string;
  /** Git's folder that all linked worktrees share. */
  readonly commonFolder: string;
  /** Where hooks are run from (`core.hooksPath` honoured). */
  readonly hooksFolder: string;
  /** Whether history is cut off (`git clone --depth`). */
  readonly isShallow: boolean;
}

export interface FileScope {
  /** Folder below the top, '' for all. A file is its own folder: its path chooses it alone. */
  readonly folder?: string;
  /** Only paths with this ending. */
  readonly suffix?: string;
}

export interface GitFile {
  readonly path: string;
  readonly blob: BlobId;
  /** Mode as git writes it: 100644, 100755, 120000. */
  readonly mode: string;
}

export interface GitBlob {
  readonly id: BlobId;
  readonly bytes: Uint8Array;
}

export interface ReadBlobsOptions extends TaskOptions {
  readonly limitBytes?: number;
  readonly onUnreadable?: ((id: BlobId, error: PixelisError) => void) | undefined;
}

export interface AllBlobsOptions extends TaskOptions {
  readonly limitBytes: number;
  readonly skips?: ((id: BlobId) => boolean) | undefined;
}

export interface GitWorktree {
  /** Top of the worktree, absolute; it may be gone. */
  readonly folder: string;
  /** Git's folder of this worktree alone. */
  readonly gitFolder: string;
  /** What is checked out; undefined before the first commit. */
  readonly head: CommitId | undefined;
}

export interface NewCommit {
  /** Contents by path. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly parents: readonly CommitId[];
  readonly message: string;
  /** With the signature of the configured user. */
  readonly signed?: boolean;
}

export interface RefChange {
  /** The whole name: `refs/pixelis/seals`. */
  readonly ref: string;
  /** Where it stands; undefined where there must be none. */
  readonly from: CommitId | undefined;
  readonly to: CommitId;
}

export interface GitConflict {
  readonly path: string;
  /** What both sides were made from. */
  readonly base?: BlobId;
  /** Left out where that side has deleted the file. */
  readonly ours?: BlobId;
  readonly theirs?: BlobId;
}

export interface RefExchange {
  /** Name or URL of a remote of git; never an option. */
  readonly remote: string;
  /** Whole names of refs. */
  readonly from: string;
  readonly to: string;
}

export interface LogQuery {
  readonly from?: readonly CommitId[];
  /** All branches, remote branches and tags instead of `from`. */
  readonly all?: boolean;
  /** Leaves out these commits, which must be here, and all that they are made from. */
  readonly excluding?: readonly CommitId[];
  /** Only commits that changed a file in one of these. */
  readonly scopes: readonly FileScope[];
  /** At most this many commits. */
  readonly limit?: number;
}

/** Commits that are reachable from some, and not from others. */
export interface CommitRange {
  readonly from?: readonly CommitId[];
  /** HEAD and all branches, remote branches and tags instead of `from`. */
  readonly all?: boolean;
  /** Leaves out these commits, which must be here, and all that they are made from. */
  readonly excluding?: readonly CommitId[];
}

export interface RawCommit {
  readonly id: CommitId;
  /** Undefined where git has no such object. Whether they are what the id says: `isObjectOf`. */
  readonly bytes: Uint8Array | undefined;
}

export interface TreeDiffQuery {
  readonly pairs: readonly TreePair[];
  readonly scopes: readonly FileScope[];
}

/** Trees by their ids; undefined is the empty one. */
export interface TreePair {
  readonly before: string | undefined;
  readonly after: string;
}

export interface TreeDiff {
  /** Index of the pair. */
  readonly pair: number;
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  /** Undefined where there is no file, but a link perhaps; a change of a file's mode alone is none. */
  readonly before: BlobId | undefined;
  readonly after: BlobId | undefined;
}

export interface StandIn {
  readonly kind: 'replacement' | 'graft';
  /** The object in whose place another one is shown. */
  readonly id: string;
}

export interface RawTag {
  /** `refs/tags/v1` */
  readonly name: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface GitCommit {
  readonly id: CommitId;
  /** As the commit records them; where history is cut off, they are not here. */
  readonly parents: readonly CommitId[];
  readonly author: Person;
  readonly committer: Person;
  /** First line of the message. */
  readonly subject: string;
  /** The kind of signature that the commit carries; this says nothing of its being valid. */
  readonly signature: 'none' | 'ssh' | 'openpgp' | 'x509';
  /** Against the first parent, within the query's scopes. */
  readonly changes: readonly FileChange[];
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970, within the years 1 to 9999. */
  readonly time: number;
}

export interface GitStatusEntry {
  readonly path: string;
  /** Index against HEAD. */
  readonly staged: 'unchanged' | 'added' | 'modified' | 'deleted' | 'conflicted';
  /** Worktree against index. */
  readonly worktree: 'unchanged' | 'modified' | 'deleted' | 'untracked';
  /** Blob at HEAD, where there is one. */
  readonly headBlob?: BlobId;
}
