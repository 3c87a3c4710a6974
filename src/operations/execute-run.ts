import { join } from 'node:path';
import { isPixelisError, problemOf } from '#errors/index.js';
import { monitorHardware } from '#hardware/monitor-hardware.js';
import type { LiveRunFolder } from '#live-run/live-run-folder.js';
import { type CommandEnd, endOf } from '#model/run-end.js';
import type { EndState, RunStart } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { type AttachedOptions, type AttachedProcess, startAttached } from '#process/start-attached.js';
import type { Problem, RunResult } from '#schema/index.js';
import { unusable } from './add-plan.js';
import { concludeRun } from './conclude-run.js';
import { planRun } from './plan-run.js';
import { onlyLooking } from './only-looking.js';
import type { RepositoryContext } from './repository-context.js';
import type { RunRequest } from './run-request.js';
import { type StartedRun, startRun } from './start-run.js';

export interface ExecuteRequest extends RunRequest, CommandListeners {
  readonly dryRun?: boolean | undefined;
}

/** Who follows a command while it runs. */
export interface CommandListeners {
  readonly onOutput?: AttachedOptions['onOutput'];
  readonly onStart?: ((command: RunningCommand) => void) | undefined;
}

export interface RunningCommand {
  readonly run: string;
  /** Passes on a signal that this program received, unless it reached the command by itself. False where that has ended. */
  kill(signal: NodeJS.Signals): boolean;
}

/**
 * Executes a command as a run. However it ends, the run is recorded; what it was to make becomes versions if it completed.
 * @throws what {@link startRun} throws; by then nothing was executed
 */
export async function executeRun(
  context: RepositoryContext,
  command: readonly string[],
  request: ExecuteRequest,
): Promise<RunResult> {
  if (command.length === 0 || command[0] === '')
    throw unusable('there is no command to run', 'give one after two dashes: pixelis run -- python train.py');
  if (request.dryRun === true) return planRun(onlyLooking(context), command, request);
  const run = await startRun(context, { kind: 'command', command }, request);
  try {
    const { outcome, problems } = await runCommand(context, { run, command }, request);
    return await concludeRun(context, { run, outcome, problems }, request);
  } finally {
    run.held.release();
  }
}

/** How a run ended, for its record. */
export interface Outcome {
  readonly state: EndState;
  readonly reason?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
}

export interface CommandToRun {
  readonly run: Pick<StartedRun, 'held' | 'variables'> & { readonly start: Pick<RunStart, 'run' | 'folder'> };
  readonly command: readonly string[];
  /** Top of the worktree in which it runs; default: this one. */
  readonly root?: string | undefined;
  /** Variables beside those of this program and of the run. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** Runs the command of a run to its end. One that cannot be started has failed, with the exit code that a shell has for it. */
export async function runCommand(
  context: RepositoryContext,
  { run, command, root = context.git.places.root, variables }: CommandToRun,
  { signal, onOutput, onStart, monitorSeconds }: CommandListeners & TaskOptions & Pick<RunRequest, 'monitorSeconds'>,
): Promise<{ readonly outcome: Outcome; readonly problems: readonly Problem[] }> {
  const [file = '', ...args] = command;
  const { live } = run.held;
  const environment = {
    // Python holds back what it says to a pipe; a run is to be followed while it goes on.
    PYTHONUNBUFFERED: '1',
    ...context.environment,
    ...variables,
    ...run.variables,
  };
  let child: AttachedProcess;
  try {
    child = await startAttached(
      { file, args, cwd: join(root, run.start.folder), environment },
      { ...logsOf(live), onOutput, stdin: 'inherit' },
    );
  } catch (error) {
    if (!isPixelisError(error, 'process.failed')) throw error;
    const exitCode = Number(error.data['exitCode'] ?? 127);
    return {
      outcome: { state: 'FAILED', reason: error.message, exitCode },
      problems: [problemOf(error)],
    };
  }
  let passedOn: NodeJS.Signals | undefined;
  const passOn = (name: NodeJS.Signals): boolean => {
    passedOn = name;
    return child.passOn(name);
  };
  const onAbort = (): void => {
    passedOn = 'SIGTERM';
    child.kill('SIGTERM');
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const { pid } = child;
  const monitor =
    monitorSeconds === undefined
      ? undefined
      : monitorHardware({ pid, file: live.hardware, everySeconds: monitorSeconds, environment: context.environment });
  try {
    onStart?.({ run: run.start.run, kill: passOn });
    if (signal?.aborted === true) onAbort();
    const { exitCode, signal: endedBy, problems } = await child.ended;
    const end: CommandEnd = { exitCode, signal: endedBy, passedOn };
    return {
      outcome: { ...endOf(end), exitCode, signal: endedBy },
      problems: problems.map((problem) => problemOf(problem)),
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await monitor?.stop();
  }
}

function logsOf({ stdout, stderr }: LiveRunFolder): Pick<AttachedOptions, 'stdoutFile' | 'stderrFile'> {
  return { stdoutFile: stdout, stderrFile: stderr };
}
