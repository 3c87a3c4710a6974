import { interrupted } from '#errors/index.js';
import type { GitPlaces } from '#git/git.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Environment } from '#process/environment.js';
import { type ProcessResult, runProcess } from '#process/run-process.js';
import { type ProcessCommand, type ProcessInput, type RunningProcess, startProcess } from '#process/start-process.js';
import { gitFailed } from './git-failed.js';
import { environmentFor, type GitMode, hardenedArguments } from './git-environment.js';

/** Runs git at the top of the worktree. */
export interface GitRunner {
  readonly places: GitPlaces;
  /** Runs a command to its end; any exit code is an answer. */
  run(args: readonly string[], options?: GitRunOptions): Promise<ProcessResult>;
  /** What a command prints. @throws `git.failed` where it ends with another exit code than 0 */
  text(args: readonly string[], options?: GitRunOptions): Promise<string>;
  /** What a command prints as records that end with NUL, some at a time. @throws `git.failed` */
  records(args: readonly string[], options?: GitRunOptions): AsyncGenerator<readonly string[], void>;
  /** Starts a command that answers questions until it is told to end. */
  start(args: readonly string[]): RunningProcess;
}

export interface GitRunOptions extends TaskOptions {
  readonly mode?: GitMode;
  readonly input?: ProcessInput | undefined;
  /** Variables for this command beside those of its mode. */
  readonly environment?: Environment;
}

/** `git` is the absolute path of the executable. */
export function gitRunner(git: string, places: GitPlaces, environment: Environment): GitRunner {
  const command = (args: readonly string[], options: GitRunOptions): ProcessCommand => {
    const mode = options.mode ?? 'read';
    return {
      file: git,
      args: mode === 'user' ? args : [...hardenedArguments, ...args],
      cwd: places.root,
      environment: { ...environmentFor(mode, environment, places), ...options.environment },
    };
  };
  const run: GitRunner['run'] = (args, options = {}) =>
    runProcess(command(args, options), { signal: options.signal, input: options.input });

  return {
    places,
    run,
    start: (args) => startProcess(command(args, {}), { holdStdinOpen: true }),
    async text(args, options) {
      const result = await run(args, options);
      if (result.exitCode !== 0) throw gitFailed(args, result);
      return result.stdout.toString('utf8');
    },
    async *records(args, options = {}) {
      const child = startProcess(command(args, options), { signal: options.signal, input: options.input });
      try {
        yield* splitRecords(child.stdout);
        const end = await child.ended;
        if (end.exitCode !== 0) throw gitFailed(args, end);
      } catch (error) {
        // A child that was stopped by the signal leaves its output torn.
        throw options.signal?.aborted === true ? interrupted(options.signal) : error;
      } finally {
        await child.stop();
      }
    },
  };
}

/** Cuts at NUL bytes, so that no character is ever cut in two. */
async function* splitRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[], void> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(0);
    if (end === -1) {
      rest.push(chunk);
      continue;
    }
    const whole = Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = [chunk.subarray(end + 1)];
    yield whole.toString('utf8').split('\0');
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield [last.toString('utf8')];
}
