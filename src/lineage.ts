import type { TaskOptions } from '#model/task-options.js';
import type { LineagePathResult, LineageResult, LineageValidateResult } from '#schema/index.js';

/**
 * Which version was made from which, by which run. Read from records alone: those in the worktree, at a revision, or on all
 * branches and tags together. `lineageTree`, `lineageMermaid` and `lineageDot` draw the results.
 */
export interface Lineage {
  /**
   * What a version was made from and what was made from it; everything where none is named.
   * @throws `reference.not-found`, `reference.ambiguous`, `git.revision-not-found`
   * @example
   * const { lineage } = repository;
   * console.log(lineageMermaid(await lineage.graph('model-sft-abc123', { ancestors: true })));
   */
  graph(reference?: string, options?: LineageOptions): Promise<LineageResult>;
  /** The shortest way from one version to another, whichever of the two is the older. */
  path(from: string, to: string, options?: LineageScope): Promise<LineagePathResult>;
  /** What a run used and made. @throws `run.not-found` */
  run(id: string, options?: LineageScope): Promise<LineageResult>;
  /** Looks for records that contradict each other: each is a problem, what may have an innocent reason a warning. */
  validate(options?: LineageValidateOptions): Promise<LineageValidateResult>;
}

export interface LineageScope extends TaskOptions {
  /** A revision of git whose records are read, instead of the worktree's. `REF@REV` says the same for one reference. */
  readonly revision?: string | undefined;
  /** The committed records of all branches, remote branches and tags together. */
  readonly all?: boolean | undefined;
}

/** Without `ancestors` and `descendants`, both. */
export interface LineageOptions extends LineageScope {
  readonly ancestors?: boolean | undefined;
  readonly descendants?: boolean | undefined;
  /** At most so many generations from the version. */
  readonly depth?: number | undefined;
}

export interface LineageValidateOptions extends LineageScope {
  /** Looks as well for the bytes of every version, in the cache and on the default remote. */
  readonly objects?: boolean | undefined;
}
