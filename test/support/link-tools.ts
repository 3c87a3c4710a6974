import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { findExecutable } from '#process/find-executable.js';

/** A folder for a PATH on which there is nothing but these programs. */
export async function linkTools(folder: string, ...names: readonly string[]): Promise<void> {
  await mkdir(folder);
  for (const name of names) {
    const file = findExecutable(name, process.env);
    if (file !== undefined) await symlink(file, path.join(folder, name));
  }
}
