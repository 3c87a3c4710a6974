import type { TaskOptions } from '#model/task-options.js';
import type { RunningCommand } from './runs.js';

export interface ReproduceOptions extends TaskOptions {
  /** The largest relative deviation of a number in JSON and tables that is none. Default: outputs must be identical. */
  readonly tolerance?: number | undefined;
  /** Leaves the scratch worktree where it is. */
  readonly keep?: boolean | undefined;
  /** An absent or empty folder in which the code is laid out and the command executed. Default: a new one among the machine's temporary files. */
  readonly scratch?: string | undefined;
  /** Executes nothing, and says what would be executed with what. */
  readonly dryRun?: boolean | undefined;
  /** What the command says, as it says it; default: nothing is passed on. */
  readonly onOutput?: ((chunk: Uint8Array, stream: 'stdout' | 'stderr') => void | Promise<void>) | undefined;
  /** Told when a command has been started. */
  readonly onStart?: ((command: RunningCommand) => void) | undefined;
}
