import { readdir } from 'node:fs/promises';
import { diskError, isDiskError } from '#errors/index.js';

/** The names in a folder; none where there is no folder. @throws `disk.*` */
export async function folderNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, folder);
  }
}
