import path from 'node:path';
import { isPixelisError, throwIfInterrupted } from '#errors/index.js';
import { findExecutable } from '#process/find-executable.js';
import { runProcess } from '#process/run-process.js';
import type { Survey } from './survey.js';

/** What a program said, or why it said nothing of use. */
export type Answer =
  | { readonly text: string; readonly reason?: undefined }
  | { readonly text?: undefined; readonly reason: string };

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
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const stop = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const end = await runProcess({ file, args, cwd: folder, environment }, { signal: stop, limitBytes });
    const text = end.stdout.toString('utf8').trim() || end.stderr.trim();
    if (end.exitCode === 0) return text === '' ? { reason: `'${program}' said nothing` } : { text };
    return { reason: `'${program}' failed: ${firstLine(end.stderr.trim() || text) || `exit code ${end.exitCode}`}` };
  } catch (error) {
    throwIfInterrupted(signal);
    if (timeout.signal.aborted) return { reason: `'${program}' did not answer within 5 s` };
    if (isPixelisError(error, 'process.failed')) return { reason: error.message };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
