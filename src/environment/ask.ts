import path from 'node:path';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { findExecutable } from '#process/find-executable.js';
import { runProcess } from '#process/run-process.js';
import { shownPath } from './shown-path.js';
import type { Survey } from './survey.js';

/** What a program said, or why it said nothing of use. */
export type Answer =
  | { readonly text: string; readonly reason?: undefined; readonly said?: undefined }
  | { readonly text?: undefined; readonly reason: string; readonly said?: string };

const timeoutMs = 5000;
const limitBytes = 4 * 1024 * 1024;

/**
 * Asks a program, by its name on the PATH or by its absolute path, and gives it 5 s. What it writes to stderr counts where
 * stdout is empty. @throws `interrupted`
 */
export async function ask(survey: Survey, program: string, args: readonly string[]): Promise<Answer> {
  const { environment, folder, signal } = survey;
  throwIfInterrupted(signal);
  const file = path.isAbsolute(program) ? program : findExecutable(program, environment);
  if (file === undefined) return { reason: `'${program}' is not on the PATH` };
  const name = path.isAbsolute(program) ? shownPath(program, survey) : program;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const stop = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const end = await runProcess({ file, args, cwd: folder, environment }, { signal: stop, limitBytes });
    const text = end.stdout.toString('utf8').trim() || end.stderr.trim();
    if (end.exitCode === 0) return text === '' ? { reason: `'${name}' said nothing` } : { text };
    const said = end.stderr.trim() || text;
    const why = firstLine(said) || (end.signal ?? `exit code ${end.exitCode}`);
    return { reason: `'${name}' failed: ${why}`, said };
  } catch (error) {
    throwIfInterrupted(signal);
    if (timeout.signal.aborted) return { reason: `'${name}' did not answer within 5 s` };
    if (isPixelisError(error, 'process.failed')) return { reason: `'${name}' could not be run` };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
