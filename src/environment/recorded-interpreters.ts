import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EnvironmentRecord } from '#model/environment.js';
import { findExecutable } from '#process/find-executable.js';
import type { Interpreters } from './command-interpreters.js';
import type { Survey } from './survey.js';

/**
 * The interpreters and programs of which a record speaks, as they are here: the very Python where it is still there, else
 * the one on the PATH. What is missing is left out.
 */
export function recordedInterpreters({ python, node, programs }: EnvironmentRecord, survey: Survey): Interpreters {
  const find = (name: string) => findExecutable(name, survey.environment);
  const recorded = python === undefined ? undefined : actualPath(python.executable, survey);
  const pythonFile = recorded !== undefined && existsSync(recorded) ? recorded : (find('python3') ?? find('python'));
  const nodeFile = find('node');
  return {
    ...(python === undefined || pythonFile === undefined ? {} : { python: { file: pythonFile, flags: [] } }),
    ...(node === undefined || nodeFile === undefined ? {} : { node: { file: nodeFile, flags: [] } }),
    programs: Object.fromEntries(
      Object.keys(programs).flatMap((name) => {
        const file = find(name);
        return file === undefined ? [] : [[name, file]];
      }),
    ),
  };
}

/** Undoes what is done to a path where it is recorded. */
function actualPath(shown: string, { root, environment }: Survey): string {
  if (!shown.startsWith('~/')) return path.resolve(root, shown);
  return path.join(environment['HOME'] ?? environment['USERPROFILE'] ?? '', shown.slice(2));
}
