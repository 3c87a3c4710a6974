import { execFileSync } from 'node:child_process';
import { findExecutable } from '#process/find-executable.js';

/** A Python that runs; undefined where there is none. */
export function findPython(): string | undefined {
  const file = findExecutable('python3', process.env);
  if (file === undefined) return undefined;
  try {
    return execFileSync(file, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
