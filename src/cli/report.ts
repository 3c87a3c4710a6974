import { type ErrorResult, isPixelisError, PixelisError } from '../index.js';
import picocolors from 'picocolors';
import type { Command, Finding, Options, Result, Values } from './command.js';
import { printable, printableLines } from './render/text.js';
import type { Screen } from './render/view.js';
import { type Output, showsUnicode, type Terminal, wantsColor } from './terminal.js';

export interface Style {
  readonly json: boolean;
  readonly quiet: boolean;
}

const findingsShown = 20;

/** Prints a result: as JSON, or as text with the next step, and what went wrong on stderr. */
export async function reportResult(
  result: Result,
  {
    command,
    options,
    style,
    terminal,
  }: {
    readonly command: Command;
    readonly options: Values<Options>;
    readonly style: Style;
    readonly terminal: Terminal;
  },
): Promise<void> {
  if (style.json) {
    await terminal.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const output = command.standsAside === true ? terminal.stderr : terminal.stdout;
  const colors = picocolors.createColors(wantsColor(output, terminal.environment));
  const { lines, next } = command.render(result, screenOf(terminal, colors), options);
  const shown = style.quiet && command.answers !== true ? [] : [...lines];
  // Where a problem says what to do, that comes first.
  const isAdvised = result.problems.some(({ hint }) => hint !== undefined);
  if (next !== undefined && !style.quiet && !isAdvised) shown.push(...(shown.length > 0 ? [''] : []), colors.dim(next));
  if (shown.length > 0) await output.write(`${shown.join('\n')}\n`);
  await printFindings('problem', result.problems, terminal);
  if (!style.quiet) await printFindings('warning', result.warnings, terminal);
}

function screenOf({ stdout, environment, currentFolder }: Terminal, colors: Screen['colors']): Screen {
  return {
    colors,
    folder: currentFolder,
    width: stdout.isTerminal ? stdout.columns : undefined,
    isUnicode: showsUnicode(environment),
    now: new Date(),
  };
}

/** Prints why a command failed as a whole, as far as anything can be printed, and returns its exit code. Never throws. */
export async function report(
  thrown: unknown,
  {
    style,
    terminal,
    command,
  }: { readonly style: Style; readonly terminal: Terminal; readonly command?: string | undefined },
): Promise<number> {
  const error = asPixelisError(thrown);
  try {
    if (style.json) {
      await terminal.stdout.write(`${JSON.stringify(errorResult(error, command), null, 2)}\n`);
    } else {
      await printError(error, terminal.stderr, wantsColor(terminal.stderr, terminal.environment));
    }
    if (terminal.environment['PIXELIS_DEBUG'] === '1') await terminal.stderr.write(`${stackOf(error)}\n`);
  } catch {
    // Nobody can be told: the exit code has to do.
  }
  return error.exitCode;
}

function errorResult(error: PixelisError, command: string | undefined): ErrorResult {
  const { code, kind, message, hint, exitCode, data } = error;
  return {
    pixelis: 1,
    ...(command === undefined ? {} : { command }),
    error: { code, kind, message, ...(hint === undefined ? {} : { hint }), exitCode, data },
  };
}

async function printError(error: PixelisError, stderr: Output, inColor: boolean): Promise<void> {
  const colors = picocolors.createColors(inColor);
  const hint = error.hint === undefined ? '' : `${colors.dim(`hint: ${printableLines(error.hint)}`)}\n`;
  await stderr.write(`${colors.red('pixelis:')} ${printableLines(error.message)}\n${hint}`);
}

/** Each with its hint, which is printed once where many share it. */
async function printFindings(
  word: 'problem' | 'warning',
  findings: readonly Finding[],
  { stderr, environment }: Terminal,
) {
  const colors = picocolors.createColors(wantsColor(stderr, environment));
  const label = word === 'problem' ? colors.red('problem:') : colors.yellow('warning:');
  const shown = findings.slice(0, findingsShown);
  const lines = shown.map(({ message }) => `${label} ${printable(message)}`);
  const left = findings.length - shown.length;
  if (left > 0) lines.push(`… and ${left} more; --json lists all`);
  for (const hint of new Set(shown.flatMap(({ hint: text }) => text ?? [])))
    lines.push(colors.dim(`hint: ${printableLines(hint)}`));
  if (lines.length > 0) await stderr.write(`${lines.join('\n')}\n`);
}

/** What is none of our errors is a bug of ours. */
function asPixelisError(thrown: unknown): PixelisError {
  if (isPixelisError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PixelisError('bug', `something went wrong that should not: ${message}`, {
    hint: 'run it again with PIXELIS_DEBUG=1 and report what it prints',
    cause: thrown,
  });
}

function stackOf(error: Error): string {
  const { cause, stack = '' } = error;
  return cause instanceof Error ? `${stack}\ncaused by: ${stackOf(cause)}` : stack;
}
