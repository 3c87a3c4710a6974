import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskError } from '#errors/index.js';

/** What a process left that was killed goes after so long. */
const staleMs = 60 * 60 * 1000;

/** Removes what killed processes left in `parent`: folders named `<start><process id>-…`. */
export async function removeStaleFolders(parent: string, start: string): Promise<void> {
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
