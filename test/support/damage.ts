import { chmod, lstat, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of a store's folder whose path from there begins so: `objects/`, `packs/`. */
export async function filesIn(folder: string, prefix: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names.filter((candidate) => candidate.startsWith(prefix)).sort()) {
    if ((await lstat(join(folder, name))).isFile()) files.push(join(folder, name));
  }
  return files;
}

export async function flipByte(file: string, at = 0): Promise<void> {
  await chmod(file, 0o644);
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

export async function halve(file: string): Promise<void> {
  await chmod(file, 0o644);
  await truncate(file, Math.floor((await readFile(file)).length / 2));
}

export async function empty(file: string): Promise<void> {
  await chmod(file, 0o644);
  await truncate(file, 0);
}

/** Other bytes of the same length. */
export async function overwrite(file: string): Promise<void> {
  await chmod(file, 0o644);
  await writeFile(file, Buffer.alloc((await readFile(file)).length, 1));
}

/** A symbolic link or a folder in the place of the file counts as damage of its own; this is its loss. */
export async function lose(file: string): Promise<void> {
  await rm(file);
}
