import { readFile } from 'node:fs/promises';
import { diskError, isDiskError } from '#errors/index.js';

/** A file's text, or undefined where there is none. @throws `disk.*` */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, file);
  }
}
