import type { Environment } from '#process/environment.js';
import type { MachineFiles } from './machine-files.js';

/** What the parts of a capture work with. */
export interface Survey {
  /** Top of the worktree, absolute. */
  readonly root: string;
  /** Folder in which the command is started, absolute; the top of the worktree or below it. */
  readonly folder: string;
  readonly environment: Environment;
  readonly files: MachineFiles;
  readonly secrets: SecretFilter;
  readonly signal: AbortSignal | undefined;
  /** Notes why the fact at `place` (`gpu.driver`) is not known. */
  readonly missing: (place: string, reason: string) => void;
}

/** Replaces secrets by what may be recorded in their place. */
export interface SecretFilter {
  text(value: string, where: string): string;
  variable(name: string, value: string): string;
  url(value: string, where: string): string;
}
