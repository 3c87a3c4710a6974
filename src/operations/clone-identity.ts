import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { diskError, isDiskError } from '#errors/index.js';
import type { RepositoryContext } from './repository-context.js';

/** How remotes tell this clone from others. */
export interface CloneIdentity {
  /** 32 random hex digits. */
  readonly clone: string;
  /** What people know it by: the machine, and the name of its folder. */
  readonly by: string;
}

/**
 * Who this clone is; made up on first use, and kept where git copies it to no other clone. A folder that was copied with
 * all that is in it is another clone than the one it was copied from.
 */
export async function cloneIdentity({ git, sharedState }: RepositoryContext): Promise<CloneIdentity> {
  const file = join(sharedState, 'clone.json');
  try {
    mkdirSync(sharedState, { recursive: true });
    const { ino } = await stat(sharedState);
    const known = (await readId(file, ino)) ?? (await makeUpId(file, ino));
    return { clone: known, by: `${hostname()}:${basename(git.places.root)}`.slice(0, 400) };
  } catch (error) {
    throw diskError(error, file);
  }
}

/** The id that was made up for this folder; undefined where there is none. */
async function readId(file: string, ino: number): Promise<string | undefined> {
  try {
    const { id, folder } = JSON.parse(await readFile(file, 'utf8')) as { id?: unknown; folder?: unknown };
    return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && folder === ino ? id : undefined;
  } catch (error) {
    if (isDiskError(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function makeUpId(file: string, ino: number): Promise<string> {
  const id = randomBytes(16).toString('hex');
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, `${JSON.stringify({ id, folder: ino })}\n`, { flag: 'wx', flush: true });
    try {
      await link(temporary, file);
    } catch (error) {
      if (isDiskError(error, 'EEXIST')) {
        const other = await readId(file, ino);
        if (other !== undefined) return other;
      }
      // One of a folder that this one was copied from, or a file system without links.
      await rename(temporary, file);
    }
    return id;
  } finally {
    await rm(temporary, { force: true });
  }
}
