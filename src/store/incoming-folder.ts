import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError } from '#errors/index.js';
import type { LocalStore } from './object-store.js';
import { removeStaleFolders } from './stale-folders.js';

const prefix = 'ingest-';

/**
 * A new folder of this process's own on the store's file system, for files on their way in: the caller removes it. What
 * killed processes left, which may be as large as a data set, goes after a while.
 */
export async function incomingFolder(store: LocalStore): Promise<string> {
  const parent = await store.temporaryFolder();
  try {
    await removeStaleFolders(parent, prefix);
    return await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  } catch (error) {
    throw diskError(error, parent);
  }
}
