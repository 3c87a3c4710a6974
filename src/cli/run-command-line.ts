import { resolve } from 'node:path';
import { exitCodeOf, isPixelisError, PixelisError } from '../index.js';
import type { Command, Library, Result } from './command.js';
import { findCommand } from './find-command.js';
import { parseArguments, parseGlobals } from './parse-arguments.js';
import { type Progress, watchProgress } from './progress.js';
import { report, reportResult } from './report.js';
import { openSession } from './session.js';
import type { TakeSignals } from './signals.js';
import type { Terminal } from './terminal.js';

/** Runs one command line to its end and returns its exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { terminal } = surroundings;
  const { json, quiet } = parseGlobals(argv);
  const style = { json, quiet };
  let command: Command | undefined;
  try {
    const found = await findCommand(argv);
    if (found.kind === 'text') {
      await terminal.stdout.write(await found.text());
      return 0;
    }
    command = found.command;
    return await runCommand({ ...surroundings, command, argv: found.argv });
  } catch (error) {
    const isCancelled = surroundings.signal.aborted && !isPixelisError(error);
    return report(isCancelled ? new PixelisError('interrupted', 'interrupted', { cause: error }) : error, {
      style,
      terminal,
      command: command?.name,
    });
  }
}

export interface Surroundings {
  readonly terminal: Terminal;
  readonly library: Library;
  readonly signal: AbortSignal;
  readonly takeSignals: TakeSignals;
}

interface Call extends Surroundings {
  readonly command: Command;
  readonly argv: readonly string[];
}

async function runCommand({ command, argv, terminal, library, signal, takeSignals }: Call): Promise<number> {
  const { operands, options, globals } = parseArguments(command, argv);
  if (globals.help) {
    const { commandHelp } = await import('./help.js');
    await terminal.stdout.write(commandHelp(command));
    return 0;
  }
  const style = { json: globals.json, quiet: globals.quiet };
  const progress = watchProgress(terminal.stderr, { silent: style.json || style.quiet });
  const session = openSession({
    place: {
      folder: resolve(terminal.currentFolder, globals.folder ?? '.'),
      ...(globals.offline ? { offline: true } : {}),
    },
    task: { signal, onProgress: progress.onProgress },
    wantsJson: globals.json,
    terminal,
    library,
    takeSignals,
  });
  const result = await runAndClose({ command, operands, options, session, progress });
  if (result === undefined) return 0;
  await reportResult(result, { command, options, style, terminal });
  return command.exitCode?.(result, options) ?? exitCodeOf(result);
}

async function runAndClose({
  command,
  operands,
  options,
  session,
  progress,
}: {
  readonly command: Command;
  readonly operands: readonly string[];
  readonly options: Parameters<Command['run']>[0]['options'];
  readonly session: ReturnType<typeof openSession>;
  readonly progress: Progress;
}): Promise<Result | undefined> {
  try {
    return await command.run({ operands, options }, session);
  } finally {
    progress.end();
    await session.close();
  }
}
