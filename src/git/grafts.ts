import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { GitPlaces } from './git.js';
import { isObjectId } from './object-id.js';

/** Commits that git is told to show other parents for: a line `<commit> <parent>...` each, in a file that is seldom there. */
export async function readGrafts({ commonFolder }: GitPlaces): Promise<readonly string[]> {
  const file = join(commonFolder, 'info', 'grafts');
  let text: string;
  try {
    text = await readFile(file, 'latin1');
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw diskError(error, file);
  }
  return text
    .split('\n')
    .flatMap((line) => line.split(' ')[0] ?? '')
    .filter(isObjectId);
}
