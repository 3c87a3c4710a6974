import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskError, isDiskError, throwIfInterrupted } from '#errors/index.js';
import { folderNames } from './folder-names.js';
import type { Extent } from './plan-collection.js';

export interface LeftoverOptions {
  /** What anything was done to at this time or later stays, by the file system's clock: milliseconds since 1970. */
  readonly before: number;
  /** Removes nothing, and says what would be removed. */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes what killed processes left in a folder of temporary files: everything that has not been touched for long, as
 * nobody leaves a file alone for a day and then goes on with it.
 */
export async function removeLeftovers(folder: string, { before, dryRun, signal }: LeftoverOptions): Promise<Extent> {
  const removed = { objects: 0, bytes: 0 };
  for (const name of await folderNames(folder)) {
    throwIfInterrupted(signal);
    const path = join(folder, name);
    const left = await measure(path);
    if (left.touched >= before) continue;
    try {
      if (dryRun !== true) await rm(path, { recursive: true, force: true });
    } catch (error) {
      throw diskError(error, path);
    }
    removed.objects += left.files;
    removed.bytes += left.bytes;
  }
  return removed;
}

interface Leftover {
  readonly files: number;
  readonly bytes: number;
  /** When anything was last done to it, or to anything in it. */
  readonly touched: number;
}

async function measure(path: string): Promise<Leftover> {
  try {
    const stats = await lstat(path);
    if (!stats.isDirectory()) {
      // A link to an old file is as young as the link.
      const touched = stats.nlink > 1 ? Math.max(stats.mtimeMs, stats.ctimeMs) : stats.mtimeMs;
      return { files: 1, bytes: stats.size, touched };
    }
    const parts = [];
    for (const name of await folderNames(path)) parts.push(await measure(join(path, name)));
    return {
      files: parts.reduce((sum, part) => sum + part.files, 0),
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      touched: parts.reduce((latest, part) => Math.max(latest, part.touched), stats.mtimeMs),
    };
  } catch (error) {
    // Its owner removed it this moment.
    if (isDiskError(error, 'ENOENT')) return { files: 0, bytes: 0, touched: Infinity };
    throw diskError(error, path);
  }
}
