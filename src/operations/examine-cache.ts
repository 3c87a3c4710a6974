import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError } from '#errors/index.js';
import type { Check } from '#schema/index.js';
import { removeLeftovers } from '#store/leftovers.js';
import { leftoverMs } from './remove-temporary-files.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Writes a small file where objects come in, and looks what the file system can do.
 * @throws `disk.*` where the cache cannot be written
 */
export async function examineCache(context: RepositoryContext): Promise<Check[]> {
  const folder = await (await context.cache()).temporaryFolder();
  try {
    const leftovers = await removeLeftovers(folder, { before: Date.now() - leftoverMs, dryRun: true });
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
        ...(leftovers.objects === 0 ? [] : [leftoverCheck(leftovers.objects)]),
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

function leftoverCheck(count: number): Check {
  return {
    name: 'leftovers',
    state: 'warning',
    message: `${count} temporary files are older than a day: commands that were killed left them`,
    advice: 'have them removed, with all that nobody needs: pixelis gc --apply',
  };
}
