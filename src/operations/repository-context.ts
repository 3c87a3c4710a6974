import type { Git } from '#git/git.js';
import type { Config } from '#model/config.js';
import type { Environment } from '#process/environment.js';
import type { Catalog } from '#records/catalog.js';
import type { LineageReader } from '#records/lineage-reader.js';
import type { SmallFiles } from '#records/small-file.js';
import type { BucketStore } from '#store/bucket-store.js';
import type { LocalBucketStore } from '#store/local-store.js';
import type { RegisteredRepository } from '#store/registered-repositories.js';

/** What an operation works with: one open repository. Put together in `open-repository.ts`, and nowhere else. */
export interface RepositoryContext {
  readonly git: Git;
  /** Records, pointers and settings in the worktree. */
  readonly files: SmallFiles;
  readonly config: Config;
  /** Where the user stands, relative to the top of the worktree; '' is the top. */
  readonly folder: string;
  /** Folder in which the state that all linked worktrees share lies: temporary files, locks, what is known of remotes. */
  readonly sharedState: string;
  /** Folder in which this worktree's own state lies: its index. */
  readonly ownState: string;
  readonly isOffline: boolean;
  /** The variables of this program. */
  readonly environment: Environment;
  /** How a git hook is to call Pixelis where it is not on the PATH: an executable and its first arguments. */
  readonly commandLine: readonly string[];
  readonly now: () => Date;

  /** The cache, opened on first use. */
  cache(): Promise<LocalBucketStore>;
  /** Git of another repository that shares the cache; the caller closes it. @throws as `openGit` */
  openClone(repository: RegisteredRepository): Promise<Git>;
  /** A remote by name, else the default one. @throws `remote.not-configured`, `offline.forbidden` */
  remote(name?: string): Promise<Remote>;
  /** Records and pointers in the worktree, read anew by each command. */
  worktreeCatalog(): Catalog;
  /** Records and pointers at a revision. @throws `git.revision-not-found` */
  catalogAt(revision: string): Promise<Catalog>;
  /** Who reads lineage out of the records, opened on first use. */
  lineage(): Promise<LineageReader>;
  /** Ends it, and lets go of what was opened. Everything that was recorded can be seen by now. */
  close(): Promise<void>;
}

/** Where artifacts are pushed to and fetched from. */
export interface Remote {
  readonly name: string;
  readonly url: string;
  readonly store: BucketStore;
}
