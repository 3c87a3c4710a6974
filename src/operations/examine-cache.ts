import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError } from '#errors/index.js';
import type { Check } from '#schema/index.js';
import type { RepositoryContext } from './repository-context.js';

/** What a process left that was killed is told after so long. */
const staleMs = 24 * 60 * 60 * 1000;

/**
 * Writes a small file where objects come in, and looks what the file system can do.
 * @throws `disk.*` where the cache cannot be written
 */
export async function examineCache(context: RepositoryContext): Promise<Check[]> {
  const folder = await (await context.cache()).temporaryFolder();
  try {
    const leftovers = await countStale(folder);
    const probes = await mkdtemp(join(folder, 'doctor-'));
    try {
      const fsyncMs = await timeFlush(join(probes, 'one'));
      const canClone = await clones(join(probes, 'one'), join(probes, 'two'));
      return [
        {
          name: 'cache',
          state: 'ok',
          message: `the cache can be written; to make a file durable takes ${fsyncMs.toFixed(1)} ms`,
        },
        canClone
          ? { name: 'reflink', state: 'ok', message: 'files are placed without a copy' }
          : {
              name: 'reflink',
              state: 'ok',
              message: 'the file system of the cache cannot clone files: they are copied',
            },
        ...(leftovers === 0 ? [] : [leftoverCheck(folder, leftovers)]),
      ];
    } finally {
      await rm(probes, { recursive: true, force: true });
    }
  } catch (error) {
    throw diskError(error, folder);
  }
}

async function timeFlush(path: string): Promise<number> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile('pixelis');
    const start = performance.now();
    await file.sync();
    return performance.now() - start;
  } finally {
    await file.close();
  }
}

async function clones(source: string, target: string): Promise<boolean> {
  return copyFile(source, target, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
}

async function countStale(folder: string): Promise<number> {
  const before = Date.now() - staleMs;
  let count = 0;
  for (const name of await readdir(folder)) {
    // What another process has just finished with is gone by now.
    const stats = await stat(join(folder, name)).catch(() => undefined);
    if (stats !== undefined && stats.mtimeMs < before) count += 1;
  }
  return count;
}

function leftoverCheck(folder: string, count: number): Check {
  return {
    name: 'leftovers',
    state: 'warning',
    message: `${count} temporary files are older than a day: commands that were killed left them`,
    advice: `while no pixelis command runs: rm -r '${folder}'`,
  };
}
