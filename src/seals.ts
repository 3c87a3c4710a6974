import type { TaskOptions } from '#model/task-options.js';
import type { ProveResult, SealResult, SealsResult } from '#schema/index.js';

/** Signed checkpoints over all that is recorded, by which is found what was rewritten or taken away since. */
export interface Seals {
  /**
   * Seals every record, pointer and head that can be reached now. Where something was rewritten or lost since the last seal,
   * that is told in `problems` and nothing is sealed, unless a reason accepts it.
   * @throws `git.shallow`, `seal.broken`
   */
  make(options?: MakeSealOptions): Promise<SealResult>;
  /** The seals of this clone, checked against what is here and what it has seen before. */
  list(options?: ListSealsOptions): Promise<SealsResult>;
  /**
   * A proof that the record of a version or run is under the newest seal; `checkProof` checks it without a repository.
   * @throws `seal.not-found`, `seal.broken`, `reference.*`
   */
  prove(reference: string, options?: ProveOptions): Promise<ProveResult>;
}

export interface ProveOptions extends TaskOptions {
  /** File to write the proof to. */
  readonly output?: string | undefined;
  /** File with a checkpoint that somebody kept: the proof then shows, too, that the newest one grew out of it. */
  readonly since?: string | undefined;
}

export interface MakeSealOptions extends TaskOptions {
  /** Why what was rewritten or lost since the last seal was meant to be; stands in the seal. */
  readonly accept?: string | undefined;
  /** Says only what would be sealed. */
  readonly dryRun?: boolean | undefined;
  /**
   * Brings the seals to a remote of git, over the network: by name, or `origin` (`true`). Where others sealed meanwhile, theirs
   * and ours are joined.
   */
  readonly push?: boolean | string | undefined;
  /** Keeps the checkpoint on a remote of Pixelis, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
  /** For so many days the remote is to let nobody remove it: S3 Object Lock. @throws `remote.cannot-keep` */
  readonly lockDays?: number | undefined;
}

export interface ListSealsOptions extends TaskOptions {
  /** Brings the seals of a remote of git first, over the network: by name, or of `origin` (`true`). */
  readonly fetch?: boolean | string | undefined;
  /** Compares with the seals that a remote of Pixelis keeps, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
}
