import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';

/** A private folder from which files can be moved to their place in one step. */
export interface Staging {
  readonly folder: string;
  /** Removes the folder and what is left in it. */
  release(): Promise<void>;
}

const prefix = 'checkout-';
const siblingPrefix = '.pixelis-checkout-';
/** What a process left that was killed goes after so long. */
const staleMs = 60 * 60 * 1000;

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
    await removeStale(parent, siblingPrefix);
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
    await mkdir(candidate, { recursive: true });
    await removeStale(candidate, prefix);
    folder = await mkdtemp(join(candidate, `${prefix}${process.pid}-`));
    // The number of the device does not tell: a bind mount has the same, and moves fail all the same.
    const probe = join(folder, 'probe');
    const there = join(parent, `${siblingPrefix}${process.pid}-${randomBytes(6).toString('hex')}`);
    await writeFile(probe, '');
    await rename(probe, there);
    await rm(there);
    return folder;
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    if (isDiskError(error, 'EXDEV', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR')) return undefined;
    throw diskError(error, candidate);
  }
}

async function removeStale(parent: string, start: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(start) ? Number.parseInt(name.slice(start.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const path = join(parent, name);
    const stats = await stat(path).catch(() => undefined);
    // The age as well: another machine, or another container, has processes of its own.
    if (stats !== undefined && Date.now() - stats.mtimeMs > staleMs) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isDiskError(error, 'ESRCH');
  }
}
