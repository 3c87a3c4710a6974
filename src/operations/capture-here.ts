import path from 'node:path';
import { PixelisError } from '#errors/index.js';
import type { CaptureLevel } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import { type NamedEnvironment, nameEnvironment } from './record-environment.js';
import type { RepositoryContext } from './repository-context.js';
import type { FoundEnvironment } from './resolve-environment.js';
import { openRunRedactor } from './run-redactor.js';

export interface CaptureRequest extends TaskOptions {
  /** Default: the setting `capture.level`. */
  readonly level?: number | undefined;
  /** Program and arguments; default: what is installed where the user stands. */
  readonly command?: readonly string[] | undefined;
}

/** What a command would run on, started where the user stands. @throws `usage.invalid-argument` */
export async function captureOf(
  context: RepositoryContext,
  { level, command = [], ...options }: CaptureRequest,
): Promise<NamedEnvironment> {
  const { capture } = context.config;
  const redactor = await openRunRedactor(context, capture.allow);
  const request = { level: checkedLevel(level ?? capture.level), command, folder: context.folder, redactor };
  return nameEnvironment(context, request, options);
}

/**
 * What a recorded environment would be on this machine, now: that of its run's command where it was named by a run, else of
 * the interpreters and lock files of which it speaks.
 */
export async function captureHere(
  context: RepositoryContext,
  { record, run }: FoundEnvironment,
  options: TaskOptions,
): Promise<NamedEnvironment> {
  const redactor = await openRunRedactor(context, context.config.capture.allow);
  const { level } = record;
  const request =
    run?.kind === 'command'
      ? { level, redactor, command: run.command, folder: run.folder }
      : { level, redactor, command: [], folder: run?.folder ?? innermostFolder(record), like: record };
  return nameEnvironment(context, request, options);
}

/** The folder from which all lock files of a record are seen. */
function innermostFolder({ lockfiles }: FoundEnvironment['record']): string {
  const folders = lockfiles.map((file) => path.posix.dirname(file.path)).filter((folder) => folder !== '.');
  return folders.sort((a, b) => b.length - a.length)[0] ?? '';
}

function checkedLevel(level: number): CaptureLevel {
  if (level === 1 || level === 2 || level === 3) return level;
  throw new PixelisError('usage.invalid-argument', `capture level '${level}' is none`, {
    hint: 'it is 1 (basic), 2 (standard) or 3 (complete)',
    data: { level },
  });
}
