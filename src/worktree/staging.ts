import { mkdirSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import { removeStaleFolders } from '#store/stale-folders.js';

/** A private folder from which files can be moved to their place in one step. */
export interface Staging {
  readonly folder: string;
  /** Removes the folder and what is left in it. */
  release(): Promise<void>;
}

const prefix = 'checkout-';
const siblingPrefix = '.pixelis-checkout-';

/**
 * A private folder on the file system of `parent`: in the first of `candidates` that lies there, else hidden in `parent`.
 * @param parent a folder that exists
 */
export async function openStaging(parent: string, candidates: readonly string[]): Promise<Staging> {
  for (const candidate of candidates) {
    const folder = await tryCandidate(candidate, parent);
    if (folder !== undefined) return stagingIn(folder);
  }
  try {
    await removeStaleFolders(parent, siblingPrefix);
    return stagingIn(await mkdtemp(join(parent, `${siblingPrefix}${process.pid}-`)));
  } catch (error) {
    throw diskError(error, parent);
  }
}

function stagingIn(folder: string): Staging {
  return { folder, release: () => rm(folder, { recursive: true, force: true }) };
}

/** A folder in `candidate`, if a file can be moved from there to `parent`. */
async function tryCandidate(candidate: string, parent: string): Promise<string | undefined> {
  let folder: string | undefined;
  try {
    mkdirSync(candidate, { recursive: true });
    await removeStaleFolders(candidate, prefix);
    folder = await mkdtemp(join(candidate, `${prefix}${process.pid}-`));
    if (await canMove(folder, parent)) return folder;
    await rm(folder, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    if (isDiskError(error, 'EXDEV', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) return undefined;
    throw diskError(error, candidate);
  }
}

/**
 * Whether files can be moved from one folder to the other. The number of the device alone does not tell, for a bind mount
 * has the same; so a file that does not exist is moved as well, which leaves nothing behind whenever this is killed.
 */
async function canMove(from: string, to: string): Promise<boolean> {
  const name = `${siblingPrefix}${process.pid}-probe`;
  const [a, b] = await Promise.all([stat(from), stat(to)]);
  if (a.dev !== b.dev) return false;
  try {
    await rename(join(from, name), join(to, name));
  } catch (error) {
    if (!isDiskError(error, 'ENOENT')) throw error;
  }
  return true;
}
