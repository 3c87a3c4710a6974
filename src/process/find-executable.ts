import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.js';

/**
 * Absolute path of the program `name` on PATH, or undefined. Only absolute entries of PATH count: a program that lies in
 * the current folder, and so perhaps in a cloned repository, is never found.
 */
export function findExecutable(name: string, environment: Environment): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.com`] : [name];
  for (const folder of searchPath(environment).split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    for (const candidate of names) {
      const file = path.join(folder, candidate);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** Windows writes the variable as Path, and a copied environment has lost its blindness to case. */
function searchPath(environment: Environment): string {
  const key = Object.keys(environment).find((name) => name === 'PATH' || name.toUpperCase() === 'PATH');
  return (key === undefined ? undefined : environment[key]) ?? '';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
