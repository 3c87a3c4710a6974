import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import type { RunStart } from '#model/run.js';
import type { LiveRunFolder } from './live-run-folder.js';

/** What is known of a live run from its first moment. */
export interface LiveRunStart {
  readonly start: RunStart;
  /** Top of the worktree in which its record will be written. */
  readonly root: string;
  /** The process that keeps it. */
  readonly pid: number;
  /** Names whose values are recorded though they look like secrets. */
  readonly allow: readonly string[];
  /** The secrets that were known then, sealed: whoever finds the run without its process looks for them in what it said. */
  readonly secrets?: string | undefined;
}

/** Written whole or not at all, also where the power is cut: one that cannot be read is in everybody's way. */
export async function writeRunStart({ start: file }: LiveRunFolder, content: LiveRunStart): Promise<void> {
  const temporary = `${file}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify({ pixelis: 1, ...content })}\n`, { mode: 0o600, flush: true });
    await rename(temporary, file);
  } catch (error) {
    throw diskError(error, file);
  }
}

/** Undefined where there is none: the run has ended, or has not begun. @throws `file.invalid`, `disk.*` */
export function readRunStart({ start: file }: LiveRunFolder): LiveRunStart | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isDiskError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw diskError(error, file);
  }
  try {
    const { start, root, pid, allow, secrets } = JSON.parse(text) as LiveRunStart;
    return { start, root, pid, allow, ...(secrets === undefined ? {} : { secrets }) };
  } catch (cause) {
    throw new PixelisError('file.invalid', `'${file}' cannot be read`, {
      hint: 'the run was lost; remove its folder',
      data: { path: file },
      cause,
    });
  }
}
