/** What everything that takes time accepts: how to cancel it, and whom to tell how far it is. */
export interface TaskOptions {
  /** Aborting it ends the work at the next safe point with the error `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What work is being done; the command line draws it. */
export type ProgressPhase = 'scan' | 'hash' | 'store' | 'fetch' | 'push' | 'place' | 'remove' | 'verify' | 'history';

/** A fact about work in progress. Counts only ever grow within one phase of one command. */
export interface Progress {
  readonly phase: ProgressPhase;
  /** What the work is about: a path, an artifact, a remote. */
  readonly subject?: string;
  readonly doneItems: number;
  /** Left out while it is not known. */
  readonly totalItems?: number;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}
